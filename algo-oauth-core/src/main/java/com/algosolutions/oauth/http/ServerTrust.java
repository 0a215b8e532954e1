package com.algosolutions.oauth.http;

import com.algosolutions.oauth.profile.ApiHost;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts at a pinned host only the certificates pinned for it, and leaves all other hosts to another trust manager. A pin identifies the
 * whole certificate, so its name, dates and issuer are not checked: a device's own certificate does not contain the device's address.
 *
 * <p>A certificate whose key or signature the JVM forbids ({@code jdk.certpath.disabledAlgorithms}) is refused in each case: everyone can
 * present a pinned certificate whose key has been factored. The JDK checks this only for the chains that its own trust manager builds, not
 * for a certificate that is itself trusted, and not for an application's {@link X509ExtendedTrustManager}.
 */
public final class ServerTrust extends X509ExtendedTrustManager {
    private final X509TrustManager others;
    /** The JDK's own trust manager checks the issuers, and ignores certificates that a server sends without need. */
    private final boolean othersCheckIssuers;

    private final Map<String, Set<String>> pins = new HashMap<>();

    ServerTrust(X509TrustManager others, Map<ApiHost, Set<String>> fingerprints) {
        this.others = others;
        othersCheckIssuers = others.getClass().getModule() == X509TrustManager.class.getModule();
        fingerprints.forEach((host, prints) -> pins.put(key(host.host(), host.port()), new HashSet<>(prints)));
    }

    /** The host presented a certificate that is not pinned for it. */
    static final class Mismatch extends CertificateException {
        private static final long serialVersionUID = 1L;

        Mismatch(String host) {
            super("not the certificate that is pinned for " + host);
        }
    }

    /** {@return the 64 lower-case hex digits of a fingerprint as a browser or openssl shows it} */
    public static String fingerprint(String shown) {
        String digits = shown.replace(":", "").strip().toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "The fingerprint is not one of SHA-256. Write its 64 hex digits, with or without"
                            + " colons, as \"openssl x509 -noout -fingerprint -sha256\" shows them.");
        }
        return digits;
    }

    public static String fingerprint(Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The certificate cannot be read: " + e.getMessage(), e);
        }
    }

    /** Verifies host names as usual, except at a pinned host: there the pin identifies the certificate, and its name does not count. */
    HostnameVerifier names(HostnameVerifier usual) {
        return pins.isEmpty()
                ? usual
                : (host, session) -> {
                    Set<String> pinned = pins.get(key(session.getPeerHost(), session.getPeerPort()));
                    if (pinned == null) {
                        return usual.verify(host, session);
                    }
                    try {
                        return pinned.contains(fingerprint(session.getPeerCertificates()[0]));
                    } catch (SSLPeerUnverifiedException e) {
                        return false;
                    }
                };
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
        if (!pinned(chain, session)) {
            if (others instanceof X509ExtendedTrustManager extended) {
                extended.checkServerTrusted(chain, authType, socket);
            } else {
                others.checkServerTrusted(chain, authType);
            }
            requireAllowedIssuers(chain);
        }
        requireAllowed(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (!pinned(chain, engine.getHandshakeSession())) {
            if (others instanceof X509ExtendedTrustManager extended) {
                extended.checkServerTrusted(chain, authType, engine);
            } else {
                others.checkServerTrusted(chain, authType);
            }
            requireAllowedIssuers(chain);
        }
        requireAllowed(chain[0]);
    }

    private void requireAllowedIssuers(X509Certificate[] chain) throws CertificateException {
        List<X509Certificate> trusted = List.of(others.getAcceptedIssuers());
        for (int i = 1; i < chain.length && !othersCheckIssuers && !trusted.contains(chain[i]); i++) {
            requireAllowed(chain[i]);
        }
    }

    /**
     * Asks the JDK, which checks algorithms before all else, about a path of this certificate below an authority with the same key. Whether
     * that path is valid otherwise does not count.
     */
    private static void requireAllowed(X509Certificate certificate) throws CertificateException {
        try {
            PKIXParameters below = new PKIXParameters(
                    Set.of(new TrustAnchor(certificate.getIssuerX500Principal(), certificate.getPublicKey(), null)));
            below.setRevocationEnabled(false);
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
            CertPathValidator.getInstance("PKIX").validate(path, below);
        } catch (CertPathValidatorException e) {
            if (e.getReason() == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
                throw new CertificateException("an algorithm that this JVM forbids: " + e.getMessage(), e);
            }
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the algorithms of the certificate cannot be checked: " + e.getMessage(), e);
        }
    }

    private boolean pinned(X509Certificate[] chain, @Nullable SSLSession session) throws CertificateException {
        if (pins.isEmpty()) {
            return false;
        }
        if (session == null || session.getPeerHost() == null) {
            throw new CertificateException("the TLS session does not name the host of this certificate");
        }
        Set<String> pinned = pins.get(key(session.getPeerHost(), session.getPeerPort()));
        if (pinned != null && !pinned.contains(fingerprint(chain[0]))) {
            throw new Mismatch(session.getPeerHost());
        }
        return pinned != null;
    }

    /** {@return one text for all spellings of a host: an IPv6 address has many, and a name may end with the root's dot} */
    private static String key(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (name.contains(":")) {
            try {
                name = InetAddress.getByName(name).getHostAddress(); // a literal, so this makes no DNS query
            } catch (UnknownHostException e) {
                return name + " " + port;
            }
        }
        return name + " " + port;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        others.checkServerTrusted(chain, authType);
        requireAllowedIssuers(chain);
        requireAllowed(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        others.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        others.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        others.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return others.getAcceptedIssuers();
    }
}
