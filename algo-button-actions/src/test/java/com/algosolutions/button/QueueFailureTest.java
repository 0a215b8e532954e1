package com.algosolutions.button;

import static com.algosolutions.button.QueueingDevice.MORNING;
import static com.algosolutions.button.QueueingDevice.await;
import static com.algosolutions.button.QueueingDevice.awaitEmpty;
import static com.algosolutions.button.QueueingDevice.states;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The offline queue under back-offs and under failures of store, listener, threads and configuration. */
class QueueFailureTest {
    private final QueueingDevice device = new QueueingDevice();
    private final Targets targets = device.targets();

    @AfterEach
    void close() {
        device.close();
    }

    private ButtonActions start() {
        return device.start(device.queue(), targets.document(1, 1));
    }

    private static String repeatable(String document) {
        return document.replace("\"method\"", "\"repeatable\":true,\"method\"");
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "0, 30"})
    void target_thatAsksToWait_isBackedOffForThatTime(int named, int kept) {
        targets.asksToWait(1, named);
        String calm = targets.document(1, 1).replace("\"go\"", "\"calm\"");
        String go = targets.document(1, 2);
        ButtonActions buttons = device.start(
                device.queue().expiry(Duration.ofDays(30)),
                calm.substring(0, calm.length() - "]}".length()) + "," + go.substring("{\"buttons\":[".length()));
        assertThat(buttons.press("calm").outcome()).isEqualTo(PressResult.Outcome.QUEUED);

        buttons.sendQueued();
        assertThat(buttons.press("go").delivered()).isTrue(); // which starts a round
        device.pass(Duration.ofSeconds(kept).minusMillis(1));
        buttons.sendQueued();
        assertThat(targets.arrivedAt(1)).isEqualTo(1);

        device.pass(Duration.ofMillis(2));
        sendUntilArrived(buttons, 2);
        buttons.sendQueued();
        assertThat(targets.arrivedAt(1)).isEqualTo(2);

        targets.answers(1, 200);
        await(
                "delivery",
                () -> !device.reported().isEmpty(),
                () -> { // a late response may start the back-off again
                    device.pass(Duration.ofSeconds(1));
                    buttons.sendQueued();
                });
        assertThat(states(device.reported())).containsExactly(Outcome.DELIVERED);
        assertThat(targets.arrivedAt(1)).isEqualTo(3);
    }

    private void sendUntilArrived(ButtonActions buttons, int count) {
        await(count + " arrivals", () -> targets.arrivedAt(1) >= count, buttons::sendQueued);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void store_thatFailsForATime_isRetried(boolean declared) throws Exception {
        targets.dies(1);
        ButtonActions buttons = device.start(device.queue().interval(Duration.ofMillis(20)), targets.document(1, 1));
        assertThat(buttons.press("go").outcome()).isEqualTo(PressResult.Outcome.QUEUED);

        device.store().fail(declared ? new IOException("no") : new IllegalStateException("no"));
        await("failures of the store", () -> device.store().failures() >= 8, Thread::onSpinWait);
        assertThat(buttons.queuedCount()).isEqualTo(1);
        device.store().fail(null);
        targets.revives(1);

        targets.awaitArrivals(1);
        awaitEmpty(buttons);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void record_thatCannotBeRemoved_isSentOnceAndReportedOnce(boolean repeatable) {
        targets.dies(1);
        String document = targets.document(1, 1);
        ButtonActions buttons = device.start(device.queue(), repeatable ? repeatable(document) : document);
        buttons.press("go");
        targets.revives(1);
        device.store().fill(1); // the mark can be written

        device.drain(buttons, 1);
        buttons.sendQueued();
        buttons.sendQueued();

        assertThat(targets.arrivedAt(1)).isEqualTo(1);
        assertThat(states(device.reported())).containsExactly(Outcome.DELIVERED);
        assertThat(buttons.queuedCount()).isEqualTo(1);
        device.store().fill(Integer.MAX_VALUE);
        buttons.sendQueued();
        awaitEmpty(buttons);
        assertThat(targets.arrivedAt(1)).isEqualTo(1);
        assertThat(device.reported()).hasSize(1);
    }

    @Test
    void mark_thatCannotBeTakenBack_doesNotMakeAnUnsentRequestInterrupted() {
        targets.dies(1);
        ButtonActions buttons = start();
        buttons.press("go");
        buttons.sendQueued();
        device.store().fill(1); // the mark can be written
        assertThat(buttons.sendQueued()).isEmpty();
        device.store().fill(Integer.MAX_VALUE);
        targets.revives(1);

        assertThat(states(device.drain(buttons, 1))).containsExactly(Outcome.DELIVERED);
    }

    @Test
    void mark_writtenAlthoughTheStoreFailed_doesNotMakeAnUnsentRequestInterrupted() {
        targets.dies(1);
        ButtonActions buttons = start();
        buttons.press("go");
        buttons.sendQueued();
        targets.revives(1);
        device.store().failAfterwards();
        assertThat(buttons.sendQueued()).isEmpty();
        assertThat(targets.arrived()).isEmpty();
        device.store().fill(Integer.MAX_VALUE);

        assertThat(states(device.drain(buttons, 1))).containsExactly(Outcome.DELIVERED);
    }

    private void keep(String press, ButtonRequest request) throws IOException {
        QueuedPress.Dispatch dispatch =
                new QueuedPress.Dispatch(1, request.targets().get(0), request, false);
        QueuedPress queued = new QueuedPress(press, "go", MORNING.toEpochMilli(), 1, false, List.of(dispatch));
        assertThat(device.store().replace("press-" + press, 0, queued.toBytes()))
                .isTrue();
    }

    private static ButtonRequest to(ApiHost target, String path, Optional<String> profile, HeadersMode headers) {
        return new ButtonRequest(
                "Other", "POST", path, List.of(target), profile, headers, List.of(), "", false, SuccessCondition.any());
    }

    @Test
    void profile_thatDoesNotExist_endsItsRequestsAndDelaysNoOther() throws Exception {
        ButtonActions buttons = start();
        ApiHost target = buttons.buttons().get(0).requests().get(0).targets().get(0);
        keep("a", to(target, "gone", Optional.of("Gone"), HeadersMode.NONE));
        keep("b", to(target, "open", Optional.empty(), HeadersMode.NONE));

        assertThat(states(device.drain(buttons, 2))).containsExactly(Outcome.NO_CREDENTIAL, Outcome.DELIVERED);
        assertThat(targets.arrived()).containsExactly("t1.test /open");
        awaitEmpty(buttons);
        TargetResult lost = device.reported().get(0).result();
        for (String words : List.of(lost.message(), lost.toString())) {
            assertThat(words)
                    .contains(
                            "no OAuth profile named Gone",
                            "This press is lost",
                            "Press again once the cause is corrected");
        }
        assertThat(device.reported().get(1).result().message()).doesNotContain("lost");
    }

    /** The queue sends the request; an operator who reads "try again" presses a second time. */
    @Test
    void request_thatWaits_doesNotAskForAnotherPress() {
        for (Runnable fault : List.<Runnable>of(
                () -> targets.dies(1), () -> targets.asksToWait(1, 30), () -> targets.refusesConnections(1))) {
            targets.revives(1);
            fault.run();
            TargetResult waiting = device.start(device.queue(), targets.document(1, 1))
                    .press("go")
                    .results()
                    .get(0);

            assertThat(waiting.outcome()).isEqualTo(Outcome.QUEUED);
            for (String words : List.of(waiting.toString(), waiting.message())) {
                assertThat(words)
                        .contains("It waits in the queue, and is sent as soon as possible")
                        .doesNotContainIgnoringCase(
                                "try again", "press again", "check ", "before the next press", "lost");
            }
            device.stop();
        }
    }

    @Test
    void signedRequest_afterAStartWithoutThePassword_isNotSentUnsigned() {
        targets.dies(1);
        String document = targets.document(1, 1)
                .replace("\"method\"", "\"headers\":\"Algo Standard Authentication Headers\",\"method\"");
        device.start(device.queue(), document, builder -> builder.remoteDevicePassword(Secret.of("algo")))
                .press("go");
        device.stop();
        targets.revives(1);

        ButtonActions restarted = device.start(device.queue(), "{\"buttons\": []}");

        assertThat(states(device.drain(restarted, 1))).containsExactly(Outcome.NO_CREDENTIAL);
        assertThat(device.reported().get(0).result().message()).contains("Password", "Set it");
        assertThat(targets.arrived()).isEmpty();
        awaitEmpty(restarted);
    }

    @Test
    void listener_thatHangs_delaysNoRequest() throws Exception {
        targets.dies(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        ButtonActions buttons = device.start(
                device.queue().listener(reported -> {
                    threads.add(Thread.currentThread().getName());
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }),
                targets.document(1, 1));
        for (int i = 0; i < 3; i++) {
            buttons.press("go");
        }
        targets.revives(1);
        try {
            buttons.sendQueued();
            targets.awaitArrivals(3);

            assertThat(threads).hasSize(1).allSatisfy(name -> assertThat(name).startsWith("algo-button press"));
        } finally {
            release.countDown();
        }
        await("an empty queue", () -> buttons.queuedCount() == 0, buttons::sendQueued);
        assertThat(targets.arrivedAt(1)).isEqualTo(3);
        assertThat(threads).hasSize(3);
    }

    private static List<Callable<Object>> storeResults() {
        List<Callable<Object>> results = new ArrayList<>(List.of(
                () -> null,
                () -> "of another type",
                () -> Optional.of(1),
                () -> List.of(1),
                () -> Arrays.asList("press-1", null)));
        for (Throwable thrown : PressRunTest.thrown()) {
            results.add(() -> PressRunTest.<RuntimeException, Object>sneak(thrown));
        }
        return results;
    }

    /** What a store throws, or returns in place of a value, whether its contract allows it or not. */
    @ParameterizedTest
    @MethodSource("storeResults")
    void store_thatBreaksItsContract_endsNoOperation_andThePressIsSentLater(Callable<Object> result) {
        AtomicReference<String> broken = new AtomicReference<>("");
        RecordStore store = (RecordStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RecordStore.class},
                (proxy, method, arguments) -> method.getName().equals(broken.get())
                        ? result.call()
                        : method.invoke(device.store(), arguments));
        targets.dies(1);
        ButtonActions buttons =
                device.start(OfflineQueue.in(store).interval(QueueingDevice.NEVER), targets.document(1, 1));
        String press = buttons.press("go").pressId();
        for (String call : List.of("list", "replace", "delete", "read")) {
            broken.set(call);
            assertThat(buttons.queuedCount()).as(call).isEqualTo(call.equals("read") ? 0 : 1); // readable ones
            assertThat(buttons.sendQueued()).as(call).isEmpty();
            if (call.equals("list")) {
                assertThatThrownBy(() -> buttons.cancelQueued(press)).isInstanceOf(UncheckedIOException.class);
            }
            Thread.interrupted();
        }
        broken.set("");
        targets.revives(1);
        await("an empty queue", () -> buttons.queuedCount() == 0, buttons::sendQueued);
        assertThat(targets.arrivedAt(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("com.algosolutions.button.PressRunTest#thrown")
    void listener_thatThrows_getsTheNextOutcome(Throwable thrown) {
        targets.dies(1);
        CountDownLatch reported = new CountDownLatch(2);
        ButtonActions buttons = device.start(
                device.queue().listener(outcome -> {
                    reported.countDown();
                    PressRunTest.<RuntimeException, Void>sneak(thrown);
                }),
                targets.document(1, 1));
        buttons.press("go");
        buttons.press("go");
        targets.revives(1);

        await("two calls", () -> reported.getCount() == 0, buttons::sendQueued);
        awaitEmpty(buttons);
    }

    @Test
    void record_thatCannotBeRead_takesNoCapacityAndIsRemovedAfterTheExpiry() throws Exception {
        targets.dies(1);
        ButtonActions buttons = device.start(device.queue().capacity(1), targets.document(1, 1));
        String damaged = "press-" + buttons.press("go").pressId();
        device.store().damage(damaged);

        assertThat(buttons.queuedCount()).isZero();
        assertThat(buttons.press("go").outcome()).isEqualTo(PressResult.Outcome.QUEUED);
        buttons.sendQueued();
        device.pass(Duration.ofMinutes(10).minusSeconds(1));
        buttons.sendQueued();
        assertThat(device.store().list()).contains(damaged);
        device.pass(Duration.ofSeconds(2));
        device.drain(buttons, 1);

        assertThat(device.store().list()).doesNotContain(damaged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no JSON", "{\"version\":2}", "\u0001 is how an encrypted record begins, and then 37 bytes"})
    void record_thatCannotBeRead_isRemovedWhenItsPressIsCancelled(String bytes) throws Exception {
        targets.dies(1);
        ButtonActions buttons = device.start(device.queue(), targets.document(1, 1));
        String press = buttons.press("go").pressId();
        String id = "press-" + press;
        device.store().delete(id);
        device.store().replace(id, 0, bytes.getBytes(UTF_8));

        assertThat(buttons.queuedCount()).isZero();
        assertThat(buttons.cancelQueued(press)).isEmpty();
        assertThat(device.store().list()).doesNotContain(id);
    }

    @Test
    void sendQueued_onAnInterruptedThread_sends() {
        targets.dies(1);
        ButtonActions buttons = start();
        buttons.press("go");
        buttons.sendQueued();
        targets.revives(1);
        await(
                "delivery",
                () -> !device.reported().isEmpty(),
                () -> { // the first round may be running
                    Thread.currentThread().interrupt();
                    buttons.sendQueued();
                    assertThat(Thread.interrupted()).isTrue();
                });
        assertThat(states(device.reported())).containsExactly(Outcome.DELIVERED);
    }

    /** Threads run out after a number of tasks; each number interrupts press and queue at another step. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 10})
    void threads_thatRunOut_stopNoQueueAndSendNothingTwice(int before) {
        targets.dies(1);
        AtomicInteger left = new AtomicInteger(before);
        Executor threads = PressThreads.create();
        Executor scarce = task -> {
            int now = left.getAndDecrement();
            if (now <= 0 && now > -6) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        };
        ButtonActions buttons = device.start(
                device.queue().interval(Duration.ofMillis(20)), targets.document(1, 1), more -> more.threads(scarce));
        boolean queued = buttons.press("go").outcome()
                == PressResult.Outcome.QUEUED; // without a thread the press cannot be stored

        await("the rejected tasks", () -> left.get() < -6, buttons::sendQueued);
        targets.revives(1);
        awaitEmpty(buttons);

        assertThat(states(device.reported())).isEqualTo(queued ? List.of(Outcome.DELIVERED) : List.of());
        assertThat(targets.arrivedAt(1)).isEqualTo(queued ? 1 : 0);
    }

    @Test
    void buttons_thatAreClosed_sendAndStoreNothingMore() {
        targets.dies(1);
        ButtonActions old = start();
        String waiting = old.press("go").pressId();
        old.close();

        assertThat(old.press("go").results().get(0).outcome()).isEqualTo(Outcome.UNREACHABLE);
        targets.revives(1);
        assertThat(old.sendQueued()).isEmpty();
        assertThat(old.press("go").delivered()).isTrue();
        assertThat(targets.arrivedAt(1)).isEqualTo(1);

        assertThat(device.drain(start(), 1)).extracting(QueuedResult::pressId).containsExactly(waiting);
    }

    @Test
    void press_thatIsWithdrawn_isNotSent() {
        targets.dies(1);
        ButtonActions buttons = start();
        String withdrawn = buttons.press("go").pressId();
        String other = buttons.press("go").pressId();

        assertThat(states(buttons.cancelQueued(withdrawn))).containsExactly(Outcome.CANCELLED);
        assertThat(buttons.cancelQueued(withdrawn)).isEmpty();
        targets.revives(1);

        assertThat(device.drain(buttons, 2)).extracting(QueuedResult::pressId).containsExactly(withdrawn, other);
        assertThat(targets.arrivedAt(1)).isEqualTo(1);
    }

    @Test
    void press_withdrawnWhileItIsSent_isNotStoredAgain() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        targets.dies(1);
        ButtonActions buttons = device.start(device.queue(), targets.document(2, 1));
        String press = buttons.press("go").pressId();
        targets.revives(1).delays(1, release);
        Thread sender = new Thread(() -> device.drain(buttons, 3));
        sender.start();
        targets.awaitArrivals(1);

        assertThat(states(buttons.cancelQueued(press))).containsExactly(Outcome.UNCONFIRMED, Outcome.CANCELLED);
        release.countDown();
        sender.join(20_000);

        assertThat(states(device.reported()))
                .containsExactly(Outcome.UNCONFIRMED, Outcome.CANCELLED, Outcome.DELIVERED);
        assertThat(targets.arrived()).containsExactly("t1.test /r1");
        assertThat(buttons.queuedCount()).isZero();
    }

    @Test
    void request_thatMayHaveArrivedAndWaits_reportsIt() {
        targets.drops(1);
        ButtonActions buttons = device.start(device.queue(), repeatable(targets.document(1, 1)));

        PressResult pressed = buttons.press("go");

        TargetResult waits = pressed.results().get(0);
        assertThat(waits.outcome()).isEqualTo(Outcome.QUEUED);
        assertThat(waits.mayHaveBeenDelivered()).isTrue();
        assertThat(waits.message()).contains("It waits", "may have been delivered already");
        assertThat(pressed.summary()).contains("1 waits", "may have been delivered");
        targets.answers(1, 403);
        assertThat(device.drain(buttons, 1)).singleElement().satisfies(refused -> {
            assertThat(refused.result().outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(refused.result().mayHaveBeenDelivered()).isTrue();
            assertThat(refused.result().message()).contains("An earlier attempt may have been delivered");
        });
    }
}
