package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a press sends and reports, with a client that answers at once. A request is written as the letters of its targets: {@code d} delivers,
 * {@code r} rejects, {@code u} is unreachable, {@code l} loses the response, {@code m} loses the first response only.
 */
class PressOutcomeTest {
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

    private ApiResult execute(ApiRequest request) {
        String target = request.uri().getHost();
        boolean first = !sent.contains(target + request.uri().getPath());
        sent.add(target + request.uri().getPath());
        ApiResult.Outcome outcome = switch (target.charAt(0)) {
            case 'r' -> ApiResult.Outcome.REJECTED;
            case 'u' -> ApiResult.Outcome.UNREACHABLE;
            case 'l' -> ApiResult.Outcome.UNCONFIRMED;
            case 'm' -> first ? ApiResult.Outcome.UNCONFIRMED : ApiResult.Outcome.DELIVERED;
            case 'n' -> first ? ApiResult.Outcome.UNCONFIRMED : ApiResult.Outcome.UNREACHABLE;
            default -> ApiResult.Outcome.DELIVERED;
        };
        ApiResult.Builder result = ApiResult.builder(request, outcome);
        return outcome.delivered()
                ? result.response(HttpResponse.of(200)).build()
                : result.failure(Failure.of(Step.REQUEST, Failure.Kind.UNAVAILABLE, "it failed", "Look."))
                        .build();
    }

    private static String document(String requests, boolean repeatable) {
        List<Object> list = new ArrayList<>();
        for (String targets : requests.split(" ")) {
            list.add(Map.of(
                    "method",
                    "POST",
                    "customPath",
                    String.valueOf(list.size() + 1),
                    "targets",
                    targets.chars().mapToObj(c -> (char) c + ".test").toList(),
                    "repeatable",
                    repeatable));
        }
        return Json.write(Map.of(
                "buttons",
                List.of(Map.of(
                        "identifier",
                        "go",
                        "action",
                        "Send API Request",
                        "numberOfApiRequests",
                        list.size(),
                        "requests",
                        list))));
    }

    private ButtonActions.Builder settings() {
        ApiClient client = this::execute;
        return ButtonActions.builder(client).debounce(Duration.ZERO);
    }

    private static String letters(PressResult pressed) {
        return pressed.results().stream()
                .map(result -> result.request() + result.target().host().substring(0, 1) + " " + result.outcome())
                .collect(Collectors.joining(", "));
    }

    /** The requests, whether a failure stops the press, and the outcome with its summary. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d | CONTINUE | 1d DELIVERED | DELIVERED | sent in",
                "r | CONTINUE | 1r REJECTED | FAILED | not delivered",
                "l | CONTINUE | 1l UNCONFIRMED | FAILED | not confirmed; it may have been delivered",
                "u | CONTINUE | 1u UNREACHABLE | FAILED | not delivered",
                "du d | CONTINUE | 1d DELIVERED, 1u UNREACHABLE, 2d DELIVERED | PARTLY_DELIVERED | 2 of 3 delivered",
                "dl | CONTINUE | 1d DELIVERED, 1l UNCONFIRMED | PARTLY_DELIVERED | 1 of 2 delivered; others may have been delivered",
                "r d | CONTINUE | 1r REJECTED, 2d DELIVERED | PARTLY_DELIVERED | 1 of 2 delivered",
                "r d | STOP | 1r REJECTED, 2d SKIPPED | FAILED | not delivered",
                "d r d d | STOP | 1d DELIVERED, 2r REJECTED, 3d SKIPPED, 4d SKIPPED | PARTLY_DELIVERED | 1 of 4 delivered",
                "d d d | STOP | 1d DELIVERED, 2d DELIVERED, 3d DELIVERED | DELIVERED | sent in",
            })
    void press_endsWithTheOutcomesOfItsRequests(
            String requests, OnFailure onFailure, String results, PressResult.Outcome outcome, String summary) {
        PressResult pressed =
                settings().onFailure(onFailure).parse(document(requests, false)).press("go");
        assertThat(letters(pressed)).isEqualTo(results);
        assertThat(pressed.outcome()).isEqualTo(outcome);
        assertThat(pressed.delivered()).isEqualTo(outcome == PressResult.Outcome.DELIVERED);
        assertThat(pressed.queued()).isFalse();
        assertThat(pressed.button()).isEqualTo("go");
        if (summary.equals("sent in")) {
            assertThat(pressed.summary())
                    .isEqualTo("sent in " + pressed.elapsed().toMillis() + " ms");
        } else if (summary.startsWith("not confirmed") || summary.contains("others")) {
            assertThat(pressed.summary()).startsWith(summary);
        } else {
            assertThat(pressed.summary()).isEqualTo(summary);
        }
        assertThat(sent).hasSize((int) pressed.results().stream()
                .filter(result -> result.outcome() != TargetResult.Outcome.SKIPPED)
                .count());
        assertThat(pressed.toString())
                .contains("button go: ")
                .hasLineCount(1 + pressed.results().size());
    }

    /** A repeatable request is sent twice at most, and only if the first delivery is unknown. */
    @ParameterizedTest
    @CsvSource({
        "m, true, 2, DELIVERED",
        "l, true, 2, UNCONFIRMED",
        "n, true, 2, UNCONFIRMED",
        "d, true, 1, DELIVERED",
        "r, true, 1, REJECTED",
        "u, true, 1, UNREACHABLE",
        "m, false, 1, UNCONFIRMED",
    })
    void request_thatIsRepeatable_isSentAgain_ifItsDeliveryIsUnknown(
            String target, boolean repeatable, int attempts, TargetResult.Outcome outcome) {
        PressResult pressed = settings().parse(document(target, repeatable)).press("go");
        assertThat(pressed.results()).extracting(TargetResult::outcome).containsExactly(outcome);
        assertThat(sent).hasSize(attempts);
    }

    @Test
    void progress_ofAPress_isNumbered_andEndsWithItsResult() throws Exception {
        List<PressProgress> events = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<PressResult> end = new CompletableFuture<>();
        Press press = settings().parse(document("d r", false)).pressAsync("go", progress -> {
            events.add(progress);
            progress.result().ifPresent(end::complete);
        });
        PressResult pressed = end.get(20, TimeUnit.SECONDS);
        assertThat(pressed).isSameAs(press.await());
        assertThat(events).extracting(PressProgress::completed).containsExactly(0, 1, 2, 2);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.total()).isEqualTo(2);
            assertThat(event.pressId()).isEqualTo(press.pressId()).isEqualTo(pressed.pressId());
            assertThat(event.button()).isEqualTo(press.button()).isEqualTo("go");
        });
        assertThat(events)
                .extracting(event -> event.latest().map(TargetResult::outcome))
                .containsExactly(
                        Optional.empty(),
                        Optional.of(TargetResult.Outcome.DELIVERED),
                        Optional.of(TargetResult.Outcome.REJECTED),
                        Optional.empty());
        assertThat(events.get(1)).hasToString("button go: sending… 1 of 2");
        assertThat(press).hasToString(pressed.toString());
        assertThat(press.future()).isCompletedWithValue(pressed);
        assertThat(press.cancel()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"go, DISABLED, disabled", "stop, NO_SUCH_BUTTON, no such button"})
    void press_thatSendsNothing_tellsItsListenerWhy(String identifier, PressResult.Outcome outcome, String words)
            throws Exception {
        CompletableFuture<PressProgress> heard = new CompletableFuture<>();
        String document = document("d", false).replace("\"identifier\"", "\"status\":\"Disabled\",\"identifier\"");
        Press press = settings().parse(document).pressAsync(identifier, heard::complete);
        assertThat(press.await().outcome()).isEqualTo(outcome);
        assertThat(press.button()).isEqualTo(identifier);
        assertThat(press.cancel()).isFalse();
        PressProgress last = heard.get(20, TimeUnit.SECONDS);
        assertThat(last.total()).isZero();
        assertThat(last.result()).contains(press.await());
        assertThat(last.message()).contains(words);
        assertThat(sent).isEmpty();
    }

    /** The targets of three requests, how many are sent to at the same time, and the rounds that share the time when each dispatch begins. */
    @ParameterizedTest
    @CsvSource({
        "1 1 1, 8, CONTINUE, 3 2 1",
        "1 1 1, 8, STOP, 1 1 1",
        "3 1 1, 1, CONTINUE, 5 4 3 2 1",
        "3 1 1, 2, CONTINUE, 4 3 3 2 1",
        "3 1 1, 3, CONTINUE, 3 3 3 2 1",
        "1 3 1, 2, CONTINUE, 4 3 2 2 1",
        "3 1 1, 2, STOP, 2 1 1 1 1",
    })
    void plan_sharesTheTime_betweenTheRounds(String targets, int parallel, OnFailure onFailure, String rounds) {
        List<ButtonRequest> requests = Stream.of(targets.split(" "))
                .map(count -> new ButtonRequest(
                        "Other",
                        "POST",
                        "",
                        Collections.nCopies(Integer.parseInt(count), ApiHost.of("192.0.2.7")),
                        Optional.empty(),
                        HeadersMode.NONE,
                        List.of(),
                        "",
                        false,
                        SuccessCondition.any()))
                .toList();
        List<PressPlan.Dispatch> plan =
                new PressPlan(new Button("go", true, "", requests), parallel, onFailure).dispatches();
        assertThat(plan.stream().map(one -> String.valueOf(one.rounds())).collect(Collectors.joining(" ")))
                .isEqualTo(rounds);
    }
}
