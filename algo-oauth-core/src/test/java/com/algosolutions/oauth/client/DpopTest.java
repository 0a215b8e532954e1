package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.credential.CredentialFingerprint;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.token.AccessToken;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are bound to a key, RFC 9449, as a strict server sees them. How often is sent: {@link DpopNonceTest}. */
class DpopTest {
    @RegisterExtension
    private final DpopServer server = new DpopServer();

    @RegisterExtension
    private final TestDevice test = new TestDevice();

    private final TestValues.ManualTicker ticker = test.ticker;
    private final TestValues.ManualClock clock = test.clock;
    private final RecordStore store = test.store;
    private final OAuthClient client = test.client();

    private OAuthClient device() {
        return test.another();
    }

    private static ProfileForm draft(OAuthClient client, DpopServer server) {
        return TestValues.draft(client, "desk", server.http("/token"), ApiHost.of(server.host()))
                .accessTokenType(AccessTokenType.DPOP);
    }

    private ApiResult post(OAuthClient from) {
        return from.post("desk", server.http("/v1/posts?as=desk"), Body.json("{}"));
    }

    private ApiResult post() {
        if (client.profiles().find("desk").isEmpty()) {
            client.profiles().create(draft(client, server).build());
        }
        return post(client);
    }

    private String keyOf(DpopServer.Proof proof) {
        return proof.thumbprint();
    }

    @Test
    @DisplayName("RFC 9449 4.2: a proof at the token endpoint has these claims and no other, and the public key only")
    void proof_atTheTokenEndpoint() {
        assertThat(post().delivered()).isTrue();
        DpopServer.Proof proof = server.tokenProofs.get(0);
        assertThat(proof.header()).containsOnlyKeys("typ", "alg", "jwk").containsEntry("typ", "dpop+jwt");
        assertThat(proof.header().get("jwk"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("kty", "crv", "x", "y")
                .containsEntry("crv", "P-256");
        assertThat(proof.claims())
                .containsOnlyKeys("jti", "htm", "htu", "iat")
                .containsEntry("htm", "POST")
                .containsEntry("htu", server.http("/token").toString());
        assertThat(((Number) proof.claims().get("iat")).longValue()).isEqualTo(TestValues.NOW.getEpochSecond());
        assertThat(server.wrong).isEmpty();
    }

    @Test
    @DisplayName("RFC 9449 7.1: at the API the token goes by the scheme DPoP, with a proof that has the token's hash")
    void proof_atTheApi() {
        post();
        RecordedRequest request = server.apiRequests.get(0);
        DpopServer.Proof proof = server.apiProofs.get(0);
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("DPoP access-1");
        assertThat(proof.claims())
                .containsOnlyKeys("jti", "htm", "htu", "iat", "ath")
                .containsEntry("htu", server.http("/v1/posts").toString())
                .containsEntry("ath", DpopServer.hash("access-1"));
        assertThat(server.wrong).isEmpty();
    }

    @Test
    @DisplayName("RFC 9449 7.1: the ath of the example")
    void hash_ofTheRfc() {
        assertThat(Sha256.base64Url("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"))
                .isEqualTo("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    }

    @Test
    @DisplayName("RFC 9449 6.1: the thumbprint of the example's key")
    void thumbprint_ofTheRfc() {
        assertThat(
                        DpopProofs.thumbprint(
                                Secret.of(
                                        "{\"kty\":\"EC\",\"x\":\"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs\",\"y\":\"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA\",\"crv\":\"P-256\"}")))
                .isEqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    @ParameterizedTest
    @CsvSource({
        "https://Server.Example.com/token, https://server.example.com/token",
        "https://server.example.com:443/token?a=b, https://server.example.com/token",
        "https://server.example.com:8443, https://server.example.com:8443/",
        "HTTPS://server.example.com/a//b/../c%20d?x, https://server.example.com/a//c%20d",
        "https://server.example.com?, https://server.example.com/",
        "http://127.0.0.1:80/v1, http://127.0.0.1/v1",
        "https://[::1]:9/v1, https://[::1]:9/v1"
    })
    @DisplayName("RFC 9449 4.2: htu is the address as it is sent, without query")
    void address_isTheOneThatIsSent(URI uri, String htu) {
        assertThat(HttpTransport.withoutQuery(uri)).isEqualTo(htu);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "dpop", "DPOP"})
    void tokenType_isComparedWithoutCase(String type) {
        server.tokenType = type;
        assertThat(post().delivered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "mac"})
    @DisplayName("E2.9, RFC 9449 5: a token of another type is rejected if DPoP was requested, and never sent")
    void tokenType_thatIsNoDpop_isRefused(String type) {
        server.tokenType = type;
        ApiResult result = post();
        post();
        assertThat(result.toString())
                .contains("the token_type is not DPoP, which the profile requires (Access Token Type DPOP), but \""
                        + type + "\"")
                .contains(
                        type.equals("mac")
                                ? "Check Token URL, and have the app registered for DPoP tokens"
                                : ". Choose Access Token Type BEARER, or have the app registered for DPoP tokens");
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(server.apiRequests).isEmpty();
        assertThat(server.tokenRequests).as("refused for good").hasSize(1);
    }

    @Test
    @DisplayName("E2.9: a DPoP token is rejected if none was requested")
    void tokenType_dpop_isRefusedByAnotherProfile() {
        client.profiles()
                .create(draft(client, server)
                        .accessTokenType(AccessTokenType.BEARER)
                        .build());
        assertThat(post(client).toString())
                .contains(
                        "the token_type is not bearer, which the profile requires (Access Token Type BEARER), but \"DPoP\"")
                .contains("Choose Access Token Type DPOP, or have the app registered for bearer tokens");
        assertThat(server.tokenRequests.get(0).getHeaders().get("DPoP")).isNull();
        assertThat(server.apiRequests).isEmpty();
    }

    @Test
    @DisplayName(
            "E1.12 the refresh token of a public client is used with the key that it is bound to, also after a restart")
    void key_livesAsLongAsTheGrant() {
        client.profiles()
                .create(draft(client, server)
                        .clientAuthMode(ClientAuthMode.NONE)
                        .reset(ProfileField.CLIENT_SECRET)
                        .build());
        post(client);
        ticker.seconds(3600);
        post(client);
        ticker.seconds(3600);
        clock.set(TestValues.NOW.plusSeconds(7200));
        try (OAuthClient restarted = device()) {
            post(restarted);
        }
        assertThat(server.tokenRequests).hasSize(3);
        assertThat(FakeServer.form(server.tokenRequests.get(2))).contains("refresh_token=refresh-2");
        assertThat(server.tokenProofs.stream().map(this::keyOf).distinct()).hasSize(1);
        assertThat(server.apiProofs.stream().map(this::keyOf).distinct()).hasSize(1);
        assertThat(server.executed).isEqualTo(3);
        assertThat(server.wrong).isEmpty();
    }

    @Test
    void key_ofATokenFromBeforeARestart_provesIt() {
        post();
        try (OAuthClient restarted = device()) {
            assertThat(post(restarted).delivered()).isTrue();
        }
        assertThat(server.tokenRequests).hasSize(1);
        assertThat(server.wrong).isEmpty();
    }

    @Test
    void key_staysWhenTheRefreshTokenIsDead_andIsAnotherForAnotherCredential() {
        post();
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        ticker.seconds(3600);
        post();
        OAuthProfile desk = client.profiles().find("desk").orElseThrow();
        client.profiles().update(client.edit(desk).clientId("app-2").build());
        post();
        List<String> keys = server.tokenProofs.stream().map(this::keyOf).toList();
        assertThat(keys).hasSize(4);
        assertThat(keys.subList(0, 3)).containsOnly(keys.get(0));
        assertThat(keys.get(3)).isNotEqualTo(keys.get(0));
        assertThat(server.wrong).isEmpty();
    }

    @Test
    @DisplayName("E1.12 a refresh whose response was lost is sent again with the same key and a new proof")
    void refresh_whoseReplyIsLost_isRepeatedWithANewProof() {
        post();
        server.onToken(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        ticker.seconds(3600);
        assertThat(post().delivered()).isTrue();
        assertThat(server.tokenRequests).hasSize(3);
        assertThat(FakeServer.form(server.tokenRequests.get(2)))
                .isEqualTo(FakeServer.form(server.tokenRequests.get(1)));
        assertThat(server.tokenProofs.stream().map(this::keyOf).distinct()).hasSize(1);
        assertThat(server.wrong).as("no jti twice").isEmpty();
    }

    @Test
    void request_thatAnswered429_isSentAgainWithANewProof() {
        post();
        server.onApi(FakeServer.json(429, "{}")
                .newBuilder()
                .addHeader("Retry-After", "1")
                .build());
        assertThat(post().delivered()).isTrue();
        assertThat(server.apiRequests).hasSize(3);
        assertThat(server.wrong).isEmpty();
    }

    private static MockResponse dated(MockResponse reply, Instant date) {
        return reply.newBuilder()
                .setHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.ofInstant(date, ZoneOffset.UTC)))
                .build();
    }

    private static long issuedAt(DpopServer.Proof proof) {
        return ((Number) proof.claims().get("iat")).longValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:05:00Z", "2026-11-24T00:10:00Z"})
    @DisplayName("RFC 9449 11.1: a proof made with a wrong clock is made again with the server's time, once")
    void proof_ofAWrongClock_isMadeAgain(Instant wrong) {
        clock.set(wrong);
        Instant right = TestValues.NOW.plusSeconds(86_400);
        server.onToken(
                dated(FakeServer.json(400, "{\"error\":\"invalid_dpop_proof\"}"), right),
                dated(DpopServer.issue(1, "DPoP"), right));
        server.onApi(
                dated(DpopServer.unauthorized("DPoP error=\"invalid_dpop_proof\"", null), right.plusSeconds(600)),
                FakeServer.json(200, "{}"));
        assertThat(post().delivered()).isTrue();
        assertThat(server.tokenProofs).hasSize(2);
        assertThat(issuedAt(server.tokenProofs.get(1))).isEqualTo(right.getEpochSecond());
        assertThat(server.apiProofs).as("the API's time is its own").hasSize(2);
        assertThat(issuedAt(server.apiProofs.get(1))).isEqualTo(right.getEpochSecond() + 600);
    }

    @Test
    @DisplayName("RFC 9449 7.1: a proof that the API rejects does not cause a renewal")
    void proof_refusedByTheApi_stands() {
        server.onApi(DpopServer.unauthorized("DPoP error=\"invalid_dpop_proof\"", null));
        ApiResult result = post();
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.REQUEST);
        assertThat(result.toString()).contains("does not accept the device's DPoP proof");
        assertThat(server.tokenRequests).hasSize(1);
        assertThat(server.apiRequests).hasSize(1);
    }

    @Test
    @DisplayName("E3.5 a bound token that the API rejects is renewed once, and the request sent once more")
    void token_condemned_isRenewedOnce() {
        server.onApi(DpopServer.unauthorized("DPoP error=\"invalid_token\"", null));
        assertThat(post().delivered()).isTrue();
        assertThat(server.tokenRequests).hasSize(2);
        assertThat(server.apiRequests).hasSize(2);
        assertThat(server.wrong).isEqualTo(List.of());
    }

    @Test
    void key_ofNewCredentials_waitsWithThem_andIsTheGrantsAfterUpdate() {
        post();
        client.signIns().start("desk");
        post();
        assertThat(client.signIns().save("desk")).isTrue();
        post();
        List<String> asked = server.tokenProofs.stream().map(this::keyOf).toList();
        assertThat(asked).hasSize(2).doesNotHaveDuplicates();
        assertThat(server.apiProofs.stream().map(this::keyOf))
                .containsExactly(asked.get(0), asked.get(0), asked.get(1));
        assertThat(server.wrong).as("each token with its own key").isEmpty();
    }

    @Test
    void authorization_forAnOwnHttpClient_isRefused_beforeATokenIsAskedFor() {
        client.profiles().create(draft(client, server).build());
        OAuthException refused =
                catchThrowableOfType(OAuthException.class, () -> client.bearerToken("desk", server.http("/v1")));
        assertThat(refused).hasMessageContaining("bound to a key (DPoP)").hasMessageContaining("execute()");
        assertThat(server.tokenRequests).isEmpty();
    }

    @Test
    void header_ofTheCaller_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiRequest.get(server.http("/v1")).header("dpop", "x"))
                .withMessageContaining("dpop");
    }

    @Test
    void key_isInTheRecord_andInNothingThatPrints() throws Exception {
        ApiResult result = post();
        String id = store.list().stream()
                .filter(each -> each.startsWith(ProfileRecord.ID_PREFIX))
                .findFirst()
                .orElseThrow();
        ProfileRecord record = ProfileRecord.read(store.read(id).orElseThrow().bytes());
        TokenSet grant = record.state().grant().orElseThrow();
        Secret key = grant.proofKey().orElseThrow();
        String d = ECKey.parse(key.reveal()).getD().toString();
        assertThat(ECKey.parse(key.reveal()).getCurve()).isEqualTo(Curve.P_256);
        AccessToken token = AccessToken.of(grant, 0, Duration.ofHours(1), 0, "");
        assertThat(new String(store.read(id).orElseThrow().bytes(), StandardCharsets.UTF_8))
                .contains(d);
        assertThat(List.of(record, record.state(), grant, token, result, client.events(), client.status("desk")))
                .allSatisfy(printed -> assertThat(printed.toString()).doesNotContain(d));
    }

    @Test
    void binding_isAPartOfTheCredential() {
        OAuthProfile bound = draft(client, server).build();
        OAuthProfile bearer = TestValues.draft(client, "desk", server.http("/token"), ApiHost.of(server.host()))
                .build();
        assertThat(CredentialFingerprint.of(bound)).isNotEqualTo(CredentialFingerprint.of(bearer));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 2, 1"})
    @DisplayName("a nonce retry counts against the rate limit of the token endpoint")
    void nonce_atAProviderWithALoginBudget_counts(int logins, int tokenRequests, int delivered) {
        server.tokenNonce = "n-1";
        OAuthProvider provider = new TestProvider("FRUGAL")
                .preset(Preset.of("FRUGAL")
                        .with(ProfileField.GRANT_TYPE, GrantType.CLIENT_CREDENTIALS)
                        .with(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.HTTP_BASIC)
                        .with(ProfileField.SCOPE_MODE, ScopeMode.NONE)
                        .with(ProfileField.ACCESS_TOKEN_TYPE, AccessTokenType.DPOP))
                .traits(traits -> traits.rateLimit(logins, Duration.ofSeconds(60)));
        try (OAuthClient frugal =
                test.settings().store(RecordStore.inMemory()).provider(provider).build()) {
            frugal.profiles()
                    .create(frugal.draft("desk", "FRUGAL")
                            .tokenUrl(server.http("/token"))
                            .apiHosts(ApiHost.of(server.host()))
                            .clientId("app-1")
                            .clientSecret(Secret.of("s"))
                            .build());
            ApiResult result = post(frugal);
            assertThat(server.tokenRequests).hasSize(tokenRequests);
            assertThat(server.executed).isEqualTo(delivered);
            if (delivered == 0) {
                assertThat(result.toString()).contains("rate limit is used up");
                ticker.seconds(60);
                assertThat(post(frugal).delivered())
                        .as("the nonce is remembered")
                        .isTrue();
                assertThat(server.tokenRequests).hasSize(2);
            }
        }
        assertThat(server.wrong).isEmpty();
    }

    @Test
    void proof_namesMethodAndAddress_asTheyAreSent() {
        client.profiles().create(draft(client, server).build());
        assertThat(client.execute(ApiRequest.of("PUT", server.http("/v1/a%20b/%C3%A9?q=%22"))
                                .profile("desk"))
                        .delivered())
                .isTrue();
        assertThat(server.apiProofs.get(0).claims())
                .containsEntry("htm", "PUT")
                .containsEntry("htu", server.http("/v1/a%20b/%C3%A9").toString());
        assertThat(server.wrong).isEmpty();
    }
}
