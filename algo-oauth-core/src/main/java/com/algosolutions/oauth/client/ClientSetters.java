package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.NameResolver;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.http.ProxyCredentials;
import com.algosolutions.oauth.http.ServerTrust;
import com.algosolutions.oauth.http.Trust;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import java.net.Proxy;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** A setter for each of the {@link ClientSettings}. {@link OAuthClient.Builder} inherits them. */
abstract class ClientSetters {
    final ClientSettings settings = new ClientSettings();

    ClientSetters() {}

    /** The builder itself, which the setters return. */
    abstract OAuthClient.Builder self();

    // The device

    /**
     * Sets the store of profiles and tokens. Default: in memory, so that nothing survives a restart.
     *
     * @param value the store
     * @return this
     */
    public OAuthClient.Builder store(RecordStore value) {
        settings.store = requireNonNull(value, "store");
        return self();
    }

    /**
     * Reads each profile when it is used, instead of all of them when the client is built: for a store of very many profiles, which several
     * processes may share. The given number of profiles that were used last stay in memory. A change that another process makes to a profile is
     * used a second later. Each profile has tokens of its own, also if another has the same credentials. The first such client of a store makes
     * an index, by which profiles are found that are not in memory. {@link Profiles#list()} reads all profiles. If the store cannot be read, a
     * request of a profile that is not in memory fails in {@link com.algosolutions.oauth.Step#STORAGE}, and another method that takes its name
     * throws {@link java.io.UncheckedIOException}. While the store fails, such a client sends no token request that the other processes would
     * not know of. Default: all profiles are in memory.
     *
     * @param most how many profiles stay in memory; 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public OAuthClient.Builder profilesInMemory(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("One profile at least must stay in memory, and not " + most + ".");
        }
        settings.profilesInMemory = most;
        return self();
    }

    /**
     * Names this process in its events ({@link Event#process}), and in the records of its device sign-ins: after a restart, a process continues those
     * that were started under its name. For processes that share a store; then no two that run at the same time may have one name. Default: empty. A
     * client without a name that has {@link #profilesInMemory} continues no device sign-in after a restart.
     *
     * @param value the name, such as that of the machine, if one process runs there
     * @return this
     */
    public OAuthClient.Builder processName(String value) {
        settings.processName = requireNonNull(value, "processName");
        return self();
    }

    /**
     * Adds a provider to those that {@link java.util.ServiceLoader} finds. Needed if a shaded jar has lost its {@code META-INF/services}.
     *
     * @param value the provider
     * @return this
     */
    public OAuthClient.Builder provider(OAuthProvider value) {
        settings.providers.add(requireNonNull(value, "provider"));
        return self();
    }

    /**
     * Sets the {@code User-Agent} header of all requests: RFC 9110 section 10.1.5. RingCentral asks for {@code App/version}. Default:
     * {@code algo-oauth}.
     *
     * @param value the header's value
     * @return this
     * @throws IllegalArgumentException if the value is blank, or has a line break or a character outside ASCII
     */
    public OAuthClient.Builder userAgent(String value) {
        if (requireNonNull(value, "userAgent").isBlank()) {
            throw new IllegalArgumentException(
                    "The User-Agent is empty. Name the application and its version, such as FrontDesk/1.0.");
        }
        settings.userAgent = new Header("User-Agent", value).value();
        return self();
    }

    /**
     * Sets the listener that is called for each event: tokens obtained and lost, states, storage. A daemon thread of the client calls it,
     * in the order of the events and one event at a time. The thread holds no lock, so the listener may call every method of the client,
     * {@code close()} included, and may block: no request waits for it. The thread ends when no event waits. At most 200 events wait; then
     * the client drops the oldest, which {@link Event#number} shows. An exception or error from the listener is logged, and the next
     * event follows.
     *
     * <p>The events of {@code build()}, for profiles that are not ready from the start, are delivered when the client is complete, perhaps
     * before the caller of {@code build()} has assigned it to a variable. A listener that needs the client can wait for a {@code
     * CompletableFuture} that the caller completes. After {@code close()} the client does not call the listener again; a call in progress
     * continues. Default: none; {@link OAuthClient#events} returns the newest events.
     *
     * @param value the listener
     * @return this
     */
    public OAuthClient.Builder listener(Consumer<? super Event> value) {
        settings.listener = requireNonNull(value, "listener");
        return self();
    }

    /**
     * Keeps unused refresh tokens from expiring: once half of a refresh token's lifetime is over (RingCentral's is seven days), the client
     * renews the token, even if no request needs it. This requires that the token response or the provider states the lifetime of a
     * refresh token: {@link ProfileStatus#refreshTokenExpiresIn}. One daemon thread waits for all profiles. Renewals count against the provider's
     * rate limit. Default: off, because the client then uses the network without a request from the application; firmware with its own
     * schedule can call {@link OAuthClient#renew} instead.
     *
     * @return this
     */
    public OAuthClient.Builder keepRefreshTokensAlive() {
        settings.keepRefreshTokensAlive = true;
        return self();
    }

    // The network

    /**
     * Sets the proxy for https. The client reaches loopback addresses and servers by plain http without a proxy. Default: the JVM's proxy
     * settings.
     *
     * @param value an HTTP proxy, or {@link Proxy#NO_PROXY}
     * @return this
     */
    public OAuthClient.Builder proxy(Proxy value) {
        settings.proxy = requireNonNull(value, "proxy");
        return self();
    }

    /**
     * Sets the user and password for the proxy, also for one from the JVM's settings. The client sends them by the Basic scheme (RFC 7617),
     * to the proxy alone, and only after the proxy has asked for Basic. Default: none.
     *
     * @param user the user, without a colon
     * @param password the password
     * @return this
     * @throws IllegalArgumentException if the user is empty or has a colon, or if one of the two has a control character
     */
    public OAuthClient.Builder proxyCredentials(String user, Secret password) {
        settings.proxyCredentials =
                new ProxyCredentials(requireNonNull(user, "user"), requireNonNull(password, "password"));
        return self();
    }

    /**
     * Connects to a host without the proxy, such as to a device in the same building. May be repeated. Default: no host.
     *
     * @param host the host, with its port if that is not 443
     * @return this
     */
    public OAuthClient.Builder bypassProxy(ApiHost host) {
        settings.bypassProxy.add(requireNonNull(host, "host"));
        return self();
    }

    /**
     * Sets how host names are looked up. A lookup that hangs does not delay a call beyond its deadline. Default: the JVM's resolver.
     *
     * @param value the resolver
     * @return this
     */
    public OAuthClient.Builder nameResolver(NameResolver value) {
        settings.nameResolver = requireNonNull(value, "nameResolver");
        return self();
    }

    /**
     * Sets the maximum size of a response body. The client does not read the rest of a larger response, and the result is the same as if
     * the response had been lost: {@link ApiResult.Outcome#UNCONFIRMED}. Default: 1 MiB.
     *
     * @param bytes the limit in bytes
     * @return this
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public OAuthClient.Builder maxResponseBytes(int bytes) {
        settings.maxResponseBytes = ClientSettings.positive(bytes, "maxResponseBytes");
        return self();
    }

    /**
     * Allows plain http for targets and token URLs whose host is a loopback address, for servers on the same machine. All other URLs must
     * be https.
     *
     * @return this
     */
    public OAuthClient.Builder allowLoopbackHttp() {
        settings.loopbackHttp = true;
        return self();
    }

    /**
     * Allows plain http to a host, such as an Algo device on this site that has no https. The client sends only requests there whose {@link
     * ApiRequest#signedBy signer} proves the password without revealing it ({@link com.algosolutions.oauth.RequestSigner#keepsSecret}),
     * as Algo's Standard Authentication does. Tokens, Basic and unsigned requests are rejected before anything is sent. Others on the
     * network can read and change the request and the response, and send a signed request later or to another device with the same password,
     * for as long as that accepts its time. May be repeated. Default: no host.
     *
     * @param host the host, with its port if that is not 80
     * @return this
     */
    public OAuthClient.Builder allowPlainHttp(ApiHost host) {
        settings.plainHttp.add(requireNonNull(host, "host"));
        return self();
    }

    // TLS

    /**
     * Trusts the certificates of a key store, and no others: not those of the JVM either. Default: the JVM's trusted certificates.
     *
     * @param certificates trusted certificates
     * @return this
     */
    public OAuthClient.Builder trustOnly(KeyStore certificates) {
        settings.trust = Trust.of(requireNonNull(certificates, "certificates"));
        return self();
    }

    /**
     * Sets the trust manager that decides which certificates are trusted. Default: the JVM's trusted certificates. The client checks the
     * host name itself, and refuses a certificate whose key or signature the JVM forbids ({@code jdk.certpath.disabledAlgorithms}).
     *
     * @param value the trust manager
     * @return this
     */
    public OAuthClient.Builder trust(X509TrustManager value) {
        settings.trust = requireNonNull(value, "trust");
        return self();
    }

    /**
     * Pins a host to one certificate: the client trusts only the certificate with this fingerprint there, whatever it trusts elsewhere. For
     * devices with a self-signed certificate: the client does not check the certificate's name, dates and issuer, because the pin covers
     * the whole certificate. It refuses a certificate whose key or signature the JVM forbids ({@code jdk.certpath.disabledAlgorithms}),
     * because others can compute the private key of a weak one. May be repeated for a host, so that its certificate can be replaced.
     *
     * @param host the host, with its port if that is not 443
     * @param sha256 the SHA-256 fingerprint of the certificate, 64 hex digits with or without colons
     * @return this
     * @throws IllegalArgumentException if the text is not such a fingerprint
     */
    public OAuthClient.Builder pinCertificate(ApiHost host, String sha256) {
        requireNonNull(host, "host");
        String fingerprint = ServerTrust.fingerprint(requireNonNull(sha256, "sha256"));
        settings.pins.computeIfAbsent(host, absent -> new HashSet<>()).add(fingerprint);
        return self();
    }

    /**
     * Pins a host to a certificate, as {@link #pinCertificate(ApiHost, String)} does.
     *
     * @param host the host, with its port if that is not 443
     * @param certificate the host's certificate
     * @return this
     */
    public OAuthClient.Builder pinCertificate(ApiHost host, X509Certificate certificate) {
        return pinCertificate(host, ServerTrust.fingerprint(requireNonNull(certificate, "certificate")));
    }

    /**
     * Sets the device's TLS certificate and its private key: RFC 8705. The client presents the certificate to the endpoints and API hosts of
     * profiles whose Client Auth Mode is {@code TLS_CLIENT_AUTH} or {@code SELF_SIGNED_TLS_CLIENT_AUTH}, or whose Access Token Type is
     * {@code MTLS}, if the server requests one, and to no other server. Default: none.
     *
     * @param keys a key store with the private key and its certificates
     * @param password the password of the private key; not kept
     * @return this
     * @throws IllegalArgumentException if the key cannot be read with this password
     */
    public OAuthClient.Builder clientCertificate(KeyStore keys, char[] password) {
        settings.certificate = Trust.keys(requireNonNull(keys, "keys"), requireNonNull(password, "password"));
        return self();
    }

    /**
     * Sets the key manager that selects the device's TLS certificate, for a private key that cannot leave its chip. Used as {@link
     * #clientCertificate(KeyStore, char[])} describes.
     *
     * @param value the key manager
     * @return this
     */
    public OAuthClient.Builder clientCertificate(X509KeyManager value) {
        settings.certificate = requireNonNull(value, "clientCertificate");
        return self();
    }

    // Time-outs, from the innermost to the outermost

    /**
     * Sets the time limit of one connection attempt, for each address of a host. Lies within {@link #callTimeout} for a request to an API,
     * and within {@link #tokenTimeout} for a request to an authorization server. Default: 5 s.
     *
     * @param value the limit
     * @return this
     * @throws IllegalArgumentException if the limit is not positive
     */
    public OAuthClient.Builder connectTimeout(Duration value) {
        settings.connectTimeout = ClientSettings.positive(value, "connectTimeout");
        return self();
    }

    /**
     * Sets how long the client waits for the next bytes of a response, and for the server to accept the next bytes of a request. Lies within
     * {@link #callTimeout} for a request to an API, and within {@link #tokenTimeout} for a request to an authorization server. Default:
     * 10 s.
     *
     * @param value the limit
     * @return this
     * @throws IllegalArgumentException if the limit is not positive
     */
    public OAuthClient.Builder readTimeout(Duration value) {
        settings.readTimeout = ClientSettings.positive(value, "readTimeout");
        return self();
    }

    /**
     * Sets the time limit of obtaining a token, for all callers that wait for it together. Independent of {@link #callTimeout}: a call
     * whose limit ends first returns without a token, and the token request goes on for the other callers. Also limits sign-in, discovery
     * and revocation, which no other limit contains: {@link SignIns#start}, {@link SignIns#handleCallback}, {@link
     * OAuthClient#discover}, {@link OAuthClient#renew}, {@link OAuthClient#revoke}, {@link SignIns#save} and {@link Profiles#delete}.
     * Default: 20 s.
     *
     * @param value the limit
     * @return this
     * @throws IllegalArgumentException if the limit is not positive
     */
    public OAuthClient.Builder tokenTimeout(Duration value) {
        settings.tokenTimeout = ClientSettings.positive(value, "tokenTimeout");
        return self();
    }

    /**
     * Sets the time limit of a call, from name lookup to the last byte of the response, including the wait for a token. {@link
     * ApiRequest#timeout} replaces it for one request; a button press sets its own limit, which contains its calls. Default: 20 s.
     *
     * @param value the limit
     * @return this
     * @throws IllegalArgumentException if the limit is not positive
     */
    public OAuthClient.Builder callTimeout(Duration value) {
        settings.callTimeout = ClientSettings.positive(value, "callTimeout");
        return self();
    }

    // Tests

    /**
     * Sets the wall clock, for tests. Token lifetimes do not depend on it. Default: the system clock.
     *
     * @param value the clock
     * @return this
     */
    public OAuthClient.Builder clock(Clock value) {
        settings.clock = new ApplicationClock(requireNonNull(value, "clock"));
        return self();
    }

    /**
     * Sets the monotonic clock that measures token lifetimes, for tests. Default: {@link System#nanoTime}.
     *
     * @param nanoseconds monotonic nanoseconds
     * @return this
     */
    public OAuthClient.Builder ticker(LongSupplier nanoseconds) {
        settings.ticker = new ApplicationClock.Ticker(requireNonNull(nanoseconds, "nanoseconds"));
        return self();
    }
}
