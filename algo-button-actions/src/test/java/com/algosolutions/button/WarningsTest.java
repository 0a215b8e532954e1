package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known to fail before a button is pressed. */
class WarningsTest {
    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");

    private OAuthClient client = client(NOW);

    @AfterEach
    void close() {
        client.close();
    }

    private static OAuthClient client(Instant now) {
        return OAuthClient.builder().clock(Clock.fixed(now, ZoneOffset.UTC)).build();
    }

    private static String jwt(String expiry) {
        String claims =
                expiry.isEmpty() ? "{}" : "{\"exp\":" + Instant.parse(expiry).getEpochSecond() + "}";
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "e30." + base64.encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
    }

    private OAuthProfile desk(String expiry) {
        return client.draft("Front desk", "GENERIC")
                .grantType(GrantType.JWT_BEARER)
                .tokenUrl(URI.create("https://login.example.com/token"))
                .apiHosts(ApiHost.of("api.example.com"))
                .clientId("console")
                .clientSecret(Secret.of("geheim"))
                .jwtAssertion(Secret.of(jwt(expiry)))
                .build();
    }

    private List<String> warnings(String profile, String... targets) {
        String document = new ManualButton("1")
                .withRequests(List.of(
                        new ManualButton("1").request(Map.of("oauthProfile", profile, "targets", List.of(targets)))))
                .json();
        return ButtonActions.parse(client, document).warnings().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void buttons_thatCanBeSent_haveNoWarning() {
        client.profiles().create(desk("2030-01-01T00:00:00Z"));

        assertThat(warnings("Front desk", "api.example.com")).isEmpty();
        assertThat(warnings("", "any.example.com")).isEmpty();
        assertThat(client.profiles().warnings(desk(""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Front desk | api.example.org | requests[0].targets[0] | may not send its token to api.example.org | API Hosts (now: api.example.com)",
                "Front desk | api.example.com:8443 | requests[0].targets[0] | api.example.com:8443 | Correct the target",
                "Front desk | www.api.example.com | requests[0].targets[0] | www.api.example.com | Correct the target",
                "Frontdesk | api.example.com | requests[0].oauthProfile | no OAuth profile named Frontdesk | Create it",
                "front desk | api.example.com | requests[0].oauthProfile | no OAuth profile named front desk | choose one",
            })
    void request_thatNoProfileMaySend_isAWarningWithItsPlaceAndFix(
            String profile, String target, String place, String message, String fix) {
        client.profiles().create(desk("2030-01-01T00:00:00Z"));

        assertThat(warnings(profile, target))
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .startsWith("buttons[0]." + place + " cannot be used: ")
                        .contains(message, fix));
    }

    @Test
    void targets_ofOneRequest_areWarnedOfOneByOne_andAnUnknownProfileOnce() {
        client.profiles().create(desk("2030-01-01T00:00:00Z"));

        assertThat(warnings("Front desk", "a.example.com", "api.example.com", "b.example.com"))
                .extracting(warning -> warning.split(" ")[0])
                .containsExactly("buttons[0].requests[0].targets[0]", "buttons[0].requests[0].targets[2]");
        assertThat(warnings("Missing desk", "a.example.com", "b.example.com")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2027-03-01T08:00:00Z", "2027-02-28T00:00:00Z", "2020-01-01T00:00:00Z", "1970-01-01T00:00:01Z"})
    void jwt_thatHasExpired_isAWarningBeforeCreateAndAtLoad_andTheProfileIsNotReady(String expiry) {
        OAuthProfile profile = desk(expiry);

        assertThat(client.profiles().warnings(profile)).singleElement().satisfies(warning -> {
            assertThat(warning.field()).isEqualTo("jwtAssertion");
            assertThat(warning.message())
                    .contains("expired on " + expiry, "the device's clock says 2027-03-01T08:00:00Z");
            assertThat(warning.advice()).contains("Create a new JWT");
        });
        client.profiles().create(profile);
        ProfileStatus status = client.status("Front desk");
        assertThat(status.state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(status.needsOperator()).isTrue();
        assertThat(warnings("Front desk", "api.example.com"))
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .contains("requests[0].oauthProfile", "expired on " + expiry, "Create a new JWT"));
    }

    @Test
    void jwt_thatExpires_isNoWarningWhileTheClockIsWrong() {
        client.close();
        client = client(Instant.EPOCH);

        assertThat(client.profiles().warnings(desk("2027-02-28T00:00:00Z"))).isEmpty();
        client.profiles().create(desk("2027-02-28T00:00:00Z"));
        assertThat(warnings("Front desk", "api.example.com")).isEmpty();
    }

    @Test
    void signIn_thatIsMissing_isAWarning() {
        client.profiles()
                .create(client.draft("Front desk", "GENERIC")
                        .grantType(GrantType.AUTH_CODE_PKCE)
                        .authUrl(URI.create("https://login.example.com/authorize"))
                        .tokenUrl(URI.create("https://login.example.com/token"))
                        .redirectUri(URI.create("https://device.example.com/control/oauth-callback.lua"))
                        .apiHosts(ApiHost.of("api.example.com"))
                        .clientId("console")
                        .clientSecret(Secret.of("geheim"))
                        .build());

        assertThat(warnings("Front desk", "api.example.com"))
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("oauthProfile", "Start Authorization"));
    }

    @Test
    void buttons_ofAScreen_haveTheirPlaceInTheDocument() {
        String button = new ManualButton("1")
                .with("request.oauthProfile", "\"Missing desk\"")
                .json();
        String list = button.substring(button.indexOf('['), button.length() - 1);
        String document = "{\"buttons\": " + list.replace("help", "first")
                + ", \"screens\": [{\"name\": \"Empty\", \"buttons\": []}," + " {\"name\": \"Lobby\", \"buttons\": "
                + list + "}]}";
        ButtonActions buttons = ButtonActions.parse(client, document);

        assertThat(buttons.warnings())
                .extracting(Problem::field)
                .containsExactly(
                        "buttons[0].requests[0].oauthProfile", "screens[1].buttons[0].requests[0].oauthProfile");
        assertThat(buttons.screens()).hasToString("[screen Empty with 0 buttons, screen Lobby with 1 button]");
        client.profiles().create(desk("2030-01-01T00:00:00Z"));
        assertThat(buttons.warnings()).hasSize(2);
    }

    @Test
    void warnings_ofAFakeClient_areNone() {
        ButtonActions buttons = ButtonActions.parse(
                request -> ApiResult.builder(request, ApiResult.Outcome.DELIVERED)
                        .response(HttpResponse.of(200))
                        .build(),
                new ManualButton("1").json());

        assertThat(buttons.warnings()).isEmpty();
    }

    @Test
    void device_thatIsConfigured_warnsOfProfilesAndButtons() {
        String document = """
                {"profiles": [{"name": "Front desk", "providerType": "GENERIC", "grantType": "JWT_BEARER",
                   "tokenUrl": "https://login.example.com/token", "apiHosts": "api.example.com",
                   "clientId": "console", "clientSecret": "env:SECRET", "jwtAssertion": "env:JWT"}],
                 "buttons": [{"identifier": "help", "action": "Send API Request", "numberOfApiRequests": 1, "requests": [
                   {"method": "POST", "customPath": "v1", "targets": ["api.example.org"], "oauthProfile": "Front desk"}]}]}
                """;
        Map<String, String> values = Map.of("SECRET", "geheim", "JWT", jwt("2027-02-28T00:00:00Z"));
        DeviceConfiguration configuration = DeviceConfiguration.parse(document, SecretSource.standard(values));

        try (ConfiguredDevice device = configuration.open(
                RecordStore.inMemory(), settings -> settings.clock(Clock.fixed(NOW, ZoneOffset.UTC)))) {
            assertThat(device.warnings())
                    .extracting(Problem::field)
                    .containsExactly("Front desk.jwtAssertion", "buttons[0].requests[0].targets[0]");
            assertThat(device.warnings().toString()).doesNotContain("geheim", values.get("JWT"));
            assertThat(device).hasToString("device with 1 button");
            assertThat(configuration).hasToString("configuration with 1 profile");
        }
    }

    @Test
    void obstacle_ofARequest_isWhatExecuteReturns() {
        client.profiles().create(desk("2030-01-01T00:00:00Z"));
        ApiRequest request =
                ApiRequest.get(URI.create("https://api.example.org/")).profile("Front desk");

        assertThat(client.obstacle(request))
                .isEqualTo(client.execute(request).failure())
                .isPresent();
        assertThat(client.obstacle(ApiRequest.get(URI.create("http://api.example.org/"))))
                .isPresent();
    }
}
