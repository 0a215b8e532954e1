package com.algosolutions.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ProfileStatus.State;
import com.algosolutions.oauth.credential.StatusSnapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a lamp shows in each state: usable or not, and whether it calls an operator. */
class ProfileStatusTest {
    private static final String TABLE = """
            NOT_CONFIGURED           | -             | no  | false | true
            READY                    | -             | no  | true  | false
            READY                    | -             | yes | true  | false
            RENEWING                 | -             | no  | true  | false
            RENEWING                 | UNAVAILABLE   | no  | true  | false
            RENEWING                 | CONFIGURATION | no  | false | true
            RENEWING                 | GRANT_INVALID | no  | false | true
            RENEWING                 | GRANT_INVALID | yes | true  | true
            DEGRADED                 | UNAVAILABLE   | yes | true  | false
            DEGRADED                 | THROTTLED     | yes | true  | false
            DEGRADED                 | GRANT_INVALID | yes | true  | true
            DEGRADED                 | CONFIGURATION | yes | true  | true
            DEGRADED                 | UNAVAILABLE   | no  | false | false
            THROTTLED                | THROTTLED     | no  | false | false
            CLOCK_UNTRUSTED          | UNAVAILABLE   | no  | false | false
            REAUTHORIZATION_REQUIRED | GRANT_INVALID | no  | false | true
            MISCONFIGURED            | CONFIGURATION | no  | false | true
            MISCONFIGURED            | REQUEST       | no  | false | true
            REVOKED                  | CONFIGURATION | no  | false | true
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void status_inEachState_saysWhetherItWorks_andWhetherAnOperatorMustAct(
            State state, String kind, String token, boolean usable, boolean needsOperator) {
        Optional<Failure> failure = kind.equals("-")
                ? Optional.empty()
                : Optional.of(Failure.of(Step.TOKEN, Failure.Kind.valueOf(kind), "no token", "Look."));
        ProfileStatus status = new StatusSnapshot(
                state,
                failure,
                Optional.empty(),
                token.equals("yes") ? Optional.of(Duration.ofMinutes(5)) : Optional.empty(),
                Optional.empty());
        assertThat(status.usable()).isEqualTo(usable);
        assertThat(status.needsOperator()).isEqualTo(needsOperator);
    }

    @Test
    void table_hasEveryState() {
        assertThat(TABLE.lines().map(line -> State.valueOf(line.split(" ")[0])).collect(Collectors.toSet()))
                .containsAll(Arrays.asList(State.values()));
    }
}
