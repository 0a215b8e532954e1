package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator reads when an Algo device rejects a request: the device's settings to check, and the device's own reason. */
class AlgoErrorsTest {
    private static final String PASSWORD = "pa55word";

    private final MockWebServer device = new MockWebServer();
    private OAuthClient client;

    @BeforeEach
    void start() throws IOException {
        HeldCertificate held =
                new HeldCertificate.Builder().commonName("algo device").build();
        device.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(held)
                .build()
                .sslSocketFactory());
        device.start(InetAddress.getByName("127.0.0.1"), 0);
        client = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .pinCertificate(target(), held.certificate())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        device.close();
    }

    private ApiHost target() {
        return ApiHost.of("127.0.0.1:" + device.getPort());
    }

    private ApiResult send(RequestSigner signer) {
        return client.execute(AlgoCommand.playTone("nope.wav").to(target()).signedBy(signer));
    }

    private TargetResult press(String command) {
        String document = new ManualButton("1")
                .withRequests(
                        List.of(Map.of("command", command, "targets", target().toString(), "parameters", Map.of())))
                .json();
        return ButtonActions.builder(client)
                .remoteDevicePassword(Secret.of(PASSWORD))
                .parse(document)
                .press("help")
                .results()
                .get(0);
    }

    private void answer(int status, String body) {
        device.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | CONFIGURATION | authentication method, RESTful API Password, time | does not accept the authentication",
                "403 | CONFIGURATION | switch on the RESTful API, off by default, and choose the authentication method, RESTful API Password | refused access",
                "404 | REQUEST | switch on the RESTful API, off by default, model and firmware | does not offer this command",
                "405 | REQUEST | RESTful API, model and firmware | does not offer this command",
                "501 | REQUEST | RESTful API, model and firmware | does not offer this command",
                "400 | REQUEST | parameters, model and firmware | refused the request",
                "409 | REQUEST | parameters | refused the request",
                "422 | REQUEST | parameters | refused the request",
                "408 | UNAVAILABLE | network | asks for a retry",
                "500 | UNAVAILABLE | restart the device | internal error",
                "502 | UNAVAILABLE | restart the device | internal error",
                "503 | UNAVAILABLE | restart the device | internal error",
                "301 | CONFIGURATION | Targets | redirects",
                "302 | CONFIGURATION | Targets | redirects",
                "307 | CONFIGURATION | Targets | redirects",
            })
    void status_ofADevice_namesTheSettingsToCheck(int status, Failure.Kind kind, String advice, String message) {
        for (RequestSigner signer : new RequestSigner[] {
            new AlgoStandardAuthentication(Secret.of(PASSWORD)), new AlgoBasicAuthentication(Secret.of(PASSWORD))
        }) {
            answer(status, "");
            ApiResult result = send(signer);

            Failure failure = result.failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).contains(message);
            assertThat(failure.advice()).contains(advice.split(", "));
            assertThat(failure.serverError().orElseThrow().status()).isEqualTo(status);
            assertThat(result.toString())
                    .doesNotContain("OAuth", "Custom Headers", "permissions", "user's rights", "provider", PASSWORD);
        }
    }

    @Test
    void method_ofTheRequest_isTheOneToChooseOnTheDevice() {
        answer(401, "");
        answer(401, "");

        assertThat(send(new AlgoStandardAuthentication(Secret.of(PASSWORD))).toString())
                .contains("choose the authentication method Standard");
        assertThat(send(new AlgoBasicAuthentication(Secret.of(PASSWORD))).toString())
                .contains("choose the authentication method Basic");
    }

    @Test
    void target_thatIsNotSignedFor_keepsTheAdviceForAnyTarget() {
        answer(403, "");

        assertThat(client.execute(AlgoCommand.stopTone().to(target())).toString())
                .doesNotContain("Algo device");
    }

    @Test
    void signer_thatFailsToExplain_leavesTheStandardExplanation() {
        answer(404, "");
        RequestSigner broken = new RequestSigner() {
            @Override
            public List<Header> sign(ApiRequest request, Instant now) {
                return List.of();
            }

            @Override
            public Failure explain(HttpResponse response, Failure failure) {
                throw new IllegalStateException("broken");
            }
        };

        assertThat(send(broken).toString()).contains("does not know this address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"Tone nope.wav not found\"}",
                "{\"message\":\"Tone nope.wav not found\"}",
                "{\"error\":{\"message\":\"Tone nope.wav not found\"}}",
                "{\"reason\":\"Tone nope.wav not found\"}",
                "{\"error\":\"bad_request\",\"detail\":\"Tone nope.wav not found\"}",
                "{\"msg\":\"Tone nope.wav not found\"}",
                "\"Tone nope.wav not found\"",
                "Tone nope.wav not found",
                "  Tone nope.wav\r\nnot found\n",
            })
    void reason_ofTheDevice_isShownToTheOperator(String body) {
        answer(400, body);

        TargetResult result = press("Stop Tone");

        assertThat(result.message()).contains("The server says: \"Tone nope.wav not found\".");
        assertThat(result.toString()).contains("\"Tone nope.wav not found\"");
        assertThat(result.result().orElseThrow().toString()).contains("\"Tone nope.wav not found\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "<html><body>Bad Request</body></html>",
                "{\"status\":400}",
                "[1, 2]",
                "\"\"",
                "{\"error\":",
                "{\"error\":null}"
            })
    void body_withoutAReason_addsNothing(String body) {
        answer(400, body);

        assertThat(press("Stop Tone").message()).doesNotContain("The server says");
    }

    @Test
    void reason_withTheCredentials_isMasked() {
        answer(400, "{\"error\":\"user admin with pa55word may not\"}");
        assertThat(send(new AlgoBasicAuthentication(Secret.of(PASSWORD))).toString())
                .contains("user admin with *** may not")
                .doesNotContain(PASSWORD);

        answer(400, "long " + "reason ".repeat(200));
        assertThat(press("Stop Tone").message()).hasSizeLessThan(700);
    }

    @Test
    void command_thatADeviceRejects_saysWhy() {
        try (AlgoDeviceSimulator horn = AlgoDeviceSimulator.start("Horn", PASSWORD);
                OAuthClient ours = OAuthClient.builder()
                        .proxy(Proxy.NO_PROXY)
                        .pinCertificate(ApiHost.of(horn.target()), horn.certificate())
                        .build()) {
            ApiResult result = ours.execute(AlgoCommand.playTone("nope.wav")
                    .to(ApiHost.of(horn.target()))
                    .signedBy(new AlgoStandardAuthentication(Secret.of(PASSWORD))));

            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
            assertThat(result.failure()
                            .orElseThrow()
                            .serverError()
                            .orElseThrow()
                            .message())
                    .hasValue("Tone nope.wav not found");
            assertThat(ours.execute(ApiRequest.get(URI.create("https://" + horn.target() + "/api/dance"))
                                    .signedBy(new AlgoStandardAuthentication(Secret.of(PASSWORD))))
                            .toString())
                    .contains("does not offer this command", "no GET /api/dance");
        }
    }
}
