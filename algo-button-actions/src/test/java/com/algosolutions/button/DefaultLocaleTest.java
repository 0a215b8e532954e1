package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.SandboxClock;
import java.net.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digits, calendar and letter case of the device's locale appear in nothing that is sent, and change nothing that is read. */
class DefaultLocaleTest {
    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");

    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-ca-buddhist-nu-thai", "tr-TR", "hi-IN-u-nu-deva"})
    void signedCommand_isAccepted_alsoByADeviceWhoseClockDiffers(String locale) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        try (AlgoDeviceSimulator device = AlgoDeviceSimulator.builder("Strobe", "pa55word")
                        .clock(SandboxClock.at(NOW.plus(Duration.ofHours(1))))
                        .start();
                OAuthClient client = OAuthClient.builder()
                        .proxy(Proxy.NO_PROXY)
                        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                        .pinCertificate(ApiHost.of(device.target()), device.certificate())
                        .build();
                ButtonActions buttons = ButtonActions.builder(client)
                        .remoteDevicePassword(Secret.of("pa55word"))
                        .debounce(Duration.ZERO)
                        .parse(new ManualButton("1")
                                .with("request.customPath", "\"api/controls/strobe/start\"")
                                .with("request.targets", "\"" + device.target() + "\"")
                                .with("request.oauthProfile", "")
                                .with("request.customHeaders", "")
                                .with("request.headers", "\"Algo Standard Authentication Headers\"")
                                .with(
                                        "request.dataPayload",
                                        "\"{\\\"pattern\\\": 3, \\\"color1\\\": \\\"red\\\", \\\"ledlvl\\\": 255}\"")
                                .json())) {
            PressResult pressed = buttons.press("help");

            assertThat(pressed.delivered()).as("%s", pressed).isTrue();
            assertThat(device.refusals()).containsExactly("the signed time is too far from the device's clock");
            assertThat(device.commands()).hasSize(1);
            assertThat(device.commands().get(0).toString()).matches("\\p{ASCII}*255\\p{ASCII}*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH", "tr-TR"})
    void value_inAUrl_isEncodedInAscii(String locale) {
        Locale.setDefault(Locale.forLanguageTag(locale));

        assertThat(List.of(Encoding.URL.of("I\u0131 \u0661"), Encoding.URL.of("/\n")))
                .isEqualTo(List.of("I%C4%B1%20%D9%A1", "%2F%0A"));
        assertThat(Map.of("x", Encoding.HEADER.of("\u00ff"))).containsEntry("x", "%C3%BF");
    }
}
