package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus.State;
import com.algosolutions.oauth.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The line of a status page and of a log. */
class StatusSnapshotTest {
    private static final Failure OUTAGE =
            Failure.of(Step.TOKEN, Failure.Kind.UNAVAILABLE, "no response", "Check the network.");

    private static StatusSnapshot status(
            State state, Optional<Failure> failure, long retryMillis, long accessSeconds, long refreshSeconds) {
        return new StatusSnapshot(
                state,
                failure,
                retryMillis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retryMillis)),
                accessSeconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(accessSeconds)),
                refreshSeconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(refreshSeconds)));
    }

    private static List<Arguments> lines() {
        Optional<Failure> none = Optional.empty();
        return List.of(
                Arguments.of(StatusSnapshot.notConfigured(), "NOT_CONFIGURED"),
                Arguments.of(status(State.READY, none, -1, 3600, -1), "READY, token good for 3600 s"),
                Arguments.of(status(State.READY, none, -1, -1, 60), "READY, refresh token good for 60 s"),
                Arguments.of(
                        status(State.READY, none, 0, 5, 60), "READY, token good for 5 s, refresh token good for 60 s"),
                Arguments.of(status(State.THROTTLED, none, 1, -1, -1), "THROTTLED, next try in 1 s"),
                Arguments.of(status(State.THROTTLED, none, 1000, -1, -1), "THROTTLED, next try in 1 s"),
                Arguments.of(status(State.THROTTLED, none, 1001, -1, -1), "THROTTLED, next try in 2 s"),
                Arguments.of(
                        status(State.DEGRADED, Optional.of(OUTAGE), 5000, 7, -1),
                        "DEGRADED, token good for 7 s, next try in 5 s: " + OUTAGE),
                Arguments.of(status(State.DEGRADED, none, -1, -1, -1).withFailure(OUTAGE), "DEGRADED: " + OUTAGE));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void status_isOneLine_withWhatIsKnown(StatusSnapshot status, String line) {
        assertThat(status).hasToString(line);
    }
}
