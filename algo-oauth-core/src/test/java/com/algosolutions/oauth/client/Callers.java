package com.algosolutions.oauth.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Threads that run the same task at the same time. */
public final class Callers<T> {
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<T> got = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();

    private Callers() {}

    public static <T> Callers<T> start(int count, Callable<T> call) {
        Callers<T> callers = new Callers<>();
        CyclicBarrier together = new CyclicBarrier(count);
        for (int i = 0; i < count; i++) {
            Runnable run = () -> {
                try {
                    together.await();
                    callers.got.add(call.call());
                } catch (Throwable e) {
                    callers.broken.add(e);
                }
            };
            Thread thread = new Thread(null, run, "caller " + i, 128 * 1024);
            callers.threads.add(thread);
            thread.start();
        }
        return callers;
    }

    /** Runs a task on its own thread; the JVM's common pool may have a single thread. */
    public static <V> CompletableFuture<V> elsewhere(Supplier<V> call) {
        return CompletableFuture.supplyAsync(call, task -> {
            Thread thread = new Thread(task, "elsewhere");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Until each of them waits for something, with a limit. */
    public Callers<T> awaitWaiting() {
        for (Thread thread : threads) {
            await(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }
        return this;
    }

    /** What they got; fails if one of them threw. */
    public List<T> results() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
        }
        if (!broken.isEmpty()) {
            throw new AssertionError("a caller threw", broken.peek());
        }
        if (got.size() < threads.size()) {
            throw new AssertionError(threads.size() - got.size() + " callers still wait");
        }
        return List.copyOf(got);
    }

    /** Polls until a condition is true. */
    public static void await(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not come to that in 20 s");
            }
            Thread.yield();
        }
    }
}
