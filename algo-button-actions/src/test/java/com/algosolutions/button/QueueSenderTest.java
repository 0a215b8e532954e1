package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One round of the offline queue, without threads and servers. A request is written as its number and the letter of its target, with {@code
 * !} if an attempt was started, and {@code *} if it is repeatable.
 */
class QueueSenderTest {
    private static final Instant PRESSED = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    private final AtomicLong ticker = new AtomicLong();
    private final QueueingDevice.Store store = new QueueingDevice.Store();
    private final OfflineQueue queue = OfflineQueue.in(store).expiry(EXPIRY);
    private final List<String> sent = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final List<QueuedResult> heard = new ArrayList<>();
    private Instant now = PRESSED;
    private boolean closed;
    private Runnable meanwhile = () -> {};
    private Device device = new Device();

    /** The queue of one process. */
    private final class Device {
        private final PressSettings settings = new PressSettings(
                QueueSenderTest.this::execute,
                Map.of(),
                Duration.ofSeconds(10),
                8,
                OnFailure.CONTINUE,
                RepeatedPress.IGNORE,
                Duration.ZERO,
                ticker::get,
                Placeholders.of(Map.of()),
                Clock.fixed(now, ZoneOffset.UTC),
                Runnable::run);

        private final QueueRecords records = new QueueRecords(queue, ticker::get);
        private final PressAge age = new PressAge(EXPIRY, settings.clock(), ticker::get);
        private final QueueSender sender = new QueueSender(
                settings,
                records,
                age,
                new QueueBackOffs(ticker::get),
                new QueueListener(heard::add, Runnable::run),
                () -> closed);

        List<String> round() throws IOException {
            return sender.send(records.read()).stream()
                    .map(result ->
                            result.result().request() + result.result().target().host() + " "
                                    + result.result().outcome())
                    .toList();
        }
    }

    private ApiResult execute(ApiRequest request) {
        String target = request.uri().getHost();
        sent.add(target + request.uri().getPath());
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
        ApiResult.Outcome outcome = switch (answers.getOrDefault(target, "delivered")) {
            case "delivered" -> ApiResult.Outcome.DELIVERED;
            case "unreachable" -> ApiResult.Outcome.UNREACHABLE;
            case "lost" -> ApiResult.Outcome.UNCONFIRMED;
            case "unauthorized", "offline" -> ApiResult.Outcome.NO_CREDENTIAL;
            case "throws" -> throw new IllegalStateException("a bug of the client");
            default -> ApiResult.Outcome.REJECTED;
        };
        ApiResult.Builder result = ApiResult.builder(request, outcome);
        Failure.Kind kind = switch (answers.getOrDefault(target, "delivered")) {
            case "unreachable", "lost", "offline" -> Failure.Kind.UNAVAILABLE;
            case "busy" -> Failure.Kind.THROTTLED;
            default -> Failure.Kind.CONFIGURATION;
        };
        Failure failure = Failure.of(
                outcome == ApiResult.Outcome.NO_CREDENTIAL ? Step.TOKEN : Step.REQUEST, kind, "it failed", "Look.");
        return outcome.delivered()
                ? result.response(HttpResponse.of(200)).build()
                : result.failure(
                                kind == Failure.Kind.THROTTLED
                                        ? failure.withRetryAfter(Duration.ofSeconds(60))
                                        : failure)
                        .build();
    }

    private static QueuedPress.Dispatch dispatch(String text, HeadersMode headers) {
        ApiHost target = ApiHost.of(text.substring(1, 2) + ".test");
        ButtonRequest request = new ButtonRequest(
                "Other",
                "POST",
                "r" + text.charAt(0),
                List.of(target),
                Optional.empty(),
                headers,
                List.of(),
                "",
                text.contains("*"),
                SuccessCondition.any());
        return new QueuedPress.Dispatch(text.charAt(0) - '0', target, request, text.contains("!"));
    }

    private void press(String id, boolean inSequence, String dispatches) {
        press(id, inSequence, dispatches, HeadersMode.NONE);
    }

    private void press(String id, boolean inSequence, String dispatches, HeadersMode headers) {
        device.age.keep(id);
        assertThat(device.records.keep(new QueuedPress(
                        id,
                        "go",
                        PRESSED.toEpochMilli(),
                        0,
                        inSequence,
                        Stream.of(dispatches.split(" "))
                                .map(one -> dispatch(one, headers))
                                .toList())))
                .isEmpty();
    }

    /** What still waits, all presses in order. */
    private String waiting() throws IOException {
        List<String> left = new ArrayList<>();
        for (QueuedPress press : device.records.read()) {
            press.dispatches()
                    .forEach(one -> left.add(one.number()
                            + one.target().host().substring(0, 1)
                            + (one.started() ? "!" : "")
                            + (one.request().repeatable() ? "*" : "")));
        }
        return String.join(" ", left);
    }

    /** The requests of a press, whether they are in sequence, what the targets do, the outcomes of a round, and what waits afterwards. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1a 1b | false | '' | 1a DELIVERED, 1b DELIVERED | '' | ar1 br1",
                "1a 1b | false | a unreachable | 1b DELIVERED | 1a | ar1 br1",
                "1a 2a | false | a unreachable | '' | 1a 2a | ar1",
                "1a 2a | false | a offline | '' | 1a 2a | ar1",
                "1a 2b | true | a unreachable | '' | 1a 2b | ar1",
                "1a 1b 2c | true | a unreachable | 1b DELIVERED | 1a 2c | ar1 br1",
                "1a 2b | false | a rejects | 1a REJECTED, 2b DELIVERED | '' | ar1 br2",
                "1a 2b | true | a rejects | 1a REJECTED, 2b SKIPPED | '' | ar1",
                "1a 1b 2c | true | a rejects;b unreachable | 1a REJECTED, 2c SKIPPED | 1b | ar1 br1",
                "1a 1b 2c | true | a unreachable;b rejects | 1b REJECTED, 2c SKIPPED | 1a | ar1 br1",
                "1a 2b 3c | true | '' | 1a DELIVERED, 2b DELIVERED, 3c DELIVERED | '' | ar1 br2 cr3",
                "1a! | false | '' | 1a INTERRUPTED | '' | ''",
                "1a! 2b | true | '' | 1a INTERRUPTED, 2b SKIPPED | '' | ''",
                "1a! 2b | false | '' | 1a INTERRUPTED, 2b DELIVERED | '' | br2",
                "1a!* | false | '' | 1a DELIVERED | '' | ar1",
                "1a!* | false | a unreachable | '' | 1a!* | ar1",
                "1a!* | false | a rejects | 1a REJECTED | '' | ar1",
                "1a* | false | a lost | '' | 1a!* | ar1",
                "1a* | false | a unreachable | '' | 1a* | ar1",
                "1a | false | a lost | 1a UNCONFIRMED | '' | ar1",
                "1a 2b | true | a lost | 1a UNCONFIRMED, 2b SKIPPED | '' | ar1",
                "1a | false | a busy | '' | 1a | ar1",
                "1a | false | a unauthorized | 1a NO_CREDENTIAL | '' | ar1",
                "1a | false | a throws | 1a UNCONFIRMED | '' | ar1",
            })
    void round_sendsWhatItMay_andReportsWhatHasEnded(
            String requests, boolean inSequence, String behaviours, String outcomes, String left, String arrived)
            throws IOException {
        for (String behaviour : behaviours.split(";")) {
            if (!behaviour.isEmpty()) {
                answers.put(behaviour.charAt(0) + ".test", behaviour.substring(2));
            }
        }
        press("p1", inSequence, requests);
        assertThat(String.join(", ", device.round()).replace(".test", "")).isEqualTo(outcomes);
        assertThat(String.join(" ", sent).replace(".test/", "")).isEqualTo(arrived);
        assertThat(waiting()).isEqualTo(left);
        assertThat(heard).hasSize(outcomes.isEmpty() ? 0 : outcomes.split(",").length);
        assertThat(heard)
                .allMatch(result ->
                        result.pressId().equals("p1") && result.button().equals("go"));
        assertThat(device.records.isEmpty()).isEqualTo(left.isEmpty());
    }

    @Test
    void request_thatTheQueueDrops_isReportedAsLost_unlessItMayHaveArrived() throws IOException {
        answers.put("a.test", "rejects");
        press("p1", false, "1a");
        press("p2", false, "1a!*");
        device.round();
        assertThat(heard.get(0).result().message()).contains("This press is lost");
        assertThat(heard.get(0).result().mayHaveBeenDelivered()).isFalse();
        assertThat(heard.get(1).result().mayHaveBeenDelivered()).isTrue();
        assertThat(heard.get(1).result().message()).doesNotContain("This press is lost");
    }

    @ParameterizedTest
    @CsvSource({"600, 1a DELIVERED, 1b DELIVERED", "601, 1a EXPIRED, 1b UNCONFIRMED"})
    void press_thatIsTooOld_isNotSent(long seconds, String first, String second) throws IOException {
        press("p1", false, "1a 1b!*");
        ticker.addAndGet(Duration.ofSeconds(seconds).toNanos());
        assertThat(String.join(",", device.round()).replace(".test", "")).isEqualTo(first + "," + second);
        assertThat(sent).hasSize(seconds > 600 ? 0 : 2);
    }

    /** After a restart without a clock. */
    @Test
    void press_ofUnknownAge_waits() throws IOException {
        press("p1", false, "1a");
        now = Instant.EPOCH;
        device = new Device();
        assertThat(device.round()).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(waiting()).isEqualTo("1a");
    }

    @Test
    void queue_thatIsClosed_sendsNothing() throws IOException {
        press("p1", false, "1a");
        press("p2", false, "1a!");
        closed = true;
        assertThat(device.round()).isEmpty();
        assertThat(waiting()).isEqualTo("1a 1a!");
    }

    @Test
    void target_thatAsksToWait_isTriedAgainAfterThatTime() throws IOException {
        answers.put("a.test", "busy");
        press("p1", false, "1a");
        device.round();
        answers.clear();
        ticker.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        assertThat(device.round()).isEmpty();
        ticker.addAndGet(1);
        assertThat(device.round()).containsExactly("1a.test DELIVERED");
        assertThat(sent).hasSize(2);
    }

    @Test
    void press_thatWasWithdrawn_isNotSent() throws IOException {
        press("p1", false, "1a");
        List<QueuedPress> read = device.records.read();
        assertThat(device.records.remove("p1")).isPresent();
        assertThat(device.sender.send(read)).isEmpty();
        assertThat(sent).isEmpty();
    }

    /** A process reads the queue, and loses the lock with its connection; another gets it. */
    @ParameterizedTest
    @CsvSource({"delivered, 1a DELIVERED", "unreachable, ''", "lost, 1a UNCONFIRMED"})
    void request_thatAnotherProcessIsSending_isSentOnce(String behaviour, String outcomes) throws IOException {
        answers.put("a.test", behaviour);
        press("p1", false, "1a");
        List<QueuedPress> read = device.records.read();
        List<QueuedResult> second = new ArrayList<>();
        meanwhile = () -> second.addAll(device.sender.send(read));
        assertThat(String.join(", ", new Device().round()).replace(".test", "")).isEqualTo(outcomes);
        assertThat(sent).containsExactly("a.test/r1");
        assertThat(second).isEmpty();
    }

    /** The other process takes its mark back, and the first one still has what it has read before. */
    @Test
    void request_whosePressAnotherProcessHasChanged_waitsForTheNextRound() throws IOException {
        answers.put("a.test", "unreachable");
        press("p1", false, "1a 2b");
        List<QueuedPress> read = device.records.read();
        assertThat(new Device().round()).containsExactly("2b.test DELIVERED");
        answers.clear();
        sent.clear();
        assertThat(device.sender.send(read)).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(device.round()).containsExactly("1a.test DELIVERED");
        assertThat(waiting()).isEmpty();
    }

    /** This process could not mark it. */
    @Test
    void request_thatAnotherProcessHasMarked_isNotSent_afterAFailedMarkOfThisOne() throws IOException {
        press("p1", false, "1a");
        store.fill(0);
        assertThat(device.round()).isEmpty();
        assertThat(sent).isEmpty();
        store.fill(Integer.MAX_VALUE);
        List<String> second = new ArrayList<>();
        meanwhile = () -> {
            try {
                second.addAll(device.round());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        assertThat(new Device().round()).containsExactly("1a.test DELIVERED");
        assertThat(second).containsExactly("1a.test INTERRUPTED");
        assertThat(sent).containsExactly("a.test/r1");
    }

    /** This process could not mark it, and has marked another request of the press since. */
    @Test
    void request_thatAnotherProcessHasMarked_isNotSent_afterAnotherMarkOfThisOne() throws IOException {
        answers.put("a.test", "unreachable");
        press("p1", false, "1a 2b");
        store.fill(2); // for the mark of the first request and its end
        assertThat(device.round()).isEmpty();
        assertThat(sent).containsExactly("a.test/r1");

        store.fill(Integer.MAX_VALUE);
        meanwhile = () -> meanwhile = () -> store.fill(0); // the second process marks both, and then its store fails
        new Device().round();
        assertThat(sent).containsExactly("a.test/r1", "a.test/r1", "b.test/r2");

        store.fill(Integer.MAX_VALUE);
        meanwhile = () -> store.fill(0);
        device.round();
        store.fill(Integer.MAX_VALUE);
        meanwhile = () -> {};
        device.round();
        assertThat(sent.stream().filter("b.test/r2"::equals)).hasSize(1);
    }

    /** The result of a request whose process has lost the lock does not change what the other one has written. */
    @Test
    void resultOfARequest_afterAnotherProcessHasReportedIt_changesNothing() throws IOException {
        answers.put("a.test", "unreachable");
        press("p1", false, "1a 2b");
        List<String> second = new ArrayList<>();
        meanwhile = () -> {
            try {
                second.addAll(new Device().round());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        assertThat(device.round()).isEmpty();
        assertThat(second).containsExactly("1a.test INTERRUPTED", "2b.test DELIVERED");
        assertThat(sent).containsExactly("a.test/r1", "b.test/r2");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void signedRequest_withoutThePassword_isNotSent() throws IOException {
        press("p1", false, "1a", HeadersMode.ALGO_STANDARD);
        assertThat(device.round()).containsExactly("1a.test NO_CREDENTIAL");
        assertThat(sent).isEmpty();
        assertThat(heard.get(0).result().message()).contains("Remote Device RESTful API Password");
    }

    @Test
    void presses_areSentInTheirOrder() throws IOException {
        press("p2", false, "1a");
        press("p1", false, "2b");
        press("p3", false, "3c");
        assertThat(device.round()).containsExactly("1a.test DELIVERED", "2b.test DELIVERED", "3c.test DELIVERED");
    }
}
