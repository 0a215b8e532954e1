package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.Outcome.State;
import com.algosolutions.oauth.RecordLock;
import com.algosolutions.oauth.RecordStore;
import com.algosolutions.oauth.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for the network: what is kept, for how long, in which order, and that nothing is sent twice. */
class PressQueueTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Instant MORNING = Instant.parse("2027-03-01T08:00:00Z");

    private final Targets targets = new Targets();
    private final RecordStore store = RecordStore.inMemory();
    private final AtomicReference<Instant> now = new AtomicReference<>(MORNING);
    private final List<QueuedOutcome> told = new ArrayList<>();

    @AfterEach
    void close() {
        targets.close();
    }

    private OfflineQueue queue() {
        return OfflineQueue.in(store).interval(NEVER).listener(outcome -> {
            synchronized (told) {
                told.add(outcome);
            }
        });
    }

    /** A device that has just started on the store. */
    private ButtonActions start(OfflineQueue queue, String document) {
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        return ButtonActions.builder(targets.client())
                .pressTimeout(Duration.ofSeconds(8))
                .debounce(Duration.ZERO)
                .clock(clock)
                .offlineQueue(queue)
                .read(document);
    }

    private static List<State> states(List<QueuedOutcome> outcomes) {
        return outcomes.stream().map(outcome -> outcome.outcome().state()).toList();
    }

    @Test
    void press_withoutANetwork_waitsSaysSoAndIsSentOnce() {
        targets.dies(1);
        ButtonActions buttons = start(queue(), targets.document(2, 1, 2));

        PressResult pressed = buttons.press("go");

        assertThat(pressed.state()).isEqualTo(PressResult.State.QUEUED);
        assertThat(pressed.summary()).isEqualTo("2 of 4 delivered; 2 wait for the network");
        assertThat(pressed.outcomes().get(0).sentence())
                .contains("could not be resolved", "It waits, and is sent when");
        assertThat(pressed.outcomes().get(0).mayHaveBeenDelivered()).isFalse();
        assertThat(buttons.queued()).isEqualTo(1);
        targets.revives(1);

        List<QueuedOutcome> sent = drain(buttons, 2);

        assertThat(states(sent)).containsExactly(State.DELIVERED, State.DELIVERED);
        assertThat(sent).allSatisfy(outcome -> {
            assertThat(outcome.press()).isEqualTo(pressed.press());
            assertThat(outcome.button()).isEqualTo("go");
        });
        assertThat(targets.arrived()).doesNotHaveDuplicates().hasSize(4);
        awaitEmpty(buttons);
    }

    @Test
    void press_keptByAProcessBefore_isSentAsItWasPressed() {
        targets.dies(1);
        String document = targets.document(1, 1).replace("\"r1\"", "\"r?t=${localTime}&p=${pressId}\"");
        PressResult pressed = start(queue(), document).press("go");
        targets.revives(1);
        now.set(MORNING.plusSeconds(60));

        // another document: what was pressed is what is sent
        ButtonActions restarted = start(queue(), "{\"buttons\": []}");
        drain(restarted, 1);

        assertThat(targets.arrived()).containsExactly("t1.test /r?t=2027-03-01%2008%3A00%3A00&p=" + pressed.press());
    }

    /** It is told first, then taken out. */
    private static void awaitEmpty(ButtonActions buttons) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (buttons.queued() > 0) {
            assertThat(System.nanoTime()).as("queue still not empty").isLessThan(end);
        }
    }

    /** Sends until so much was told: what a start or a press has set off may be sending too. */
    private List<QueuedOutcome> drain(ButtonActions buttons, int count) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            buttons.sendQueued();
            synchronized (told) {
                if (told.size() >= count) {
                    return List.copyOf(told);
                }
            }
        }
        throw new AssertionError("only " + told);
    }

    @Test
    void presses_areSentInTheirOrderAndADeadTargetHoldsUpNoOther() {
        targets.dies(1).dies(2);
        ButtonActions buttons = start(queue(), targets.document(2, 1, 2));
        PressResult first = buttons.press("go");
        PressResult second = buttons.press("go");
        targets.revives(2);

        List<QueuedOutcome> sent = drain(buttons, 4);

        assertThat(sent)
                .hasSize(4)
                .allSatisfy(outcome -> assertThat(outcome.outcome().delivered()).isTrue());
        assertThat(sent)
                .extracting(QueuedOutcome::press)
                .containsExactly(first.press(), first.press(), second.press(), second.press());
        assertThat(targets.arrived()).containsExactly("t2.test /r1", "t2.test /r2", "t2.test /r1", "t2.test /r2");
        assertThat(buttons.queued()).isEqualTo(2);
    }

    @Test
    void press_thatIsTooOld_isNotSentAndSaysSo() {
        targets.dies(1);
        ButtonActions buttons = start(queue().expiry(Duration.ofMinutes(5)), targets.document(1, 1));
        buttons.press("go");
        targets.revives(1);
        now.set(MORNING.plus(Duration.ofMinutes(5)).plusMillis(1));

        assertThat(states(drain(buttons, 1))).containsExactly(State.EXPIRED);
        assertThat(told.get(0).outcome().sentence()).contains("too old", "Press again");
        assertThat(targets.arrived()).isEmpty();
        awaitEmpty(buttons);
    }

    @Test
    void press_madeBeforeTheClockWasSet_isNotTooOldAfterwards() {
        targets.dies(1);
        now.set(Instant.EPOCH.plusSeconds(30));
        start(queue(), targets.document(1, 1)).press("go");
        targets.revives(1);
        now.set(MORNING);

        ButtonActions restarted = start(queue(), targets.document(1, 1));
        drain(restarted, 1);

        assertThat(states(told)).containsExactly(State.DELIVERED);
    }

    @Test
    void queue_thatIsFull_letsThePressFailAtOnce() {
        targets.dies(1);
        ButtonActions buttons = start(queue().capacity(2), targets.document(1, 1));
        buttons.press("go");
        buttons.press("go");

        PressResult third = buttons.press("go");

        assertThat(third.state()).isEqualTo(PressResult.State.FAILED);
        assertThat(third.outcomes().get(0).state()).isEqualTo(State.UNREACHABLE);
        assertThat(buttons.queued()).isEqualTo(2);
    }

    @Test
    void press_thatATargetRefusedOrMayHaveExecuted_doesNotWait() {
        targets.answers(1, 403).drops(2).answers(3, 500);
        ButtonActions buttons = start(queue(), targets.document(1, 1, 2, 3));

        assertThat(buttons.press("go").outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.REFUSED, State.UNCONFIRMED, State.UNCONFIRMED);
        assertThat(buttons.queued()).isZero();
    }

    @Test
    void request_thatIsRepeatable_isSentAgainAtOnceAndThenWaits() {
        targets.drops(1);
        ButtonActions buttons =
                start(queue(), targets.document(1, 1).replace("\"method\"", "\"repeatable\":true,\"method\""));

        PressResult pressed = buttons.press("go");

        assertThat(pressed.state()).isEqualTo(PressResult.State.QUEUED);
        assertThat(targets.arrivedAt(1)).isEqualTo(2);
        targets.answers(1, 200);
        assertThat(states(drain(buttons, 1))).containsExactly(State.DELIVERED);
        assertThat(targets.arrivedAt(1)).isEqualTo(3);
    }

    @Test
    void request_thatIsNotRepeatable_isNotSentAgain() {
        targets.drops(1);

        start(queue(), targets.document(1, 1)).press("go");

        assertThat(targets.arrivedAt(1)).isEqualTo(1);
    }

    @Test
    void press_keptTwice_isThereOnce() {
        targets.dies(1);
        ButtonActions buttons = start(queue(), targets.document(1, 1));
        PressResult pressed = buttons.press("go");
        ButtonRequest request = buttons.buttons().get(0).requests().get(0);

        PressQueue again = new PressQueue(queue(), settings());
        assertThat(again.keep(
                        pressed.press(),
                        "go",
                        List.of(new QueuedPress.Sending(1, request.targets().get(0), request, false))))
                .isTrue();
        assertThat(buttons.queued()).isEqualTo(1);
    }

    private PressSettings settings() {
        return new PressSettings(
                targets.client(),
                java.util.Map.of(),
                Duration.ofSeconds(8),
                8,
                OnFailure.CONTINUE,
                SecondPress.IGNORE,
                Duration.ZERO,
                System::nanoTime,
                Placeholders.filled(),
                Clock.fixed(MORNING, ZoneOffset.UTC),
                PressThreads.create());
    }

    @Test
    void request_thatWasUnderWayWhenTheDeviceStopped_isToldAndNotSentAgainUnlessItIsRepeatable() throws Exception {
        ButtonActions buttons =
                start(queue(), targets.document(2, 1).replaceFirst("\"method\"", "\"repeatable\":true,\"method\""));
        Button button = buttons.buttons().get(0);
        List<QueuedPress.Sending> under = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ButtonRequest request = button.requests().get(i);
            under.add(new QueuedPress.Sending(i + 1, request.targets().get(0), request, true));
        }
        QueuedPress stopped = new QueuedPress("stopped", "go", MORNING.toEpochMilli(), 1, under);
        assertThat(store.replace("press-stopped", 0, stopped.toBytes())).isTrue();

        List<QueuedOutcome> sent = drain(buttons, 2);

        assertThat(states(sent)).containsExactly(State.DELIVERED, State.INTERRUPTED);
        assertThat(sent.get(1).outcome().mayHaveBeenDelivered()).isTrue();
        assertThat(sent.get(1).outcome().sentence()).contains("stopped while", "may have been delivered");
        assertThat(targets.arrived()).containsExactly("t1.test /r1");
    }

    private void awaitTold() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            synchronized (told) {
                if (!told.isEmpty()) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nothing was told");
    }

    @Test
    void press_thatReachesItsTarget_sendsWhatWaits() {
        targets.dies(1);
        ButtonActions buttons = start(queue(), targets.document(1, 1));
        buttons.press("go");
        targets.revives(1);

        assertThat(buttons.press("go").delivered()).isTrue();
        awaitTold();

        assertThat(targets.arrivedAt(1)).isEqualTo(2);
        awaitEmpty(buttons);
    }

    @Test
    void queue_thatIsSending_isNotSentByAnother() throws Exception {
        targets.dies(1);
        CountDownLatch release = new CountDownLatch(1);
        ButtonActions buttons = start(queue(), targets.document(1, 1));
        buttons.press("go");
        targets.revives(1).holds(1, release);
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
    void store_thatIsOnADisk_keepsThePressToo(@TempDir Path folder) {
        targets.dies(1);
        RecordStore disk = RecordStore.directory(folder.resolve("records"));
        OfflineQueue onDisk = new OfflineQueue(disk, 4, Duration.ofHours(1), NEVER, queue().listener());
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

        assertThat(told.toString()).doesNotContain("geheim");
    }

    /** A store in trouble: one record cannot be read, or no press can be written for as long as it is held. */
    private static final class Troubled implements RecordStore {
        private final RecordStore sound;
        private volatile String damaged = "";
        private volatile CountDownLatch held = new CountDownLatch(0);

        Troubled(RecordStore sound) {
            this.sound = sound;
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            if (id.equals(damaged)) {
                throw new IOException("damaged");
            }
            return sound.read(id);
        }

        @Override
        public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return sound.replace(id, expectedGeneration, bytes);
        }

        @Override
        public List<String> list() throws IOException {
            return sound.list();
        }

        @Override
        public void delete(String id) throws IOException {
            sound.delete(id);
        }

        @Override
        public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
            return sound.lock(id, limit);
        }
    }

    @Test
    void press_whoseStoreHangs_isAnsweredByItsDeadlineAndSaysThatNobodyKnows() throws Exception {
        targets.dies(1);
        Troubled troubled = new Troubled(store);
        troubled.held = new CountDownLatch(1);
        ButtonActions buttons = ButtonActions.builder(targets.client())
                .pressTimeout(Duration.ofSeconds(2))
                .offlineQueue(new OfflineQueue(troubled, 4, Duration.ofHours(1), NEVER, told -> {}))
                .read(targets.document(1, 1, 2));
        try {
            PressResult pressed = buttons.pressAsync("go").future().get(20, TimeUnit.SECONDS);

            assertThat(pressed.outcomes())
                    .extracting(Outcome::state)
                    .containsExactly(State.UNCONFIRMED, State.DELIVERED);
        } finally {
            troubled.held.countDown();
        }
    }

    @Test
    void record_thatIsDamaged_holdsUpNoOtherPress() {
        targets.dies(1);
        Troubled troubled = new Troubled(store);
        OfflineQueue queue = new OfflineQueue(troubled, 4, Duration.ofHours(1), NEVER, queue().listener());
        ButtonActions buttons = start(queue, targets.document(1, 1));
        troubled.damaged = "press-" + buttons.press("go").press();
        PressResult second = buttons.press("go");
        targets.revives(1);

        assertThat(drain(start(queue, targets.document(1, 1)), 1))
                .extracting(QueuedOutcome::press)
                .containsExactly(second.press());
    }

    @Test
    void press_afterARestartWithoutAClock_waitsUntilItsAgeCanBeTold() {
        targets.dies(1);
        start(queue(), targets.document(1, 1)).press("go");
        targets.revives(1);
        now.set(Instant.EPOCH.plusSeconds(30));
        ButtonActions restarted = start(queue(), targets.document(1, 1));

        assertThat(restarted.sendQueued()).isEmpty();
        assertThat(restarted.queued()).isEqualTo(1);
        now.set(MORNING.plus(Duration.ofDays(1)));

        assertThat(states(drain(restarted, 1))).containsExactly(State.EXPIRED);
        assertThat(targets.arrived()).isEmpty();
    }

    @Test
    void request_thatMayHaveBeenDeliveredAndBecomesTooOld_isNotCalledUnsent() {
        targets.drops(1);
        ButtonActions buttons =
                start(queue(), targets.document(1, 1).replace("\"method\"", "\"repeatable\":true,\"method\""));
        buttons.press("go");
        now.set(MORNING.plus(Duration.ofDays(1)));

        assertThat(drain(buttons, 1)).singleElement().satisfies(outcome -> {
            assertThat(outcome.outcome().state()).isEqualTo(State.UNCONFIRMED);
            assertThat(outcome.outcome().mayHaveBeenDelivered()).isTrue();
        });
    }

    @Test
    void press_thatWasCancelled_isNotKept() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        targets.dies(1).holds(2, release);
        ButtonActions buttons = ButtonActions.builder(targets.client())
                .parallelTargets(1)
                .offlineQueue(queue())
                .read(targets.document(2, 1, 2));
        Press press = buttons.pressAsync("go");
        targets.awaitArrivals(1);

        assertThat(press.cancel()).isTrue();
        release.countDown();

        assertThat(press.future().get(20, TimeUnit.SECONDS).outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.UNREACHABLE, State.DELIVERED, State.CANCELLED, State.CANCELLED);
        assertThat(buttons.queued()).isZero();
    }
}
