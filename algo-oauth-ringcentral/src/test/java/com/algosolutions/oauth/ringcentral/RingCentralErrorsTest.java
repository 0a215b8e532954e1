package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.testkit.RingCentralFixtures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingCentralErrorsTest {
    private static final RingCentral PROVIDER = new RingCentral();

    private static Optional<ErrorRule> find(Endpoint endpoint, int status, String body) {
        List<String> codes = body.startsWith("{") ? PROVIDER.errorCodes(Json.readObject(body)) : List.of();
        return PROVIDER.errors().find(endpoint, status, codes, body);
    }

    private static ErrorRule rule(Endpoint endpoint, int status, String... codes) {
        return PROVIDER.errors().find(endpoint, status, List.of(codes), "").orElseThrow();
    }

    /** Code, documented status (0: none given), consequence, and words that its meaning and advice must contain. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OAU-101 | 403 | CONFIGURATION | brand            | Extra Params",
                "OAU-102 | 403 | CONFIGURATION | authorization code | auth method",
                "OAU-105 | 403 | CONFIGURATION | may not log in   | administrator",
                "OAU-106 | 403 | GRANT_INVALID | authorization code | Start Authorization",
                "OAU-108 | 403 | GRANT_INVALID | authorization code | Start Authorization",
                "OAU-109 | 403 | CONFIGURATION | redirect URIs | exactly as it is registered",
                "OAU-110 | 403 | GRANT_INVALID | authorization code | Start Authorization",
                "OAU-111 | 400 | CONFIGURATION | twice            | Extra Params",
                "OAU-112 | 403 | CONFIGURATION | grant type       | JWT auth flow",
                "OAU-113 | 403 | CONFIGURATION | redirect URI     | developer console",
                "OAU-116 | 403 | CONFIGURATION | authentication   | JWT auth flow",
                "OAU-117 | 403 | CONFIGURATION | scope            | permissions",
                "OAU-119 | 403 | CONFIGURATION | may not log in   | administrator",
                "OAU-120 | 401 | CONFIGURATION | client id        | Client ID and Client Secret",
                "OAU-121 | 401 | CONFIGURATION | client id        | Client ID and Client Secret",
                "OAU-123 | 401 | CONFIGURATION | client id        | HTTP_BASIC",
                "OAU-125 | 401 | CONFIGURATION | grant type       | JWT auth flow",
                "OAU-127 | 401 | CONFIGURATION | release          | developer console",
                "OAU-134 | 401 | CONFIGURATION | client id        | HTTP_BASIC",
                "OAU-136 | 401 | CONFIGURATION | does not exist   | new JWT credential",
                "OAU-140 | 400 | CONFIGURATION | credentials      | new JWT credential",
                "OAU-141 | 401 | CONFIGURATION | may not log in   | administrator",
                "OAU-142 | 401 | CONFIGURATION | forbids login    | administrator",
                "OAU-146 | 401 | CONFIGURATION | client id and secret | Client ID and Client Secret",
                "OAU-147 | 400 | CONFIGURATION | locked           | administrator",
                "OAU-148 | 400 | CONFIGURATION | locked           | single sign-on",
                "OAU-150 | 400 | CONFIGURATION | two values       | Token URL",
                "OAU-153 | 400 | CONFIGURATION | no app           | Client ID and Client Secret",
                "OAU-163 |   0 | CONFIGURATION | may not log in   | administrator",
                "OAU-164 |   0 | CONFIGURATION | no app           | Client ID and Client Secret",
                "OAU-165 |   0 | CONFIGURATION | sandbox          | production",
                "OAU-167 | 403 | CONFIGURATION | restricts        | administrator",
                "OAU-168 | 401 | CONFIGURATION | second factor    | JWT_BEARER",
            })
    void tokenEndpointCode_ofClientOrUser_hasItsRow(
            String code, int status, Failure.Kind consequence, String meaning, String advice) {
        assertTokenRow(code, status, consequence, meaning, advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OAU-210 |   0 | GRANT_INVALID    | expired          | new JWT credential",
                "OAU-211 | 400 | GRANT_INVALID    | revoked          | new JWT credential",
                "OAU-213 | 400 | GRANT_INVALID    | not known        | new JWT credential",
                "OAU-222 |   0 | CONFIGURATION | does not exist   | new JWT credential",
                "OAU-232 |   0 | CONFIGURATION | does not exist   | new JWT credential",
                "OAU-236 |   0 | CONFIGURATION | may not log in   | administrator",
                "OAU-250 | 400 | CONFIGURATION | grant type       | JWT_BEARER",
                "OAU-251 | 400 | CONFIGURATION | grant type       | JWT auth flow",
                "OAU-270 |   0 | CONFIGURATION | CLIENT_CREDENTIALS | JWT_BEARER",
                "OAU-345 |   0 | GRANT_INVALID | damaged          | Paste it again",
                "OAU-347 |   0 | GRANT_INVALID | signed           | new JWT credential",
                "CMN-101 | 400 | CONFIGURATION | parameter        | Extra Params",
                "CMN-301 | 429 | THROTTLED          | 5 a minute       | Wait",
                "CMN-302 | 429 | THROTTLED          | 5 a minute       | Wait",
                "CMN-303 | 429 | THROTTLED          | 5 a minute       | Wait",
                "CMN-304 | 429 | THROTTLED          | in progress      | Wait",
                "CMN-310 | 429 | THROTTLED          | 5 a minute       | Wait",
                "invalid_grant | 400 | GRANT_INVALID | JWT credential | new JWT credential",
                "service_unavailable | 503 | UNAVAILABLE | temporarily   | later",
            })
    void tokenEndpointCode_ofGrantOrLimit_hasItsRow(
            String code, int status, Failure.Kind consequence, String meaning, String advice) {
        assertTokenRow(code, status, consequence, meaning, advice);
    }

    /** A rejection that drops no grant keeps its advice, so it must fit a profile whose user signs in, which has no JWT. */
    @Test
    void everyRow_thatKeepsTheGrant_doesNotAdviseAJwtAlone() {
        assertThat(PROVIDER.errors().rules())
                .filteredOn(rule -> rule.kind() != Failure.Kind.GRANT_INVALID
                        && rule.advice().contains("JWT c"))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.advice()).containsAnyOf("Start Authorization", "as Grant Type"));
        assertThat(PROVIDER.errors().rules())
                .filteredOn(rule -> rule.advice().contains("JWT auth flow"))
                .extracting(rule -> rule.code().orElse(""))
                .containsExactly("OAU-112", "OAU-125", "OAU-251", "OAU-116");
        assertThat(PROVIDER.errors().rules())
                .filteredOn(rule -> rule.advice().contains("JWT auth flow"))
                .allSatisfy(rule -> assertThat(rule.advice()).contains("Grant Type", "AUTH_CODE_PKCE"));
    }

    private static void assertTokenRow(
            String code, int status, Failure.Kind consequence, String meaning, String advice) {
        ErrorRule rule = rule(Endpoint.TOKEN, status, code);

        assertThat(rule.kind()).isEqualTo(consequence);
        assertThat(rule.message()).contains(meaning);
        assertThat(rule.advice()).contains(advice);
        assertThat(rule.kind().rejectsToken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void tokenEndpointCode_withAnyStatus_goesByTheCode(int status) {
        assertThat(rule(Endpoint.TOKEN, status, "OAU-153", "invalid_client").message())
                .contains("no app with this client id");
    }

    /**
     * Only these codes may make the client give up the refresh token and use the JWT. The last two lines never come in response to a refresh
     * token: they reject a JWT, and an authorization code.
     */
    @Test
    void grantInvalid_atTheTokenEndpoint_isInvalidGrantAndEightCodes() {
        assertThat(PROVIDER.errors().rules().stream()
                        .filter(rule -> rule.kind() == Failure.Kind.GRANT_INVALID)
                        .flatMap(rule -> rule.code().stream()))
                .containsExactlyInAnyOrder(
                        "OAU-210",
                        "OAU-211",
                        "OAU-213",
                        "invalid_grant",
                        "OAU-345",
                        "OAU-347",
                        "OAU-106",
                        "OAU-108",
                        "OAU-110");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CMN-101 | 400 | REQUEST       | payload          | Data Payload",
                "CMN-103 | 400 | REQUEST       | JSON             | Data Payload",
                "CMN-104 | 400 | REQUEST       | JSON             | Data Payload",
                "CMN-101 | 415 | REQUEST       | type             | Content-Type",
                "OAU-128 | 401 | TOKEN_INVALID    | expired          | authorise the profile again",
                "OAU-129 | 401 | TOKEN_INVALID    | replaced         | authorise the profile again",
                "OAU-149 | 401 | TOKEN_INVALID    | does not know    | authorise the profile again",
                "OAU-210 | 401 | TOKEN_INVALID    | expired          | authorise the profile again",
                "OAU-211 | 401 | TOKEN_INVALID    | revoked          | authorise the profile again",
                "OAU-213 | 401 | TOKEN_INVALID    | not known        | authorise the profile again",
                "TokenInvalid  | 401 | TOKEN_INVALID | invalidated   | authorise the profile again",
                "invalid_token | 401 | TOKEN_INVALID | invalidated   | authorise the profile again",
                "AGW-401 | 401 | REQUEST       | Authorization    | OAuth profile",
                "AGW-402 | 401 | REQUEST       | malformed        | OAuth profile",
                "OAU-151 | 401 | REQUEST       | method           | Method",
                "CMN-405 | 401 | CONFIGURATION | log in           | JWT credential",
                "CMN-401 | 403 | REQUEST       | Team Messaging   | Add the permission",
                "InsufficientPermissions | 403 | REQUEST | Team Messaging | Add the permission",
                "CMN-408 | 403 | REQUEST       | user lacks       | administrator",
                "CMN-109 | 403 | REQUEST       | off              | administrator",
                "CMN-102 | 404 | REQUEST       | not a member     | team's link",
                "CMN-301 | 429 | THROTTLED          | too many         | Wait",
                "CMN-302 | 429 | THROTTLED          | too many         | Wait",
                "CMN-303 | 429 | THROTTLED          | too many         | Wait",
                "CMN-304 | 429 | THROTTLED          | in progress      | Wait",
                "CMN-310 | 429 | THROTTLED          | too many         | Wait",
            })
    void apiCode_documented_hasItsRow(
            String code, int status, Failure.Kind consequence, String meaning, String advice) {
        ErrorRule rule = rule(Endpoint.API, status, code);

        assertThat(rule.kind()).isEqualTo(consequence);
        assertThat(rule.message()).contains(meaning);
        assertThat(rule.advice()).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TOKEN | 429 | THROTTLED    | too many logins",
                "TOKEN | 503 | UNAVAILABLE  | temporarily",
                "API   | 401 | REQUEST | not the token",
                "API   | 429 | THROTTLED    | too many requests",
                "API   | 503 | UNAVAILABLE  | temporarily",
            })
    void status_withoutACode_hasItsRow(Endpoint endpoint, int status, Failure.Kind consequence, String meaning) {
        ErrorRule rule = find(endpoint, status, "<html>a gateway's page</html>").orElseThrow();

        assertThat(rule.kind()).isEqualTo(consequence);
        assertThat(rule.message()).contains(meaning);
    }

    @Test
    void dailyLimit_isA500ThatIsNotRepeated() {
        ErrorRule rule = find(Endpoint.API, 500, "You have exceeded your limits for this action.")
                .orElseThrow();

        assertThat(rule.kind()).isEqualTo(Failure.Kind.REQUEST);
        assertThat(rule.kind().temporary()).isFalse();
        assertThat(rule.message()).contains("daily limit");
        assertThat(find(Endpoint.API, 500, "Internal Server Error")).isEmpty();
    }

    /** A request may be resent only after a 401, which means that it was not executed. */
    @Test
    void tokenRejection_isForA401OfTheApiOnly() {
        assertThat(PROVIDER.errors().rules())
                .filteredOn(rule -> rule.kind().rejectsToken())
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.endpoint()).isEqualTo(Endpoint.API);
                    assertThat(rule.status()).hasValue(401);
                    assertThat(rule.code()).isPresent();
                });
    }

    @Test
    void innerCode_besideAVaguerOuterOne_decides() {
        assertThat(rule(Endpoint.API, 401, "OAU-151", "TokenInvalid").kind()).isEqualTo(Failure.Kind.REQUEST);
        assertThat(rule(Endpoint.API, 401, "OAU-999", "TokenInvalid").kind()).isEqualTo(Failure.Kind.TOKEN_INVALID);
    }

    @Test
    void everyRow_saysWhatItMeansAndWhatToDo_inSentences() {
        assertThat(PROVIDER.errors().rules()).allSatisfy(rule -> {
            assertThat(rule.message()).isNotBlank().doesNotEndWith(".").matches("(?s)[a-zR].*");
            assertThat(rule.advice()).matches("(?s)[A-Z].*\\.").doesNotContain("  ");
        });
    }

    @Test
    void everyRow_canBeReached() {
        Set<String> unreachable = new TreeSet<>();
        for (ErrorRule rule : PROVIDER.errors().rules()) {
            int status = rule.status().orElse(418);
            List<String> codes = rule.code().stream().toList();
            if (PROVIDER.errors()
                            .find(
                                    rule.endpoint(),
                                    status,
                                    codes,
                                    rule.bodyContaining().orElse(""))
                            .orElse(null)
                    != rule) {
                unreachable.add(rule.toString());
            }
        }
        assertThat(unreachable).isEmpty();
    }

    private static final Map<RingCentralFixtures, String> EXPECTED = Map.ofEntries(
            Map.entry(RingCentralFixtures.UNKNOWN_CLIENT, "TOKEN OAU-153 CONFIGURATION"),
            Map.entry(RingCentralFixtures.WRONG_CLIENT_SECRET, "TOKEN OAU-146 CONFIGURATION"),
            Map.entry(RingCentralFixtures.GRANT_NOT_ALLOWED, "TOKEN OAU-251 CONFIGURATION"),
            Map.entry(RingCentralFixtures.UNSUPPORTED_GRANT, "TOKEN OAU-250 CONFIGURATION"),
            Map.entry(RingCentralFixtures.DAMAGED_ASSERTION, "TOKEN OAU-345 GRANT_INVALID"),
            Map.entry(RingCentralFixtures.REFRESH_TOKEN_NOT_FOUND, "TOKEN OAU-213 GRANT_INVALID"),
            Map.entry(RingCentralFixtures.REFRESH_TOKEN_EXPIRED, "TOKEN OAU-210 GRANT_INVALID"),
            Map.entry(RingCentralFixtures.RATE_EXCEEDED, "API CMN-301 THROTTLED"),
            Map.entry(RingCentralFixtures.AUTHORIZATION_MISSING, "API AGW-401 REQUEST"),
            Map.entry(RingCentralFixtures.ACCESS_TOKEN_UNKNOWN, "API OAU-149,TokenInvalid TOKEN_INVALID"),
            Map.entry(RingCentralFixtures.ACCESS_TOKEN_CORRUPTED, "API OAU-129,TokenInvalid TOKEN_INVALID"),
            Map.entry(RingCentralFixtures.ACCESS_TOKEN_NOT_FOUND, "API OAU-213,TokenInvalid TOKEN_INVALID"),
            Map.entry(RingCentralFixtures.PERMISSION_MISSING, "API CMN-401,InsufficientPermissions REQUEST"),
            Map.entry(RingCentralFixtures.CHAT_NOT_FOUND, "API CMN-102 REQUEST"));

    @ParameterizedTest
    @EnumSource(
            value = RingCentralFixtures.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TOKEN_ISSUED", "POST_CREATED"})
    void recordedReply_readByTheProvider_hasItsCodesAndKind(RingCentralFixtures fixture) {
        String expected = EXPECTED.get(fixture);
        Endpoint endpoint = Endpoint.valueOf(expected.substring(0, expected.indexOf(' ')));
        List<String> codes = PROVIDER.errorCodes(Json.readObject(fixture.body()));
        ErrorRule rule = find(endpoint, fixture.status(), fixture.body()).orElseThrow();

        assertThat(endpoint + " " + String.join(",", codes) + " " + rule.kind()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = RingCentralFixtures.class,
            names = {"TOKEN_ISSUED", "POST_CREATED"})
    void recordedSuccess_hasNoErrorCodes(RingCentralFixtures fixture) {
        assertThat(PROVIDER.errorCodes(Json.readObject(fixture.body()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"errors\": null, \"errorCode\": 7}",
                "{\"errors\": \"no list\"}",
                "{\"errors\": [null, 1, \"text\", [], {}, {\"errorCode\": null}, {\"errorCode\": 5}]}",
            })
    void errorBody_ofAnotherShape_hasNoCodes(String body) {
        assertThat(PROVIDER.errorCodes(Json.readObject(body))).isEmpty();
    }

    @Test
    void rules_forOneEndpointStatusAndCode_areOnce() {
        List<String> keys = PROVIDER.errors().rules().stream()
                .map(rule -> rule.endpoint() + " " + rule.status() + " " + rule.code() + " "
                        + rule.bodyContaining().orElse(""))
                .collect(Collectors.toList());

        assertThat(keys).doesNotHaveDuplicates();
    }
}
