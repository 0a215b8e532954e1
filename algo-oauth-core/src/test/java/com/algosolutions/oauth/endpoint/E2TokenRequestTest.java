package com.algosolutions.oauth.endpoint;

import static com.algosolutions.oauth.client.TestValues.draft;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules of RFC 6749 that no other test covers. */
class E2TokenRequestTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.client();

    @ParameterizedTest
    @EnumSource(
            value = ClientAuthMode.class,
            names = {"HTTP_BASIC", "HTTP_BASIC_RAW", "REQUEST_BODY", "CLIENT_SECRET_JWT"})
    @DisplayName("E2.4, E2.2 no request URL contains a secret, and the client authenticates in one place only")
    void secrets_standInNoAddress(ClientAuthMode mode) {
        String secret = "a-client-secret-of-more-than-32-bytes";
        server.onToken(FakeServer.issue("a", "refresh-1"));
        client.profiles()
                .create(draft(client, "desk", server)
                        .clientAuthMode(mode)
                        .clientSecret(com.algosolutions.oauth.input.Secret.of(secret))
                        .build());
        TestValues.post(client, server);
        device.ticker.seconds(3600);
        TestValues.post(client, server);

        assertThat(server.tokenRequests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.getTarget()).isEqualTo("/token");
            assertThat(proofs(request)).hasSize(1);
        });
        assertThat(server.apiRequests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.getTarget()).isEqualTo("/v1/posts"));
    }

    private static List<String> proofs(RecordedRequest request) {
        List<String> proofs = new java.util.ArrayList<>(request.getHeaders().values("Authorization"));
        FakeServer.form(request).stream()
                .filter(part -> part.startsWith("client_secret=") || part.startsWith("client_assertion="))
                .forEach(proofs::add);
        return proofs;
    }

    @ParameterizedTest
    @CsvSource({"https://as.example/t#x", "https://as.example/t?q=1#", "https://as.example/#access_token=a"})
    @DisplayName("E2.5 a fragment in an endpoint is refused")
    void endpoint_withAFragment_isAProblem(URI url) {
        assertThat(draft(client, "desk", server).tokenUrl(url).problems())
                .extracting(Problem::toString)
                .containsExactly("Token URL has a fragment. Remove # and what follows (RFC 6749 section 3.1).");
    }

    /** The part of the event's text after the lifetime of the token. */
    private String told(String scope) {
        server.onToken(FakeServer.json(
                200,
                "{\"access_token\":\"access-of-the-test\",\"token_type\":\"bearer\",\"expires_in\":3600" + scope
                        + "}"));
        client.profiles()
                .create(draft(client, "desk", server).scopes("read", "post").build());
        TestValues.post(client, server);
        return client.events().stream()
                .filter(event -> event.kind() == Event.Kind.TOKEN)
                .map(Event::message)
                .findFirst()
                .orElseThrow()
                .replaceAll(".*lives 3600 s", "");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "''",
                "',\"scope\":\"\"'",
                "',\"scope\":\"read post\"'",
                "',\"scope\":\"post read\"'",
                "',\"scope\":\" \"'",
                "',\"scope\":\" read post\"'",
                "',\"scope\":\"read  post \\n\"'",
                "',\"scope\":7'"
            })
    @DisplayName("E2.11 no scope in the response means the requested scope, in any order")
    void scope_asAskedFor_isNotTold(String scope) {
        assertThat(told(scope)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"read, read", "read post admin, read post admin", "access-of-the-test, ***"})
    @DisplayName("E2.11 another scope than requested is recorded and reported, without a secret")
    void scope_other_isTold(String scope, String printed) {
        assertThat(told(",\"scope\":\"" + scope + "\"")).isEqualTo(", with another scope than requested: " + printed);
    }

    private OAuthClient onStore(RecordStore store) {
        return device.settings().store(store).build();
    }

    private static TokenSet stored(RecordStore store) throws IOException {
        String id = store.list().stream()
                .filter(each -> each.startsWith(ProfileRecord.ID_PREFIX))
                .findFirst()
                .orElseThrow();
        return ProfileRecord.read(store.read(id).orElseThrow().bytes())
                .state()
                .grant()
                .orElseThrow();
    }

    @Test
    @DisplayName("E2.11 another scope is recorded, and kept after a restart and a refresh that does not name it")
    void scope_other_isInTheRecord() throws IOException {
        RecordStore store = RecordStore.inMemory();
        server.onToken(
                FakeServer.json(
                        200,
                        "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":3600,\"refresh_token\":\"r\","
                                + "\"scope\":\"read\"}"),
                FakeServer.issue("b"));
        try (OAuthClient first = onStore(store)) {
            first.profiles()
                    .create(draft(first, "desk", server).scopes("read", "post").build());
            TestValues.post(first, server);
        }
        assertThat(stored(store).scope()).isEqualTo("read");
        try (OAuthClient second = onStore(store)) {
            second.renew("desk");
            assertThat(FakeServer.form(server.tokenRequests().get(1))).contains("refresh_token=r");
        }
        assertThat(stored(store).accessToken().reveal()).isEqualTo("b");
        assertThat(stored(store).scope()).isEqualTo("read");
    }

    @Test
    @DisplayName("E2.18 very long tokens are used, kept over a restart, and refreshed like any other")
    void tokens_ofGreatLength_areLikeAnyOther() {
        RecordStore store = RecordStore.inMemory();
        String access = "a".repeat(20 * 1024);
        String refresh = "r".repeat(40 * 1024);
        server.onToken(FakeServer.issue(access, refresh), FakeServer.issue("next", refresh + "2"));
        try (OAuthClient first = onStore(store)) {
            first.profiles().create(draft(first, "desk", server).build());
            assertThat(TestValues.post(first, server).delivered()).isTrue();
        }
        try (OAuthClient second = onStore(store)) {
            assertThat(TestValues.post(second, server).delivered()).isTrue();
            second.renew("desk");
            assertThat(TestValues.post(second, server).delivered()).isTrue();
        }
        assertThat(server.bearers()).containsExactly("Bearer " + access, "Bearer " + access, "Bearer next");
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(FakeServer.form(server.tokenRequests().get(1))).contains("refresh_token=" + refresh);
    }

    @Test
    @DisplayName("E2.11 a granted scope is kept if the response to a refresh names none")
    void scope_ofTheFirstGrant_isKept() {
        TokenSet first = new TokenSet(
                com.algosolutions.oauth.input.Secret.of("a"),
                java.time.Duration.ofHours(1),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                "read",
                TestValues.NOW,
                1);
        TokenSet refreshed = new TokenSet(
                com.algosolutions.oauth.input.Secret.of("b"),
                java.time.Duration.ofHours(1),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                "",
                TestValues.NOW,
                1);
        assertThat(refreshed.succeeding(first, true).scope()).isEqualTo("read");
        assertThat(refreshed.succeeding(first, false).scope()).isEmpty();
    }
}
