package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The threads of a press, and a device that cannot start one. */
class PressThreadsTest extends PressFixture {
    /** An executor that first rejects a number of tasks, then starts a thread for each. */
    private static Executor threadsAfter(AtomicInteger refusals) {
        Executor threads = PressThreads.create();
        return task -> {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        };
    }

    @Test
    void press_whileNoThreadIsAvailable_isSentAfterwards() throws Exception {
        CompletableFuture<PressResult> reported = new CompletableFuture<>();

        Press press = settings()
                .threads(threadsAfter(new AtomicInteger(4)))
                .parse(targets.document(2, 1))
                .pressAsync("go", progress -> progress.result().ifPresent(reported::complete));

        assertThat(soon(press).delivered()).isTrue();
        assertThat(reported.get(20, TimeUnit.SECONDS)).isSameAs(soon(press));
        assertThat(targets.arrived()).hasSize(2);
    }

    @Test
    void press_withoutAThreadUntilItsDeadline_endsAndTheButtonStaysUsable() throws Exception {
        AtomicInteger refusals = new AtomicInteger(Integer.MAX_VALUE);
        ButtonActions buttons = settings()
                .debounce(Duration.ZERO)
                .pressTimeout(Duration.ofMillis(500))
                .threads(threadsAfter(refusals))
                .parse(targets.document(1, 1));

        assertThat(states(soon(buttons.pressAsync("go", progress -> {})))).containsExactly(Outcome.TIMED_OUT);

        refusals.set(0);
        assertThat(states(soon(buttons.pressAsync("go")))).containsExactly(Outcome.DELIVERED);
    }

    @Test
    void press_runningWhenThreadsRunOut_endsByItsDeadline() throws Exception {
        targets.stalls(1);
        AtomicInteger refusals = new AtomicInteger();
        Press press = settings()
                .pressTimeout(Duration.ofSeconds(1))
                .threads(threadsAfter(refusals))
                .parse(targets.document(2, 1))
                .pressAsync("go");
        targets.awaitArrivals(1);
        refusals.set(Integer.MAX_VALUE);

        assertThat(states(soon(press))).containsExactly(Outcome.UNCONFIRMED, Outcome.TIMED_OUT);
    }

    @Test
    void press_withoutAListener_usesAThreadForItsRequestOnly() throws Exception {
        Executor threads = PressThreads.create();
        AtomicInteger tasks = new AtomicInteger();
        ButtonActions buttons = settings()
                .threads(task -> {
                    tasks.incrementAndGet();
                    threads.execute(task);
                })
                .parse(targets.document(1, 1));

        assertThat(buttons.press("go").delivered()).isTrue();
        assertThat(buttons.press("go").outcome()).isEqualTo(PressResult.Outcome.IGNORED);
        assertThat(tasks).hasValue(1);
    }

    @Test
    void press_ofAnInterruptedThread_isSentAndLeavesTheThreadInterrupted() {
        ButtonActions buttons = settings().parse(targets.document(1, 1));
        Thread.currentThread().interrupt();

        PressResult pressed = buttons.press("go");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(pressed.delivered()).isTrue();
    }

    @Test
    void threads_ofAPress_areDaemons() throws Exception {
        targets.delays(1, release);
        Press press = settings().parse(targets.document(1, 1)).pressAsync("go");
        targets.awaitArrivals(1);

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("algo-button press"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
        release.countDown();
        soon(press);
    }

    @Test
    void thread_ofAPress_diesWhenIdle() throws Exception {
        CompletableFuture<Thread> used = new CompletableFuture<>();
        PressThreads.create(Duration.ofMillis(1)).execute(() -> used.complete(Thread.currentThread()));

        Thread thread = used.get(20, TimeUnit.SECONDS);
        thread.join(20_000);

        assertThat(thread.isAlive()).isFalse();
    }
}
