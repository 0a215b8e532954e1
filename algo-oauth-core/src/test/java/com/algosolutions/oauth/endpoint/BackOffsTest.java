package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a client, or all clients, of an origin wait. */
class BackOffsTest {
    private final AtomicLong ticker = new AtomicLong(Long.MAX_VALUE - 5); // the ticker may overflow
    private final BackOffs backOffs = new BackOffs(ticker::get);

    private static Failure failure(Failure.Kind kind, int retryAfter) {
        Failure failure = Failure.of(Step.TOKEN, kind, "after " + retryAfter, "Wait.");
        return retryAfter < 0 ? failure : failure.withRetryAfter(Duration.ofSeconds(retryAfter));
    }

    private long left(String key) {
        return backOffs.of(key)
                .flatMap(Failure::retryAfter)
                .map(Duration::toSeconds)
                .orElse(0L);
    }

    /** A failure and its Retry-After, whether its back-off is stored, and for how long the client and all clients wait. */
    @ParameterizedTest
    @CsvSource({
        "THROTTLED, 60, true, 60, 0",
        "THROTTLED, -1, true, 30, 0",
        "UNAVAILABLE, 60, false, 0, 60",
        "UNAVAILABLE, -1, false, 0, 0",
        "CONFIGURATION, 60, false, 0, 0",
    })
    void failure_startsItsBackOff(Failure.Kind kind, int retryAfter, boolean stored, long client, long origin) {
        assertThat(backOffs.record("client", "origin", failure(kind, retryAfter)))
                .isEqualTo(stored);
        assertThat(left("client")).isEqualTo(client);
        assertThat(left("origin")).isEqualTo(origin);
    }

    @Test
    void backOff_isOverAtItsEnd_andIsRoundedUpBeforeThat() {
        backOffs.record("client", "origin", failure(Failure.Kind.THROTTLED, 2));
        ticker.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        assertThat(left("client")).isEqualTo(2);
        ticker.addAndGet(1);
        assertThat(left("client")).isEqualTo(1);
        ticker.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        assertThat(left("client")).isEqualTo(1);
        ticker.addAndGet(1);
        assertThat(backOffs.of("client")).isEmpty();
        backOffs.record("client", "origin", failure(Failure.Kind.THROTTLED, 5));
        assertThat(left("client")).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"60, 30, 60", "30, 60, 60", "60, 60, 60"})
    void backOff_isNotShortened(int first, int second, long left) {
        backOffs.record("client", "origin", failure(Failure.Kind.THROTTLED, first));
        backOffs.record("client", "origin", failure(Failure.Kind.THROTTLED, second));
        assertThat(left("client")).isEqualTo(left);
        assertThat(backOffs.of("client").orElseThrow().message()).isEqualTo("after " + left);
    }
}
