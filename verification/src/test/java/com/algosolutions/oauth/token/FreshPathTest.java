package com.algosolutions.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.time.Deadline;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller gets a fresh token without allocation and without the lock. */
@Timeout(60)
class FreshPathTest {
    private static final int CALLS = 10_000;
    private static final Deadline LATER = Deadline.after(Duration.ofHours(1));
    private static final AccessToken FRESH = new AccessToken(
            Secret.of("x"), System.nanoTime() + Duration.ofHours(1).toNanos(), Long.MAX_VALUE, "test");

    private TokenResult last;

    private TokenManager life(Executor worker) {
        TokenManager life = new TokenManager(
                () -> publish -> publish.accept(FRESH),
                true,
                () -> {},
                new TokenManager.Shared(Duration.ofMinutes(1), System::nanoTime, worker, new AtomicInteger()));
        life.restore(FRESH, null);
        return life;
    }

    private long allocatedBy(Runnable run) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(self);
        run.run();
        return threads.getThreadAllocatedBytes(self) - before;
    }

    @Test
    void token_fresh_allocatesNothing() {
        TokenManager life = life(Runnable::run);
        Runnable calls = () -> {
            for (int i = 0; i < CALLS; i++) {
                last = life.token(LATER);
            }
        };
        for (int i = 0; i < 10; i++) {
            allocatedBy(calls);
        }
        assertThat(allocatedBy(calls)) // the smallest object has 16 bytes; the JVM itself allocates a few at times, for
                // example when it compiles the loop
                .isLessThan(CALLS);
        assertThat(last).isSameAs(FRESH);
    }

    @Test
    void token_fresh_isReturnedWhileAnotherThreadHoldsTheLock() throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        TokenManager life = life(
                flight -> { // is called with the lock held
                    locked.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    flight.run();
                });
        Thread renewing = new Thread(() -> last = life.renew(LATER));
        renewing.start();
        locked.await();
        assertThat(life.token(LATER)).isSameAs(FRESH);
        Thread waiting = new Thread(life::snapshot);
        waiting.start();
        while (waiting.getState() != Thread.State.BLOCKED) { // proves that the other thread holds the lock
            Thread.onSpinWait();
        }
        release.countDown();
        renewing.join();
        waiting.join();
        assertThat(last).isSameAs(FRESH);
    }
}
