package com.algosolutions.button;

import static com.algosolutions.button.QueueingDevice.MORNING;
import static com.algosolutions.button.QueueingDevice.NEVER;
import static com.algosolutions.button.QueueingDevice.awaitEmpty;
import static com.algosolutions.button.QueueingDevice.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.store.RecordStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The offline queue: which requests it stores, for how long, in which order, and that none is sent twice. */
class PressQueueTest {
    private final QueueingDevice device = new QueueingDevice();
    private final Targets targets = device.targets();

    @AfterEach
    void close() {
        device.close();
    }

    private OfflineQueue queue() {
        return device.queue();
    }

    private ButtonActions start(OfflineQueue queue, String document) {
        return device.start(queue, document);
    }

    private List<QueuedResult> drain(ButtonActions buttons, int count) {
        return device.drain(buttons, count);
    }

    @Test
    void press_withoutANetwork_isQueuedAndSentOnce() {
        targets.dies(1);
        ButtonActions buttons = start(queue(), targets.document(2, 1, 2));

        PressResult pressed = buttons.press("go");

        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.QUEUED);
        assertThat(pressed.summary()).isEqualTo("2 of 4 delivered; 2 wait for the network");
        assertThat(pressed.results().get(0).message()).contains("could not be resolved", "It waits in the queue");
        assertThat(pressed.results().get(0).mayHaveBeenDelivered()).isFalse();
        assertThat(buttons.queuedCount()).isEqualTo(1);
        targets.revives(1);

        List<QueuedResult> sent = drain(buttons, 2);

        assertThat(states(sent)).containsExactly(Outcome.DELIVERED, Outcome.DELIVERED);
        assertThat(sent).allSatisfy(outcome -> {
            assertThat(outcome.pressId()).isEqualTo(pressed.pressId());
            assertThat(outcome.button()).isEqualTo("go");
        });
        assertThat(targets.arrived()).doesNotHaveDuplicates().hasSize(4);
        awaitEmpty(buttons);
    }

    @Test
    void press_storedByAnEarlierProcess_isSentAsItWasPressed() {
        targets.dies(1);
        String document = targets.document(1, 1).replace("\"r1\"", "\"r?t=${localTime}&p=${pressId}\"");
        PressResult pressed = start(queue(), document).press("go");
        targets.revives(1);
        device.pass(Duration.ofSeconds(60));
        device.stop();

        // a changed document does not change the waiting request
        ButtonActions restarted = start(queue(), "{\"buttons\": []}");
        drain(restarted, 1);

        assertThat(targets.arrived()).containsExactly("t1.test /r?t=2027-03-01%2008%3A00%3A00&p=" + pressed.pressId());
    }

    @Test
    void presses_areSentInOrderAndAnUnreachableTargetDelaysNoOther() {
        targets.dies(1).dies(2);
        ButtonActions buttons = start(queue(), targets.document(2, 1, 2));
        PressResult first = buttons.press("go");
        PressResult second = buttons.press("go");
        targets.revives(2);

        List<QueuedResult> sent = drain(buttons, 4);

        assertThat(sent)
                .hasSize(4)
                .allSatisfy(outcome -> assertThat(outcome.result().delivered()).isTrue());
        assertThat(sent)
                .extracting(QueuedResult::pressId)
                .containsExactly(first.pressId(), first.pressId(), second.pressId(), second.pressId());
        assertThat(targets.arrived()).containsExactly("t2.test /r1", "t2.test /r2", "t2.test /r1", "t2.test /r2");
        assertThat(buttons.queuedCount()).isEqualTo(2);
    }

    @Test
    void press_thatIsTooOld_isExpiredAndNotSent() {
        targets.dies(1);
        ButtonActions buttons = start(queue().expiry(Duration.ofMinutes(5)), targets.document(1, 1));
        buttons.press("go");
        targets.revives(1);
        device.pass(Duration.ofMinutes(5).plusMillis(1));

        assertThat(states(drain(buttons, 1))).containsExactly(Outcome.EXPIRED);
        assertThat(device.reported().get(0).result().message()).contains("too old", "Press again");
        assertThat(targets.arrived()).isEmpty();
        awaitEmpty(buttons);
    }

    @Test
    void press_madeBeforeTheClockWasSet_isNotTooOldAfterwards() {
        targets.dies(1);
        device.set(Instant.EPOCH.plusSeconds(30));
        start(queue(), targets.document(1, 1)).press("go");
        targets.revives(1);
        device.set(MORNING);
        device.stop();

        ButtonActions restarted = start(queue(), targets.document(1, 1));
        drain(restarted, 1);

        assertThat(states(device.reported())).containsExactly(Outcome.DELIVERED);
    }

    @Test
    void press_withAFullQueue_failsAtOnce() {
        targets.dies(1);
        ButtonActions buttons = start(queue().capacity(2), targets.document(1, 1));
        buttons.press("go");
        buttons.press("go");

        PressResult third = buttons.press("go");

        assertThat(third.outcome()).isEqualTo(PressResult.Outcome.FAILED);
        assertThat(third.results().get(0).outcome()).isEqualTo(Outcome.UNREACHABLE);
        assertThat(buttons.queuedCount()).isEqualTo(2);
    }

    @Test
    void press_thatATargetRejectedOrMayHaveExecuted_isNotQueued() {
        targets.answers(1, 403).drops(2).answers(3, 500);
        ButtonActions buttons = start(queue(), targets.document(1, 1, 2, 3));

        assertThat(buttons.press("go").results())
                .extracting(TargetResult::outcome)
                .containsExactly(Outcome.REJECTED, Outcome.UNCONFIRMED, Outcome.UNCONFIRMED);
        assertThat(buttons.queuedCount()).isZero();
    }

    @Test
    void request_thatIsRepeatable_isSentAgainAtOnceAndThenWaits() {
        targets.drops(1);
        ButtonActions buttons =
                start(queue(), targets.document(1, 1).replace("\"method\"", "\"repeatable\":true,\"method\""));

        PressResult pressed = buttons.press("go");

        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.QUEUED);
        assertThat(targets.arrivedAt(1)).isEqualTo(2);
        targets.answers(1, 200);
        assertThat(states(drain(buttons, 1))).containsExactly(Outcome.DELIVERED);
        assertThat(targets.arrivedAt(1)).isEqualTo(3);
    }

    @Test
    void request_thatIsNotRepeatable_isNotSentAgain() {
        targets.drops(1);

        start(queue(), targets.document(1, 1)).press("go");

        assertThat(targets.arrivedAt(1)).isEqualTo(1);
    }

    @Test
    void press_storedTwice_isThereOnce() {
        targets.dies(1);
        ButtonActions buttons = start(queue(), targets.document(1, 1));
        PressResult pressed = buttons.press("go");
        ButtonRequest request = buttons.buttons().get(0).requests().get(0);

        PressQueue again = new PressQueue(queue(), settings());
        assertThat(again.keep(new QueuedPress(
                        pressed.pressId(),
                        "go",
                        MORNING.toEpochMilli(),
                        0,
                        false,
                        List.of(new QueuedPress.Dispatch(1, request.targets().get(0), request, false)))))
                .isEmpty();
        assertThat(buttons.queuedCount()).isEqualTo(1);
    }

    private PressSettings settings() {
        return new PressSettings(
                targets.client(),
                java.util.Map.of(),
                Duration.ofSeconds(8),
                8,
                OnFailure.CONTINUE,
                RepeatedPress.IGNORE,
                Duration.ZERO,
                System::nanoTime,
                Placeholders.filled(),
                Clock.fixed(MORNING, ZoneOffset.UTC),
                PressThreads.create());
    }

    @Test
    void request_inProgressWhenTheDeviceStopped_isReportedAndNotSentAgainUnlessItIsRepeatable() throws Exception {
        ButtonActions buttons =
                start(queue(), targets.document(2, 1).replaceFirst("\"method\"", "\"repeatable\":true,\"method\""));
        Button button = buttons.buttons().get(0);
        List<QueuedPress.Dispatch> started = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ButtonRequest request = button.requests().get(i);
            started.add(new QueuedPress.Dispatch(i + 1, request.targets().get(0), request, true));
        }
        QueuedPress stopped = new QueuedPress("stopped", "go", MORNING.toEpochMilli(), 1, false, started);
        assertThat(device.store().replace("press-stopped", 0, stopped.toBytes()))
                .isTrue();

        List<QueuedResult> sent = drain(buttons, 2);

        assertThat(states(sent)).containsExactly(Outcome.DELIVERED, Outcome.INTERRUPTED);
        assertThat(sent.get(1).result().mayHaveBeenDelivered()).isTrue();
        assertThat(sent.get(1).result().message()).contains("stopped while", "may have been delivered");
        assertThat(targets.arrived()).containsExactly("t1.test /r1");
    }

    @Test
    void press_thatReachesItsTarget_startsARound() {
        targets.dies(1);
        ButtonActions buttons = start(queue(), targets.document(1, 1));
        buttons.press("go");
        targets.revives(1);

        assertThat(buttons.press("go").delivered()).isTrue();
        device.awaitReported();

        assertThat(targets.arrivedAt(1)).isEqualTo(2);
        awaitEmpty(buttons);
    }

    @Test
    void queue_thatIsSending_isNotSentByAnother() throws Exception {
        targets.dies(1);
        CountDownLatch release = new CountDownLatch(1);
        ButtonActions buttons = start(queue(), targets.document(1, 1));
        buttons.press("go");
        targets.revives(1).delays(1, release);
        Thread sender = new Thread(() -> drain(buttons, 1));
        sender.start();
        targets.awaitArrivals(1);

        assertThat(buttons.sendQueued()).isEmpty();
        assertThat(start(queue(), targets.document(1, 1)).sendQueued()).isEmpty();
        release.countDown();
        sender.join(20_000);

        assertThat(targets.arrivedAt(1)).isEqualTo(1);
        awaitEmpty(buttons);
    }

    @Test
    void queue_onADisk_survivesARestart(@TempDir Path folder) {
        targets.dies(1);
        RecordStore disk = RecordStore.directory(folder.resolve("records"));
        OfflineQueue onDisk = OfflineQueue.in(disk)
                .capacity(4)
                .expiry(Duration.ofHours(1))
                .interval(NEVER)
                .listener(queue().listener());
        start(onDisk, targets.document(1, 1)).press("go");
        targets.revives(1);

        ButtonActions restarted = start(onDisk, targets.document(1, 1));
        drain(restarted, 1);

        assertThat(targets.arrivedAt(1)).isEqualTo(1);
        awaitEmpty(restarted);
    }

    @Test
    void press_printed_showsNoPayload() {
        targets.dies(1);
        start(queue(), targets.document(1, 1).replace("\"method\"", "\"dataPayload\":\"\\\"geheim\\\"\",\"method\""))
                .press("go");

        assertThat(device.reported().toString()).doesNotContain("geheim");
    }

    @Test
    void press_whoseStoreHangs_returnsByItsDeadlineAsUnconfirmed() throws Exception {
        targets.dies(1);
        CountDownLatch release = new CountDownLatch(1);
        device.store().hold(release);
        ButtonActions buttons = ButtonActions.builder(targets.client())
                .pressTimeout(Duration.ofSeconds(2))
                .offlineQueue(queue())
                .parse(targets.document(1, 1, 2));
        try {
            PressResult pressed = buttons.pressAsync("go").future().get(20, TimeUnit.SECONDS);

            assertThat(pressed.results())
                    .extracting(TargetResult::outcome)
                    .containsExactly(Outcome.UNCONFIRMED, Outcome.DELIVERED);
        } finally {
            release.countDown();
        }
    }

    @Test
    void record_thatIsDamaged_delaysNoOtherPress() {
        targets.dies(1);
        PressResult first = start(queue(), targets.document(1, 1)).press("go");
        device.stop(); // a round in progress may have read it before
        device.store().damage("press-" + first.pressId());
        ButtonActions restarted = start(queue(), targets.document(1, 1));
        PressResult second = restarted.press("go");
        targets.revives(1);

        assertThat(drain(restarted, 1)).extracting(QueuedResult::pressId).containsExactly(second.pressId());
    }

    @Test
    void press_afterARestartWithoutAClock_waitsUntilItsAgeIsKnown() {
        targets.dies(1);
        start(queue(), targets.document(1, 1)).press("go");
        device.stop();
        targets.revives(1);
        device.set(Instant.EPOCH.plusSeconds(30));
        ButtonActions restarted = start(queue(), targets.document(1, 1));

        assertThat(restarted.sendQueued()).isEmpty();
        assertThat(restarted.queuedCount()).isEqualTo(1);
        device.set(MORNING.plus(Duration.ofDays(1)));

        assertThat(states(drain(restarted, 1))).containsExactly(Outcome.EXPIRED);
        assertThat(targets.arrived()).isEmpty();
    }

    @Test
    void request_thatMayHaveBeenDeliveredAndExpires_isUnconfirmed() {
        targets.drops(1);
        ButtonActions buttons =
                start(queue(), targets.document(1, 1).replace("\"method\"", "\"repeatable\":true,\"method\""));
        buttons.press("go");
        device.pass(Duration.ofDays(1));

        assertThat(drain(buttons, 1)).singleElement().satisfies(outcome -> {
            assertThat(outcome.result().outcome()).isEqualTo(Outcome.UNCONFIRMED);
            assertThat(outcome.result().mayHaveBeenDelivered()).isTrue();
        });
    }

    @Test
    void press_thatWasCancelled_isNotQueued() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        targets.dies(1).delays(2, release);
        ButtonActions buttons = ButtonActions.builder(targets.client())
                .parallelTargets(1)
                .offlineQueue(queue())
                .parse(targets.document(2, 1, 2));
        Press press = buttons.pressAsync("go");
        targets.awaitArrivals(1);

        assertThat(press.cancel()).isTrue();
        release.countDown();

        assertThat(press.future().get(20, TimeUnit.SECONDS).results())
                .extracting(TargetResult::outcome)
                .containsExactly(Outcome.UNREACHABLE, Outcome.DELIVERED, Outcome.CANCELLED, Outcome.CANCELLED);
        assertThat(buttons.queuedCount()).isZero();
    }
}
