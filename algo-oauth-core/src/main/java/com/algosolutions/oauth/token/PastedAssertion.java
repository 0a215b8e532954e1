package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.JwtExpiry;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** An assertion that an operator pasted: RFC 7523 section 2.1. One that has certainly expired is not sent. */
final class PastedAssertion implements UnattendedGrant {
    private static final Duration WARNED = Duration.ofDays(30);

    private final Secret jwt;
    private final TrustedClock clock;

    PastedAssertion(Secret jwt, TrustedClock clock) {
        this.jwt = jwt;
        this.clock = clock;
    }

    @Override
    public Optional<Failure> obstacle() {
        return JwtExpiry.expiry(jwt).filter(clock::isPast).map(this::expired);
    }

    private Failure expired(Instant expiry) {
        return Failure.of(
                Step.TOKEN,
                Failure.Kind.GRANT_INVALID,
                "the JWT credential expired on " + expiry + " (the device's clock says "
                        + clock.shown().truncatedTo(ChronoUnit.SECONDS) + ")",
                "Create a new JWT in the provider's console, paste it into the profile and update the profile;"
                        + " if the clock is wrong, set it.");
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of("grant_type", GRANT_TYPE, "assertion", jwt.reveal());
    }

    /** Warns 30 days before the assertion expires, if the clock is trusted. */
    @Override
    public String warning() {
        return JwtExpiry.expiry(jwt)
                .filter(expiry -> clock.trusted() && expiry.isBefore(clock.now().plus(WARNED)))
                .map(expiry -> "; the JWT credential expires on " + expiry + ", so create a new one before")
                .orElse("");
    }

    @Override
    public String origin() {
        return "issued for the JWT credential";
    }
}
