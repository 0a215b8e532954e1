package com.algosolutions.oauth.jose;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Reads {@code exp}, the only claim of a pasted assertion that the device uses; the assertion is sent as the provider made it. */
public final class JwtExpiry {
    private JwtExpiry() {}

    /** When the assertion expires (RFC 7519 section 4.1.4); empty if it has no readable {@code exp}. */
    public static Optional<Instant> expiry(Secret assertion) {
        String[] parts = assertion.reveal().split("\\.", -1);
        try {
            Object exp = parts.length == 3
                    ? Json.readObject(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8))
                            .get("exp")
                    : null;
            return exp instanceof Number seconds && !(exp instanceof BigInteger)
                    ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
