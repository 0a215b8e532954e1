package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirements of RFC 6750 that no other test covers. */
class E3BearerTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.withDesk();

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    @DisplayName("E3.1 the token is in one Authorization header, and not in the URL or the body")
    void token_standsInTheHeaderAlone(String method) {
        server.onToken(FakeServer.issue("mF_9.B5f-4.1JqM~+/=="));
        ApiRequest request = ApiRequest.of(method, server.http("/v1?x=1")).profile("desk");
        client.execute(method.equals("GET") ? request : request.body(Body.json("{}")));

        assertThat(server.apiRequests()).singleElement().satisfies(sent -> {
            assertThat(sent.getHeaders().values("Authorization")).containsExactly("Bearer mF_9.B5f-4.1JqM~+/==");
            assertThat(sent.getTarget()).isEqualTo("/v1?x=1");
            assertThat(FakeServer.body(sent)).doesNotContain("mF_9");
            assertThat(sent.getHeaders().get("Cookie")).isNull();
        });
    }

    @Test
    @DisplayName("E3.6 a 403 insufficient_scope is reported with advice")
    void insufficientScope_isTold() {
        server.onApi(new MockResponse.Builder()
                .code(403)
                .addHeader("WWW-Authenticate", "Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"post\"")
                .build());
        Failure failure = TestValues.post(client, server).failure().orElseThrow();

        assertThat(failure.code()).contains("insufficient_scope");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.REQUEST);
        assertThat(failure.message()).endsWith("does not cover this request; it needs post");
        assertThat(failure.advice()).contains("Add the scope to the profile");
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(server.apiRequests()).hasSize(1);
        assertThat(client.events())
                .filteredOn(event -> event.kind() == Event.Kind.SCOPE_MISSING)
                .singleElement()
                .satisfies(event -> assertThat(event.message()).isEqualTo(failure.toString()));
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'Bearer error=\"insufficient_scope\"', ''",
                "'Bearer error=\"insufficient_scope\", scope=\"\"', ''",
                "'Bearer error=\"insufficient_scope\", scope=\"read post\"', '; it needs read post'",
                "'Bearer scope=\"post\", error=\"insufficient_scope\"', '; it needs post'",
                "'Bearer error=\"insufficient_scope\", scope=\"access-1\"', '; it needs ***'",
                "'Bearer scope=\"post\"', ''"
            })
    @DisplayName("E3.6 the scope that the challenge names is reported, without a secret; none if it names none")
    void insufficientScope_tellsWhatIsNeeded(String challenge, String told) {
        server.onApi(new MockResponse.Builder()
                .code(403)
                .addHeader("WWW-Authenticate", challenge)
                .build());
        assertThat(TestValues.post(client, server).failure().orElseThrow().message())
                .matches("(the token's scope does not cover|the target does not allow) this request"
                        + Pattern.quote(told));
    }

    @Test
    @DisplayName("E3.3 a cached token is not sent to an http target, even if its host is on the profile's list")
    void target_byHttp_getsNothing_fromAClientThatIsStrict() throws IOException {
        OAuthProfile profile = TestValues.draft(
                        client, "strict", URI.create("https://as.example/token"), ApiHost.of(server.host()))
                .build();
        TokenSet grant = new TokenSet(
                Secret.of("at-hand"), Duration.ofHours(1), Optional.empty(), Optional.empty(), "", TestValues.NOW, 1);
        RecordStore store = TestValues.keep(
                RecordStore.inMemory(), new ProfileRecord(profile, CredentialState.EMPTY.issued(grant)));
        try (OAuthClient strict = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .clock(Clock.fixed(TestValues.NOW, ZoneOffset.UTC))
                .store(store)
                .build()) {
            assertThat(strict.status("strict").state()).isEqualTo(ProfileStatus.State.READY);
            assertThat(strict.post("strict", server.http("/v1"), Body.json("{}"))
                            .toString())
                    .contains("the target is not https");
            assertThatThrownBy(() -> strict.bearerToken("strict", server.http("/v1")))
                    .isInstanceOf(OAuthException.class)
                    .hasMessageContaining("the target is not https");
        }
        assertThat(server.requests()).isZero();
    }

    @Test
    @DisplayName("E3.8 a cookie that a response sets is never sent back")
    void cookie_thatAReplySets_isNotSentBack() {
        MockResponse token = FakeServer.issue("access-0")
                .newBuilder()
                .addHeader("Set-Cookie", "token=access-0; Path=/")
                .build();
        server.onToken(token)
                .onApi(new MockResponse.Builder()
                        .addHeader("Set-Cookie", "session=1; Path=/")
                        .build());
        TestValues.post(client, server);
        TestValues.post(client, server);
        client.renew("desk");
        assertThat(server.apiRequests()).hasSize(2);
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(Stream.concat(server.apiRequests().stream(), server.tokenRequests().stream()))
                .allSatisfy(request ->
                        assertThat(request.getHeaders().get("Cookie")).isNull());
    }

    @Test
    @DisplayName("E3.7 a 401 without an error rejects the token too")
    void status401_withoutAnError_condemns() {
        server.onApi(FakeServer.json(401, ""));

        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-2");
    }
}
