package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sends token requests within the rate limit and retries those that are safe to repeat. One thread at a time. */
public final class RetryingTokenEndpoint {
    private static final Duration NEVER = Duration.ofSeconds(-1);
    private static final int MOST_RETRIES = 3;

    private final TokenTraits traits;
    private final TokenEndpoint endpoint;
    private final RateLimiter limiter;
    private final RetryBudget retries;

    public RetryingTokenEndpoint(RateLimiter limiter, TokenEndpoint endpoint, TokenTraits traits, BackChannel channel) {
        this.traits = traits;
        this.endpoint = endpoint;
        this.limiter = limiter;
        this.retries = channel.retries();
    }

    /**
     * Sends a grant that may be repeated, such as an assertion.
     *
     * @param proofKey the key to which the tokens will be bound, if the profile requires that
     */
    public TokenResponse present(Supplier<Map<String, String>> grant, Optional<Secret> proofKey, Deadline deadline) {
        return request(grant, proofKey, Optional::empty, false, deadline);
    }

    /**
     * Sends a refresh token. If a response was lost, a failure has the fate UNKNOWN, whatever the last response was.
     *
     * @param proofKey the key to which the refresh token is bound, if it is
     * @param journal called before the first request; not called if the rate limit or a back-off forbids the request. Returns why the request
     *     must not be sent, if the journal cannot be stored
     */
    public TokenResponse refresh(
            Secret refreshToken, Optional<Secret> proofKey, Supplier<Optional<Failure>> journal, Deadline deadline) {
        Map<String, String> grant = Map.of("grant_type", "refresh_token", "refresh_token", refreshToken.reveal());
        return request(() -> grant, proofKey, journal, true, deadline);
    }

    /**
     * Sends a single-use grant (an authorization code). Never repeated, except where the server has not processed the code: after a rejected
     * signature, since the server checks the client first, and once after a 429 whose wait ends within the deadline.
     *
     * @param permit has admitted the first request already
     */
    public TokenResponse presentOnce(
            RateLimiter.Permit permit, Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        Set<TokenResponse.Fate> signedAgain = EnumSet.noneOf(TokenResponse.Fate.class);
        TokenResponse first = presentNow(permit, () -> grant, proofKey, signedAgain, deadline);
        return awaitTurn(first, deadline) && permit.admit().isEmpty()
                ? presentNow(permit, () -> grant, proofKey, signedAgain, deadline)
                : first;
    }

    /** After a 429, waits until the endpoint admits requests again, if that is within the deadline. */
    public boolean awaitTurn(TokenResponse response, Deadline deadline) {
        return response instanceof TokenResponse.Failed failed && retries.awaitTurn(failed.failure(), deadline);
    }

    private TokenResponse presentNow(
            RateLimiter.Permit permit,
            Supplier<Map<String, String>> grant,
            Optional<Secret> proofKey,
            Set<TokenResponse.Fate> signedAgain,
            Deadline deadline) {
        TokenResponse reply = endpoint.request(grant, proofKey, signedAgain, permit::admit, deadline);
        if (reply instanceof TokenResponse.Failed failed && failed.fate() == TokenResponse.Fate.NOT_SENT) {
            permit.notSent();
        } else {
            permit.ended();
        }
        if (reply instanceof TokenResponse.Failed failed && failed.fate() != TokenResponse.Fate.WITHHELD) {
            limiter.record(failed.failure());
        }
        return reply;
    }

    private TokenResponse request(
            Supplier<Map<String, String>> grant,
            Optional<Secret> proofKey,
            Supplier<Optional<Failure>> journal,
            boolean refreshing,
            Deadline deadline) {
        Set<TokenResponse.Fate> signedAgain = EnumSet.noneOf(TokenResponse.Fate.class); // not counted as attempts
        RateLimiter.Permit permit = limiter.permit();
        boolean lost = false;
        boolean journaled = false;
        for (int attempt = 0; ; attempt++) {
            Optional<Failure> rejection = permit.admit();
            if (rejection.isPresent()) {
                return new TokenResponse.Failed(
                        rejection.get(), lost ? TokenResponse.Fate.UNKNOWN : TokenResponse.Fate.WITHHELD);
            }
            if (!journaled) {
                Optional<Failure> refused = journal.get();
                if (refused.isPresent()) {
                    permit.notSent();
                    return new TokenResponse.Failed(refused.get(), TokenResponse.Fate.WITHHELD);
                }
                journaled = true;
            }
            TokenResponse reply = presentNow(permit, grant, proofKey, signedAgain, deadline);
            if (reply instanceof TokenResponse.Issued) {
                retries.succeeded();
                return reply;
            }
            TokenResponse.Failed failed =
                    refreshing ? ((TokenResponse.Failed) reply).asRefreshFailure() : (TokenResponse.Failed) reply;
            lost |= refreshing && failed.fate() == TokenResponse.Fate.UNKNOWN;
            Duration wait = waitBeforeRetry(failed, refreshing, attempt);
            if (wait.isNegative() || !retries.take(wait, deadline)) {
                return lost ? failed.with(TokenResponse.Fate.UNKNOWN) : failed;
            }
        }
    }

    /** How long to wait before the request is retried; negative if it must not be. */
    private Duration waitBeforeRetry(TokenResponse.Failed failed, boolean refreshing, int attempt) {
        Failure failure = failed.failure();
        if (failure.kind() != Failure.Kind.UNAVAILABLE || failure.retryAfter().isPresent() || attempt >= MOST_RETRIES) {
            return NEVER;
        }
        if (failed.fate() == TokenResponse.Fate.NOT_SENT || failed.fate() == TokenResponse.Fate.NONCE_REQUIRED) {
            return NEVER; // without a network the caller learns of it at once, and a nonce is tried once
        }
        Duration backOff = BackOffs.RETRY.after(attempt + 1);
        if (failed.fate() != TokenResponse.Fate.UNKNOWN) {
            return backOff;
        }
        // A provider that replays sends the tokens of the lost response again. Any other provider may take a second
        // request for theft, so it gets one only, after a wait. An assertion may be repeated as the rate limit allows.
        if (refreshing && traits.refreshTokensRotate() && traits.replayWindow().isEmpty()) {
            return attempt > 0 ? NEVER : BackOffs.RETRY_OF_LOST_ROTATION;
        }
        return attempt > 0 && !failed.reportedError() ? NEVER : backOff;
    }
}
