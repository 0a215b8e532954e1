package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.algosolutions.oauth.testkit.AlgoDeviceSimulator.Method;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compared with the signatures that Algo's guide publishes for the password {@code algo}. */
class AlgoDeviceSimulatorTest {
    private static final String TONE = "/api/controls/tone/start";
    private static final String PAGE_NOTIF = "{\"path\":\"page-notif.wav\", \"loop\":false}";
    private static final Map<String, String> PUBLISHED = Map.of(
            "Authorization",
            "hmac admin:49936:2e109d7aeed54a1cb04c6b72b1d854f442cf1ca15eb0af32f2512dd77ab6b330",
            "Date",
            "Mon, 28 Sep 2020 16:57:32 GMT",
            "Content-MD5",
            "6e43c05d82f71e77c586e29edb93b129");

    /** The body of the latest response. */
    private String said = "";

    private final SandboxClock clock = SandboxClock.at(Instant.ofEpochSecond(1601312252));
    private AlgoDeviceSimulator device =
            AlgoDeviceSimulator.builder("Horn", "algo").clock(clock).start();

    @AfterEach
    void close() {
        device.close();
    }

    private void restart(AlgoDeviceSimulator.Builder builder) {
        device.close();
        device = builder.start();
    }

    private int send(String method, String path, String body, Map<String, String> headers) throws IOException {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(device.certificate())
                .build();
        OkHttpClient http = new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .hostnameVerifier((host, session) -> true)
                .build();
        Request.Builder request = new Request.Builder()
                .url("https://" + device.target() + path)
                .method(method, method.equals("GET") ? null : RequestBody.create(body, (MediaType) null));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try (Response response = http.newCall(request.build()).execute()) {
            assertThat(response.header("Date")).isEqualTo(Timestamps.httpDate(clock.instant()));
            said = response.body().string();
            return response.code();
        } finally {
            http.connectionPool().evictAll();
            http.dispatcher().executorService().shutdown();
        }
    }

    @Test
    void signature_ofTheGuide_isAcceptedAndTheDeviceActs() throws IOException {
        assertThat(send("POST", TONE, PAGE_NOTIF, PUBLISHED)).isEqualTo(200);
        assertThat(device.commands())
                .extracting(DeviceCommand::method, DeviceCommand::path, DeviceCommand::body)
                .containsExactly(tuple("POST", TONE, PAGE_NOTIF));
        assertThat(device.commands().get(0)).hasToString("POST " + TONE + " " + PAGE_NOTIF);
    }

    @Test
    void nonce_usedTwice_isRefused() throws IOException {
        send("POST", TONE, PAGE_NOTIF, PUBLISHED);

        assertThat(send("POST", TONE, PAGE_NOTIF, PUBLISHED)).isEqualTo(403);
        assertThat(device.refusals()).containsExactly("the nonce was used before");
        assertThat(device.commands()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"29, 200", "-29, 200", "30, 403", "-30, 403"})
    void clock_withinThirtySeconds_isAccepted(int off, int status) throws IOException {
        clock.advance(Duration.ofSeconds(off));

        assertThat(send("POST", TONE, PAGE_NOTIF, PUBLISHED)).isEqualTo(status);
    }

    @Test
    void signature_ofAnotherBodyPathOrPassword_isRefused() throws IOException {
        assertThat(send("POST", TONE, PAGE_NOTIF + " ", PUBLISHED)).isEqualTo(403);
        assertThat(send("POST", "/api/controls/tone/stop", PAGE_NOTIF, PUBLISHED))
                .isEqualTo(403);
        assertThat(send("POST", TONE, PAGE_NOTIF, Map.of())).isEqualTo(403);
        restart(AlgoDeviceSimulator.builder("Horn", "other").clock(clock).refusalStatus(401));
        assertThat(send("POST", TONE, PAGE_NOTIF, PUBLISHED)).isEqualTo(401);
        assertThat(device.commands()).isEmpty();
    }

    @Test
    void basic_withThePassword_isAccepted() throws IOException {
        restart(AlgoDeviceSimulator.builder("Horn", "algo").clock(clock).authentication(Method.BASIC));
        String basic = "Basic " + Base64.getEncoder().encodeToString("admin:algo".getBytes());

        assertThat(send("GET", "/api/info/about", "", Map.of("Authorization", basic)))
                .isEqualTo(200);
        assertThat(send("GET", "/api/info/about", "", PUBLISHED)).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/controls/strobe/start | {\"pattern\":15,\"color1\":\"red\",\"ledlvl\":56} | 200",
                "POST | /api/controls/strobe/start | {\"pattern\":15,\"color1\":\"red\",\"ledlvl\":\"56\"} | 200",
                "POST | /api/controls/strobe/start | {\"pattern\":16,\"color1\":\"red\",\"ledlvl\":56} | 400",
                "POST | /api/controls/strobe/start | {\"pattern\":1,\"color1\":\"pink\",\"ledlvl\":56} | 400",
                "POST | /api/controls/relay/menable | {\"duration\":5} | 200",
                "POST | /api/controls/relay/menable | {\"duration\":\"5\"} | 400",
                "POST | /api/controls/door/munlock | {\"doorid\":\"local\",\"duration\":\"5\"} | 200",
                "POST | /api/controls/door/unlock | {} | 400",
                "POST | /api/controls/tone/start | {\"path\":\"gong.wav\",\"loop\":true,\"lop\":true} | 400",
                "POST | /api/controls/rx/stop | '' | 200",
                "POST | /api/controls/screen/start | {\"screenName\":\"Evacuate\"} | 200",
                "POST | /api/controls/screen/start | {\"type\":\"image\",\"text1\":\"Stay\"} | 200",
                "POST | /api/controls/screen/start | {\"type\":\"digitalClock\"} | 200",
                "PUT | /api/settings | {\"audio.page.vol\":\"-12dB\"} | 200",
                "PUT | /api/settings | {\"audio.page.vol\":\"-10dB\"} | 400",
                "PUT | /api/settings | {\"audio.input.gain\":\"6dB\"} | 200",
                "PUT | /api/settings | {\"audio.mic.mute\":1} | 400",
                "POST | /api/schedules | {\"skip\":[{\"evid\":-1,\"date\":\"2027-03-01\"}]} | 200",
                "POST | /api/schedules | {\"skip\":[{\"evid\":-1,\"date\":\"today\"}]} | 400",
                "POST | /api/schedules | {} | 400",
                "POST | /api/controls/tone/start | nonsense | 400",
                "POST | /api/controls/reboot | '' | 200",
                "POST | /api/controls/dance | '' | 404",
                "GET | /api/controls/reboot | '' | 404",
                "GET | /api/info/tonelist | '' | 200",
                "PUT | /api/settings | {\"audio.page.vol\":\"-9dB\"} | 200",
                "GET | /api/settings/audio.page.vol | '' | 200",
            })
    void address_withABody_isJudgedByItsMembers(String method, String path, String body, int status)
            throws IOException {
        restart(AlgoDeviceSimulator.builder("Horn", "algo").clock(clock).authentication(Method.NONE));

        assertThat(send(method, path, body, Map.of())).isEqualTo(status);
        assertThat(device.requestCount()).isEqualTo(1);
        assertThat(device.refusals()).hasSize(status == 200 ? 0 : 1);
    }

    /** What public clients always send, and what a device says if it is left out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tone/start | {\"path\":\"gong.wav\"} | loop is required",
                "tone/start | {\"path\":\"nope.wav\",\"loop\":false} | Tone nope.wav not found",
                "tone/start | {\"path\":\"gong.wav\",\"loop\":false,\"mcast\":true} | state is required",
                "tone/start | {\"path\":\"gong.wav\",\"loop\":false,\"mcast\":true,\"state\":{\"mode\":\"sender\",\"port\":\"5\"}} | address is required",
                "strobe/start | {\"pattern\":1} | color1 is required",
                "strobe/start | {\"pattern\":1,\"color1\":\"red\"} | ledlvl is required",
                "call/start | {\"extension\":\"200\"} | tone is required",
                "rx/start | {} | port is required",
                "screen/start | {\"slideNames\":\"a, b\"} | duration is required",
                "screen/start | {\"type\":\"image\"} | image1 is required",
                "screen/start | {\"type\":\"blitz\",\"image1\":\"a.png\"} | image2 is required",
                "screen/start | {\"type\":\"template\",\"text1\":\"a\"} | template is required",
                "screen/start | {\"type\":\"image\",\"text1\":\"a\",\"textScrollSpeed\":3} | textScrollSpeed is invalid",
                "screen/start | {\"text1\":\"a\"} | type is required",
            })
    void command_withoutAMemberThatTheDeviceRequires_isRejectedWithTheReason(String control, String body, String why)
            throws IOException {
        restart(AlgoDeviceSimulator.builder("Horn", "algo").clock(clock).authentication(Method.NONE));

        assertThat(send("POST", "/api/controls/" + control, body, Map.of())).isEqualTo(400);
        assertThat(device.refusals()).containsExactly(why);
        assertThat(said).isEqualTo("{\"error\":\"" + why + "\"}");
    }

    @Test
    void tone_thatWasAdded_isPlayed() throws IOException {
        restart(AlgoDeviceSimulator.builder("Horn", "algo")
                .clock(clock)
                .authentication(Method.NONE)
                .tones("evacuate.wav"));

        assertThat(send("POST", TONE, "{\"path\":\"evacuate.wav\",\"loop\":false}", Map.of()))
                .isEqualTo(200);
        assertThat(send("GET", "/api/info/tonelist", "", Map.of())).isEqualTo(200);
        assertThat(said).contains("\"evacuate.wav\"", "\"chime.wav\"");
    }

    @ParameterizedTest
    @EnumSource
    void device_printed_showsNoPassword(Method method) {
        restart(AlgoDeviceSimulator.builder("Horn", "pa55word").clock(clock).authentication(method));

        assertThat(device.toString()).contains("Horn", device.target()).doesNotContain("pa55word");
    }
}
