package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.profile.ApiHost;
import org.junit.jupiter.api.Test;

/** The texts of a waiting request and of its outcome. */
class QueuedResultTest {
    private static final ApiHost TARGET = ApiHost.of("192.0.2.7");

    @Test
    void outcome_ofARequestThatMayHaveArrived_saysThatWhileItWaits() {
        TargetResult waits =
                TargetResult.without(1, TARGET, Outcome.UNCONFIRMED).as(Outcome.QUEUED);

        assertThat(waits.mayHaveBeenDelivered()).isTrue();
        assertThat(waits.message()).startsWith("It waits in the queue, ").contains("may have been delivered already");
        assertThat(waits.toString()).contains("may have been delivered already");
    }

    @Test
    void outcome_ofARequestThatWasNotSent_claimsNoDelivery() {
        TargetResult waits = TargetResult.without(1, TARGET, Outcome.TIMED_OUT).as(Outcome.QUEUED);

        assertThat(waits.mayHaveBeenDelivered()).isFalse();
        assertThat(waits.queued()).isTrue();
        assertThat(waits.safeToRepeat()).as("the queue sends it").isFalse();
        assertThat(waits.message()).isEqualTo("It waits in the queue, and is sent as soon as possible.");
    }

    @Test
    void outcome_ofTheQueueForALog_isOneLineOfJson() {
        QueuedResult reported = new QueuedResult("id", "go", TargetResult.without(2, TARGET, Outcome.INTERRUPTED));

        assertThat(reported.toJson())
                .startsWith("{\"pressId\":\"id\",\"button\":\"go\",\"result\":{\"request\":2,\"target\":\"192.0.2.7\",")
                .contains("\"outcome\":\"INTERRUPTED\",\"message\":\"")
                .endsWith("}}")
                .doesNotContain("\n");
    }
}
