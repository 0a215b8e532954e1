package com.algosolutions.oauth.http;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes trust managers, key managers and socket factories with the JDK. */
public final class Trust {
    private Trust() {}

    /** Trusts the certificates of a key store, or those of the JVM if it is null. */
    public static X509TrustManager of(@Nullable KeyStore certificates) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(certificates);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trust) {
                    return trust;
                }
            }
            throw new IllegalStateException("this JDK has no X.509 trust manager");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The trust store cannot be used: " + e.getMessage(), e);
        }
    }

    /** The key manager that presents a key store's certificate. */
    public static X509KeyManager keys(KeyStore keys, char[] password) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password);
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509KeyManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("this JDK has no X.509 key manager");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The key store cannot be used (" + e.getMessage()
                            + "). Check its password, and that it contains a private key.",
                    e);
        }
    }

    /** Sockets that present a certificate, if there is one, to servers that request one. */
    static SSLSocketFactory socketFactory(
            X509TrustManager trust, @Nullable X509KeyManager certificate, OpenSockets sockets) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificate == null ? null : new KeyManager[] {certificate}, new TrustManager[] {trust}, null);
            return new TlsSocket.Factory(context.getSocketFactory(), sockets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS: " + e.getMessage(), e);
        }
    }
}
