package com.algosolutions.oauth.store;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one record, held from the return of {@link RecordStore#lock} until {@link #close()}.
 *
 * <p>Thread-safe: any thread may close it, and closing it again does nothing. It is not reentrant: a thread that holds it and requests it
 * again waits as any other thread does.
 *
 * @since 0.1.0
 */
public final class RecordLock implements AutoCloseable {
    private final AtomicReference<@Nullable Runnable> release;

    private RecordLock(Runnable release) {
        this.release = new AtomicReference<>(release);
    }

    /**
     * Creates a lock that is held; for implementations of {@link RecordStore}.
     *
     * @param release releases the lock; run once, by the first {@link #close()}; must not throw
     * @return the lock
     */
    public static RecordLock of(Runnable release) {
        return new RecordLock(requireNonNull(release, "release"));
    }

    /** Releases the lock. */
    @Override
    public void close() {
        Runnable first = release.getAndSet(null);
        if (first != null) {
            first.run();
        }
    }

    /** {@return "held" or "released"} */
    @Override
    public String toString() {
        return release.get() == null ? "released" : "held";
    }
}
