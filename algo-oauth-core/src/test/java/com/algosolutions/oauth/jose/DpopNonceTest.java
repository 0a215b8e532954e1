package com.algosolutions.oauth.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.client.DpopServer;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.time.TrustedClock;
import com.nimbusds.jose.JWSObject;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonces of RFC 9449 sections 8 and 9, and how many requests they cost one call: decision 0012. */
class DpopNonceTest {
    @RegisterExtension
    private final DpopServer server = new DpopServer();

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final TestValues.ManualTicker ticker = device.ticker;
    private final OAuthClient client = device.client();

    DpopNonceTest() {
        client.profiles()
                .create(TestValues.draft(client, "desk", server.http("/token"), ApiHost.of(server.host()))
                        .accessTokenType(AccessTokenType.DPOP)
                        .build());
    }

    private ApiResult post() {
        return client.post("desk", server.http("/v1/posts"), Body.json("{}"));
    }

    /** What one call has cost so far. */
    private void expect(int tokenRequests, int sendings, int executed) {
        assertThat(List.of(server.tokenRequests.size(), server.apiRequests.size(), server.executed))
                .as("token requests, sendings, executed")
                .containsExactly(tokenRequests, sendings, executed);
        assertThat(server.wrong).isEmpty();
    }

    private static List<@Nullable Object> nonces(List<DpopServer.Proof> proofs) {
        return proofs.stream().map(proof -> proof.claims().get("nonce")).toList();
    }

    @Test
    @DisplayName("RFC 9449 8 and 9: each server's nonce costs one more request, once; then it is known")
    void nonces_ofBothServers_areAskedForOnce() {
        server.tokenNonce = "as-1";
        server.apiNonce = "rs-1";
        assertThat(post().delivered()).isTrue();
        expect(2, 2, 1);
        post();
        expect(2, 3, 2);
        ticker.seconds(3600);
        post();
        expect(3, 4, 3);
        assertThat(nonces(server.tokenProofs)).containsExactly(null, "as-1", "as-1");
        assertThat(nonces(server.apiProofs)).containsExactly(null, "rs-1", "rs-1", "rs-1");
    }

    @Test
    @DisplayName("RFC 9449 8.2: the newest nonce of any response is sent next")
    void nonce_ofASuccess_isTakenOver() {
        server.onToken(with("as-2", DpopServer.issue(1, "DPoP")));
        server.onApi(with("rs-2", FakeServer.json(404, "{}")), with("rs-3", FakeServer.json(200, "{}")));
        post();
        post();
        post();
        ticker.seconds(3600);
        post();
        assertThat(nonces(server.apiProofs)).containsExactly(null, "rs-2", "rs-3", "rs-3");
        assertThat(nonces(server.tokenProofs)).containsExactly(null, "as-2");
    }

    private static MockResponse with(String nonce, MockResponse reply) {
        return reply.newBuilder().addHeader("DPoP-Nonce", nonce).build();
    }

    @Test
    @DisplayName("decision 0012: nonce, rejected token and nonce again: at most five requests, one executed")
    void nonces_andACondemnedToken_addUpToTheBound() {
        server.tokenNonce = "as-1";
        server.apiNonce = "rs-1";
        MockResponse wait = FakeServer.json(429, "{}")
                .newBuilder()
                .addHeader("Retry-After", "1")
                .build();
        MockResponse rejected = DpopServer.unauthorized("DPoP error=\"invalid_token\"", "rs-1");
        // 429, nonce, token rejected; with the next token: 429, delivered.
        server.onApi(wait, DpopServer.unauthorized("DPoP error=\"use_dpop_nonce\"", "rs-1"), rejected, wait);
        assertThat(post().delivered()).isTrue();
        expect(3, 5, 1);
    }

    @Test
    @DisplayName("decision 0012: a target's second demand for a nonce is final, and rejects no token")
    void nonce_atTheApi_isTriedOnce() {
        server.onApi(
                DpopServer.unauthorized("DPoP error=\"use_dpop_nonce\"", "rs-1"),
                DpopServer.unauthorized("DPoP error=\"use_dpop_nonce\"", "rs-2"));
        ApiResult result = post();
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(result.toString()).contains("rejected the DPoP nonce that it had just issued");
        expect(1, 2, 0);
        assertThat(post().delivered()).isTrue();
        expect(1, 3, 1);
        assertThat(nonces(server.apiProofs)).containsExactly(null, "rs-1", "rs-2");
    }

    @Test
    @DisplayName("decision 0012: a token endpoint's second demand for a nonce is final, for a second")
    void nonce_atTheTokenEndpoint_isTriedOnce() {
        server.onToken(DpopServer.wantsNonce("as-1"), DpopServer.wantsNonce("as-2"));
        ApiResult result = post();
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        expect(2, 0, 0);
        post();
        expect(2, 0, 0);
        ticker.seconds(1);
        assertThat(post().delivered()).isTrue();
        assertThat(nonces(server.tokenProofs)).containsExactly(null, "as-1", "as-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"quoted\""})
    @DisplayName("a nonce is required, but the response has no valid one: the request is not repeated for it")
    void nonce_thatIsNone_isNotTriedAtTheApi(String nonce) {
        server.onApi(DpopServer.unauthorized("DPoP error=\"use_dpop_nonce\"", nonce));
        assertThat(post().outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
        expect(1, 1, 0);
    }

    @Test
    @DisplayName("a token endpoint that requires a nonce and sends none is retried as in any outage")
    void nonce_thatIsNone_atTheTokenEndpoint_isAnOutage() {
        MockResponse wanted = FakeServer.json(400, "{\"error\":\"use_dpop_nonce\"}");
        server.onToken(wanted, wanted, wanted, wanted);
        assertThat(post().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        expect(4, 0, 0);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'DPoP error=\"use_dpop_nonce\", error_description=\"Resource server requires nonce in DPoP proof\"', 2",
                "'Bearer realm=\"x\", DPoP algs=\"ES256\", error=\"use_dpop_nonce\"', 2",
                "'dpop error=use_dpop_nonce', 2",
                "'DPoP algs=\"ES256\"', 1"
            })
    @DisplayName("E3.7 the challenge that requires a nonce is recognized in all common spellings")
    void challenge_asServersWriteIt(String challenge, int sendings) {
        server.onApi(DpopServer.unauthorized(challenge, "rs-1"));
        if (sendings == 1) { // an ordinary 401, which rejects the token
            server.onApi(DpopServer.unauthorized(challenge, "rs-1"));
            post();
            expect(2, 2, 0);
        } else {
            assertThat(post().delivered()).isTrue();
            expect(1, 2, 1);
        }
    }

    @Test
    @DisplayName(
            "promise 5: a server requires a nonce before it executes anything; a request whose response is lost after that is not repeated")
    void reply_lostAfterTheNonce_isNotRepeated() {
        server.onApi(
                DpopServer.unauthorized("DPoP error=\"use_dpop_nonce\"", "rs-1"),
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());
        ApiResult result = post();
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNCONFIRMED);
        expect(1, 2, 0);
    }

    @Test
    @DisplayName(
            "decision 0012: refresh and first grant, each with its own nonce and an outage: ten token requests at most")
    void flight_atItsWorst_isBounded() {
        post();
        ticker.seconds(3600);
        MockResponse outage = FakeServer.json(503, "{}");
        MockResponse dead = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
        server.onToken(DpopServer.wantsNonce("n1"), outage, outage, outage, dead);
        server.onToken(DpopServer.wantsNonce("n2"), outage, outage, outage, outage);
        assertThat(post().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        expect(1 + 10, 1, 1);
    }

    private static final URI AS = URI.create("https://as.example/token");
    private static final Secret KEY = JwsSigner.newKey();

    private static @Nullable Object nonceOf(Header header) {
        try {
            return Json.readObject(JWSObject.parse(header.value()).getPayload().toString())
                    .get("nonce");
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse reply(String nonce) {
        return HttpResponse.of(200, List.of(new Header("dpop-nonce", nonce)), new byte[0]);
    }

    @Test
    @DisplayName("RFC 9449 9: an authorization server and an API on one origin have a nonce each, another origin none")
    void nonces_areKeptForEachOriginAndRole() {
        DpopProofs proofs = new DpopProofs(new TrustedClock(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), ticker));
        Secret token = Secret.of("t");
        assertThat(proofs.learn(Endpoint.TOKEN, AS, reply("as"))).isTrue();
        assertThat(nonceOf(proofs.header(KEY, "POST", URI.create("https://AS.example:443/other"))))
                .isEqualTo("as");
        assertThat(nonceOf(proofs.header(KEY, "POST", AS, token))).isNull();
        assertThat(nonceOf(proofs.header(KEY, "POST", URI.create("https://as.example:8443/token"))))
                .isNull();
        proofs.learn(Endpoint.API, AS, reply("rs"));
        assertThat(nonceOf(proofs.header(KEY, "POST", AS))).isEqualTo("as");
        assertThat(nonceOf(proofs.header(KEY, "POST", AS, token))).isEqualTo("rs");
    }

    @Test
    @DisplayName("nonces are bounded: of 65 servers the least recently used one is dropped")
    void nonces_areBounded() {
        DpopProofs proofs = new DpopProofs(new TrustedClock(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), ticker));
        for (int i = 0; i < 64; i++) {
            proofs.learn(Endpoint.TOKEN, server(i), reply("n" + i));
        }
        assertThat(nonceOf(proofs.header(KEY, "POST", server(0)))).isEqualTo("n0");
        proofs.learn(Endpoint.TOKEN, server(64), reply("n64"));
        assertThat(nonceOf(proofs.header(KEY, "POST", server(0)))).isEqualTo("n0");
        assertThat(nonceOf(proofs.header(KEY, "POST", server(1)))).isNull();
        assertThat(nonceOf(proofs.header(KEY, "POST", server(64)))).isEqualTo("n64");
        assertThat(proofs.learn(Endpoint.TOKEN, AS, reply("x".repeat(2049)))).isFalse();
    }

    private static URI server(int number) {
        return URI.create("https://as" + number + ".example/token");
    }

    @Test
    @DisplayName("a 429 with a nonce starts a back-off: the request is not repeated for the nonce")
    void nonce_ofA429_isNotTriedAtOnce() {
        server.onToken(with("as-1", FakeServer.json(429, "{\"error\":\"use_dpop_nonce\"}")));
        assertThat(post().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.THROTTLED);
        expect(1, 0, 0);
    }
}
