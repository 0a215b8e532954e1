package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import java.io.IOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A device opened from one document: the order of the steps, and what happens if one of them fails. */
class ConfiguredDeviceTest {
    private static final String BUTTON = """
            "buttons": [{"identifier": "help", "action": "Send API Request", "numberOfApiRequests": 1,
              "requests": [{"method": "POST", "customPath": "help", "targets": "help.test"}]}]""";

    private final RecordStore store = RecordStore.inMemory();
    private final List<String> closed = new ArrayList<>();

    @AutoClose
    private final OAuthClient client = OAuthClient.builder().build();

    private static DeviceConfiguration configuration(String document) {
        return DeviceConfiguration.parse(document, SecretSource.standard(Map.of("ALGO", "pa55word")));
    }

    private static void offline(OAuthClient.Builder settings) {
        settings.nameResolver(host -> {
            throw new UnknownHostException(host);
        });
    }

    private ConfiguredDevice.Part part(String name) {
        return () -> closed.add(name);
    }

    private ConfiguredDevice.Part failing(String name) {
        return () -> {
            closed.add(name);
            throw new IllegalStateException(name);
        };
    }

    private ButtonActions buttons() {
        return ButtonActions.parse(client, "{\"buttons\": []}");
    }

    @Test
    void device_ofADocumentWithPins_reachesThePinnedDevice() throws Exception {
        try (AlgoDeviceSimulator horn = AlgoDeviceSimulator.start("Horn", "pa55word")) {
            DeviceConfiguration configuration =
                    configuration("""
                    {"device": {"remoteDevicePassword": "env:ALGO", "pins": {"%s": "%s"}},
                     "buttons": [{"identifier": "tone", "action": "Send API Request", "numberOfApiRequests": 1,
                       "requests": [{"command": "Play Tone", "targets": "%s", "parameters": {"path": "chime.wav"}}]}]}
                    """.formatted(horn.target(), horn.fingerprint(), horn.target()));

            try (ConfiguredDevice device = configuration.open(store, settings -> settings.proxy(Proxy.NO_PROXY))) {
                assertThat(device.buttons().press("tone").delivered()).isTrue();
                assertThat(device.client().profiles().list()).isEmpty();
            }
            assertThat(horn.commands()).hasSize(1);
        }
    }

    @Test
    void offlineQueue_ofTheDocument_usesTheStoreOfTheDevice() throws IOException {
        String document = "{\"offlineQueue\": {\"capacity\": 1}, " + BUTTON + "}";
        try (ConfiguredDevice device = configuration(document).open(store, ConfiguredDeviceTest::offline)) {
            assertThat(device.buttons().press("help").queued()).isTrue();
            assertThat(device.buttons().queuedCount()).isEqualTo(1);
        }
        assertThat(store.list()).anyMatch(id -> id.startsWith("press-"));
    }

    @Test
    void offlineQueue_ofTheFirmware_keepsItsListener() throws Exception {
        CompletableFuture<QueuedResult> reported = new CompletableFuture<>();
        OfflineQueue queue = OfflineQueue.in(store).listener(reported::complete);
        try (ConfiguredDevice device = configuration("{\"offlineQueue\": {\"capacity\": 1}, " + BUTTON + "}")
                .open(store, ConfiguredDeviceTest::offline, settings -> settings.offlineQueue(queue))) {
            PressResult pressed = device.buttons().press("help");
            device.buttons().cancelQueued(pressed.pressId());

            assertThat(reported.get(20, TimeUnit.SECONDS).pressId()).isEqualTo(pressed.pressId());
        }
    }

    @Test
    void document_withoutAnOfflineQueue_storesNoPress() throws IOException {
        try (ConfiguredDevice device = configuration("{" + BUTTON + "}").open(store, ConfiguredDeviceTest::offline)) {
            assertThat(device.buttons().press("help").outcome()).isEqualTo(PressResult.Outcome.FAILED);
        }
        assertThat(store.list()).noneMatch(id -> id.startsWith("press-"));
    }

    @Test
    void document_withAProblemThatTheClientFinds_isRejectedAndNoProfileIsStored() {
        DeviceConfiguration configuration = configuration("""
                {"profiles": [{"name": "Front desk", "providerType": "RINGCENTRAN"}], %s}""".formatted(BUTTON));

        assertThatThrownBy(() -> configuration.open(store, settings -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("RINGCENTRAN");
        try (OAuthClient later = OAuthClient.builder().store(store).build()) {
            assertThat(later.profiles().list()).isEmpty();
        }
    }

    @Test
    void buttons_thatCannotBeRead_closeTheClient() {
        assertThatThrownBy(() -> ConfiguredDevice.of(
                        client,
                        () -> {
                            throw new IllegalArgumentException("apply");
                        },
                        part("client")))
                .hasMessage("apply")
                .hasNoSuppressedExceptions();
        assertThat(closed).containsExactly("client");
    }

    @Test
    void buttons_thatCannotBeRead_andAClientThatCannotBeClosed_areBothReported() {
        assertThatThrownBy(() -> ConfiguredDevice.of(
                        client,
                        () -> {
                            throw new IllegalArgumentException("apply");
                        },
                        failing("client")))
                .hasMessage("apply")
                .hasSuppressedException(new IllegalStateException("client"));
    }

    @Test
    void close_closesTheButtonsBeforeTheClient_once() {
        ConfiguredDevice device = new ConfiguredDevice(client, buttons(), part("buttons"), part("client"));

        device.close();
        device.close();

        assertThat(closed).containsExactly("buttons", "client");
    }

    @Test
    void close_whenTheButtonsFail_closesTheClientTooAndReportsBothFailures() {
        ConfiguredDevice device = new ConfiguredDevice(client, buttons(), failing("buttons"), failing("client"));

        assertThatThrownBy(device::close)
                .hasMessage("buttons")
                .hasSuppressedException(new IllegalStateException("client"));
        assertThat(closed).containsExactly("buttons", "client");
        device.close();
        assertThat(closed).hasSize(2);
    }

    @Test
    void close_ofADevice_keepsAWaitingPressInTheStore() throws IOException {
        ConfiguredDevice device = configuration(
                        "{\"offlineQueue\": {}, \"press\": {\"debounceMillis\": 0}, " + BUTTON + "}")
                .open(store, ConfiguredDeviceTest::offline);
        device.buttons().press("help");

        device.close();

        assertThat(device.buttons().press("help").outcome())
                .as("a closed queue stores no press")
                .isEqualTo(PressResult.Outcome.FAILED);
        assertThat(store.list().stream().filter(id -> id.startsWith("press-"))).hasSize(1);
    }

    @Test
    void closedDevice_sendsNothing_andEachMethodSaysSo() throws Exception {
        try (AlgoDeviceSimulator horn = AlgoDeviceSimulator.start("Horn", "pa55word")) {
            DeviceConfiguration configuration =
                    configuration("""
                    {"device": {"remoteDevicePassword": "env:ALGO", "pins": {"%s": "%s"}}, "offlineQueue": {"capacity": 5},
                     "buttons": [{"identifier": "tone", "action": "Send API Request", "numberOfApiRequests": 1,
                       "requests": [{"command": "Play Tone", "targets": "%s", "parameters": {"path": "chime.wav"}}]}]}
                    """.formatted(horn.target(), horn.fingerprint(), horn.target()));
            ConfiguredDevice device = configuration.open(store, settings -> settings.proxy(Proxy.NO_PROXY));
            device.close();

            PressResult pressed = device.buttons().press("tone");
            assertThat(pressed.results()).singleElement().satisfies(result -> {
                assertThat(result.outcome()).isEqualTo(TargetResult.Outcome.UNREACHABLE);
                assertThat(result.mayHaveBeenDelivered()).isFalse();
                assertThat(result.toString()).contains("the client is closed. Build a new client.");
            });
            assertThat(device.buttons().pressAsync("tone").await().delivered()).isFalse();
            assertThat(device.buttons().sendQueued()).isEmpty();
            assertThat(device.buttons().queuedCount()).isZero();
            assertThat(device.buttons().cancelQueued("no press")).isEmpty();
            assertThat(device.buttons().buttons()).hasSize(1);
            assertThat(device.client().status("none").state()).isEqualTo(ProfileStatus.State.NOT_CONFIGURED);
            assertThat(horn.commands()).isEmpty();
        }
    }

    @Test
    void clientThatIsClosedBeforeTheButtons_leavesThePressInTheQueue() {
        ButtonActions buttons = ButtonActions.builder(client)
                .offlineQueue(OfflineQueue.in(store))
                .parse("{" + BUTTON + "}");
        client.close();
        try (buttons) {
            assertThat(buttons.press("help").queued()).isTrue();
            assertThat(buttons.sendQueued()).isEmpty();
            assertThat(buttons.queuedCount()).isEqualTo(1);
        }
    }
}
