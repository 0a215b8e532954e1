package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.testkit.RingCentralFixtures;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RingCentral's replies, letter by letter, through the whole client. */
class RingCentralFixturesTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice().with(settings -> settings.provider(new Codes()));

    private final FakeServer server = device.server();

    /** Reads RingCentral's codes as its plugin does: the inner one is the most telling. */
    private static final class Codes extends TestProvider {
        Codes() {
            super("ACME");
            preset(new FakeProvider("ACME").preset())
                    .errors(() -> ErrorTable.of(
                            ErrorRule.token(
                                    "OAU-251", Failure.Kind.CONFIGURATION, "the JWT flow is off", "Switch it on."),
                            ErrorRule.api(403, "CMN-401", Failure.Kind.REQUEST, "a permission is missing", "Add it.")));
        }

        @Override
        public List<String> errorCodes(Map<String, ?> body) {
            Stream<?> inner = body.get("errors") instanceof List<?> list ? list.stream() : Stream.empty();
            return Stream.concat(inner.map(each -> ((Map<?, ?>) each).get("errorCode")), Stream.ofNullable((Object)
                            body.get("errorCode")))
                    .map(String::valueOf)
                    .toList();
        }
    }

    private static MockResponse reply(RingCentralFixtures fixture, String body) {
        MockResponse.Builder reply =
                new MockResponse.Builder().code(fixture.status()).body(body);
        fixture.headers().forEach(reply::addHeader);
        return reply.build();
    }

    private ApiResult press() {
        OAuthClient client = device.client();
        client.profiles()
                .create(TestValues.draft(client, "desk", "ACME", server).build());
        return device.post();
    }

    @ParameterizedTest
    @EnumSource(names = "TOKEN_ISSUED")
    void tokenReply_recorded_isIssued(RingCentralFixtures fixture) {
        server.onToken(reply(fixture, fixture.body().replace("...", "opaque")));
        assertThat(press().delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("Bearer opaque");
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_CLIENT, OAU-153, CONFIGURATION, invalid_client",
        "WRONG_CLIENT_SECRET, OAU-146, CONFIGURATION, invalid_client",
        "GRANT_NOT_ALLOWED, OAU-251, CONFIGURATION, unauthorized_client",
        "UNSUPPORTED_GRANT, OAU-250, CONFIGURATION, invalid_request",
        "DAMAGED_ASSERTION, OAU-345, CONFIGURATION, invalid_request",
        "REFRESH_TOKEN_NOT_FOUND, OAU-213, GRANT_INVALID, invalid_grant",
        "REFRESH_TOKEN_EXPIRED, OAU-210, GRANT_INVALID, invalid_grant",
        "RATE_EXCEEDED, CMN-301, THROTTLED, ''"
    })
    void tokenError_recorded_hasItsCodeMessageAndKind(
            RingCentralFixtures fixture, String code, Failure.Kind consequence, String error) {
        server.onToken(reply(fixture, fixture.body()));
        Failure failure = press().failure().orElseThrow();
        assertThat(failure.step()).isEqualTo(Step.TOKEN);
        assertThat(failure.code()).contains(code);
        assertThat(failure.kind()).isEqualTo(consequence);
        assertThat(failure.serverError().orElseThrow().error().orElse("")).isEqualTo(error);
        assertThat(failure.serverError().orElseThrow().message()).isPresent();
        assertThat(failure.retryAfter().map(java.time.Duration::toSeconds))
                .isEqualTo(
                        consequence == Failure.Kind.THROTTLED
                                ? java.util.Optional.of(60L)
                                : java.util.Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHORIZATION_MISSING, AGW-401, true",
        "ACCESS_TOKEN_UNKNOWN, OAU-149, true",
        "ACCESS_TOKEN_CORRUPTED, OAU-129, true",
        "ACCESS_TOKEN_NOT_FOUND, OAU-213, true",
        "PERMISSION_MISSING, CMN-401, false",
        "CHAT_NOT_FOUND, CMN-102, false",
        "RATE_EXCEEDED, CMN-301, false"
    })
    void apiError_recorded_hasItsCode_andCondemnsTheTokenOrNot(
            RingCentralFixtures fixture, String code, boolean rejectsToken) {
        server.onApi(reply(fixture, fixture.body()), reply(fixture, fixture.body()));
        ApiResult result = press();
        assertThat(result.failure().orElseThrow().code()).contains(code);
        assertThat(server.apiRequests()).hasSize(rejectsToken ? 2 : 1);
        assertThat(server.tokenRequests()).hasSize(rejectsToken ? 2 : 1);
    }

    @ParameterizedTest
    @EnumSource(names = "POST_CREATED")
    void post_recorded_isDelivered(RingCentralFixtures fixture) {
        server.onApi(reply(fixture, fixture.body()));
        assertThat(press().response().orElseThrow().body()).isEqualTo(fixture.body());
    }
}
