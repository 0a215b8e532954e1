package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** A client that fails for one target, at each call that a warning needs, and knows an obstacle for the others. */
    private record Failing(Throwable thrown, boolean atPlainHttp) implements ApiClient {
        @Override
        public ApiResult execute(ApiRequest request) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public Optional<Failure> obstacle(ApiRequest request) {
            if (request.uri().getHost().startsWith("b")) {
                PressRunTest.<RuntimeException, Void>sneak(thrown);
            }
            return Optional.of(Failure.of(Step.HOST, Failure.Kind.CONFIGURATION, "it has no lamp", "Buy one."));
        }

        @Override
        public boolean usesPlainHttp(ApiHost host) {
            if (atPlainHttp && host.host().startsWith("b")) {
                PressRunTest.<RuntimeException, Void>sneak(thrown);
            }
            return false;
        }
    }

    private static Stream<Arguments> failing() {
        return Stream.concat(PressRunTest.thrown().stream(), Stream.of(new IllegalStateException("Bearer geheim-1")))
                .flatMap(thrown -> Stream.of(true, false).map(atPlainHttp -> Arguments.of(thrown, atPlainHttp)));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void warnings_ofAClientThatThrowsForOneTarget_nameItAndHaveTheOthers(Throwable thrown, boolean atPlainHttp) {
        String document = new ManualButton("1")
                .withRequests(List.of(new ManualButton("1")
                        .request(Map.of("targets", List.of("a.example.com", "b.example.com", "c.example.com")))))
                .json();

        List<Problem> warnings =
                ButtonActions.parse(new Failing(thrown, atPlainHttp), document).warnings();

        assertThat(warnings)
                .extracting(Problem::toString)
                .containsExactly(
                        "buttons[0].requests[0].targets[0] cannot be used: it has no lamp. Buy one.",
                        "buttons[0].requests[0] cannot be checked: the client threw "
                                + thrown.getClass().getName() + ". Correct the application's ApiClient.",
                        "buttons[0].requests[0].targets[2] cannot be used: it has no lamp. Buy one.");
        Thread.interrupted();
    }

    @Test
    void warnings_ofAClientThatReturnsNull_sayThatItsAnswerIsNone() {
        ApiClient fake = new ApiClient() {
            @Override
            public ApiResult execute(ApiRequest request) {
                throw new AssertionError("nothing is sent");
            }

            @Override
            public Optional<Failure> obstacle(ApiRequest request) {
                return null;
            }
        };

        assertThat(ButtonActions.parse(fake, json).warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "buttons[0].requests[0] cannot be checked: the client threw java.lang.NullPointerException."
                                + " Correct the application's ApiClient.");
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
