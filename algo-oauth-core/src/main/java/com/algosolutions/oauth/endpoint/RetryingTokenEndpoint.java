package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A token endpoint that is asked as often as its provider's budget allows, and again where that is safe. One thread at a time. */
public final class RetryingTokenEndpoint {
    private static final Duration NEVER = Duration.ofSeconds(-1);
    private static final int MOST_RETRIES = 3;

    private final TokenTraits traits;
    private final TokenEndpoint endpoint;
    private final RateLimiter gate;
    private final RetryBudget retries;

    public RetryingTokenEndpoint(
            OAuthProfile profile, TokenEndpoint endpoint, TokenTraits traits, BackChannel channel) {
        this.traits = traits;
        this.endpoint = endpoint;
        this.gate = channel.limiters().of(profile, traits);
        this.retries = channel.retries();
    }

    /**
     * Presents a grant that can be presented as often as the budget allows.
     *
     * @param proofKey the key to which the tokens are to be bound, if they are
     */
    public TokenResponse present(Supplier<Map<String, String>> grant, Optional<Secret> proofKey, Deadline deadline) {
        return request(grant, proofKey, () -> {}, false, deadline);
    }

    /**
     * Presents a refresh token. If a reply to it was lost, the fate of what fails is unknown, whatever the last reply was.
     *
     * @param proofKey the key to which it is bound, if it is
     * @param journal is called before the first request; not at all if the endpoint must be left alone now
     */
    public TokenResponse refresh(Secret refreshToken, Optional<Secret> proofKey, Runnable journal, Deadline deadline) {
        Map<String, String> grant = Map.of("grant_type", "refresh_token", "refresh_token", refreshToken.reveal());
        return request(() -> grant, proofKey, journal, true, deadline);
    }

    /**
     * Presents what can be presented once in its life; whatever comes of it, it is not sent again. But where the server has refused the
     * signature: it has not looked at it then.
     *
     * @param admitted has been let through for the first request already
     */
    public TokenResponse presentOnce(
            RateLimiter.Permit admitted, Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        return presentNow(admitted, () -> grant, proofKey, EnumSet.noneOf(TokenResponse.Fate.class), deadline);
    }

    private TokenResponse presentNow(
            RateLimiter.Permit admitted,
            Supplier<Map<String, String>> grant,
            Optional<Secret> proofKey,
            Set<TokenResponse.Fate> signedAgain,
            Deadline deadline) {
        TokenResponse reply = endpoint.request(grant, proofKey, signedAgain, admitted::admit, deadline);
        if (reply instanceof TokenResponse.Failed failed && failed.fate() == TokenResponse.Fate.NOT_SENT) {
            admitted.notSent();
        } else {
            admitted.ended();
        }
        if (reply instanceof TokenResponse.Failed failed && failed.fate() != TokenResponse.Fate.WITHHELD) {
            gate.record(failed.failure());
        }
        return reply;
    }

    private TokenResponse request(
            Supplier<Map<String, String>> grant,
            Optional<Secret> proofKey,
            Runnable journal,
            boolean refreshing,
            Deadline deadline) {
        Set<TokenResponse.Fate> signedAgain = EnumSet.noneOf(TokenResponse.Fate.class); // that is no attempt
        RateLimiter.Permit pass = gate.pass();
        boolean lost = false;
        boolean journalled = false;
        for (int attempt = 0; ; attempt++) {
            Optional<Failure> closed = pass.admit();
            if (closed.isPresent()) {
                return new TokenResponse.Failed(
                        closed.get(), lost ? TokenResponse.Fate.UNKNOWN : TokenResponse.Fate.WITHHELD);
            }
            if (!journalled) {
                journal.run();
                journalled = true;
            }
            TokenResponse reply = presentNow(pass, grant, proofKey, signedAgain, deadline);
            if (reply instanceof TokenResponse.Issued) {
                retries.succeeded();
                return reply;
            }
            TokenResponse.Failed failed =
                    refreshing ? ((TokenResponse.Failed) reply).asRefreshFailure() : (TokenResponse.Failed) reply;
            lost |= refreshing && failed.fate() == TokenResponse.Fate.UNKNOWN;
            Duration wait = again(failed, refreshing, attempt);
            if (wait.isNegative() || !retries.take(wait, deadline)) {
                return lost ? failed.with(TokenResponse.Fate.UNKNOWN) : failed;
            }
        }
    }

    /** How long to wait before the same request is sent again; negative for never. */
    private Duration again(TokenResponse.Failed failed, boolean refreshing, int attempt) {
        Failure failure = failed.failure();
        if (failure.kind() != Failure.Kind.UNAVAILABLE || failure.retryAfter().isPresent() || attempt >= MOST_RETRIES) {
            return NEVER;
        }
        if (failed.fate() == TokenResponse.Fate.NOT_SENT || failed.fate() == TokenResponse.Fate.NONCE_REQUIRED) {
            return NEVER; // Without a network whoever waits is told at once; and a nonce is tried once.
        }
        Duration backOff = BackOffs.RETRY.after(attempt + 1);
        if (failed.fate() != TokenResponse.Fate.UNKNOWN) {
            return backOff;
        }
        // A provider that replays brings the tokens of a lost reply again; another may take a second try for theft, so
        // it gets one, late enough for its own rules. An assertion can be presented as often as the budget allows.
        if (refreshing && traits.rotates() && traits.replayWindow().isZero()) {
            return attempt > 0 ? NEVER : BackOffs.RETRY_OF_LOST_ROTATION;
        }
        return attempt > 0 && !failed.inTrouble() ? NEVER : backOff;
    }
}
