package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.button.Outcome.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a press runs: order, parallel targets, deadline, second presses, cancel, progress. */
class PressRunTest {
    private final Targets targets = new Targets();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void close() {
        release.countDown();
        targets.close();
    }

    private ButtonActions.Builder settings() {
        return ButtonActions.builder(targets.client()).ticker(now::get);
    }

    private static List<State> states(PressResult pressed) {
        return pressed.outcomes().stream().map(Outcome::state).toList();
    }

    private static PressResult soon(Press press) throws Exception {
        return press.future().get(20, TimeUnit.SECONDS);
    }

    @Test
    void press_ofFiveRequestsToEightTargetsOfAllManners_answersInTimeWithFortyTrueOutcomesInOrder() {
        targets.answers(4, 403).stalls(5).dies(6).drops(7).answers(8, 500);
        ButtonActions buttons =
                settings().pressTimeout(Duration.ofSeconds(8)).read(targets.document(5, 1, 2, 3, 4, 5, 6, 7, 8));

        PressResult pressed = buttons.press("go");

        assertThat(pressed.elapsed()).isLessThan(Duration.ofSeconds(8));
        assertThat(pressed.state()).isEqualTo(PressResult.State.PARTLY_DELIVERED);
        assertThat(pressed.outcomes().stream()
                        .map(outcome ->
                                outcome.request() + " " + outcome.target().host()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 5)
                        .boxed()
                        .flatMap(r -> IntStream.rangeClosed(1, 8).mapToObj(t -> r + " t" + t + ".test"))
                        .toList());
        assertThat(states(pressed))
                .containsExactlyElementsOf(Collections.nCopies(
                                5,
                                List.of(
                                        State.DELIVERED,
                                        State.DELIVERED,
                                        State.DELIVERED,
                                        State.REFUSED,
                                        State.UNCONFIRMED,
                                        State.UNREACHABLE,
                                        State.UNCONFIRMED,
                                        State.UNCONFIRMED))
                        .stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(targets.arrived()).doesNotHaveDuplicates().hasSize(35);
        assertThat(targets.arrivedAt(6)).isZero();
        assertThat(targets.arrived().stream()
                        .map(line -> line.substring(line.length() - 1))
                        .toList())
                .isSorted();
    }

    @Test
    void targets_ofOneRequest_areSentToSideBySide() throws Exception {
        IntStream.rangeClosed(1, 8).forEach(target -> targets.holds(target, release));
        Press press =
                settings().read(targets.document(1, 1, 2, 3, 4, 5, 6, 7, 8)).pressAsync("go");

        targets.awaitArrivals(8); // all are held: none was waited for
        release.countDown();

        assertThat(soon(press).delivered()).isTrue();
    }

    @Test
    void targets_beyondTheBound_waitForTheOthers() throws Exception {
        IntStream.rangeClosed(1, 3).forEach(target -> targets.holds(target, release));
        Press press =
                settings().parallelTargets(2).read(targets.document(1, 1, 2, 3)).pressAsync("go");

        targets.awaitArrivals(2);
        assertThat(targets.arrived()).hasSize(2);
        release.countDown();

        assertThat(soon(press).delivered()).isTrue();
        assertThat(targets.arrived()).hasSize(3);
        assertThat(targets.arrivedAt(3)).isEqualTo(1);
    }

    @Test
    void request_whoseTargetsAreAllHeld_isNotOvertakenByTheNext() throws Exception {
        targets.holds(1, release);
        Press press = settings().read(targets.document(2, 1, 2)).pressAsync("go");

        targets.awaitArrivals(2);
        assertThat(targets.arrived()).allMatch(line -> line.endsWith("/r1"));
        release.countDown();

        assertThat(soon(press).delivered()).isTrue();
    }

    @Test
    void failure_withContinue_sendsTheLaterRequests() {
        targets.answers(1, 403);

        PressResult pressed = settings().read(targets.document(3, 1)).press("go");

        assertThat(states(pressed)).containsExactly(State.REFUSED, State.REFUSED, State.REFUSED);
        assertThat(targets.arrived()).hasSize(3);
    }

    @Test
    void failure_withStop_skipsTheLaterRequestsAndSaysSo() {
        targets.answers(2, 403);

        PressResult pressed = settings()
                .onFailure(OnFailure.STOP)
                .read(targets.document(3, request -> request == 1 ? new int[] {1} : new int[] {1, 2, 3}))
                .press("go");

        assertThat(states(pressed))
                .containsExactly(
                        State.DELIVERED,
                        State.DELIVERED,
                        State.REFUSED,
                        State.DELIVERED,
                        State.SKIPPED,
                        State.SKIPPED,
                        State.SKIPPED);
        assertThat(targets.arrived()).hasSize(4).noneMatch(line -> line.endsWith("/r3"));
        assertThat(pressed.outcomes().get(4).toString()).contains("not sent", "a request before it failed");
        assertThat(pressed.summary()).isEqualTo("3 of 7 delivered");
    }

    @Test
    void secondPress_byDefault_isIgnoredAndSaysSo() throws Exception {
        targets.holds(1, release);
        ButtonActions buttons = settings().debounce(Duration.ZERO).read(targets.document(1, 1));
        Press first = buttons.pressAsync("go");
        targets.awaitArrivals(1);

        PressResult second = buttons.press("go");

        assertThat(second.state()).isEqualTo(PressResult.State.IGNORED);
        assertThat(second.summary()).contains("pressed again too soon", "the press before this one counts");
        assertThat(second.press()).isNotEqualTo(first.id());
        release.countDown();
        assertThat(soon(first).delivered()).isTrue();
        assertThat(targets.arrived()).hasSize(1);
        assertThat(buttons.press("go").delivered()).isTrue();
        assertThat(targets.arrived()).hasSize(2);
    }

    @Test
    void secondPress_withJoin_sharesTheFirst() throws Exception {
        targets.holds(1, release);
        ButtonActions buttons = settings().secondPress(SecondPress.JOIN).read(targets.document(1, 1));
        Press first = buttons.pressAsync("go");
        Press second = buttons.pressAsync("go");
        release.countDown();

        assertThat(soon(second)).isSameAs(soon(first));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(targets.arrived()).hasSize(1);
    }

    @Test
    void secondPress_withQueue_isSentAfterTheFirst() throws Exception {
        targets.holds(1, release);
        ButtonActions buttons = settings()
                .secondPress(SecondPress.QUEUE)
                .debounce(Duration.ZERO)
                .read(targets.document(1, 1));
        List<Press> presses = Stream.generate(() -> buttons.pressAsync("go"))
                .limit(2 + Presses.MOST_WAITING)
                .toList();
        targets.awaitArrivals(1);

        assertThat(presses.get(1 + Presses.MOST_WAITING).result().state()).isEqualTo(PressResult.State.IGNORED);
        assertThat(targets.arrived()).hasSize(1);
        release.countDown();

        for (Press press : presses.subList(0, 1 + Presses.MOST_WAITING)) {
            assertThat(soon(press).delivered()).isTrue();
        }
        assertThat(targets.arrived()).hasSize(1 + Presses.MOST_WAITING);
    }

    @Test
    void queuedPress_whoseTimeEndsBeforeItsTurn_answersAndSendsNothing() throws Exception {
        targets.stalls(1);
        ButtonActions buttons = settings()
                .secondPress(SecondPress.QUEUE)
                .debounce(Duration.ZERO)
                .pressTimeout(Duration.ofSeconds(1))
                .read(targets.document(1, 1));
        Press first = buttons.pressAsync("go");
        Press second = buttons.pressAsync("go");
        second.cancel();

        assertThat(states(soon(second))).containsExactly(State.CANCELLED);
        assertThat(states(soon(first))).containsExactly(State.UNCONFIRMED);
        assertThat(targets.arrived()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 299})
    void press_withinTheDebounce_isIgnored(long millis) {
        ButtonActions buttons = settings().read(targets.document(1, 1));
        buttons.press("go");
        now.addAndGet(Duration.ofMillis(millis).toNanos());

        assertThat(buttons.press("go").state()).isEqualTo(PressResult.State.IGNORED);
        assertThat(targets.arrived()).hasSize(1);

        now.addAndGet(Duration.ofMillis(300 - millis).toNanos());
        assertThat(buttons.press("go").delivered()).isTrue();
    }

    @Test
    void cancel_beforeTheLastRequest_sendsNothingMoreAndTellsTheTruthOfWhatWasUnderWay() throws Exception {
        targets.holds(1, release);
        Press press = settings().read(targets.document(3, 1)).pressAsync("go");
        targets.awaitArrivals(1);

        assertThat(press.cancel()).isTrue();
        assertThat(press.cancel()).isFalse();
        assertThat(press.toString()).contains("running");
        release.countDown();

        PressResult pressed = soon(press);
        assertThat(pressed.state()).isEqualTo(PressResult.State.CANCELLED);
        assertThat(states(pressed)).containsExactly(State.DELIVERED, State.CANCELLED, State.CANCELLED);
        assertThat(pressed.summary()).isEqualTo("cancelled, 1 of 3 delivered");
        assertThat(pressed.toString()).contains("the press was cancelled");
        assertThat(targets.arrived()).hasSize(1);
        assertThat(press.cancel()).isFalse();
    }

    @Test
    void progress_ofAPress_isToldInOrderAndAListenerThatFailsHoldsUpNothing() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch end = new CountDownLatch(1);

        Press press = settings().read(targets.document(3, 1)).pressAsync("go", progress -> {
            told.add(progress.text());
            progress.result().ifPresent(result -> end.countDown());
            throw new IllegalStateException("a listener's own mistake");
        });

        assertThat(soon(press).delivered()).isTrue();
        assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told)
                .containsExactly(
                        "sending…",
                        "sending… 1 of 3",
                        "sending… 2 of 3",
                        "sending… 3 of 3",
                        press.result().summary());
    }

    @Test
    void progress_ofAListenerThatHangs_doesNotHoldUpThePress() throws Exception {
        Press press = settings().read(targets.document(2, 1)).pressAsync("go", progress -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(soon(press).delivered()).isTrue();
    }

    @Test
    void press_ofAnInterruptedThread_isSentAndLeavesTheThreadInterrupted() {
        ButtonActions buttons = settings().read(targets.document(1, 1));
        Thread.currentThread().interrupt();

        PressResult pressed = buttons.press("go");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(pressed.delivered()).isTrue();
    }

    @Test
    void future_completedByItsReader_doesNotChangeThePress() throws Exception {
        targets.holds(1, release);
        Press press = settings().read(targets.document(1, 1)).pressAsync("go");

        assertThat(press.future().cancel(true)).isTrue();
        release.countDown();

        assertThat(soon(press).delivered()).isTrue();
    }

    @Test
    void threads_ofAPress_areDaemons() throws Exception {
        targets.holds(1, release);
        Press press = settings().read(targets.document(1, 1)).pressAsync("go");
        targets.awaitArrivals(1);

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("algo-button press"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
        release.countDown();
        soon(press);
    }

    @ParameterizedTest
    @EnumSource
    void pressOfAnUnknownButton_underAnySetting_isAnAnswer(SecondPress setting) {
        ButtonActions buttons = settings().secondPress(setting).read(targets.document(1, 1));

        assertThat(buttons.press("stop").state()).isEqualTo(PressResult.State.UNKNOWN);
        assertThat(buttons.press("stop").state()).isEqualTo(PressResult.State.UNKNOWN);
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> settings().parallelTargets(0)).hasMessageContaining("parallelTargets");
        assertThatThrownBy(() -> settings().debounce(Duration.ofMillis(-1))).hasMessageContaining("debounce");
    }
}
