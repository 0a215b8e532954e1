package com.algosolutions.oauth.http;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Why no usable response arrived, with the meaning and the advice for an operator. */
public enum NetworkError {
    NAME_UNKNOWN(
            "the host name could not be resolved",
            "Check the host's spelling, and the device's DNS servers and network."),
    NAME_TIMEOUT("the DNS server did not answer in time", "Check the device's DNS servers and network."),
    RESOLVER(
            "the name resolver of this device failed",
            "Correct the resolver that the client was built with: nameResolver(…)."),
    REFUSED(
            "the host does not accept connections (refused, or no route)",
            "Check host and port, and the device's network and firewall."),
    CONNECT_TIMEOUT(
            "the host did not accept a connection in time", "Check the device's network, gateway and firewall."),
    CERTIFICATE_DATE(
            "the server's certificate is expired or not yet valid by the device's clock",
            "Check the device's date and time (NTP) first; then the server's certificate."),
    CERTIFICATE_HOST(
            "the server's certificate is for another host",
            "Check the host's spelling; if it is right, something between device and server intercepts the connection."),
    CERTIFICATE_UNTRUSTED(
            "the server's certificate is not trusted",
            "If the server uses a private CA, add it to the trusted certificates; otherwise something intercepts the connection."),
    CERTIFICATE_PIN(
            "the server's certificate is not the one that is pinned for this host",
            "If the host was replaced or has a new certificate, pin that one; otherwise something intercepts the connection."),
    CERTIFICATE_WEAK(
            "the server's certificate has a key or a signature that this device's Java does not allow",
            "Give the server a certificate with an EC key, or an RSA key of 2048 bits or more, signed with SHA-256."),
    NO_CERTIFICATE(
            "the profile uses a certificate, and this device has none",
            "Build the client with clientCertificate(…), or choose another Client Auth Mode or Access Token Type."),
    CERTIFICATE_REFUSED(
            "the server does not accept the device's certificate, or requires one",
            "Check that the device's certificate has not expired and is registered with the provider, and check Client Auth Mode and Access Token Type."),
    TLS("the TLS handshake failed", "Check that host and port speak TLS 1.2 or later."),
    PROXY_SELECTOR(
            "the proxy selector of this device failed",
            "Correct the selector that the application has set (ProxySelector.setDefault), or build the client with proxy(…)."),
    PROXY_NAME(
            "the proxy's host name could not be resolved",
            "Check the proxy's address, and the device's DNS servers and network."),
    PROXY("the proxy refused to connect", "Check the proxy's address and whether it allows this host."),
    PROXY_BROKE("the proxy broke the connection before it answered CONNECT", "Check the proxy's address and port."),
    PROXY_LOGIN(
            "the proxy requires a user and a password",
            "Set the proxy's user and password: proxyCredentials(user, password), or the member proxy of the configuration."),
    PROXY_LOGIN_REFUSED("the proxy does not accept the user and password", "Correct the proxy's user and password."),
    PROXY_SCHEME(
            "the proxy requires a login by a scheme that this client does not have",
            "Turn on Basic at the proxy, the one scheme that this client has, or let the proxy pass this device without a login."),
    PROXY_UNREACHABLE(
            "the proxy does not accept connections", "Check the proxy's address and port, and the device's network."),
    BROKEN(
            "the connection broke before the whole reply arrived",
            "Try again; if it keeps happening, check the network."),
    BROKEN_UNSENT(
            "the connection broke before the request was sent",
            "Try again; if it keeps happening, check host and port, and the network."),
    SLOW_REPLY(
            "the server did not reply in time",
            "Try again; if it keeps happening, check the network or the provider's status page."),
    DEADLINE(
            "the call reached its time limit",
            "Try again; if it keeps happening, check the network or allow more time."),
    TOO_LARGE("the reply was larger than allowed", "Check the URL: a reply of this kind is small."),
    INTERRUPTED("the call was cancelled", "Start it again if it is still needed."),
    NOT_HTTP("the server did not answer in HTTP", "Check host and port.");

    private final String meaning;
    private final String advice;

    NetworkError(String meaning, String advice) {
        this.meaning = meaning;
        this.advice = advice;
    }

    public String meaning() {
        return meaning;
    }

    /** The failure of a request; {@code subject} names what is missing, such as "no token from login.example.com". */
    public Failure failure(Step step, String subject) {
        return failure(step, subject, meaning);
    }

    /** The same with what was seen in place of the general meaning. */
    Failure failure(Step step, String subject, String seen) {
        return Failure.of(step, Failure.Kind.UNAVAILABLE, subject + ": " + seen, advice);
    }

    /** This error if the connection was one to the proxy. */
    NetworkError ofProxy() {
        return this == REFUSED || this == CONNECT_TIMEOUT ? PROXY_UNREACHABLE : this;
    }

    /** The error that an exception stands for. */
    static NetworkError of(IOException e, boolean connected, boolean replied, boolean deadlinePassed) {
        if (e instanceof BoundedDns.Overdue || e.getCause() instanceof BoundedDns.Overdue) {
            return NAME_TIMEOUT; // OkHttp's own time-out, set to the same deadline, may have wrapped it
        }
        if (Thread.currentThread().isInterrupted()) {
            return INTERRUPTED;
        }
        for (Throwable cause = e; cause != null; cause = next(cause)) {
            if (cause instanceof OpenSocket.TooManyBytes) {
                return TOO_LARGE;
            }
        }
        if (e instanceof DirectHosts.Broken) {
            return PROXY_SELECTOR;
        }
        if (e instanceof UnknownHostException) {
            return e instanceof BoundedDns.Broken ? RESOLVER : NAME_UNKNOWN;
        }
        if (e instanceof SSLException) {
            return certificate(e);
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return REFUSED;
        }
        if (e instanceof SocketTimeoutException) {
            return deadlinePassed ? DEADLINE : connected ? SLOW_REPLY : CONNECT_TIMEOUT;
        }
        if (e instanceof InterruptedIOException) {
            return DEADLINE;
        }
        return e instanceof ProtocolException && !replied ? NOT_HTTP : BROKEN;
    }

    /** Whether it is one of the TLS alerts that reject a client certificate: RFC 8446 section 6.2. */
    private static boolean rejectsCertificate(IOException e) {
        String said = String.valueOf(e.getMessage());
        return said.contains("fatal alert: ")
                && (said.contains("certificate") || said.contains("unknown_ca") || said.contains("access_denied"));
    }

    private static NetworkError certificate(IOException e) {
        if (rejectsCertificate(e)) {
            return CERTIFICATE_REFUSED;
        }
        for (Throwable cause = e; cause != null; cause = next(cause)) {
            if (cause instanceof ServerTrust.Mismatch) {
                return CERTIFICATE_PIN;
            }
            if (cause instanceof CertificateNotYetValidException || cause instanceof CertificateExpiredException) {
                return CERTIFICATE_DATE;
            }
            if (cause instanceof CertPathValidatorException path
                    && path.getReason() == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
                return CERTIFICATE_WEAK;
            }
            if (cause instanceof CertPathValidatorException path
                    && (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                            || path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID)) {
                return CERTIFICATE_DATE;
            }
        }
        if (e instanceof SSLPeerUnverifiedException) {
            return CERTIFICATE_HOST;
        }
        return next(e) instanceof java.security.GeneralSecurityException || next(e) instanceof RuntimeException
                ? CERTIFICATE_UNTRUSTED
                : TLS;
    }

    private static @Nullable Throwable next(Throwable e) {
        return e.getCause() == e ? null : e.getCause();
    }
}
