package com.algosolutions.oauth.token;

import com.algosolutions.oauth.time.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Has a token renewed before its refresh token dies of idleness, though nobody presses: once half of the refresh token's life is over, a
 * little later by the device's jitter. If that fails, again after a quarter of what is left, an hour at most, until there is no refresh token
 * any more; never twice within a minute. It looks each hour whether it is time: another process may have renewed the token, somebody may
 * have set the clock. Thread-safe.
 */
public final class RefreshTokenKeepAlive {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Timer later;
    private final double jitter;
    private final Supplier<Optional<RefreshTokenLife>> life;
    private final Runnable renew;

    /** Guarded by this. */
    private boolean waiting;

    /**
     * A keeper.
     *
     * @param jitter the device's place in its fleet, 0 to 1
     * @param life of the refresh token at this instant; empty if there is none to be kept alive. Takes no lock
     * @param renew starts a renewal, unless one is under way or the endpoint is to be left alone
     */
    public RefreshTokenKeepAlive(
            Timer later, double jitter, Supplier<Optional<RefreshTokenLife>> life, Runnable renew) {
        this.later = later;
        this.jitter = jitter;
        this.life = life;
        this.renew = renew;
    }

    /** Is told that there may be a refresh token now. */
    public synchronized void check() {
        RefreshTokenLife now = waiting ? null : life.get().orElse(null);
        if (now != null) {
            later.after(wait(now), this::due);
            waiting = true;
        }
    }

    private Duration wait(RefreshTokenLife now) {
        Duration until = now.untilHalf(jitter);
        if (until.isZero()) { // the last try has failed
            Duration again = bounded(now.left().isZero() ? LONGEST : now.left().dividedBy(4));
            return again.plusNanos((long) (again.toNanos() * jitter / 4));
        }
        return bounded(until);
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private void due() {
        synchronized (this) {
            waiting = false;
        }
        try {
            if (life.get().filter(now -> now.untilHalf(jitter).isZero()).isPresent()) {
                renew.run();
            }
        } finally {
            check();
        }
    }
}
