package com.algosolutions.oauth.token;

import com.algosolutions.oauth.time.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Sees to what a renewal has left open, without a press: after 5, 10, 20, 40, 60, 60 … s, a little later by the device's jitter, until
 * nothing is open. Thread-safe.
 */
public final class RenewalRecovery {
    private static final System.Logger LOG = System.getLogger(RenewalRecovery.class.getName());
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int DOUBLINGS = 4;

    private final Timer later;
    private final double jitter;
    private final BooleanSupplier open;
    private final Runnable care;

    /** Guarded by this, as is the one below. */
    private boolean waiting;

    private int times;

    /**
     * A caretaker.
     *
     * @param jitter the device's place in its fleet, 0 to 1
     * @param open whether anything is left open; takes no lock
     * @param care sees to it
     */
    public RenewalRecovery(Timer later, double jitter, BooleanSupplier open, Runnable care) {
        this.later = later;
        this.jitter = jitter;
        this.open = open;
        this.care = care;
    }

    /** Is told that something may have been left open, or closed. */
    public synchronized void check() {
        if (waiting) {
            return;
        }
        if (!open.getAsBoolean()) {
            times = 0;
            return;
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(times, DOUBLINGS));
        Duration wait = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        later.after(wait.plusNanos((long) (wait.toNanos() * jitter / 4)), this::care);
        waiting = true;
        times++;
    }

    private void care() {
        synchronized (this) {
            waiting = false;
        }
        try {
            if (open.getAsBoolean()) {
                care.run();
            }
        } catch (RuntimeException
                | Error e) { // of a plugin or a store that does not keep to its contract: the next time, then
            LOG.log(System.Logger.Level.WARNING, "What a renewal has left open could not be seen to", e);
        }
        check();
    }
}
