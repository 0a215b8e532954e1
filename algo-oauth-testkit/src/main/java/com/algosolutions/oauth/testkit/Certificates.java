package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The sandbox's certificate authority, and the one certificate that all its servers present. */
final class Certificates {
    private static final String AUTHORITY = "RingCentralSandbox test authority";

    private final X509Certificate root;
    private final SSLSocketFactory serverSockets;

    Certificates(List<String> hosts, Instant notBefore, Instant notAfter) {
        HeldCertificate authority =
                CertificateWriter.selfSigned(AUTHORITY, Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"));
        HeldCertificate leaf = CertificateWriter.server(authority, AUTHORITY, hosts, notBefore, notAfter);
        this.root = authority.certificate();
        this.serverSockets = new HandshakeCertificates.Builder()
                .heldCertificate(leaf)
                .build()
                .sslSocketFactory();
    }

    SSLSocketFactory serverSockets() {
        return serverSockets;
    }

    /** A key store that contains only the root certificate. */
    KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ringcentral-sandbox", root);
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
