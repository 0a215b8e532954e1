package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.TestStep;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RUN OAuth Test: the steps in their order, and where it stopped. */
class TestReportTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.withDesk();

    private OAuthTestResult test(String profile, String providerType, String target) {
        return client.test(
                OAuthTestRequest.of(profile, target).providerType(providerType).payload("{\"text\":\"Hello\"}"));
    }

    private OAuthTestResult test() {
        return test("desk", "GENERIC", " " + server.http("/v1/posts") + " ");
    }

    private static List<String> steps(OAuthTestResult report) {
        return report.steps().stream()
                .map(line -> (line.passed() ? "ok " : "FAILED ") + line.step().label())
                .toList();
    }

    @Test
    void test_thatPasses_tellsEveryStepInOrder_withItsTime() {
        OAuthTestResult report = test();
        assertThat(report.passed()).isTrue();
        assertThat(report.failure()).isEmpty();
        assertThat(steps(report))
                .containsExactly(
                        "ok profile", "ok provider type", "ok target host", "ok token", "ok request", "ok reply");
        assertThat(report.steps())
                .allSatisfy(line -> assertThat(line.elapsed())
                        .isBetween(java.time.Duration.ZERO, java.time.Duration.ofSeconds(30)));
        assertThat(report.steps().get(3).message()).isEqualTo("issued for the JWT credential");
        assertThat(report.toString().lines())
                .hasSize(7)
                .allSatisfy(line -> assertThat(line).matches("(ok      \\w.*: .* \\(\\d+ ms\\)|status 200, body .*)"));
        assertThat(report.result().orElseThrow().elapsed()).isPositive();
        assertThat(server.apiRequests().get(0).getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(FakeServer.body(server.apiRequests().get(0))).isEqualTo("{\"text\":\"Hello\"}");
    }

    @Test
    void listener_ofATest_getsEachStepWhenItHasEnded_beforeTheNextBegins() {
        List<TestStep> seen = new ArrayList<>();
        List<Integer> requests = new ArrayList<>();
        OAuthTestResult report = client.test(
                OAuthTestRequest.of("desk", server.http("/v1/posts").toString()).listener(step -> {
                    seen.add(step);
                    requests.add(server.apiRequests().size());
                }));
        assertThat(seen).isEqualTo(report.steps()).hasSize(5);
        assertThat(requests).startsWith(0, 0, 0).endsWith(1);
    }

    @Test
    void listener_thatThrows_endsNoTest() {
        OAuthTestResult report = client.test(
                OAuthTestRequest.of("desk", server.http("/v1/posts").toString()).listener(step -> {
                    throw new IllegalStateException("no screen");
                }));
        assertThat(report.passed()).isTrue();
    }

    @Test
    void secondTest_saysThatTheTokenIsStillTheOne() {
        test();
        assertThat(test().passed()).isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void token_refused_isTheLastStep() {
        server.onToken(FakeServer.json(401, "{\"error\":\"invalid_client\"}"));
        OAuthTestResult report = test();
        assertThat(report.passed()).isFalse();
        assertThat(steps(report)).containsExactly("ok profile", "ok provider type", "ok target host", "FAILED token");
        assertThat(report.failure().orElseThrow().advice()).contains("Client Secret");
        assertThat(report.toString()).contains("FAILED  token: ").doesNotContain("body");
    }

    @Test
    void token_condemned_isToldAndThenRenewed() {
        server.onApi(FakeServer.json(401, ""));
        OAuthTestResult report = test();
        assertThat(report.passed()).isTrue();
        assertThat(steps(report))
                .containsExactly(
                        "ok profile",
                        "ok provider type",
                        "ok target host",
                        "ok token",
                        "ok request",
                        "FAILED reply",
                        "ok token",
                        "ok request",
                        "ok reply");
    }

    @Test
    void providerType_thatDisagrees_stopsBeforeAnythingIsSent() {
        OAuthTestResult report = test("desk", "RINGCENTRAL", server.http("/v1").toString());
        assertThat(steps(report)).containsExactly("FAILED provider type");
        assertThat(report.toString())
                .contains("the test names provider type RINGCENTRAL, the profile GENERIC")
                .contains("Choose the profile's provider type");
        assertThat(report.result()).isEmpty();
        assertThat(server.requests()).isZero();
    }

    @Test
    void providerType_thatIsNotGiven_isNotChecked_andThePayloadIsThatOfTheFormsExample() {
        OAuthTestResult report =
                client.test(OAuthTestRequest.of("desk", server.http("/v1/posts").toString()));
        assertThat(steps(report)).containsExactly("ok profile", "ok target host", "ok token", "ok request", "ok reply");
        assertThat(report.steps())
                .extracting(TestStep::step)
                .containsExactly(Step.PROFILE, Step.HOST, Step.TOKEN, Step.REQUEST, Step.REPLY);
        assertThat(FakeServer.body(server.apiRequests().get(0))).isEqualTo("{\"text\": \"Hello from OAuth test\"}");
    }

    @Test
    void profile_missing_isTheFirstStep() {
        OAuthTestResult report = test("absent", "GENERIC", server.http("/v1").toString());
        assertThat(steps(report)).containsExactly("FAILED profile");
        assertThat(report.toString()).contains("there is no OAuth profile named absent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "platform.example/x", "https://exa mple/", "https:///x", "https://u:p@h.example/", "ftp://h/"
            })
    void target_thatIsNoUrl_isTheHostStep_withAnExample(String target) {
        OAuthTestResult report = test("desk", "GENERIC", target);
        assertThat(steps(report)).containsExactly("FAILED target host");
        assertThat(report.toString())
                .contains("cannot be called")
                .containsPattern("Write (a whole URL|it as https)|Remove the part before the @");
        assertThat(server.requests()).isZero();
    }

    @Test
    void target_ofAnotherHost_isTheHostStep() {
        OAuthTestResult report = test("desk", "GENERIC", "https://other.example/");
        assertThat(steps(report)).containsExactly("ok profile", "ok provider type", "FAILED target host");
        assertThat(server.requests()).isZero();
    }

    @Test
    void status502_isToldApartFromTheDevicesOwnPage() {
        server.onApi(new MockResponse.Builder()
                .code(502)
                .body("<html>Bad Gateway</html>")
                .build());
        OAuthTestResult report = test();
        assertThat(steps(report)).endsWith("FAILED reply");
        assertThat(report.failure().orElseThrow().toString())
                .contains("the target itself answered 502 (bad gateway) (HTTP 502)")
                .contains("device's own web page has another cause");
        assertThat(report.toString()).contains("status 502, body <html>Bad Gateway</html>");
    }

    @Test
    void body_thatEchoesTheRequest_isPrintedWithoutTheToken_butKeptAsItCame() {
        String echo = "{\"headers\":{\"Authorization\":\"Bearer access-1\"},\"id\":7}";
        server.onApi(FakeServer.json(200, echo));
        OAuthTestResult report = test();
        assertThat(report.toString()).contains("\"id\":7").contains("***").doesNotContain("access-1");
        assertThat(report.result().flatMap(ApiResult::response).orElseThrow().body())
                .isEqualTo(echo);
    }

    @Test
    void body_long_isCut_andNoSecretHangsOverTheCut() {
        server.onApi(FakeServer.json(200, "x".repeat(1_995) + "access-1" + "x".repeat(5_000)));
        String printed = test().toString();
        assertThat(printed).hasSizeLessThan(3_000).endsWith("…").doesNotContain("acces");
    }

    @Test
    void target_withAFragmentOrAUser_isToldWhatToRemove() {
        assertThat(test("desk", "GENERIC", "https://h.example/x#y").toString())
                .contains("Remove the # and the text after it");
        assertThat(test("desk", "GENERIC", "https://u:p@h.example/").toString())
                .contains("Remove the part before the @");
    }

    @Test
    void payload_thatIsNoJson_costsNoToken() {
        OAuthTestResult report = client.test(
                OAuthTestRequest.of("desk", server.http("/v1").toString()).payload("{\"text\": \"Hello}"));
        assertThat(steps(report)).containsExactly("FAILED request");
        assertThat(report.toString()).contains("Data Payload is").contains("Correct the JSON text");
        assertThat(server.requests()).isZero();
    }
}
