package com.algosolutions.oauth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks that a request is authenticated as an Algo device requires: method, password, clock window, no nonce twice. Not thread-safe. */
final class DeviceAuthentication {
    private static final int NONCES_KEPT = 10_000;

    private final AlgoDeviceSimulator.Method method;
    private final String password;
    private final Clock clock;
    private final Duration window;
    private final Deque<String> nonces = new ArrayDeque<>();

    DeviceAuthentication(AlgoDeviceSimulator.Method method, String password, Clock clock, Duration window) {
        this.method = method;
        this.password = password;
        this.clock = clock;
        this.window = window;
    }

    /** The reason for which the request is rejected; empty if it is accepted. */
    Optional<String> refusal(SandboxRequest request) {
        String authorization = request.header("authorization").orElse("");
        return switch (method) {
            case NONE -> Optional.empty();
            case BASIC ->
                same(authorization, "Basic " + base64("admin:" + password))
                        ? Optional.empty()
                        : Optional.of("wrong Basic credentials");
            case STANDARD -> standard(request, authorization);
        };
    }

    private Optional<String> standard(SandboxRequest request, String authorization) {
        String[] parts = authorization.split(":", -1);
        if (parts.length != 3 || !parts[0].equals("hmac admin") || !parts[1].matches("[0-9]{1,10}")) {
            return Optional.of("Authorization is not of the form hmac admin:<nonce>:<digest>");
        }
        Optional<Instant> signed = date(request.header("date").orElse(""));
        if (signed.isEmpty()) {
            return Optional.of("Date is missing or malformed");
        }
        if (Duration.between(signed.get(), clock.instant()).abs().compareTo(window) >= 0) {
            return Optional.of("the signed time is too far from the device's clock");
        }
        String input = request.method() + ":" + request.pathWithoutQuery() + ":";
        if (!request.body().isEmpty()) {
            String md5 = md5(request.body());
            if (!request.header("content-md5").orElse("").equals(md5)) {
                return Optional.of("Content-MD5 does not match the body");
            }
            input += md5 + ":" + request.header("content-type").orElse("") + ":";
        }
        if (!same(parts[2], mac(input + signed.get().getEpochSecond() + ":" + parts[1]))) {
            return Optional.of("the signature does not match");
        }
        if (nonces.contains(parts[1])) {
            return Optional.of("the nonce was used before");
        }
        nonces.addLast(parts[1]);
        if (nonces.size() > NONCES_KEPT) {
            nonces.removeFirst();
        }
        return Optional.empty();
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String md5(String body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private String mac(String input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(input.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
