package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Algo Standard Authentication: an HMAC-SHA-256 over method, path, body digest, content type, time and nonce, keyed with the target's
 * RESTful API Password. Thread-safe.
 *
 * <p>The target rejects a time that differs from its own by 30 s or more. {@code Date} and the signed time are the same second. If the
 * target rejects a request while the clocks differ, the client signs it again with the target's {@code Date} and sends it once more.
 *
 * @since 0.1.0
 */
public final class AlgoStandardAuthentication implements RequestSigner {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    /** Less than the default limit of 30 s, because a target can be configured with a smaller one. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final Secret password;
    private final Supplier<String> nonces;

    /**
     * A signer with the password of the target devices.
     *
     * @param password the form's <em>Remote Device RESTful API Password</em>
     */
    public AlgoStandardAuthentication(Secret password) {
        this(password, new Nonces());
    }

    AlgoStandardAuthentication(Secret password, Supplier<String> nonces) {
        this.password = Objects.requireNonNull(password, "password");
        this.nonces = nonces;
    }

    /** {@return true: the headers have an HMAC, and not the password} */
    @Override
    public boolean keepsSecret() {
        return true;
    }

    @Override
    public List<Header> sign(ApiRequest request, Instant now) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(now, "now");
        List<Header> headers = new ArrayList<>();
        String nonce = nonces.get();
        StringBuilder input = new StringBuilder(request.method()).append(':').append(path(request.uri()));
        byte[] body = request.body().toBytes();
        if (body.length > 0) {
            String contentMd5 = HexFormat.of().formatHex(digest(body));
            String contentType = request.contentType().orElse("application/json");
            input.append(':').append(contentMd5).append(':').append(contentType);
            headers.add(new Header("Content-Type", contentType));
            headers.add(new Header("Content-MD5", contentMd5));
        }
        input.append(':').append(now.getEpochSecond()).append(':').append(nonce);
        headers.add(new Header("Date", HTTP_DATE.format(now)));
        headers.add(new Header("Authorization", "hmac admin:" + nonce + ":" + mac(input.toString())));
        return headers;
    }

    /**
     * {@inheritDoc}
     *
     * <p>True for 401 and 403, because no document names the status, and for a difference above 5 s, which network delay cannot explain. A
     * target that rejects a signature has not acted.
     */
    @Override
    public boolean clockMayBeWrong(int status, Duration off) {
        return Objects.requireNonNull(off, "off").compareTo(CLOCK_TOLERANCE) > 0 && (status == 401 || status == 403);
    }

    /** {@return the password} */
    @Override
    public List<Secret> secrets() {
        return List.of(password);
    }

    @Override
    public Failure explain(HttpResponse response, Failure failure) {
        Objects.requireNonNull(response, "response");
        return AlgoErrors.explain("Standard", response.status(), Objects.requireNonNull(failure, "failure"));
    }

    /** The signed path: without the query, and {@code /} if the URL has no path. */
    private static String path(URI uri) {
        return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    private String mac(String input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password.reveal().getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(input.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("MD5").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /** {@return the name of the scheme, without the password} */
    @Override
    public String toString() {
        return "Algo Standard Authentication";
    }

    /** Nonces of decimal digits, at most 31 bits, as in all published samples of the scheme. */
    private static final class Nonces implements Supplier<String> {
        private final SecureRandom random = new SecureRandom();

        @Override
        public String get() {
            return Integer.toString(random.nextInt(Integer.MAX_VALUE));
        }
    }
}
