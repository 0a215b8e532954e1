package com.algosolutions.oauth.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A server on loopback that answers 200 over TLS 1.2, with certificates that a careful server does not have. */
final class WeakServer implements AutoCloseable {
    private final SSLServerSocket listening;
    private final AtomicInteger requests = new AtomicInteger();

    WeakServer(HeldCertificate certificate, X509Certificate... issuers) throws IOException {
        listening = (SSLServerSocket) new HandshakeCertificates.Builder()
                .heldCertificate(certificate, issuers)
                .build()
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listening.setEnabledProtocols(new String[] {"TLSv1.2"});
        Thread server = new Thread(this::serve, "weak server");
        server.setDaemon(true);
        server.start();
    }

    URI uri(String host) {
        return URI.create("https://" + host + ":" + listening.getLocalPort() + "/");
    }

    int port() {
        return listening.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                BufferedReader head = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
                String line = head.readLine();
                while (line != null && !line.isEmpty()) {
                    line = head.readLine();
                }
                if (line != null) {
                    requests.incrementAndGet();
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(US_ASCII));
                }
            } catch (IOException e) {
                // The client has refused the certificate, or the test has ended.
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /** The same certificate, signed with RSA and another digest. The identifiers of these algorithms differ in one byte: RFC 8017 appendix A.2.4. */
    static HeldCertificate signedWith(String digest, HeldCertificate certificate, HeldCertificate issuer)
            throws GeneralSecurityException {
        X509Certificate sha256 = certificate.certificate();
        byte algorithm = (byte) (digest.equals("MD5") ? 0x04 : 0x05);
        byte[] body = replaced(sha256.getTBSCertificate(), algorithm);
        Signature signature = Signature.getInstance(digest + "withRSA");
        signature.initSign(issuer.keyPair().getPrivate());
        signature.update(body);
        byte[] signed = signature.sign();
        byte[] whole = replaced(sha256.getEncoded(), algorithm);
        System.arraycopy(signed, 0, whole, whole.length - signed.length, signed.length);
        return new HeldCertificate(certificate.keyPair(), (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole)));
    }

    private static byte[] replaced(byte[] encoded, byte algorithm) {
        byte[] sha256WithRsa = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0b};
        byte[] changed = encoded.clone();
        for (int i = 0; i + sha256WithRsa.length <= changed.length; i++) {
            if (Arrays.equals(changed, i, i + sha256WithRsa.length, sha256WithRsa, 0, sha256WithRsa.length)) {
                changed[i + sha256WithRsa.length - 1] = algorithm;
            }
        }
        return changed;
    }
}
