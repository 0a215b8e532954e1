package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final Duration WAIT = Duration.ofMillis(500);

    private final List<Duration> waits = new ArrayList<>();
    private final RetryBudget retries = new RetryBudget(waits::add);

    private int taken(int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += retries.take(WAIT, Deadline.after(Duration.ofMinutes(1))) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void retries_areTenInARow_andOneMoreForEachSuccess() {
        assertThat(taken(20)).isEqualTo(10);
        assertThat(waits).hasSize(10).containsOnly(WAIT);
        retries.succeeded();
        retries.succeeded();
        assertThat(taken(20)).isEqualTo(2);
    }

    @Test
    void successes_addUpToTenRetries() {
        for (int i = 0; i < 50; i++) {
            retries.succeeded();
        }
        assertThat(taken(20)).isEqualTo(10);
    }

    @Test
    void retry_withoutTimeForIt_isNotTaken() {
        assertThat(retries.take(WAIT, Deadline.after(WAIT))).isFalse();
        assertThat(waits).isEmpty();
        assertThat(taken(20)).isEqualTo(10);
    }
}
