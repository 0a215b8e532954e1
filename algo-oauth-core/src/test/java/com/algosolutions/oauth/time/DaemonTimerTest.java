package com.algosolutions.oauth.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.Callers;
import java.time.Duration;
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
}
