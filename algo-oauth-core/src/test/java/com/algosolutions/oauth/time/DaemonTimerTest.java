package com.algosolutions.oauth.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DaemonTimerTest {
    @Test
    void timer_hasADaemonThreadWhileSomethingIsDue_andNoneAfterwards_norOnceItIsClosed() throws Exception {
        DaemonTimer timer = new DaemonTimer();
        AtomicReference<Thread> seen = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        timer.after(Duration.ofMillis(1), () -> {
            seen.set(Thread.currentThread());
            done.countDown();
        });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.get().isDaemon()).isTrue();
        Callers.await(() -> !seen.get().isAlive());
        timer.after(Duration.ofMillis(1), () -> seen.set(Thread.currentThread()));
        Callers.await(() -> seen.get().isAlive());
        timer.after(Duration.ofDays(1), () -> seen.set(null));
        timer.close();
        timer.after(Duration.ZERO, () -> seen.set(null));
        Callers.await(() -> !seen.get().isAlive());
    }

    @Test
    void tasks_runInTheOrderOfTheirTimes_whateverTheOrderOfTheRequests_andACancelledOneDoesNot() throws Exception {
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(2);
        try (DaemonTimer timer = new DaemonTimer()) {
            DaemonTimer.Task never = timer.schedule(Duration.ofMillis(20), () -> ran.add("cancelled"));
            timer.after(Duration.ofMillis(60), () -> {
                ran.add("second");
                done.countDown();
            });
            timer.after(Duration.ofMillis(40), () -> {
                ran.add("first"); // earlier than what the thread waits for
                done.countDown();
            });
            never.cancel();
            never.cancel();
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void timer_whoseTaskThrowsAnything_orWhoseThreadIsInterrupted_runsTheOthers() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Thread> seen = new AtomicReference<>();
        try (DaemonTimer timer = new DaemonTimer()) {
            timer.after(Duration.ofMillis(1), () -> {
                seen.set(Thread.currentThread());
                Thread.currentThread().interrupt();
                throw new OutOfMemoryError("of a test");
            });
            timer.after(Duration.ofMillis(30), done::countDown);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.get().isAlive()).isTrue();
        }
    }
}
