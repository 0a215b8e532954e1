package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.State;
import com.algosolutions.oauth.profile.ApiHost;
import org.junit.jupiter.api.Test;

/** What is said of a request that waits, and of what came of it. */
class QueuedOutcomeTest {
    private static final ApiHost TARGET = ApiHost.of("192.0.2.7");

    @Test
    void outcome_ofARequestThatMayHaveArrived_saysSoWhileItWaits() {
        TargetResult waits = TargetResult.without(1, TARGET, State.UNCONFIRMED).as(State.QUEUED);

        assertThat(waits.mayHaveBeenDelivered()).isTrue();
        assertThat(waits.sentence()).startsWith("It waits, ").contains("may have been delivered already");
        assertThat(waits.toString()).contains("may have been delivered already");
    }

    @Test
    void outcome_ofARequestThatWasNotSent_claimsNothing() {
        TargetResult waits = TargetResult.without(1, TARGET, State.OUT_OF_TIME).as(State.QUEUED);

        assertThat(waits.mayHaveBeenDelivered()).isFalse();
        assertThat(waits.sentence()).isEqualTo("It waits, and is sent when that is possible.");
    }

    @Test
    void outcome_ofTheQueueForALog_isOneLineOfJson() {
        QueuedOutcome told = new QueuedOutcome("id", "go", TargetResult.without(2, TARGET, State.INTERRUPTED));

        assertThat(told.toJson())
                .startsWith("{\"press\":\"id\",\"button\":\"go\",\"outcome\":{\"request\":2,\"target\":\"192.0.2.7\",")
                .contains("\"state\":\"INTERRUPTED\",\"sentence\":\"")
                .endsWith("}}")
                .doesNotContain("\n");
    }
}
