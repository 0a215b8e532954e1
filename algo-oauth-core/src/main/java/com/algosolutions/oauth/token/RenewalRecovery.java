package com.algosolutions.oauth.token;

import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.time.BackOff;
import com.algosolutions.oauth.time.Timer;
import java.time.Duration;

/**
 * Completes a renewal that was cut off, without waiting for a press: it writes a token set that the store rejected, and repeats a renewal
 * whose response was lost. It tries after 5, 10, 20, 40, 60, 60 … s, a little later by the device's jitter, until nothing is open.
 * Thread-safe.
 */
public final class RenewalRecovery {
    private static final System.Logger LOG = System.getLogger(RenewalRecovery.class.getName());
    private static final BackOff WAITS = new BackOff(Duration.ofSeconds(5), Duration.ofSeconds(60), 2);

    private final Timer later;
    private final double jitter;
    private final Work work;

    /** Guarded by this, as is the one below. */
    private boolean waiting;

    private int times;

    /** The renewal to complete. */
    public interface Work {
        /** Whether a renewal is incomplete. Takes no lock. */
        boolean incomplete();

        /** Tries to complete it. */
        void complete();
    }

    /**
     * The recovery of one credential.
     *
     * @param jitter the device's place in its fleet, 0 to 1
     */
    public RenewalRecovery(Timer later, double jitter, Work work) {
        this.later = later;
        this.jitter = jitter;
        this.work = work;
    }

    /** Starts to wait, if a renewal is incomplete. Called when that may have changed. */
    public synchronized void check() {
        if (waiting) {
            return;
        }
        if (!work.incomplete()) {
            times = 0;
            return;
        }
        Duration wait = WAITS.after(times + 1);
        later.after(wait.plusNanos((long) (wait.toNanos() * jitter / 4)), this::due);
        waiting = true;
        times++;
    }

    private void due() {
        synchronized (this) {
            waiting = false;
        }
        try {
            if (work.incomplete()) {
                work.complete();
            }
        } catch (RuntimeException | Error e) { // for example of a plugin: the next attempt may succeed
            LOG.log(System.Logger.Level.WARNING, "A renewal could not be completed", Redactor.trace(e));
        }
        check();
    }
}
