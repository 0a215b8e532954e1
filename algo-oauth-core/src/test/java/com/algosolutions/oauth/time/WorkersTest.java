package com.algosolutions.oauth.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void workers_areDaemonsThatStartWithTheFirstTask_andAllEndWhenIdle() throws Exception {
        try (Workers workers = new Workers(null)) {
            ThreadPoolExecutor pool = workers.pool;
            assertThat(pool.getPoolSize()).isZero();
            Thread worker = pool.submit(Thread::currentThread).get(20, TimeUnit.SECONDS);
            assertThat(worker.isDaemon()).isTrue();
            assertThat(pool.getPoolSize()).isOne();
            assertThat(pool.allowsCoreThreadTimeOut()).isTrue();
            assertThat(pool.getKeepAliveTime(TimeUnit.SECONDS)).isBetween(1L, 60L);
            assertThat(pool.getMaximumPoolSize()).isEqualTo(8);
        }
    }

    @Test
    void dueTask_forWhichNoThreadCanBeStarted_runsLater() throws Exception {
        try (Workers workers = new Workers(null, Duration.ofMillis(50))) {
            ThreadFactory threads = workers.pool.getThreadFactory();
            workers.pool.setThreadFactory(task -> {
                workers.pool.setThreadFactory(threads);
                throw new OutOfMemoryError("unable to create native thread");
            });
            CountDownLatch done = new CountDownLatch(1);
            workers.workerTimer().after(Duration.ZERO, done::countDown);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
