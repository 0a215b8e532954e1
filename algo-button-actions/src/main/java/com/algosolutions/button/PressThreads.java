package com.algosolutions.button;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all presses: daemons that come when something is to be sent and die when idle. A press bounds how many it takes; the
 * presses do not share a bound, so that a button whose targets are dead holds up no other.
 */
final class PressThreads {
    private static final long IDLE_SECONDS = 10;

    private PressThreads() {}

    static Executor create() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "algo-button press " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
