package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Repeated presses of one button: ignored, joined, waiting, or a contact bounce. */
class RepeatedPressTest extends PressFixture {
    @Test
    void repeatedPress_byDefault_isIgnored() throws Exception {
        targets.delays(1, release);
        ButtonActions buttons = settings().debounce(Duration.ZERO).parse(targets.document(1, 1));
        Press first = buttons.pressAsync("go");
        targets.awaitArrivals(1);

        PressResult second = buttons.press("go");

        assertThat(second.outcome()).isEqualTo(PressResult.Outcome.IGNORED);
        assertThat(second.summary()).contains("pressed again too soon", "the press before this one counts");
        assertThat(second.pressId()).isNotEqualTo(first.pressId());
        release.countDown();
        assertThat(soon(first).delivered()).isTrue();
        assertThat(targets.arrived()).hasSize(1);
        assertThat(buttons.press("go").delivered()).isTrue();
        assertThat(targets.arrived()).hasSize(2);
    }

    @Test
    void repeatedPress_withJoin_sharesTheFirst() throws Exception {
        targets.delays(1, release);
        ButtonActions buttons = settings().repeatedPress(RepeatedPress.JOIN).parse(targets.document(1, 1));
        Press first = buttons.pressAsync("go");
        Press second = buttons.pressAsync("go");
        release.countDown();

        assertThat(soon(second)).isSameAs(soon(first));
        assertThat(second.pressId()).isEqualTo(first.pressId());
        assertThat(targets.arrived()).hasSize(1);
    }

    @Test
    void joinedPress_getsTheRemainingProgressAndCanCancel() throws Exception {
        targets.delays(1, release);
        ButtonActions buttons = settings().repeatedPress(RepeatedPress.JOIN).parse(targets.document(3, 1));
        Press first = buttons.pressAsync("go");
        targets.awaitArrivals(1);
        List<String> reported = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<PressResult> end = new CompletableFuture<>();
        Press second = buttons.pressAsync("go", progress -> {
            reported.add(progress.message());
            progress.result().ifPresent(end::complete);
        });

        assertThat(second.cancel()).isTrue();
        release.countDown();

        assertThat(states(soon(first))).containsExactly(Outcome.DELIVERED, Outcome.CANCELLED, Outcome.CANCELLED);
        assertThat(end.get(20, TimeUnit.SECONDS)).isSameAs(soon(first));
        assertThat(reported).containsExactly("sending… 3 of 3", soon(first).summary());
        assertThat(targets.arrived()).hasSize(1);
    }

    @Test
    void press_madeByAListenerAtTheEnd_isANewPressAndGetsItsEnd() throws Exception {
        CompletableFuture<PressResult> end = new CompletableFuture<>();
        AtomicReference<ButtonActions> buttons = new AtomicReference<>();
        buttons.set(settings()
                .repeatedPress(RepeatedPress.JOIN)
                .debounce(Duration.ZERO)
                .threads(Runnable::run) // listeners run before the notifying thread continues
                .parse(targets.document(1, 1)));

        Press first = buttons.get()
                .pressAsync(
                        "go",
                        progress -> progress.result().ifPresent(result -> {
                            buttons.get().pressAsync("go", late -> late.result().ifPresent(end::complete));
                        }));

        assertThat(end.get(20, TimeUnit.SECONDS).pressId()).isNotEqualTo(first.pressId());
        assertThat(targets.arrived()).hasSize(2);
    }

    @Test
    void repeatedPress_withQueue_isSentAfterTheFirst() throws Exception {
        targets.delays(1, release);
        ButtonActions buttons = settings()
                .repeatedPress(RepeatedPress.QUEUE)
                .debounce(Duration.ZERO)
                .parse(targets.document(1, 1));
        List<Press> presses = Stream.generate(() -> buttons.pressAsync("go"))
                .limit(2 + RunningPresses.MOST_WAITING)
                .toList();
        targets.awaitArrivals(1);

        assertThat(presses.get(1 + RunningPresses.MOST_WAITING).await().outcome())
                .isEqualTo(PressResult.Outcome.IGNORED);
        assertThat(targets.arrived()).hasSize(1);
        release.countDown();

        for (Press press : presses.subList(0, 1 + RunningPresses.MOST_WAITING)) {
            assertThat(soon(press).delivered()).isTrue();
        }
        assertThat(targets.arrived()).hasSize(1 + RunningPresses.MOST_WAITING);
    }

    @Test
    void waitingPress_whoseTimeEndsBeforeItsTurn_endsAndSendsNothing() throws Exception {
        Executor threads = PressThreads.create();
        AtomicInteger tasks = new AtomicInteger();
        ButtonActions buttons = settings()
                .repeatedPress(RepeatedPress.QUEUE)
                .debounce(Duration.ZERO)
                .pressTimeout(Duration.ofMillis(400))
                .threads(task -> {
                    if (tasks.incrementAndGet() > 2) { // the request and the end of the first press never run
                        threads.execute(task);
                    }
                })
                .parse(targets.document(1, 1));
        buttons.pressAsync("go");

        assertThat(states(soon(buttons.pressAsync("go")))).containsExactly(Outcome.TIMED_OUT);
        assertThat(targets.arrived()).isEmpty();
    }

    @Test
    void waitingPress_thatIsCancelled_endsAtOnceAsCancelled() throws Exception {
        targets.stalls(1);
        ButtonActions buttons = settings()
                .repeatedPress(RepeatedPress.QUEUE)
                .debounce(Duration.ZERO)
                .pressTimeout(Duration.ofSeconds(1))
                .parse(targets.document(1, 1));
        Press first = buttons.pressAsync("go");
        Press second = buttons.pressAsync("go");
        second.cancel();

        assertThat(states(soon(second))).containsExactly(Outcome.CANCELLED);
        assertThat(states(soon(first))).containsExactly(Outcome.UNCONFIRMED);
        assertThat(targets.arrived()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 299})
    void press_withinTheDebounce_isIgnored(long millis) {
        ButtonActions buttons = settings().parse(targets.document(1, 1));
        buttons.press("go");
        now.addAndGet(Duration.ofMillis(millis).toNanos());

        assertThat(buttons.press("go").outcome()).isEqualTo(PressResult.Outcome.IGNORED);
        assertThat(targets.arrived()).hasSize(1);

        now.addAndGet(Duration.ofMillis(300 - millis).toNanos());
        assertThat(buttons.press("go").delivered()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void unknownButton_withAnySetting_isAResult(RepeatedPress setting) {
        ButtonActions buttons = settings().repeatedPress(setting).parse(targets.document(1, 1));

        assertThat(buttons.press("stop").outcome()).isEqualTo(PressResult.Outcome.NO_SUCH_BUTTON);
        assertThat(buttons.press("stop").outcome()).isEqualTo(PressResult.Outcome.NO_SUCH_BUTTON);
    }
}
