package com.algosolutions.oauth.token;

import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.time.Durations;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the newest token set of one credential: which one it is, its age by the ticker, and its access token.
 * Thread-safe.
 */
public final class KnownTokens {
    private final TrustedClock clock;
    private final float jitter; // a float and a short, because a gateway may have many credentials

    /** How long an unused refresh token lives at this provider; empty if that is not known. */
    private final Optional<Duration> idleLifetime;

    private volatile Known known = new Known(0, 0, null);

    /** Whether the newest token set was read from the store, and not obtained by this process. */
    private volatile boolean read;

    /** Temporary failures in a row; used by the renewing thread only. */
    private short outages;

    /**
     * What is known of one token set.
     *
     * @param sequence its sequence number
     * @param requestedAt the ticker at the request; after a restart derived from the wall clock, a hint
     * @param token its access token; null if that had expired already
     */
    private record Known(
            long sequence, long requestedAt, @Nullable AccessToken token) {}

    /**
     * Knows no token set yet.
     *
     * @param jitter the device's place in its fleet, 0 to 1
     */
    public KnownTokens(TrustedClock clock, double jitter, Optional<Duration> idleLifetime) {
        this.clock = clock;
        this.jitter = (float) jitter;
        this.idleLifetime = idleLifetime;
    }

    /** {@return the sequence number of the newest token set} */
    public long sequence() {
        return known.sequence();
    }

    /** Whether it was read from the store: it may be one that an earlier process has used. */
    boolean read() {
        return read;
    }

    /** {@return the access token of a state's token set; null if it is not good any more} */
    @Nullable
    AccessToken good(CredentialState state, TokenSet latest) {
        AccessToken token = known.sequence() == latest.sequence() ? known.token() : restore(state);
        return token != null && token.goodAt(clock.ticks()) ? token : null;
    }

    /** A token set with the lives that it has left at the time of a request, if its age is known. */
    TokenSet agedAt(TokenSet latest, long requestedAt) {
        Known now = known;
        return now.sequence() == latest.sequence() ? latest.aged(requestedAt - now.requestedAt()) : latest;
    }

    /** Takes over a token set that a server has issued; returns its access token. */
    AccessToken accept(TokenSet issued, long requestedAt, String origin) {
        outages = 0;
        AccessToken token = AccessToken.of(issued, requestedAt, issued.expiresIn(), jitter, origin);
        known = new Known(issued.sequence(), requestedAt, token);
        read = false;
        return token;
    }

    /** Counts a temporary failure; returns how many there were in a row. */
    int failed() {
        outages = (short) Math.min(outages + 1, Short.MAX_VALUE);
        return outages;
    }

    /** Temporary failures in a row so far. */
    int outages() {
        return outages;
    }

    /**
     * Takes over a token set that an operator has saved.
     *
     * @param use takes its access token, or null if that has expired meanwhile. The token set is known only after that, so that a renewal
     *     that began earlier finds that it is newer
     */
    public void adopt(TokenSet saved, long requestedAt, String origin, Consumer<@Nullable AccessToken> use) {
        AccessToken token = AccessToken.of(saved, requestedAt, saved.expiresIn(), jitter, origin);
        AccessToken good = token.goodAt(clock.ticks()) ? token : null;
        use.accept(good);
        known = new Known(saved.sequence(), requestedAt, good);
        read = false;
    }

    /**
     * The life of the refresh token while it is not used; empty if there is no refresh token, or if its life is not known. A stored life of
     * zero is one that was known and should be over by now.
     */
    public Optional<RefreshTokenLife> refreshLife(CredentialState state) {
        TokenSet latest =
                state.grant().filter(grant -> grant.refreshToken().isPresent()).orElse(null);
        if (latest == null) {
            return Optional.empty();
        }
        return latest.refreshExpiresIn()
                .filter(said -> idleLifetime.isEmpty() || said.compareTo(idleLifetime.get()) < 0)
                .or(() -> idleLifetime)
                .map(whole -> new RefreshTokenLife(whole, whole.minus(Durations.min(age(latest), whole))));
    }

    /** The age by the ticker, or by a trusted clock if that is longer: after a start in 1970 the ticker has run only since the start. */
    private Duration age(TokenSet latest) {
        Known now = known;
        if (now.sequence() != latest.sequence()) {
            return clock.since(latest.issuedAt());
        }
        Duration byTicker = Duration.ofNanos(clock.ticks() - now.requestedAt());
        return clock.trusted() ? Durations.max(byTicker, clock.since(latest.issuedAt())) : byTicker;
    }

    /**
     * Takes over the stored token set of another process or an earlier one.
     *
     * @return its access token, if it may still be good by the clock, otherwise null. If the clock is wrong, the API answers with 401
     */
    @Nullable
    public AccessToken restore(CredentialState state) {
        TokenSet latest = state.grant().orElse(null);
        if (latest == null) {
            return null;
        }
        long now = clock.ticks();
        Duration age = clock.since(latest.issuedAt());
        Duration left = latest.expiresIn().minus(age);
        AccessToken token = left.isNegative() || left.isZero()
                ? null
                : AccessToken.of(latest, now, left, jitter, "read from the store");
        known = new Known(latest.sequence(), clock.trusted() ? now - age.toNanos() : now, token);
        read = true;
        return token;
    }
}
