package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which requests a back-off delays. */
class QueueBackOffsTest {
    private static final ApiHost TARGET = ApiHost.of("192.0.2.7");

    private final AtomicLong ticker = new AtomicLong();
    private final QueueBackOffs backOffs = new QueueBackOffs(ticker::get);

    private static QueuedPress.Dispatch by(String profile) {
        ButtonRequest request = new ButtonRequest(
                "Other",
                "POST",
                "",
                List.of(TARGET),
                Optional.of(profile),
                HeadersMode.NONE,
                List.of(),
                "",
                false,
                SuccessCondition.any());
        return new QueuedPress.Dispatch(1, TARGET, request, false);
    }

    private static Failure failure(Step step, Failure.Kind consequence, Optional<Duration> retryAfter) {
        Failure failure = Failure.of(step, consequence, "no", "Wait.");
        return retryAfter.map(failure::withRetryAfter).orElse(failure);
    }

    private static TargetResult unreachable(Step step) {
        Failure why = failure(step, Failure.Kind.UNAVAILABLE, Optional.empty());
        return failed(ApiResult.Outcome.UNREACHABLE, why);
    }

    private static TargetResult unauthorized(Failure.Kind consequence, Optional<Duration> retryAfter) {
        return failed(ApiResult.Outcome.NO_CREDENTIAL, failure(Step.TOKEN, consequence, retryAfter));
    }

    private static TargetResult failed(ApiResult.Outcome outcome, Failure why) {
        ApiRequest request = ApiRequest.of("POST", URI.create("https://" + TARGET + "/"));
        return TargetResult.of(
                1, TARGET, ApiResult.builder(request, outcome).failure(why).build());
    }

    @Test
    void target_withoutAResponse_isBackedOffForAllProfilesInTheRound() {
        backOffs.block(by("a"), unreachable(Step.REQUEST));

        assertThat(backOffs.backsOff(by("a"))).isTrue();
        assertThat(backOffs.backsOff(by("b"))).isTrue();
        backOffs.beginRound();
        assertThat(backOffs.backsOff(by("a"))).isFalse();
    }

    @Test
    void tokenEndpoint_unreachable_delaysItsProfileOnly() {
        backOffs.block(by("a"), unreachable(Step.TOKEN));

        assertThat(backOffs.backsOff(by("a"))).isTrue();
        assertThat(backOffs.backsOff(by("b"))).isFalse();
    }

    @Test
    void profile_withABackOff_delaysNoOtherAndForThatTimeOnly() {
        backOffs.record(by("a"), unauthorized(Failure.Kind.THROTTLED, Optional.of(Duration.ofSeconds(60))));
        backOffs.beginRound();

        assertThat(backOffs.backsOff(by("a"))).isTrue();
        assertThat(backOffs.backsOff(by("b"))).isFalse();
        ticker.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(backOffs.backsOff(by("a"))).isFalse();
    }

    @Test
    void failure_thatIsPermanent_causesNoBackOff() {
        backOffs.record(by("a"), unauthorized(Failure.Kind.CONFIGURATION, Optional.of(Duration.ofHours(6))));

        assertThat(backOffs.backsOff(by("a"))).isFalse();
    }
}
