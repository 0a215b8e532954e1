package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.store.RecordStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What the tests of one server share.
 *
 * @param server the server
 * @param api the API behind it
 * @param matrix the results so far
 */
record Ground(AuthorizationServer server, Api api, Matrix matrix) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Runs the sign-ins that wait at the same time. */
    static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "interop");
        thread.setDaemon(true);
        return thread;
    });

    /** A device without a profile. */
    Device device() {
        return device(RecordStore.inMemory(), ClientProof.HTTP_BASIC);
    }

    /** A device without a profile, with a given store, and with the certificate for a client authentication. */
    Device device(RecordStore store, ClientProof proof) {
        return new Device(server, api, store, proof);
    }

    /** Waits until a server's clock has advanced by a time. */
    static void after(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        until(() -> System.nanoTime() > end);
    }

    /** Waits for a condition that depends on a server's clock. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + LIMIT).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
