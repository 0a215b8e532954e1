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

/** One authority for a run, with the certificate of the servers and of the API. */
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
    /** The device's own, for mutual TLS: RFC 8705. */
    static final HeldCertificate DEVICE = new HeldCertificate.Builder()
            .commonName("console-8450")
            .organizationalUnit("Lobby")
            .rsa2048()
            .signedBy(AUTHORITY)
            .build();

    /** The device's own, signed by nobody else: RFC 8705 section 2.2. */
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

    /** By which a token names the certificate that it is bound to: RFC 8705 section 3.1. */
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

    /** What a device presents, whole, where a server asks for a certificate of its client. */
    static X509KeyManager ofTheDevice(ClientProof proof) {
        HandshakeCertificates.Builder held = new HandshakeCertificates.Builder();
        if (proof == ClientProof.SELF_SIGNED_TLS) {
            held.heldCertificate(SELF_SIGNED);
        } else {
            held.heldCertificate(DEVICE, AUTHORITY.certificate());
        }
        return held.build().keyManager();
    }

    /** For those who connect and have no certificate of their own. */
    static SSLContext trusting() {
        return TRUSTING.sslContext();
    }
}
