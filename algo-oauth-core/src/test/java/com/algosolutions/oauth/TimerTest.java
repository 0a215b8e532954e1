package com.algosolutions.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timer that devices use; the one of the other tests is turned by hand. */
@Timeout(30)
class TimerTest {
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "test worker"));
    private final Timer timer = Timer.lazy(worker);
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch last = new CountDownLatch(1);

    @AfterEach
    void stop() {
        timer.close();
        worker.shutdownNow();
    }

    @Test
    void tasks_runOnTheWorker_inTheOrderOfTheirTimes_withoutThoseTakenBack() throws Exception {
        timer.after(Duration.ofMillis(60), last::countDown);
        timer.after(
                Duration.ofMillis(40),
                () -> ran.add("second on " + Thread.currentThread().getName()));
        timer.after(Duration.ofMillis(20), () -> ran.add("taken back")).run();
        timer.after(
                Duration.ofMillis(-5),
                () -> ran.add("first on " + Thread.currentThread().getName()));
        assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("first on test worker", "second on test worker");
    }

    @Test
    void task_afterClose_doesNotRun_andNothingIsThrown() throws Exception {
        timer.after(Duration.ofHours(1), () -> ran.add("waiting"));
        timer.close();
        timer.after(Duration.ZERO, () -> ran.add("late")).run();
        worker.shutdown();
        assertThat(worker.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void task_whenTheWorkersAreClosed_isDropped_andTheNextOneToo() throws Exception {
        worker.shutdownNow();
        timer.after(Duration.ZERO, () -> ran.add("no worker"));
        CountDownLatch handed = new CountDownLatch(1);
        Timer other = Timer.lazy(task -> handed.countDown());
        other.after(Duration.ofMillis(20), () -> {});
        assertThat(handed.await(20, TimeUnit.SECONDS)).isTrue();
        other.close();
        assertThat(ran).isEmpty();
    }
}
