package com.algosolutions.oauth.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "8, 60", "2147483647, 60"})
    void wait_growsWithEachFailure_upToTheLongest(int failures, long seconds) {
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2);
        assertThat(backOff.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void longest_thatIsShorterThanTheFirst_boundsEachWait(int failures) {
        BackOff backOff = new BackOff(Duration.ofSeconds(9), Duration.ofSeconds(5), 2);
        assertThat(backOff.after(failures)).isEqualTo(Duration.ofSeconds(5));
    }
}
