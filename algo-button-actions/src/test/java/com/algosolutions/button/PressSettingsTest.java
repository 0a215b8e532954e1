package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.store.RecordStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of the settings, and a device with and without a queue, with a client that answers at once. */
class PressSettingsTest {
    private static final String DOCUMENT = "{\"buttons\":[{\"identifier\":\"go\",\"action\":\"Send API Request\","
            + "\"numberOfApiRequests\":1,\"requests\":[{\"method\":\"POST\",\"customPath\":\"x\",\"targets\":[\"a.test\"]}]}]}";

    private static final ApiClient UNREACHABLE = request -> ApiResult.builder(request, ApiResult.Outcome.UNREACHABLE)
            .failure(Failure.of(Step.REQUEST, Failure.Kind.UNAVAILABLE, "a.test is unreachable", "Check the network."))
            .build();

    private static final ApiClient DELIVERING = request -> ApiResult.builder(request, ApiResult.Outcome.DELIVERED)
            .response(HttpResponse.of(200))
            .build();

    @ParameterizedTest
    @CsvSource({"PT0.000000001S, true", "PT0S, false", "PT-1S, false", "PT24H, true", "PT24H0.000000001S, false"})
    void pressTimeout_isPositive_andAtMostADay(Duration value, boolean accepted) {
        assertAccepted(accepted, () -> ButtonActions.builder(UNREACHABLE).pressTimeout(value));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT-0.000000001S, false", "PT24H, true", "PT24H0.000000001S, false"})
    void debounce_isNotNegative_andAtMostADay(Duration value, boolean accepted) {
        assertAccepted(accepted, () -> ButtonActions.builder(UNREACHABLE).debounce(value));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0, false", "-1, false"})
    void numbers_arePositive(int value, boolean accepted) {
        assertAccepted(accepted, () -> ButtonActions.builder(UNREACHABLE).parallelTargets(value));
        assertAccepted(accepted, () -> OfflineQueue.in(RecordStore.inMemory()).capacity(value));
        assertAccepted(accepted, () -> OfflineQueue.in(RecordStore.inMemory()).expiry(Duration.ofSeconds(value)));
        assertAccepted(accepted, () -> OfflineQueue.in(RecordStore.inMemory()).interval(Duration.ofSeconds(value)));
    }

    private static void assertAccepted(boolean accepted, Runnable setting) {
        if (accepted) {
            setting.run();
        } else {
            assertThatIllegalArgumentException().isThrownBy(setting::run);
        }
    }

    @Test
    void queue_hasTheSettingsThatWereMade() {
        OfflineQueue queue = OfflineQueue.in(RecordStore.inMemory());
        assertThat(queue).hasToString("offline queue of 32 presses, expiry PT10M, interval PT15S");
        OfflineQueue other = queue.capacity(1).expiry(Duration.ofHours(1)).interval(Duration.ofSeconds(5));
        assertThat(other).hasToString("offline queue of 1 press, expiry PT1H, interval PT5S");
        assertThat(other.store()).isSameAs(queue.store());
        assertThat(other.capacity()).isEqualTo(1);
        assertThat(ButtonActions.builder(UNREACHABLE).offlineQueue(other).offlineQueue())
                .contains(other);
        assertThat(ButtonActions.builder(UNREACHABLE).offlineQueue()).isEmpty();
    }

    @Test
    void device_withoutAQueue_stores_andSendsNothingLater() {
        ButtonActions buttons = ButtonActions.parse(UNREACHABLE, DOCUMENT);
        PressResult pressed = buttons.press("go");
        assertThat(pressed.queued()).isFalse();
        assertThat(pressed.results().get(0).message()).isEqualTo("A.test is unreachable. Check the network.");
        assertThat(pressed.results().get(0))
                .hasToString("request 1 to a.test unreachable: a.test is unreachable. Check the network.");
        assertThat(buttons.queuedCount()).isZero();
        assertThat(buttons.sendQueued()).isEmpty();
        assertThat(buttons.cancelQueued(pressed.pressId())).isEmpty();
        buttons.close();
        assertThat(buttons.screens()).isEmpty();
        assertThat(buttons.warnings()).isEmpty();
        assertThat(buttons.toJson()).contains("\"identifier\"", "\"go\"");
        assertThat(buttons.buttons()).extracting(Button::identifier).containsExactly("go");
    }

    private static ButtonActions queueing(ApiClient client, RecordStore store, List<QueuedResult> heard) {
        return ButtonActions.builder(client)
                .debounce(Duration.ZERO)
                .offlineQueue(OfflineQueue.in(store)
                        .capacity(2)
                        .interval(Duration.ofDays(1))
                        .listener(heard::add))
                .parse(DOCUMENT);
    }

    @Test
    void press_thatWaits_saysSo_andIsWithdrawnByItsId() {
        List<QueuedResult> heard = Collections.synchronizedList(new ArrayList<>());
        try (ButtonActions buttons = queueing(UNREACHABLE, RecordStore.inMemory(), heard)) {
            PressResult pressed = buttons.press("go");
            assertThat(pressed.queued()).isTrue();
            assertThat(pressed.summary()).isEqualTo("0 of 1 delivered; 1 waits for the network");
            assertThat(pressed.results().get(0).message())
                    .isEqualTo("A.test is unreachable. It waits in the queue, and is sent as soon as possible.");
            assertThat(pressed.results().get(0))
                    .hasToString("request 1 to a.test queued: a.test is unreachable."
                            + " It waits in the queue, and is sent as soon as possible.");
            assertThat(buttons.queuedCount()).isEqualTo(1);
            assertThat(buttons.cancelQueued("another")).isEmpty();
            List<QueuedResult> cancelled = buttons.cancelQueued(pressed.pressId());
            assertThat(cancelled).singleElement().satisfies(result -> {
                assertThat(result.pressId()).isEqualTo(pressed.pressId());
                assertThat(result.button()).isEqualTo("go");
                assertThat(result.result().outcome()).isEqualTo(TargetResult.Outcome.CANCELLED);
                assertThat(result.toString())
                        .startsWith("button go, press " + pressed.pressId() + ": request 1 to a.test");
            });
            assertThat(heard).hasSize(1);
            assertThat(buttons.queuedCount()).isZero();
        }
    }

    @Test
    void press_withAFullQueue_orAClosedOne_isNotStored() {
        RecordStore store = RecordStore.inMemory();
        ButtonActions buttons = queueing(UNREACHABLE, store, new ArrayList<>());
        assertThat(buttons.press("go").queued()).isTrue();
        assertThat(buttons.press("go").queued()).isTrue();
        PressResult third = buttons.press("go");
        assertThat(third.queued()).isFalse();
        assertThat(third.results().get(0).message()).endsWith("Check the network. The queue is full.");
        buttons.close();
        assertThat(buttons.press("go").results().get(0).message()).doesNotContain("queue");
        assertThat(buttons.queuedCount()).isEqualTo(2);
        assertThat(buttons.sendQueued()).isEmpty();
    }

    @Test
    void press_thatWaited_isSentByTheNextInstance() {
        RecordStore store = RecordStore.inMemory();
        List<QueuedResult> heard = Collections.synchronizedList(new ArrayList<>());
        ButtonActions buttons = queueing(UNREACHABLE, store, heard);
        String press = buttons.press("go").pressId();
        buttons.close();
        try (ButtonActions restarted = queueing(DELIVERING, store, heard)) {
            QueueingDevice.await("delivery", () -> !heard.isEmpty(), restarted::sendQueued);
            assertThat(heard.get(0).pressId()).isEqualTo(press);
            assertThat(heard.get(0).result().message()).isEqualTo("a.test accepted it.");
            QueueingDevice.awaitEmpty(restarted);
        }
    }
}
