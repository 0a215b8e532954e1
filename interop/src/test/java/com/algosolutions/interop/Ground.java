package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.store.RecordStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where the tests of one server stand.
 *
 * @param server the server
 * @param api the API behind it
 * @param matrix what was measured so far
 */
record Ground(AuthorizationServer server, Api api, Matrix matrix) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** For what goes on side by side. */
    static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "interop");
        thread.setDaemon(true);
        return thread;
    });

    /** A device without a profile. */
    Device device() {
        return device(RecordStore.inMemory(), ClientProof.HTTP_BASIC);
    }

    /** A device of a store of its own, with the certificate that goes with a way of authentication. */
    Device device(RecordStore store, ClientProof proof) {
        return new Device(server, api, store, proof);
    }

    /** Waits until a server's clock is so much further. */
    static void after(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        until(() -> System.nanoTime() > end);
    }

    /** Waits for what a server does by its own clock. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + LIMIT).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
