package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records of the offline queue in their store, and which requests may become one. */
class QueueRecordsTest {
    private static final ApiHost TARGET = ApiHost.of("192.0.2.7");

    private final AtomicLong ticker = new AtomicLong();
    private final QueueingDevice.Store store = new QueueingDevice.Store();
    private final QueueRecords records = records(3);

    private QueueRecords records(int capacity) {
        return new QueueRecords(OfflineQueue.in(store).capacity(capacity).expiry(Duration.ofMinutes(10)), ticker::get);
    }

    private static QueuedPress press(String id, long pressed, int requests) {
        ButtonRequest request = new ButtonRequest(
                "Other",
                "POST",
                "",
                List.of(TARGET),
                Optional.empty(),
                HeadersMode.NONE,
                List.of(),
                "",
                false,
                SuccessCondition.any());
        List<QueuedPress.Dispatch> dispatches = IntStream.rangeClosed(1, requests)
                .mapToObj(number -> new QueuedPress.Dispatch(number, TARGET, request, false))
                .toList();
        return new QueuedPress(id, "go", pressed, 0, false, dispatches);
    }

    private List<String> ids() throws IOException {
        return records.read().stream().map(QueuedPress::press).toList();
    }

    @Test
    void presses_areStoredInTheirOrder_untilTheQueueIsFull() throws IOException {
        assertThat(records.isEmpty()).isTrue();
        assertThat(records.keep(press("c", 50, 1))).isEmpty();
        assertThat(records.keep(press("b", 40, 1))).isEmpty(); // the clock was set back
        assertThat(records.keep(press("c", 60, 1))).as("stored already").isEmpty();
        assertThat(records(3).keep(press("a", 10, 1))).as("by another process").isEmpty();
        assertThat(records.keep(press("d", 70, 1))).contains("The queue is full.");
        assertThat(ids()).containsExactly("c", "b", "a");
        assertThat(records.size()).isEqualTo(3);
        assertThat(records.has("b")).isTrue();
        assertThat(records.has("d")).isFalse();
        assertThat(records.isEmpty()).isFalse();
    }

    @Test
    void press_isRemoved_onlyIfItIsThere() throws IOException {
        records.keep(press("a", 10, 2));
        assertThat(records.remove("b")).isEmpty();
        assertThat(records.remove("a").orElseThrow().dispatches()).hasSize(2);
        assertThat(records.remove("a")).isEmpty();
        assertThat(records.isEmpty()).isTrue();
    }

    @Test
    void press_withoutARequest_isRemoved_andAWithdrawnOneIsNotWrittenAgain() throws IOException {
        QueuedPress two = press("a", 10, 2);
        records.keep(two);
        QueuedPress read = records.read().get(0);
        QueuedPress one = records.write(read.without(two.dispatches().get(0))).orElseThrow();
        assertThat(records.read()).containsExactly(one);
        assertThat(one.dispatches()).hasSize(1);
        assertThat(records.write(read))
                .as("what another process has read before")
                .isEmpty();
        assertThat(records.write(one.without(one.dispatches().get(0)))).isPresent();
        assertThat(records.isEmpty()).isTrue();
        assertThat(records.write(one)).isEmpty();
        assertThat(records.isEmpty()).isTrue();
    }

    @Test
    void press_thatARoundMarksWhileItIsWithdrawn_isWithdrawnAsMarked() throws IOException {
        records.keep(press("a", 10, 1));
        QueuedPress read = records.read().get(0);
        store.afterRead(() -> assertThat(
                        records.write(read.with(read.dispatches().get(0).begun(true))))
                .isPresent());
        assertThat(records.remove("a").orElseThrow().dispatches())
                .singleElement()
                .matches(QueuedPress.Dispatch::started);
        assertThat(records.isEmpty()).isTrue();
    }

    /** A store that takes the withdrawal, and fails to remove the record. */
    @Test
    void press_thatWasWithdrawn_waitsNoLonger_andItsRecordIsRemovedLater() throws IOException {
        records.keep(press("a", 10, 1));
        QueuedPress empty = records.read().get(0).withOnly(List.of());
        assertThat(store.replace("press-a", empty.generation(), empty.toBytes()))
                .isTrue();
        assertThat(ids()).isEmpty();
        assertThat(records.isEmpty()).isTrue();
    }

    /** A store that cannot tell: the press was reported as not stored, and must not be sent later. */
    @Test
    void press_thatWasNotStored_isNotSentWhenItsRecordAppears() throws IOException {
        store.fail(new IOException("input/output error"));
        assertThat(records.keep(press("a", 10, 1)).orElseThrow()).contains("could not store it");
        store.fail(null);
        assertThat(records(3).keep(press("a", 10, 1))).isEmpty();
        assertThat(ids()).isEmpty();
        assertThat(records.has("a")).isFalse();
        assertThat(records.isEmpty()).isTrue();
    }

    /** A write that fails after it was executed. */
    @Test
    void press_thatWasStoredAllTheSame_waits() throws IOException {
        store.failAfterwards();
        assertThat(records.keep(press("a", 10, 1))).isEmpty();
        assertThat(ids()).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({"600, false", "601, true"})
    void record_thatCannotBeRead_isSkipped_andRemovedAfterTheExpiry(long seconds, boolean removed) throws IOException {
        records.keep(press("a", 10, 1));
        store.damage("press-a");
        assertThat(ids()).isEmpty();
        assertThat(records.has("a")).isTrue();
        records.dropUnreadable();
        assertThat(records.isEmpty()).isFalse();
        ticker.addAndGet(Duration.ofSeconds(seconds).toNanos());
        assertThat(ids()).isEmpty();
        records.dropUnreadable();
        assertThat(records.isEmpty()).isEqualTo(removed);
    }

    @Test
    void record_thatCanBeReadAgain_isNotRemoved() throws IOException {
        records.keep(press("a", 10, 1));
        store.damage("press-a");
        records.read();
        store.damage("");
        ticker.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(ids()).containsExactly("a");
        store.damage("press-a");
        records.read();
        ticker.addAndGet(Duration.ofMinutes(9).toNanos());
        records.read();
        records.dropUnreadable();
        assertThat(records.isEmpty()).isFalse();
    }

    @Test
    void number_ofPresses_isTheLastKnownOne_whileTheStoreFails() throws IOException {
        records.keep(press("a", 10, 1));
        records.keep(press("b", 20, 1));
        store.fail(new IOException("input/output error"));
        assertThat(records.size()).isEqualTo(2);
        store.fail(null);
        records.remove("a");
        assertThat(records.size()).isEqualTo(1);
    }

    @Test
    void record_ofAnotherKind_isNoPress() throws IOException {
        assertThat(store.replace("profile-1", 0, "{}".getBytes(UTF_8))).isTrue();
        assertThat(records.isEmpty()).isTrue();
        assertThat(records.size()).isZero();
    }

    @Test
    void record_thatIsEncrypted_isNotRead_andRemovedWhenItsPressIsWithdrawn() throws IOException {
        RecordStore sealed = store.encryptedWith(new SecretKeySpec(new byte[32], "AES"));
        new QueueRecords(OfflineQueue.in(sealed), ticker::get).keep(press("a", 10, 1));
        assertThat(ids()).isEmpty();
        assertThat(records.remove("a")).isEmpty();
        assertThat(records.isEmpty()).isTrue();
    }

    private static TargetResult outcome(Outcome outcome, boolean temporary) {
        if (outcome != Outcome.REJECTED && outcome != Outcome.NO_CREDENTIAL) {
            return TargetResult.without(1, TARGET, outcome);
        }
        ApiRequest request = ApiRequest.of("POST", URI.create("https://192.0.2.7/"));
        Failure failure = Failure.of(
                Step.REQUEST, temporary ? Failure.Kind.UNAVAILABLE : Failure.Kind.CONFIGURATION, "it failed", "Look.");
        return TargetResult.of(
                1,
                TARGET,
                ApiResult.builder(request, ApiResult.Outcome.valueOf(outcome.name()))
                        .failure(failure)
                        .build());
    }

    /** Whether the failure is temporary, whether the request is repeatable, and whether it may be sent again later. */
    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, false, false, true",
        "TIMED_OUT, false, false, true",
        "UNCONFIRMED, false, true, true",
        "UNCONFIRMED, false, false, false",
        "REJECTED, true, false, true",
        "REJECTED, false, true, false",
        "NO_CREDENTIAL, true, false, true",
        "NO_CREDENTIAL, false, true, false",
        "DELIVERED, false, true, false",
        "INVALID, false, true, false",
        "CANCELLED, false, true, false",
        "SKIPPED, false, true, false",
    })
    void request_waits_ifALaterAttemptMayDeliverIt(
            Outcome outcome, boolean temporary, boolean repeatable, boolean waits) {
        assertThat(PressQueue.mayPass(outcome(outcome, temporary), repeatable)).isEqualTo(waits);
    }
}
