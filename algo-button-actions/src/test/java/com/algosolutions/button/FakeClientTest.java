package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Buttons with a fake client, as an application's unit test uses them: no network, no profile, no token. */
class FakeClientTest {
    private final String json = new ManualButton("123456789000").json();

    @Test
    void press_withAClientThatDelivers_isDelivered() {
        ApiClient fake = request -> ApiResult.builder(request, ApiResult.Outcome.DELIVERED)
                .response(HttpResponse.of(200))
                .build();

        PressResult pressed = ButtonActions.parse(fake, json).press("help");

        assertThat(pressed.delivered()).isTrue();
        assertThat(pressed.safeToRepeat()).isFalse();
        assertThat(pressed.results().get(0).status()).hasValue(200);
    }

    @Test
    void press_withAClientThatRecords_sendsTheRequestOfTheForm() {
        List<ApiRequest> sent = new CopyOnWriteArrayList<>();
        ApiClient fake = request -> {
            sent.add(request);
            return ApiResult.builder(request, ApiResult.Outcome.DELIVERED).build();
        };

        ButtonActions.parse(fake, json).press("help");

        assertThat(sent).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.uri())
                    .hasToString("https://platform.ringcentral.com/team-messaging/v1/chats/123456789000/posts");
            assertThat(request.profile()).contains("Front desk");
        });
    }

    @ParameterizedTest
    @EnumSource
    void outcome_ofTheClient_isTheOutcomeAtTheTarget(ApiResult.Outcome outcome) {
        ApiClient fake = request -> result(request, outcome);

        PressResult pressed = ButtonActions.parse(fake, json).press("help");
        TargetResult result = pressed.results().get(0);

        assertThat(result.outcome()).hasToString(outcome.name());
        assertThat(result.delivered()).isEqualTo(outcome.delivered());
        assertThat(result.mayHaveBeenDelivered()).isEqualTo(outcome.mayHaveBeenDelivered());
        assertThat(result.safeToRepeat()).isEqualTo(!outcome.mayHaveBeenDelivered());
        assertThat(pressed.safeToRepeat()).isEqualTo(result.safeToRepeat());
        assertThat(result.message()).endsWith(".");
    }

    private static ApiResult result(ApiRequest request, ApiResult.Outcome outcome) {
        ApiResult.Builder result = ApiResult.builder(request, outcome);
        return outcome.delivered()
                ? result.build()
                : result.failure(Failure.of(Step.REQUEST, Failure.Kind.REQUEST, "it failed", "Look at the request."))
                        .build();
    }

    @Test
    void press_withAClientThatThrows_isUnconfirmed() {
        ApiClient fake = request -> {
            throw new IllegalStateException("a bug of the fake");
        };

        assertThat(ButtonActions.parse(fake, json).press("help").results())
                .extracting(TargetResult::outcome)
                .containsExactly(TargetResult.Outcome.UNCONFIRMED);
    }

    @Test
    void press_ofOneButtonTwice_isSafeToRepeatOnlyIfNoEarlierPressRuns() {
        ButtonActions buttons = ButtonActions.parse(request -> result(request, ApiResult.Outcome.UNREACHABLE), json);

        assertThat(buttons.press("help").safeToRepeat()).isTrue();
        PressResult bounced = buttons.press("help");

        assertThat(bounced.outcome()).isEqualTo(PressResult.Outcome.IGNORED);
        assertThat(bounced.safeToRepeat()).isFalse();
    }
}
