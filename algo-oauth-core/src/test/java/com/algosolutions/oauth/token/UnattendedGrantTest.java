package com.algosolutions.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.signin.SignInResults;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.ProviderGrant;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grants that a device presents without a person, as the server receives them. */
class UnattendedGrantTest {
    private static final GrantType ACCOUNT = new GrantType("ACCOUNT_CREDENTIALS");

    /** A provider whose grant is a name and one parameter. */
    private static final OAuthProvider ACCOUNTS = new TestProvider("ACCOUNTS")
            .grant(ProviderGrant.of(ACCOUNT, "account_credentials").withParameter("realm", "a b"));

    @RegisterExtension
    private final TestDevice device = new TestDevice().with(settings -> settings.provider(ACCOUNTS));

    private final FakeServer server = device.server();
    private final ManualTicker ticker = device.ticker;
    private final OAuthClient client = device.client();

    private ProfileForm draft(String provider, GrantType grant) {
        return client.draft("desk", provider)
                .grantType(grant)
                .tokenUrl(server.http("/token"))
                .apiHosts(ApiHost.of(server.host()))
                .clientId("app-1")
                .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                .scopes("read", "post");
    }

    @Test
    @DisplayName("E2.1, E1.14 client credentials: grant_type and the configured scope, each once, and nothing else")
    void clientCredentials_isGrantTypeAndScope() {
        client.profiles().create(draft("GENERIC", GrantType.CLIENT_CREDENTIALS).build());
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(FakeServer.form(server.tokenRequests().get(0)))
                .containsExactly("grant_type=client_credentials", "scope=read+post");
    }

    @ParameterizedTest
    @DisplayName("E2.11 a response without a scope grants the requested scope; another scope is reported")
    @CsvSource(
            nullValues = "none",
            value = {
                "none, false",
                "read post, false",
                "post read read, false",
                "'post,read', false",
                "read, true",
                "read post admin, true"
            })
    void scopeGranted_thatDiffers_isTold(@Nullable String granted, boolean told) {
        server.onToken(FakeServer.json(
                200,
                "{\"access_token\":\"issued-1\",\"token_type\":\"bearer\",\"expires_in\":60"
                        + (granted == null ? "" : ",\"scope\":\"" + granted + "\"") + "}"));
        client.profiles().create(draft("GENERIC", GrantType.CLIENT_CREDENTIALS).build());
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(client.events().stream()
                        .anyMatch(event -> event.message().contains("another scope than requested: " + granted)))
                .isEqualTo(told);
    }

    @Test
    void clientCredentials_withoutARefreshToken_startsAnew() {
        client.profiles().create(draft("GENERIC", GrantType.CLIENT_CREDENTIALS).build());
        TestValues.post(client, server);
        ticker.seconds(Duration.ofHours(2).toSeconds());
        TestValues.post(client, server);
        assertThat(server.tokenRequests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(FakeServer.form(request)).contains("grant_type=client_credentials"));
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-2");
    }

    @Test
    @DisplayName(
            "E2.12, E2.13 client credentials: a refresh token that the server gives all the same is used, and a dead one left")
    void clientCredentials_withARefreshToken_usesIt_andStartsAnewWhenItIsDead() {
        server.onToken(FakeServer.issue("a", "r-1"), FakeServer.issue("b", "r-2"));
        client.profiles().create(draft("GENERIC", GrantType.CLIENT_CREDENTIALS).build());
        TestValues.post(client, server);
        ticker.seconds(Duration.ofHours(2).toSeconds());
        TestValues.post(client, server);
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        ticker.seconds(Duration.ofHours(2).toSeconds());
        TestValues.post(client, server);
        assertThat(server.tokenRequests())
                .extracting(request -> FakeServer.form(request).get(0))
                .containsExactly(
                        "grant_type=client_credentials",
                        "grant_type=refresh_token",
                        "grant_type=refresh_token",
                        "grant_type=client_credentials");
        assertThat(server.bearers()).containsExactly("Bearer a", "Bearer b", "Bearer access-1");
    }

    @Test
    void grantOfAProvider_isItsNameAndParameters_withTheProfilesOwn() {
        client.profiles()
                .create(draft("ACCOUNTS", ACCOUNT)
                        .scopes()
                        .extraParams(Map.of("account_id", "42"))
                        .build());
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(FakeServer.form(server.tokenRequests().get(0)))
                .containsExactly("account_id=42", "grant_type=account_credentials", "realm=a+b");
    }

    @Test
    @DisplayName(
            "Start Authorization of client credentials and of a provider's grant obtains a token now, which is pending")
    void start_obtainsATokenNow() {
        client.profiles().create(draft("GENERIC", GrantType.CLIENT_CREDENTIALS).build());
        client.profiles()
                .create(draft("ACCOUNTS", ACCOUNT).name("account").scopes().build());
        assertThat(client.signIns().start("desk")).is(SignInResults.GRANTED);
        assertThat(client.signIns().start("account")).is(SignInResults.GRANTED);
        assertThat(FakeServer.form(server.tokenRequests().get(0)))
                .containsExactly("grant_type=client_credentials", "scope=read+post");
        assertThat(FakeServer.form(server.tokenRequests().get(1)))
                .containsExactly("grant_type=account_credentials", "realm=a+b");
        assertThat(client.signIns().save("desk")).isTrue();
        assertThat(client.signIns().save("account")).isTrue();
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void grantOfAnotherProvider_isRefusedWhenUsed() {
        client.profiles().create(draft("GENERIC", ACCOUNT).build());
        assertThat(TestValues.post(client, server).toString())
                .contains("cannot obtain a token by ACCOUNT_CREDENTIALS")
                .contains("Write Grant Type as one of JWT_BEARER, CLIENT_CREDENTIALS, AUTH_CODE_PKCE, DEVICE_CODE");
        assertThat(server.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grant_type", "client_id", "client_secret", "client_assertion", "scope", "refresh_token"})
    void grantOfAProvider_thatSetsWhatTheRequestSets_cannotBeMade(String name) {
        assertThatThrownBy(() -> ProviderGrant.of(ACCOUNT, "x").withParameter(name, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void grantOfAProvider_withAStandardName_cannotBeMade() {
        assertThatThrownBy(() -> ProviderGrant.of(GrantType.JWT_BEARER, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
