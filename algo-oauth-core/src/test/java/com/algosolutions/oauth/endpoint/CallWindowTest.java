package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.spi.TokenTraits.RateLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the next call of a sliding window may be made. Times are nanoseconds. */
class CallWindowTest {
    private static Optional<RateLimit> limit(int calls, long nanos) {
        return TokenTraits.builder()
                .rateLimit(calls, Duration.ofNanos(nanos))
                .build()
                .rateLimit();
    }

    /** A window with calls at these times. */
    private static CallWindow window(int calls, long nanos, long... times) {
        CallWindow window = new CallWindow(limit(calls, nanos));
        for (long at : times) {
            window.add(at);
        }
        return window;
    }

    /** With calls at 0, 10 and 25 in a window of 100. */
    @ParameterizedTest
    @CsvSource({
        "4, 30, false, -1",
        "3, 30, false, 70",
        "2, 30, false, 80",
        "1, 30, false, 95",
        "3, 99, false, 1",
        "3, 100, false, -1",
        "2, 100, false, 10",
        "6, 30, true, 70",
        "7, 30, true, -1",
        "5, 30, true, 70",
        "3, 30, true, 80",
        "1, 30, true, 95",
    })
    void call_waitsUntilItsPlaceIsFree_aPollUntilHalfOfTheWindowIs(int calls, long now, boolean poll, long wait) {
        OptionalLong expected = wait < 0 ? OptionalLong.empty() : OptionalLong.of(wait);
        assertThat(window(calls, 100, 0, 10, 25).wait(now, poll)).isEqualTo(expected);
    }

    /** With calls at 0, 10 and 25 in a window of 100. */
    @ParameterizedTest
    @CsvSource({"5, 30, 2", "3, 30, 0", "2, 30, 0", "5, 99, 2", "5, 100, 3", "5, 110, 4", "2, 110, 1", "5, 125, 5"})
    void callsLeft_areThoseOfTheLimit_withoutTheCallsInTheWindow(int calls, long now, int left) {
        CallWindow window = window(calls, 100, 0, 10, 25);
        assertThat(window.left(now)).isEqualTo(left);
        assertThat(window.wait(now, false).isEmpty()).isEqualTo(left > 0);
    }

    /** A limit of 5 calls in 60 s, and another one. */
    @ParameterizedTest
    @CsvSource({"4, 60, true", "5, 61, true", "10, 120, false", "6, 60, false", "5, 59, false", "5, 60, false"})
    void limit_isReplacedByAStricterOneOnly(int calls, long seconds, boolean stricter) {
        CallWindow window = new CallWindow(limit(5, Duration.ofSeconds(60).toNanos()));
        assertThat(window.tighten(limit(calls, Duration.ofSeconds(seconds).toNanos())))
                .isEqualTo(stricter);
        assertThat(window.most()).isEqualTo(stricter ? calls : 5);
        assertThat(window.nanos())
                .isEqualTo(Duration.ofSeconds(stricter ? seconds : 60).toNanos());
        assertThat(window.tighten(Optional.empty())).isFalse();
    }

    @Test
    void calls_withoutALimit_areRemembered_theNewestHundred() {
        CallWindow window = new CallWindow(Optional.empty());
        assertThat(window.limited()).isFalse();
        assertThat(window.left(0)).isEqualTo(Integer.MAX_VALUE);
        for (int i = 0; i < 250; i++) {
            assertThat(window.wait(i, false)).isEmpty();
            window.add(i);
        }
        assertThat(window.size()).isEqualTo(100);
        assertThat(window.tighten(limit(100, 1_000))).isTrue();
        assertThat(window.wait(250, false)).hasValue(900);
    }

    @Test
    void window_isFilled_noFurtherThanItsLimit() {
        CallWindow window = window(5, 100, 20);
        window.fill(3, 40);
        assertThat(window.size()).isEqualTo(3);
        window.fill(2, 40);
        assertThat(window.size()).isEqualTo(3);
        window.fillBefore(10);
        assertThat(window.size()).isEqualTo(5);
        assertThat(window.wait(50, false)).hasValue(60);
        window.fill(99, 50);
        assertThat(window.size()).isEqualTo(5);
    }

    @Test
    void call_thatEnds_countsFromThenOn_andOneGivenBack_doesNotCount() {
        CallWindow window = window(3, 100, 0, 10, 10);
        window.end(10, 40);
        assertThat(window.wait(50, false)).hasValue(50); // 0, 10, 40
        window.remove(0);
        assertThat(window.wait(50, false)).isEmpty();
        window.add(50);
        assertThat(window.wait(50, false)).hasValue(60); // 10, 40, 50
        window.remove(7); // not in the window
        assertThat(window.size()).isEqualTo(3);
        window.end(7, 60); // it has left the window, and counts again
        assertThat(window.size()).isEqualTo(4);
    }
}
