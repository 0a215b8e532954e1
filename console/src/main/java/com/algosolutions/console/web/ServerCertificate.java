package com.algosolutions.console.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The self-signed certificate of the web interface. It is kept in a file, so that the exception of a browser survives a restart. */
public final class ServerCertificate {
    private static final int DAYS = 365;

    private final HeldCertificate held;

    private ServerCertificate(HeldCertificate held) {
        this.held = held;
    }

    /** Reads the certificate and its key, or makes them if there are none, or the certificate has expired. */
    public static ServerCertificate in(Path file) {
        try {
            if (Files.exists(file)) {
                HeldCertificate stored = HeldCertificate.decode(Files.readString(file));
                if (valid(stored.certificate())) {
                    return new ServerCertificate(stored);
                }
            }
            HeldCertificate made = new HeldCertificate.Builder()
                    .commonName("Algo console")
                    .addSubjectAlternativeName("localhost")
                    .addSubjectAlternativeName("127.0.0.1")
                    .duration(DAYS, TimeUnit.DAYS)
                    .build();
            Files.deleteIfExists(file);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, made.certificatePem() + made.privateKeyPkcs8Pem());
            return new ServerCertificate(made);
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate of the web interface cannot be kept in " + file, e);
        }
    }

    private static boolean valid(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    SSLContext context() {
        return new HandshakeCertificates.Builder().heldCertificate(held).build().sslContext();
    }

    /** {@return the certificate, for a client that trusts it} */
    public X509Certificate certificate() {
        return held.certificate();
    }
}
