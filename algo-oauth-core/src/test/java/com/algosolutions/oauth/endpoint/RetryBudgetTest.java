package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void interrupt_endsTheWait_andStaysSet() {
        RetryBudget interrupted = new RetryBudget(time -> {
            throw new InterruptedException();
        });
        assertThat(interrupted.take(WAIT, Deadline.after(Duration.ofMinutes(1))))
                .isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The kind of a failure, its Retry-After, the time until the deadline, and whether the device waits for its turn. */
    @ParameterizedTest
    @CsvSource({
        "THROTTLED, 5, 60, true",
        "THROTTLED, 5, 6, true",
        "THROTTLED, 5, 5, false",
        "THROTTLED, 60, 5, false",
        "THROTTLED, -, 60, false",
        "UNAVAILABLE, 5, 60, false"
    })
    void turn_isAwaited_ifItsTimeIsKnown_andLeavesTimeForARequest(
            Failure.Kind kind, String retryAfter, long left, boolean waited) {
        Failure failure = Failure.of(Step.TOKEN, kind, "too many", "Wait.");
        if (!retryAfter.equals("-")) {
            failure = failure.withRetryAfter(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        assertThat(retries.awaitTurn(failure, Deadline.after(Duration.ofSeconds(left))))
                .isEqualTo(waited);
        assertThat(waits).isEqualTo(waited ? List.of(Duration.ofSeconds(5)) : List.of());
        assertThat(taken(20)).isEqualTo(10); // a turn is no retry
    }
}
