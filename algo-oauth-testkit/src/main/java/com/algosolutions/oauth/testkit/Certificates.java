package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate authority, and the one certificate that a server presents for all its hosts. */
final class Certificates {
    private static final String AUTHORITY = "algo-oauth-testkit test authority";

    private final HeldCertificate authority;
    private final HeldCertificate leaf;

    Certificates(List<String> hosts, Instant notBefore, Instant notAfter) {
        this(
                CertificateWriter.selfSigned(AUTHORITY, Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z")),
                hosts,
                notBefore,
                notAfter);
    }

    private Certificates(HeldCertificate authority, List<String> hosts, Instant notBefore, Instant notAfter) {
        this.authority = authority;
        this.leaf = CertificateWriter.server(authority, AUTHORITY, hosts, notBefore, notAfter);
    }

    /** Another certificate of the same authority. */
    Certificates issue(List<String> hosts, Instant notBefore, Instant notAfter) {
        return new Certificates(authority, hosts, notBefore, notAfter);
    }

    /** A factory with no earlier session, so that its first handshake is a full one. */
    SSLSocketFactory serverSockets() {
        return new HandshakeCertificates.Builder().heldCertificate(leaf).build().sslSocketFactory();
    }

    /** A key store that contains only the root certificate. */
    KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("test-authority", authority.certificate());
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JDK cannot create a trust store", e);
        }
    }

    X509TrustManager trustManager() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trustStore());
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trust) {
                    return trust;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot create a trust manager", e);
        }
        throw new IllegalStateException("This JDK has no X509TrustManager");
    }
}
