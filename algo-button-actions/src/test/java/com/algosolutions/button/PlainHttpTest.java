package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.store.RecordStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices without https, which get requests that reveal no password, and nothing else. */
class PlainHttpTest {
    private static final Secret PASSWORD = Secret.of("pa55word");

    private final MockWebServer device = new MockWebServer();
    private ApiHost target = ApiHost.of("front_desk.local");

    @BeforeEach
    void start() throws Exception {
        device.start();
        target = ApiHost.of("front_desk.local:" + device.getPort());
        device.enqueue(new MockResponse.Builder().body("{}").build());
    }

    @AfterEach
    void stop() {
        device.close();
    }

    /** A proxy that nothing listens at: no request may go there. */
    private static OAuthClient.Builder settings() {
        return OAuthClient.builder()
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)))
                .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()));
    }

    private static ApiRequest tone(ApiHost target) {
        return AlgoCommand.playTone("chime.wav").loop(false).toPlainHttp(target);
    }

    @Test
    void standardAuthentication_toANamedHost_isSent_withoutThePasswordAndWithoutTheProxy() throws Exception {
        try (OAuthClient client = settings().allowPlainHttp(target).build()) {
            ApiResult result = client.execute(tone(target).signedBy(new AlgoStandardAuthentication(PASSWORD)));
            assertThat(result.delivered()).isTrue();
            RecordedRequest request = device.takeRequest();
            assertThat(request.getHandshake()).isNull();
            assertThat(request.getHeaders().get("Authorization")).startsWith("hmac ");
            assertThat(request.getHeaders() + " " + request.getBody())
                    .doesNotContain("pa55word")
                    .doesNotContain(
                            Base64.getEncoder().encodeToString("admin:pa55word".getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** An attacker on the network who collects signatures with times of the future could send the command at any of them. */
    @ParameterizedTest
    @CsvSource({
        "3600, true",
        "86000, true",
        "-3600, true",
        "-315360000, true",
        "86700, false",
        "172800, false",
        "315360000, false",
        "2300000000, false"
    })
    void date_ofARejection_isSigned_unlessItIsMoreThanADayAhead(long ahead, boolean signed) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant shown = now.plusSeconds(ahead);
        device.enqueue(dated(200, now.plus(Duration.ofDays(1_000)))); // must not make the device's own clock doubtful
        device.enqueue(dated(401, shown));
        device.enqueue(dated(200, shown));
        try (OAuthClient client = settings()
                .allowPlainHttp(target)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .build()) {
            ApiRequest command = tone(target).signedBy(new AlgoStandardAuthentication(PASSWORD));
            assertThat(client.execute(command).delivered()).isTrue();
            assertThat(client.execute(command).delivered()).isTrue();

            assertThat(client.execute(command).delivered()).isEqualTo(signed);
        }
        List<Instant> times = new ArrayList<>();
        for (int i = device.getRequestCount(); i > 0; i--) {
            times.add(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                    String.valueOf(device.takeRequest().getHeaders().get("Date")))));
        }
        assertThat(times).startsWith(now, now).hasSize(signed ? 4 : 3).last().isEqualTo(signed ? shown : times.get(2));
        assertThat(Duration.between(now, times.get(2))).isLessThan(Duration.ofMinutes(5));
    }

    private static MockResponse dated(int status, Instant time) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC)))
                .body("{}")
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "profile", "none", "own header"})
    void otherCredential_toANamedHost_isNotSent_andTheReasonIsSaid(String credential) {
        ApiRequest request = tone(target);
        request = switch (credential) {
            case "Basic" -> request.signedBy(new AlgoBasicAuthentication(PASSWORD));
            case "profile" -> request.profile("desk");
            case "own header" -> request.signedBy((unsigned, now) -> List.of());
            default -> request;
        };
        try (OAuthClient client = settings().allowPlainHttp(target).build()) {
            ApiResult result = client.execute(request);
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
            assertThat(result.failure().orElseThrow().message())
                    .contains("plain http would show")
                    .contains(
                            switch (credential) {
                                case "profile" -> "the Bearer token";
                                case "none" -> "an unsigned request";
                                default -> "the password";
                            });
            assertThat(result.failure().orElseThrow().advice()).contains("Standard Authentication");
            assertThat(device.getRequestCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.local", "front_desk.local:1", "front_desk", "a.front_desk.local"})
    void standardAuthentication_toAnotherHost_isNotSent(String allowed) {
        try (OAuthClient client = settings().allowPlainHttp(ApiHost.of(allowed)).build()) {
            ApiResult result = client.execute(tone(target).signedBy(new AlgoStandardAuthentication(PASSWORD)));
            assertThat(result.failure().orElseThrow().message()).isEqualTo("the target is not https");
            assertThat(result.failure().orElseThrow().advice()).contains("allowPlainHttp(host)");
            assertThat(device.getRequestCount()).isZero();
        }
    }

    @Test
    void hostWithoutAPort_isTheOneAtPort80() {
        try (OAuthClient client =
                settings().allowPlainHttp(ApiHost.of("192.0.2.7")).build()) {
            assertThat(client.usesPlainHttp(ApiHost.of("192.0.2.7"))).isTrue();
            assertThat(client.usesPlainHttp(ApiHost.of("192.0.2.7:80"))).isTrue();
            assertThat(client.usesPlainHttp(ApiHost.of("192.0.2.7:8080"))).isFalse();
            assertThat(client.usesPlainHttp(ApiHost.of("192.0.2.8"))).isFalse();
        }
    }

    @Test
    void button_ofADocument_withPlainHttpAndAProxy_isPressed() throws Exception {
        String document = """
                {"device": {"remoteDevicePassword": "env:ALGO", "plainHttp": ["%1$s"],
                            "proxy": {"host": "127.0.0.1:9", "user": "desk", "password": "env:PROXY"}},
                 "buttons": [{"identifier": "tone", "action": "Send API Request", "numberOfApiRequests": 1,
                   "requests": [{"command": "Play Tone", "targets": ["%1$s"], "parameters": {"path": "chime.wav", "loop": false}}]}]}
                """.formatted(target);
        try (ConfiguredDevice configured = DeviceConfiguration.parse(
                        document, SecretSource.standard(Map.of("ALGO", "pa55word", "PROXY", "pr0xy")))
                .open(
                        RecordStore.inMemory(),
                        client -> client.nameResolver(host -> List.of(InetAddress.getLoopbackAddress())))) {
            assertThat(configured.buttons().press("tone").toString()).contains("delivered");
            assertThat(device.takeRequest().getHandshake()).isNull();
        }
    }
}
