package com.algosolutions.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EngineTest {
    @Test
    void workers_areDaemonsThatComeWithTheFirstTask_andMayAllDieWhenIdle() throws Exception {
        try (Engine engine = new Engine(TestValues.client())) {
            ThreadPoolExecutor workers = (ThreadPoolExecutor) engine.worker();
            assertThat(workers.getPoolSize()).isZero();
            Thread worker = workers.submit(Thread::currentThread).get(20, TimeUnit.SECONDS);
            assertThat(worker.isDaemon()).isTrue();
            assertThat(workers.getPoolSize()).isOne();
            assertThat(workers.allowsCoreThreadTimeOut()).isTrue();
            assertThat(workers.getKeepAliveTime(TimeUnit.SECONDS)).isBetween(1L, 60L);
            assertThat(workers.getMaximumPoolSize()).isEqualTo(8);
        }
    }

    @Test
    void task_thatIsDueWhenThereIsNoThread_isDoneLater() throws Exception {
        OAuthClient.Builder settings = TestValues.client();
        settings.later = null; // real time
        try (Engine engine = new Engine(settings)) {
            ThreadPoolExecutor workers = (ThreadPoolExecutor) engine.worker();
            ThreadFactory threads = workers.getThreadFactory();
            workers.setThreadFactory(task -> {
                workers.setThreadFactory(threads);
                throw new OutOfMemoryError("unable to create native thread");
            });
            CountDownLatch done = new CountDownLatch(1);
            engine.laterOnWorker(Duration.ZERO, done::countDown);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
