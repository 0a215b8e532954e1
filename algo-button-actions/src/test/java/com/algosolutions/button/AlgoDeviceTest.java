package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator.Method;
import com.algosolutions.oauth.testkit.DeviceCommand;
import com.algosolutions.oauth.testkit.SandboxClock;
import java.net.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Buttons that command another Algo device: authentication, clocks, certificates. */
class AlgoDeviceTest {
    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");
    private static final String PASSWORD = "pa55word";

    private AlgoDeviceSimulator device;
    private OAuthClient client;

    @AfterEach
    void close() {
        client.close();
        device.close();
    }

    private ButtonActions start(AlgoDeviceSimulator.Builder settings, String headers) {
        device = settings.start();
        client = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .pinCertificate(ApiHost.of(device.target()), device.certificate())
                .build();
        return buttons(headers, PASSWORD);
    }

    private ButtonActions buttons(String headers, String password) {
        String document = new ManualButton("1")
                .with("request.customPath", "\"api/controls/strobe/start\"")
                .with("request.targets", "\"" + device.target() + "\"")
                .with("request.oauthProfile", "")
                .with("request.customHeaders", "")
                .with("request.headers", "\"" + headers + "\"")
                .with(
                        "request.dataPayload",
                        "\"{\\\"pattern\\\": 3, \\\"color1\\\": \\\"red\\\", \\\"ledlvl\\\": 255}\"")
                .json();
        return ButtonActions.builder(client)
                .remoteDevicePassword(Secret.of(password))
                .debounce(Duration.ZERO)
                .parse(document);
    }

    private static AlgoDeviceSimulator.Builder strobe(Duration ahead) {
        return AlgoDeviceSimulator.builder("Strobe", PASSWORD).clock(SandboxClock.at(NOW.plus(ahead)));
    }

    @Test
    void press_signedStandard_isAcceptedByThePinnedDevice() {
        ButtonActions buttons = start(strobe(Duration.ZERO), "Algo Standard Authentication Headers");

        assertThat(buttons.press("help").delivered()).isTrue();
        assertThat(device.commands())
                .extracting(DeviceCommand::toString)
                .containsExactly(
                        "POST /api/controls/strobe/start {\"pattern\": 3, \"color1\": \"red\", \"ledlvl\": 255}");
    }

    @Test
    void presses_signEachRequestWithANewNonce() {
        ButtonActions buttons = start(strobe(Duration.ZERO), "Algo Standard Authentication Headers");

        assertThat(buttons.press("help").delivered()).isTrue();
        assertThat(buttons.press("help").delivered()).isTrue();
        assertThat(device.refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403, 3600", "401, 3600", "403, -3600", "403, -63072000", "403, 31"})
    void clock_thatIsWrong_isCorrectedByTheRejectionAndTheRequestActsOnce(int refusal, int secondsAhead) {
        ButtonActions buttons = start(
                strobe(Duration.ofSeconds(secondsAhead)).refusalStatus(refusal),
                "Algo Standard Authentication Headers");

        PressResult pressed = buttons.press("help");

        assertThat(pressed.delivered()).as("%s", pressed).isTrue();
        assertThat(device.requestCount()).isEqualTo(2);
        assertThat(device.refusals()).containsExactly("the signed time is too far from the device's clock");
        assertThat(device.commands()).hasSize(1);
    }

    @Test
    void clock_onceCorrected_causesNoSecondRejection() {
        ButtonActions buttons = start(strobe(Duration.ofHours(2)), "Algo Standard Authentication Headers");
        buttons.press("help");

        assertThat(buttons.press("help").delivered()).isTrue();
        assertThat(device.requestCount()).isEqualTo(3);
    }

    /** The clock of a device that has no NTP server, and of one whose clock an operator has set wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:05Z",
                "2000-01-01T00:00:00Z",
                "2026-11-22T23:59:00Z",
                "2027-02-27T08:00:00Z",
                "2027-03-01T07:58:00Z",
                "2027-03-05T08:00:00Z",
                "2041-11-18T00:00:00Z",
                "2042-03-01T08:00:00Z",
                "2099-12-31T23:59:59Z"
            })
    void deviceClock_whateverItShows_rejectsOnlyTheFirstPress(Instant shown) {
        ButtonActions buttons =
                start(strobe(Duration.between(NOW, shown)).refusalStatus(401), "Algo Standard Authentication Headers");

        for (int press = 1; press <= 4; press++) {
            assertThat(buttons.press("help").delivered()).isTrue();
            assertThat(device.requestCount()).isEqualTo(press + 1);
        }
    }

    @Test
    void deviceClock_thatIsSetLater_rejectsOnePressMore() {
        SandboxClock clock = SandboxClock.at(Instant.EPOCH);
        ButtonActions buttons = start(strobe(Duration.ZERO).clock(clock), "Algo Standard Authentication Headers");
        buttons.press("help");
        clock.set(NOW.plusSeconds(3));

        assertThat(buttons.press("help").delivered()).isTrue();
        assertThat(buttons.press("help").delivered()).isTrue();
        assertThat(device.requestCount()).isEqualTo(5);
    }

    @Test
    void deviceClock_thatIsWrong_isNotBelievedForAnotherDevice() {
        ButtonActions buttons = start(strobe(Duration.ofDays(9_000)), "Algo Standard Authentication Headers");
        buttons.press("help");
        buttons.press("help");
        try (AlgoDeviceSimulator second = strobe(Duration.ZERO).start();
                OAuthClient both = OAuthClient.builder()
                        .proxy(Proxy.NO_PROXY)
                        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                        .pinCertificate(ApiHost.of(device.target()), device.certificate())
                        .pinCertificate(ApiHost.of(second.target()), second.certificate())
                        .build()) {
            AlgoStandardAuthentication password = new AlgoStandardAuthentication(Secret.of(PASSWORD));
            for (AlgoDeviceSimulator target : List.of(device, second, device, second)) {
                assertThat(both.execute(AlgoCommand.stopTone()
                                        .to(ApiHost.of(target.target()))
                                        .signedBy(password))
                                .delivered())
                        .isTrue();
            }
            assertThat(second.refusals()).isEmpty();
            assertThat(device.refusals()).hasSize(2); // the first request of each client
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3600})
    void password_thatIsWrong_isRejectedAndSentOnceMoreOnlyIfTheClocksDiffer(int secondsAhead) {
        start(strobe(Duration.ofSeconds(secondsAhead)), "Algo Standard Authentication Headers");

        PressResult pressed =
                buttons("Algo Standard Authentication Headers", "wrong").press("help");

        assertThat(pressed.results())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.outcome()).isEqualTo(TargetResult.Outcome.REJECTED));
        assertThat(device.requestCount()).isEqualTo(secondsAhead == 0 ? 1 : 2);
        assertThat(device.commands()).isEmpty();
        assertThat(pressed.toString()).doesNotContain("wrong", PASSWORD);
    }

    @Test
    void basic_chosenAsHeadersMode_isSentAndPrintsNoPassword() {
        ButtonActions buttons =
                start(strobe(Duration.ZERO).authentication(Method.BASIC), "Algo Basic Authentication Headers");

        assertThat(buttons.press("help").delivered()).isTrue();
        assertThat(buttons.toJson()).doesNotContain(PASSWORD);
        assertThat(new AlgoBasicAuthentication(Secret.of(PASSWORD)).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void basic_thatIsRejected_isNotSentAgain() {
        ButtonActions buttons = start(strobe(Duration.ofHours(1)), "Algo Basic Authentication Headers");

        assertThat(buttons.press("help").delivered()).isFalse();
        assertThat(device.requestCount()).isEqualTo(1);
    }

    @Test
    void device_thatIsNotPinned_isNotSentTo() {
        start(strobe(Duration.ZERO), "Algo Standard Authentication Headers");
        client.close();
        client = OAuthClient.builder().proxy(Proxy.NO_PROXY).build();

        PressResult pressed =
                buttons("Algo Standard Authentication Headers", PASSWORD).press("help");

        assertThat(pressed.results())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.outcome()).isEqualTo(TargetResult.Outcome.UNREACHABLE));
        assertThat(device.requestCount()).isZero();
    }
}
