package com.algosolutions.oauth.store;

import com.algosolutions.oauth.time.Deadline;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Locks between the threads of this JVM, granted in the order of the requests. An unused lock takes no memory. */
final class ThreadLocks implements Locks {
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    @Override
    public Optional<RecordLock> lock(String name, Duration limit) throws InterruptedIOException {
        Deadline deadline = Deadline.after(limit);
        Gate gate = enter(name);
        boolean obtained = false;
        try {
            obtained = gate.open.tryAcquire() || gate.open.tryAcquire(deadline.remaining(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            if (!obtained) {
                leave(name);
            }
        }
        if (!obtained) {
            return Optional.empty();
        }
        return Optional.of(RecordLock.of(() -> {
            gate.open.release();
            leave(name);
        }));
    }

    private Gate enter(String name) {
        return gates.compute(name, (key, present) -> {
            Gate gate = present == null ? new Gate() : present;
            gate.users++;
            return gate;
        });
    }

    private void leave(String name) {
        gates.computeIfPresent(name, (key, gate) -> --gate.users == 0 ? null : gate);
    }

    static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for a lock");
    }

    /** The lock of one name. */
    private static final class Gate {
        private final Semaphore open = new Semaphore(1, true);

        /** Number of threads that hold it or wait for it; changed only inside the map's atomic operations. */
        private int users;
    }
}
