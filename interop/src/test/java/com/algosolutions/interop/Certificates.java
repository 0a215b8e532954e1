package com.algosolutions.interop;

import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The certificate authority of a test run, and the certificates of servers, API and device. */
final class Certificates {
    static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .commonName("interop")
            .certificateAuthority(0)
            .rsa2048()
            .build();
    static final HeldCertificate SERVER = new HeldCertificate.Builder()
            .commonName("127.0.0.1")
            .addSubjectAlternativeName("127.0.0.1")
            .rsa2048()
            .signedBy(AUTHORITY)
            .build();
    /** The device's certificate for mutual TLS: RFC 8705. */
    static final HeldCertificate DEVICE = new HeldCertificate.Builder()
            .commonName("console-8450")
            .organizationalUnit("Lobby")
            .rsa2048()
            .signedBy(AUTHORITY)
            .build();

    /** The device's self-signed certificate: RFC 8705 section 2.2. */
    static final HeldCertificate SELF_SIGNED = new HeldCertificate.Builder()
            .commonName("console-8450 itself")
            .rsa2048()
            .build();

    static final HandshakeCertificates CHAIN = new HandshakeCertificates.Builder()
            .heldCertificate(SERVER)
            .addTrustedCertificate(AUTHORITY.certificate())
            .addTrustedCertificate(SELF_SIGNED.certificate())
            .build();
    private static final HandshakeCertificates TRUSTING = new HandshakeCertificates.Builder()
            .addTrustedCertificate(AUTHORITY.certificate())
            .build();

    static final String THUMBPRINT = "x5t#S256";

    private Certificates() {}

    /** The thumbprint by which a token names its certificate: RFC 8705 section 3.1. */
    static String thumbprint(Certificate certificate) {
        try {
            return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static X509TrustManager trust() {
        return TRUSTING.trustManager();
    }

    /** The key and the certificate chain that a device presents in mutual TLS. */
    static X509KeyManager ofTheDevice(ClientProof proof) {
        HandshakeCertificates.Builder held = new HandshakeCertificates.Builder();
        if (proof == ClientProof.SELF_SIGNED_TLS) {
            held.heldCertificate(SELF_SIGNED);
        } else {
            held.heldCertificate(DEVICE, AUTHORITY.certificate());
        }
        return held.build().keyManager();
    }

    /** The TLS context of a client without a certificate. */
    static SSLContext trusting() {
        return TRUSTING.sslContext();
    }
}
