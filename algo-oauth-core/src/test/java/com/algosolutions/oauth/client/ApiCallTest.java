package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.store.RecordStore;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request on its way: host, token, 401, at most once, and what the result says. */
class ApiCallTest {
    private static final MockResponse REJECTED = new MockResponse.Builder()
            .code(401)
            .addHeader("WWW-Authenticate", "Bearer realm=\"api\", error=\"invalid_token\"")
            .build();

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.withDesk();

    @Test
    @DisplayName("E3.5 after a 401 that rejects the token: one renewal and one more request")
    void status401_condemning_isAnsweredByOneRenewalAndOneMoreRequest() {
        server.onApi(REJECTED);
        ApiResult result = post(client, server);
        assertThat(result.delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-2");
        assertThat(server.apiRequests()).extracting(FakeServer::body).containsOnly("{\"text\":\"Hello\"}");
    }

    @Test
    @DisplayName("E3.5 a second 401 is the result")
    void status401_secondTime_stands() {
        server.onApi(REJECTED, REJECTED);
        ApiResult result = post(client, server);
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
        assertThat(result.toString()).startsWith("rejected: POST http").contains("HTTP 401 invalid_token");
        assertThat(result.mayHaveBeenDelivered()).isFalse();
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(server.apiRequests()).hasSize(2);
    }

    @Test
    void status401_withoutARenewedToken_endsWithTheRenewalsFailure() {
        MockResponse down = FakeServer.json(503, "");
        server.onApi(REJECTED).onToken(FakeServer.issue("a"), down, down, down, down);
        assertThat(post(client, server).toString()).startsWith("no credential").contains("HTTP 503");
        assertThat(server.apiRequests()).hasSize(1);
    }

    /** A server that answers 503 may have done what it was asked: the result carries the wait, and each call is one request. */
    @ParameterizedTest
    @ValueSource(strings = {"", "1"})
    void status503_threeTimes_isNotRepeatedByItself_andTheNextCallDelivers(String retryAfter) {
        MockResponse.Builder down = new MockResponse.Builder().code(503);
        if (!retryAfter.isEmpty()) {
            down.addHeader("Retry-After", retryAfter);
        }
        server.onApi(down.build(), down.build(), down.build());
        for (int call = 1; call <= 3; call++) {
            ApiResult result = post(client, server);
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNCONFIRMED);
            assertThat(result.mayHaveBeenDelivered()).isTrue();
            assertThat(result.failure().orElseThrow().retryAfter().isPresent()).isEqualTo(!retryAfter.isEmpty());
            assertThat(server.apiRequests()).hasSize(call);
        }
        assertThat(post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void tokenEndpoint503_threeTimes_delaysAFreshCall_andDeliversItOnce() {
        MockResponse down = FakeServer.json(503, "");
        server.onToken(down, down, down);
        assertThat(post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(4);
        assertThat(server.apiRequests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"403, insufficient_scope", "403, invalid_token", "400, invalid_token", "404, x", "500, invalid_token"})
    @DisplayName("E3.6 a 403 insufficient_scope, and every other status, renews and repeats nothing")
    void otherStatus_isNeitherRenewedNorRepeated(int status, String error) {
        server.onApi(new MockResponse.Builder()
                .code(status)
                .addHeader("WWW-Authenticate", "Bearer error=" + error)
                .build());
        assertThat(post(client, server).outcome())
                .isEqualTo(status < 500 ? ApiResult.Outcome.REJECTED : ApiResult.Outcome.UNCONFIRMED);
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(server.apiRequests()).hasSize(1);
        post(client, server);
        assertThat(server.tokenRequests()).hasSize(1);
    }

    /** One provider says of one of its 401s that it is about the request, not about the token. */
    @Test
    void status401_thatTheProviderSaysIsNotTheTokens_isNotRepeated() {
        try (OAuthClient acme = client().provider(new FakeProvider("ACME")).build()) {
            acme.profiles()
                    .create(TestValues.draft(acme, "desk", "ACME", server).build());
            server.onApi(FakeServer.json(401, "{\"code\":\"NOT_YOURS\",\"message\":\"no\"}"));
            ApiResult result = post(acme, server);
            assertThat(result.failure().orElseThrow().code()).contains("NOT_YOURS");
            assertThat(server.apiRequests()).hasSize(1);
            assertThat(FakeServer.body(server.tokenRequests().get(0)))
                    .contains("keep=sent")
                    .doesNotContain("region");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "'Bearer error=\"invalid_token\"', -, invalid_token",
                "'bearer realm=\"a, b\",error=invalid_token', -, invalid_token",
                "'Basic realm=\"x\", Bearer error = \"invalid_token\"', -, invalid_token",
                "'Bearer scope=\"a b\", error=\"invalid_token\", error_description=\"error=x\"', -, invalid_token",
                "'Digest realm=\"y\"', 'Bearer error=\"invalid_token\"', invalid_token",
                "'Bearer', 'Bearer error=\"invalid_token\"', invalid_token",
                "'Bearer error=\"invalid_token\"', 'Digest error=\"y\"', invalid_token",
                "'Digest realm=\"y\", error=\"other\"', -, ''",
                "'Bearer realm=\"x\"', -, ''",
                "Bearer, -, ''"
            })
    @DisplayName("E3.7 challenges of every form, in one header or several, are parsed")
    void challenge_ofEveryShape_isUnderstood(String first, @Nullable String second, String code) {
        MockResponse.Builder reply = new MockResponse.Builder().code(401).addHeader("WWW-Authenticate", first);
        MockResponse rejected = (second == null ? reply : reply.addHeader("WWW-Authenticate", second)).build();
        server.onApi(rejected, rejected);
        ApiResult result = post(client, server);
        assertThat(result.failure().orElseThrow().code().orElse("")).isEqualTo(code);
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.TOKEN_INVALID);
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void challenge_madeToBeSlow_costsNoTime() {
        MockResponse slow = new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", "Bearer ".repeat(30_000))
                .build();
        server.onApi(slow, slow);
        assertThat(post(client, server).elapsed()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void reset_afterTheRequest_isNotRepeated_andTheResultSaysSo() {
        server.onApi(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        ApiResult result = post(client, server);
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNCONFIRMED);
        assertThat(result.mayHaveBeenDelivered()).isTrue();
        assertThat(result.toString())
                .endsWith("The request may have been delivered; check the target before you repeat it.");
        assertThat(server.apiRequests()).hasSize(1);
    }

    @Test
    @DisplayName("E3.4 a redirect to another host gets neither the request nor the token")
    void redirect_isNotFollowed_andTheOtherServerSeesNothing() {
        try (FakeServer other = FakeServer.start()) {
            server.onApi(new MockResponse.Builder()
                    .code(307)
                    .addHeader("Location", other.http("/").toString())
                    .build());
            assertThat(post(client, server).toString()).contains("HTTP 307").contains("redirects elsewhere");
            assertThat(other.requests()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "https://sub.api.example/",
                "https://api.example.evil.example/",
                "https://xapi.example/",
                "https://api.example:8443/",
                "http://127.0.0.1:1/",
                "https://127.0.0.1/"
            })
    @DisplayName("E3.4 a host that is not one of the profile's gets no token")
    void host_thatTheProfileDoesNotName_getsNoToken_andNoTokenIsAskedFor(String target) {
        client.profiles()
                .create(draft(client, "far", server.http("/token"), ApiHost.of("api.example"))
                        .build());
        ApiResult result = client.post("far", URI.create(target), Body.json("{}"));
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(result.toString()).contains("may not send its token to").contains("(now: api.example)");
        assertThat(server.requests()).isZero();
        assertThatThrownBy(() -> client.bearerToken("far", URI.create(target))).isInstanceOf(OAuthException.class);
        assertThat(server.requests()).isZero();
    }

    @Test
    void host_inCapitals_isTheSameHost() {
        try (OAuthClient local = TestValues.withDesk(
                client().nameResolver(host -> List.of(InetAddress.getLoopbackAddress()))
                        .build(),
                server)) {
            local.profiles()
                    .create(draft(local, "caps", server.http("/token"), ApiHost.of("LocalHost:" + server.port()))
                            .build());
            assertThat(local.post("caps", URI.create("http://LOCALHOST:" + server.port() + "/v1"), Body.json("{}"))
                            .delivered())
                    .isTrue();
        }
    }

    @Test
    void profile_missing_isAnAnswer() {
        ApiResult result = client.post("desc", server.http("/v1"), Body.json("{}"));
        assertThat(result.toString())
                .startsWith("no credential")
                .contains("there is no OAuth profile named desc. Create it");
        assertThat(server.requests()).isZero();
    }

    @Test
    void tokenUrl_plainHttpFromAnOlderStore_isNotUsedWithoutTheOption() {
        RecordStore store = RecordStore.inMemory();
        try (OAuthClient open = client().store(store).build();
                OAuthClient strict = reopen(open, store)) {
            ApiResult result = strict.post("desk", URI.create("https://" + server.host() + "/v1"), Body.json("{}"));
            assertThat(result.toString()).contains("the profile's Token URL is not https");
            assertThat(server.requests()).isZero();
        }
    }

    private OAuthClient reopen(OAuthClient open, RecordStore store) {
        TestValues.withDesk(open, server);
        return OAuthClient.builder().store(store).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void method_ofEveryKind_carriesHeadersAndBody(String method) {
        ApiRequest request = ApiRequest.of(method.toLowerCase(java.util.Locale.ROOT), server.http("/v1/x?a=b%20c"))
                .header("X-Own", "7")
                .profile("desk");
        if (!method.equals("GET")) {
            request = request.body(Body.json("{}"));
        }
        assertThat(client.execute(request).delivered()).isTrue();
        RecordedRequest arrived = server.apiRequests().get(0);
        assertThat(arrived.getMethod()).isEqualTo(method);
        assertThat(arrived.getTarget()).isEqualTo("/v1/x?a=b%20c");
        assertThat(arrived.getHeaders().values("X-Own")).containsExactly("7");
        assertThat(arrived.getHeaders().values("Authorization")).containsExactly("Bearer access-1");
        assertThat(FakeServer.body(arrived)).isEqualTo(method.equals("GET") ? "" : "{}");
    }

    @Test
    void signer_headersReplaceTheRequestsOwn_andNoTokenIsAskedFor() {
        ApiRequest request = ApiRequest.post(server.http("/v1"), Body.json("{}"))
                .header("X-Date", "mine")
                .header("X-Kept", "1")
                .signedBy((signed, now) ->
                        List.of(new Header("x-date", now.toString()), new Header("Authorization", "hmac x")));
        assertThat(client.execute(request).delivered()).isTrue();
        RecordedRequest arrived = server.apiRequests().get(0);
        assertThat(arrived.getHeaders().values("X-Date")).containsExactly(TestValues.NOW.toString());
        assertThat(arrived.getHeaders().values("Authorization")).containsExactly("hmac x");
        assertThat(arrived.getHeaders().get("X-Kept")).isEqualTo("1");
        assertThat(server.tokenRequests()).isEmpty();
    }

    /** Signs with the time, and blames the clock for a 403 that is ten seconds off. */
    private static final RequestSigner TIMED = new RequestSigner() {
        @Override
        public List<Header> sign(ApiRequest request, Instant now) {
            return List.of(new Header("Authorization", "timed " + now));
        }

        @Override
        public boolean clockMayBeWrong(int status, Duration off) {
            return status == 403 && off.toSeconds() >= 10;
        }
    };

    private static MockResponse at(int status, String date) {
        return new MockResponse.Builder().code(status).addHeader("Date", date).build();
    }

    private ApiResult timed() {
        return client.execute(
                ApiRequest.post(server.http("/v1"), Body.json("{}")).signedBy(TIMED));
    }

    @Test
    void signer_refusedForItsTime_signsOnceMoreByTheTargetsDate_evenIfThatIsImplausible() {
        server.onApi(at(403, "Mon, 28 Sep 2020 16:57:32 GMT"));

        assertThat(timed().delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("timed " + TestValues.NOW, "timed 2020-09-28T16:57:32Z");
    }

    /** The Date of such a target is not the time by which it checks signatures, as where it shows local time as GMT. */
    @Test
    void signer_acceptedWithTheOwnTime_keepsItWhateverDateTheTargetShows() {
        for (int i = 0; i < 3; i++) {
            server.onApi(at(200, "Mon, 01 Mar 2027 13:00:00 GMT"));
            assertThat(timed().delivered()).isTrue();
        }
        assertThat(server.bearers()).allSatisfy(sent -> assertThat(sent).startsWith("timed " + TestValues.NOW));
    }

    private static MockResponse throttled() {
        return new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "1")
                .build();
    }

    @Test
    void request_withoutAProfileThatAnswered429_isSentOnceMoreAfterTheWait() {
        server.onApi(throttled());
        assertThat(client.execute(ApiRequest.post(server.http("/v1"), Body.json("{}")))
                        .delivered())
                .isTrue();
        assertThat(server.apiRequests()).hasSize(2);

        server.onApi(throttled(), throttled());
        assertThat(client.execute(ApiRequest.post(server.http("/v1"), Body.json("{}")))
                        .outcome())
                .isEqualTo(ApiResult.Outcome.REJECTED);
        assertThat(server.apiRequests()).hasSize(4);
    }

    @Test
    void signedRequest_thatAnswered429_isSignedAnewForTheTimeAfterTheWait() {
        server.onApi(throttled());

        assertThat(timed().delivered()).isTrue();
        assertThat(server.bearers())
                .containsExactly("timed " + TestValues.NOW, "timed " + TestValues.NOW.plusSeconds(1));
    }

    @Test
    void wait_afterWhichTheRequestWasTaken_isGivenBack() {
        for (int i = 0; i < 12; i++) { // more than the budget has
            server.onApi(throttled());
            assertThat(timed().delivered()).isTrue();
        }
    }

    @Test
    void signer_refusedTwice_isNotSentAThirdTime() {
        server.onApi(at(403, "Mon, 28 Sep 2020 16:57:32 GMT"), at(403, "Mon, 28 Sep 2020 17:57:32 GMT"));

        assertThat(timed().outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
        assertThat(server.apiRequests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"401, 60", "500, 60", "403, 9", "403, -9"})
    void signer_refusedForAnythingElse_isNotSentAgain(int status, int secondsOff) {
        String date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                TestValues.NOW.plusSeconds(secondsOff).atZone(java.time.ZoneOffset.UTC));
        server.onApi(at(status, date));

        assertThat(timed().outcome())
                .isEqualTo(status < 500 ? ApiResult.Outcome.REJECTED : ApiResult.Outcome.UNCONFIRMED);
        assertThat(server.apiRequests()).hasSize(1);
    }

    @Test
    void signer_refusedWithoutADate_isNotSentAgain() {
        server.onApi(FakeServer.json(403, "{}"));

        assertThat(timed().outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
        assertThat(server.apiRequests()).hasSize(1);
    }

    @Test
    void none_sendsNoAuthorization() {
        client.execute(ApiRequest.get(server.http("/v1")));
        assertThat(server.bearers()).containsExactly("null");
    }

    /** The wait is the API's own, within the caller's deadline: it is not taken from what renewals may retry, nor ever used up. */
    @Test
    void throttled_withinTheDeadline_isWaitedFor_howeverOften_andCostsRenewalsNoRetry() {
        MockResponse busy = new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "1")
                .build();
        for (int press = 1; press <= 12; press++) {
            server.onApi(busy);
            assertThat(post(client, server).delivered()).isTrue();
        }
        server.onToken(FakeServer.json(503, ""));
        assertThat(client.renew("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(server.tokenRequests()).hasSize(3);
    }

    @Test
    void results_printOneLine_andOrThrowThrowsAllButDelivered() {
        server.onApi(
                FakeServer.json(201, "{}"),
                FakeServer.json(404, "{\"message\":\"line\\nbreak\"}"),
                new MockResponse.Builder()
                        .code(503)
                        .addHeader("Retry-After", "7")
                        .build());
        ApiResult delivered = post(client, server);
        assertThat(delivered.toString())
                .matches("delivered: POST http://127.0.0.1:\\d+/v1/posts answered 201, 2 bytes" + " in \\d+ ms");
        assertThat(delivered.orThrow()).isSameAs(delivered);
        assertThat(delivered.mayHaveBeenDelivered()).isTrue();
        assertThat(delivered.response().orElseThrow().body()).isEqualTo("{}");

        ApiResult missing = post(client, server);
        assertThat(missing.toString()).contains("(HTTP 404 \"line break\")").doesNotContain("\n");
        assertThat(missing.failure().orElseThrow().step()).isEqualTo(Step.REPLY);
        assertThatThrownBy(missing::orThrow)
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.result()).isSameAs(missing))
                .hasMessage(missing.toString());

        ApiResult busy = post(client, server);
        assertThat(busy.toString())
                .startsWith("unconfirmed: ")
                .contains("Next try in 7 s at the earliest.")
                .endsWith("The request may have been delivered; check the target before you repeat it.");
        assertThat(busy.mayHaveBeenDelivered()).isTrue();
    }

    @Test
    void client_closed_saysSo() {
        client.close();
        assertThat(post(client, server).toString()).startsWith("unreachable").contains("the client is closed");
    }

    @Test
    void status401_withoutAProfile_speaksOfTheAuthorizationAndNotOfAToken() {
        server.onApi(FakeServer.json(401, ""), FakeServer.json(401, ""));
        ApiRequest bare = ApiRequest.get(server.http("/v1"));
        ApiRequest signed = bare.signedBy((request, now) -> List.of(new Header("Authorization", "hmac admin:1:2")));
        for (ApiRequest request : List.of(bare, signed)) {
            Failure failure = client.execute(request).failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
            assertThat(failure.toString()).contains("Custom Headers").doesNotContain("token");
        }
        assertThat(server.apiRequests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Basic YWRtaW46YWxnbw==", "X-Api-Key, S3CR3T-42"})
    void credential_inAHeader_echoedByTheTarget_isNotPrinted(String name, String value) {
        server.onApi(FakeServer.json(403, "{\"message\":\"bad credentials " + value + "\"}"));
        ApiResult result = client.execute(
                ApiRequest.get(server.http("/v1")).signedBy((request, now) -> List.of(new Header(name, value))));
        assertThat(result.toString())
                .contains("bad credentials")
                .doesNotContain(value)
                .doesNotContain(value.substring(value.indexOf(' ') + 1));
    }

    @Test
    void signer_thatThrows_isAnAnswer() {
        ApiResult result = client.execute(ApiRequest.get(server.http("/v1")).signedBy((request, now) -> {
            throw new IllegalStateException("a bug in the signer");
        }));
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(result.toString()).contains("the signer failed with java.lang.IllegalStateException");
        assertThat(server.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 421, 425})
    void tokenEndpoint_thatAsksForAnotherTry_isNotARefusal(int status) {
        server.onToken(FakeServer.json(status, ""));
        assertThat(post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    @DisplayName(
            "a server error after which the request may have been delivered does not advise to send it again at once")
    void serverError_saysThatTheRequestMayHaveBeenDelivered(int status) {
        server.onApi(FakeServer.json(status, "{}"));
        ApiResult result = post(client, server);
        assertThat(result.mayHaveBeenDelivered()).isTrue();
        assertThat(result.failure().orElseThrow().advice())
                .startsWith(
                        "Look at the target first, because the request may have been delivered. If it was not: try again");
    }
}
