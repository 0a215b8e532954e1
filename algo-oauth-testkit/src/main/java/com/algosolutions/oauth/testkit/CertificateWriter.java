package com.algosolutions.oauth.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import okhttp3.tls.HeldCertificate;

/**
 * Issues certificates: RFC 5280, with ECDSA keys. {@code HeldCertificate.Builder} is not used, because it writes dates in the digits of the
 * default locale, so that it fails where those are not ASCII.
 */
final class CertificateWriter {
    private static final byte[] ECDSA_WITH_SHA256 = object("06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = object("0603550403");
    private static final byte[] BASIC_CONSTRAINTS = object("0603551d13");
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = object("0603551d11");
    private static final byte[] TRUE = object("0101ff");
    private static final int SEQUENCE = 0x30;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private CertificateWriter() {}

    /** A certificate authority, or a device with a self-signed certificate, which is its own authority. */
    static HeldCertificate selfSigned(String name, Instant notBefore, Instant notAfter) {
        KeyPair keys = keys();
        byte[] authority = extension(BASIC_CONSTRAINTS, join(TRUE, octets(tagged(SEQUENCE, TRUE))));
        return new HeldCertificate(
                keys, certificate(name, name, keys.getPrivate(), keys, notBefore, notAfter, authority));
    }

    /** A server's certificate, signed by an authority. */
    static HeldCertificate server(
            HeldCertificate authority, String authorityName, List<String> hosts, Instant notBefore, Instant notAfter) {
        KeyPair keys = keys();
        byte[] names = join(hosts.stream()
                .map(host -> tagged(0x82, host.getBytes(StandardCharsets.US_ASCII)))
                .toArray(byte[][]::new));
        byte[] extension = extension(SUBJECT_ALTERNATIVE_NAME, octets(tagged(SEQUENCE, names)));
        PrivateKey signer = authority.keyPair().getPrivate();
        return new HeldCertificate(
                keys, certificate(authorityName, hosts.get(0), signer, keys, notBefore, notAfter, extension));
    }

    private static X509Certificate certificate(
            String issuer,
            String subject,
            PrivateKey signer,
            KeyPair keys,
            Instant from,
            Instant to,
            byte[] extension) {
        byte[] algorithm = tagged(SEQUENCE, ECDSA_WITH_SHA256);
        byte[] body = tagged(
                SEQUENCE,
                tagged(0xa0, object("020102")), // version 3
                tagged(
                        0x02,
                        new BigInteger(63, new SecureRandom())
                                .add(BigInteger.ONE)
                                .toByteArray()),
                algorithm,
                name(issuer),
                tagged(SEQUENCE, time(from), time(to)),
                name(subject),
                keys.getPublic().getEncoded(),
                tagged(0xa3, tagged(SEQUENCE, extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer);
            signature.update(body);
            byte[] signed = tagged(SEQUENCE, body, algorithm, bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot issue a certificate", e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no ECDSA keys", e);
        }
    }

    private static byte[] name(String commonName) {
        byte[] text = tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return tagged(SEQUENCE, tagged(0x31, tagged(SEQUENCE, COMMON_NAME, text)));
    }

    /** RFC 5280 section 4.1.2.5: two digits for the year until 2049, four afterwards. */
    private static byte[] time(Instant instant) {
        String text = TIME.format(instant);
        int year = instant.atZone(ZoneOffset.UTC).getYear();
        boolean brief = year >= 1950 && year < 2050;
        return tagged(brief ? 0x17 : 0x18, (brief ? text.substring(2) : text).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extension(byte[] id, byte[] value) {
        return tagged(SEQUENCE, id, value);
    }

    private static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    private static byte[] bits(byte[] value) {
        return tagged(0x03, new byte[1], value);
    }

    private static byte[] object(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** A value with its tag and length: ITU-T X.690, DER. */
    private static byte[] tagged(int tag, byte[]... parts) {
        byte[] value = join(parts);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(tag);
        if (value.length < 0x80) {
            bytes.write(value.length);
        } else {
            byte[] length = BigInteger.valueOf(value.length).toByteArray();
            int sign = length[0] == 0 ? 1 : 0;
            bytes.write(0x80 | (length.length - sign));
            bytes.write(length, sign, length.length - sign);
        }
        bytes.writeBytes(value);
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
