package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider may declare of its replies and its URLs, held against a server. */
class ProviderDeclarationsTest {
    @RegisterExtension
    private final TestDevice test = new TestDevice();

    private final FakeServer server = test.server();

    /** A provider whose replies have a state of their own. */
    private static TestProvider stateful() {
        return new TestProvider("STATEFUL")
                .preset(Preset.of("STATEFUL")
                        .with(ProfileField.GRANT_TYPE, GrantType.CLIENT_CREDENTIALS)
                        .with(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.HTTP_BASIC)
                        .with(ProfileField.SCOPE_MODE, ScopeMode.NONE)
                        .withAuthorizationParam("prompt", "consent")
                        .withAuthorizationParam("access_type", "offline"))
                .failureMarks(() -> Map.of("state", 3, "result", "failed"))
                .bearerTypes(() -> Set.of("key"))
                .traits(traits -> traits.defaultExpiresIn(Duration.ofDays(36_500)));
    }

    private OAuthClient device(OAuthProvider provider) {
        OAuthClient device = test.start(test.settings().provider(provider));
        device.profiles()
                .create(device.draft("desk", provider.id())
                        .tokenUrl(server.http("/token"))
                        .apiHosts(ApiHost.of(server.host()))
                        .clientId("app-1")
                        .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                        .build());
        return device;
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'{\"state\":3}', false",
                "'{\"state\":4,\"result\":\"failed\"}', false",
                "'{\"state\":4}', true",
                "'{\"state\":\"3\"}', true",
                "'[{\"state\":3}]', true",
                "'<html>', true",
                "'', true"
            })
    @DisplayName("a 200 with a failure mark is a rejection, any other is delivered")
    void reply_withAMark_isARefusal(String body, boolean delivered) {
        server.onApi(FakeServer.json(200, body));
        try (OAuthClient device = device(stateful())) {
            ApiResult result = TestValues.post(device, server);

            assertThat(result.delivered()).isEqualTo(delivered);
            assertThat(result.mayHaveBeenDelivered()).isEqualTo(delivered);
        }
    }

    @Test
    @DisplayName("a token response with a failure mark issues no token")
    void tokenReply_withAMark_bringsNoToken() {
        server.onToken(FakeServer.json(200, "{\"access_token\":\"access-9\",\"token_type\":\"bearer\",\"state\":3}"));
        try (OAuthClient device = device(stateful())) {
            assertThat(TestValues.post(device, server).outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
            assertThat(server.apiRequests()).isEmpty();
        }
    }

    @Test
    @DisplayName("a plugin that throws from failureMarks() has none: a delivered request is delivered")
    void marks_ofABrokenPlugin_areNone() {
        OAuthProvider broken = stateful().failureMarks(() -> {
            throw new IllegalStateException("a bug in the plugin");
        });
        try (OAuthClient device = device(broken)) {
            assertThat(TestValues.post(device, server).delivered()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"key, true", "KEY, true", "bearer, true", "mac, false"})
    @DisplayName("E2.9 a token type that the provider declares is sent as Bearer, in any case; another is refused")
    void tokenType_declared_isBearer(String type, boolean used) {
        server.onToken(FakeServer.json(200, "{\"access_token\":\"access-9\",\"token_type\":\"" + type + "\"}"));
        try (OAuthClient device = device(stateful())) {
            assertThat(TestValues.post(device, server).delivered()).isEqualTo(used);
            assertThat(server.bearers()).hasSize(used ? 1 : 0).allMatch("Bearer access-9"::equals);
        }
    }

    @Test
    @DisplayName("a token of a provider whose tokens have no expiry is valid for a hundred years, also after a restart")
    void token_withoutExpiry_livesAsTheProviderSays() {
        server.onToken(FakeServer.json(200, "{\"access_token\":\"access-9\",\"token_type\":\"key\"}"));
        for (int start = 0; start < 2; start++) {
            try (OAuthClient device = test.settings().provider(stateful()).build()) {
                if (start == 0) {
                    device.profiles()
                            .create(device.draft("desk", "STATEFUL")
                                    .tokenUrl(server.http("/token"))
                                    .apiHosts(ApiHost.of(server.host()))
                                    .clientId("app-1")
                                    .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                                    .build());
                }
                assertThat(TestValues.post(device, server).delivered()).isTrue();
                assertThat(device.status("desk").accessTokenExpiresIn().orElseThrow())
                        .isGreaterThan(Duration.ofDays(36_000));
            }
        }
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName("params of the authorization request are not sent to the token endpoint, although the form has them")
    void authorizationParams_stayInTheForm() {
        try (OAuthClient device = device(stateful())) {
            TestValues.post(device, server);

            assertThat(device.profiles().find("desk").orElseThrow().extraParams())
                    .containsExactly(Map.entry("prompt", "consent"), Map.entry("access_type", "offline"));
            assertThat(FakeServer.form(server.tokenRequests().get(0))).containsExactly("grant_type=client_credentials");
        }
    }

    private static final Preset TENANTS = Preset.of("TENANTS")
            .with(ProfileField.EXTRA_PARAMS, Map.of("tenant", "acme", "region", "eu"))
            .withUrl(ProfileField.TOKEN_URL, "https://{region}.login.example/{tenant}/token");

    @Test
    @DisplayName("the extra params of the preset complete a URL template")
    void url_withPlaces_isCompleted() {
        assertThat(TENANTS.value(ProfileField.TOKEN_URL, Map.of("tenant", "a-b.c_d", "region", "us")))
                .contains(URI.create("https://us.login.example/a-b.c_d/token"));
        assertThat(TENANTS.value(ProfileField.TOKEN_URL, Map.of("tenant", "acme")))
                .isEmpty();
        assertThat(TENANTS.ownParams()).containsExactly("region", "tenant");
        assertThat(TENANTS.toString()).contains("{tenant}");
    }

    @Test
    @DisplayName("one problem for each placeholder without a value, and none for the URL itself")
    void url_withEmptyPlaces_isAProblemOfTheExtraParams() {
        assertThat(OAuthProfile.builder(TENANTS)
                        .name("desk")
                        .grantType(GrantType.CLIENT_CREDENTIALS)
                        .apiHosts(ApiHost.of("api.example"))
                        .clientId("app-1")
                        .clientSecret(Secret.of("s"))
                        .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                        .scopeMode(ScopeMode.NONE)
                        .extraParams(Map.of())
                        .problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.field()).isEqualTo("extraParams"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://{tenant name}/", "https://{}/", "no url {tenant} at all", "https://a.example/{"})
    @DisplayName("a template that would be no URL is refused when the preset is made")
    void template_thatIsNoUrl_isRefused(String template) {
        assertThatThrownBy(() -> TENANTS.withUrl(ProfileField.AUTH_URL, template))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
