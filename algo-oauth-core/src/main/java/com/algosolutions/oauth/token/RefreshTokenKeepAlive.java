package com.algosolutions.oauth.token;

import com.algosolutions.oauth.time.Durations;
import com.algosolutions.oauth.time.Timer;
import java.time.Duration;
import java.util.Optional;

/**
 * Renews a token before its unused refresh token expires: when half of the refresh token's life is over, a little later by the device's
 * jitter. If that fails, it retries after a quarter of the remaining life, at most an hour and at least a minute, until there is no refresh
 * token any more. It checks the time each hour, because another process may have renewed the token, and an operator may have set the clock.
 * Thread-safe.
 */
public final class RefreshTokenKeepAlive {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Timer later;
    private final double jitter;
    private final Work work;

    /** Guarded by this. */
    private boolean waiting;

    /** The refresh token to keep alive. */
    public interface Work {
        /** Its life now; empty if there is none to keep alive. Takes no lock. */
        Optional<RefreshTokenLife> life();

        /** Starts a renewal, unless one is in progress or the client backs off. */
        void renew();
    }

    /**
     * Keeps one refresh token alive.
     *
     * @param jitter the device's place in its fleet, 0 to 1
     */
    public RefreshTokenKeepAlive(Timer later, double jitter, Work work) {
        this.later = later;
        this.jitter = jitter;
        this.work = work;
    }

    /** Starts to wait, if there is a refresh token. Called when that may have changed. */
    public synchronized void check() {
        RefreshTokenLife now = waiting ? null : work.life().orElse(null);
        if (now != null) {
            later.after(wait(now), this::due);
            waiting = true;
        }
    }

    private Duration wait(RefreshTokenLife now) {
        Duration until = now.untilHalf(jitter);
        if (until.isZero()) { // the last attempt failed
            Duration again = bounded(now.left().isZero() ? LONGEST : now.left().dividedBy(4));
            return again.plusNanos((long) (again.toNanos() * jitter / 4));
        }
        return bounded(until);
    }

    private static Duration bounded(Duration wait) {
        return Durations.min(Durations.max(wait, SHORTEST), LONGEST);
    }

    private void due() {
        synchronized (this) {
            waiting = false;
        }
        try {
            if (work.life().filter(now -> now.untilHalf(jitter).isZero()).isPresent()) {
                work.renew();
            }
        } finally {
            check();
        }
    }
}
