package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.spi.Consequence;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one profile gets its next token: by the refresh token if it has one, else, or if that is dead, by its assertion. What is issued
 * is saved before it is used. Called by one thread at a time.
 */
final class Renewal implements Supplier<TokenOutcome> {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(60);

    private final OAuthProfile profile;
    private final TokenEndpoint endpoint;
    private final Consumer<Grant> save;
    private final ClockTrust clock;
    private final LongSupplier ticker;
    private final Duration timeout;
    private @Nullable Grant grant;

    Renewal(
            OAuthProfile profile,
            TokenEndpoint endpoint,
            Consumer<Grant> save,
            ClockTrust clock,
            LongSupplier ticker,
            Duration timeout,
            Optional<Grant> stored) {
        this.profile = profile;
        this.endpoint = endpoint;
        this.save = save;
        this.clock = clock;
        this.ticker = ticker;
        this.timeout = timeout;
        this.grant = stored.orElse(null);
    }

    @Override
    public TokenOutcome get() {
        if (!ClientAuthentication.SUPPORTED.contains(profile.clientAuthMode())) {
            return cannot("authenticate by " + profile.clientAuthMode(), "Choose Client Auth Mode HTTP_BASIC");
        }
        Deadline deadline = Deadline.after(timeout);
        Grant held = grant;
        Secret refreshToken = held == null ? null : held.refreshToken().orElse(null);
        if (held != null && refreshToken != null) {
            long asked = ticker.getAsLong();
            TokenReply reply = endpoint.request(
                    Map.of("grant_type", "refresh_token", "refresh_token", refreshToken.reveal()), deadline);
            if (reply instanceof TokenReply.Issued issued) {
                return accept(issued.grant().keeping(held), asked, "refreshed with the refresh token");
            }
            TokenReply.Failed failed = (TokenReply.Failed) reply;
            if (failed.failure().consequence() != Consequence.GRANT_DEAD) {
                return new NoToken(failed.failure(), failed.unreachable());
            }
            grant = held.withoutRefreshToken();
        }
        return byAssertion(deadline);
    }

    /** RFC 7523 section 2.1. An assertion that is certainly expired is not worth a request. */
    private TokenOutcome byAssertion(Deadline deadline) {
        Secret assertion = profile.jwtAssertion().orElse(null);
        if (!profile.grantType().equals(GrantType.JWT_BEARER) || assertion == null) {
            return profile.grantType().equals(GrantType.JWT_BEARER)
                    ? cannot("sign an assertion itself", "Choose JWT Assertion Mode DISABLED and paste a JWT")
                    : cannot("obtain a token by " + profile.grantType(), "Choose Grant Type JWT_BEARER");
        }
        Optional<Instant> expiry = Jwt.expiry(assertion).filter(clock::isPast);
        if (expiry.isPresent()) {
            return NoToken.refused(Failure.local(
                    Step.TOKEN,
                    Consequence.CONFIGURATION,
                    "the JWT credential expired on " + expiry.get() + " (the device's clock says " + clock.now() + ")",
                    "Create a new JWT in the provider's console, paste it into the profile and update the profile;"
                            + " if the clock is wrong, set it."));
        }
        long asked = ticker.getAsLong();
        TokenReply reply =
                endpoint.request(Map.of("grant_type", JWT_BEARER, "assertion", assertion.reveal()), deadline);
        if (reply instanceof TokenReply.Issued issued) {
            return accept(issued.grant(), asked, "issued for the JWT credential");
        }
        TokenReply.Failed failed = (TokenReply.Failed) reply;
        return new NoToken(failed.failure(), failed.unreachable());
    }

    private static NoToken cannot(String what, String cure) {
        return NoToken.refused(Failure.local(
                Step.TOKEN,
                Consequence.CONFIGURATION,
                "this version cannot " + what,
                cure + ", or install a newer version."));
    }

    private Token accept(Grant issued, long asked, String origin) {
        grant = issued;
        save.accept(issued);
        return token(issued, asked, issued.expiresIn(), origin);
    }

    /** The token of an earlier process, if by the wall clock it may still live; if that clock is wrong, a 401 will tell. */
    @Nullable
    Token restored() {
        Grant held = grant;
        if (held == null) {
            return null;
        }
        Duration age = Duration.between(held.issuedAt(), clock.now());
        Duration left = held.expiresIn().minus(age.isNegative() ? Duration.ZERO : age);
        return left.isNegative() || left.isZero() ? null : token(held, ticker.getAsLong(), left, "kept from before");
    }

    private static Token token(Grant issued, long asked, Duration life, String origin) {
        Duration tenth = life.dividedBy(10);
        Duration margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
        return new Token(
                Secret.of("Bearer " + issued.accessToken().reveal()),
                asked + life.minus(margin).toNanos(),
                origin);
    }
}
