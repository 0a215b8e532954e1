package com.algosolutions.oauth;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one record, held from the moment a {@link RecordStore} gave it out until {@link #close()}.
 *
 * <p>Thread-safe: any thread may close it, and closing it again does nothing. It is not reentrant: whoever holds it and asks for it
 * again waits like everybody else.
 */
public final class RecordLock implements AutoCloseable {
    private final AtomicReference<@Nullable Runnable> release;

    private RecordLock(Runnable release) {
        this.release = new AtomicReference<>(release);
    }

    /**
     * A lock that has just been obtained; for those who write a store.
     *
     * @param release what gives the lock back; run once, by the first {@link #close()}; must not throw
     * @return the lock
     */
    public static RecordLock of(Runnable release) {
        return new RecordLock(release);
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        Runnable held = release.getAndSet(null);
        if (held != null) {
            held.run();
        }
    }

    /** {@return whether the lock is held} */
    @Override
    public String toString() {
        return release.get() == null ? "released" : "held";
    }
}
