package com.algosolutions.oauth;

import static org.assertj.core.api.Assertions.assertThat;

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
}
