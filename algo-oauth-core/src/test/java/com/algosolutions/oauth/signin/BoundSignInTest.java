package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.DpopServer;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sign-in with a browser whose request is pushed (RFC 9126), for resources (RFC 8707), or bound to a key (RFC 9449). */
class BoundSignInTest {
    private static final String KEPT = "{\"request_uri\":\"urn:ietf:params:oauth:request_uri:6esc\",\"expires_in\":90}";

    @RegisterExtension
    private final SignInDesk desk = new SignInDesk();

    private SignIn startPushed() {
        desk.edit(form -> form.parUrl(desk.server.http("/par")));
        desk.server.onApi(FakeServer.json(201, KEPT));
        return desk.start();
    }

    private Map<String, String> pushed() {
        Map<String, String> form = new LinkedHashMap<>();
        for (String part : FakeServer.form(desk.server.apiRequests().get(0))) {
            String[] pair = part.split("=", 2);
            assertThat(form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)))
                    .isNull();
        }
        return form;
    }

    private static String callback(String state) {
        return "/control/oauth-callback.lua?code=the-code&state=" + state;
    }

    @Test
    @DisplayName("RFC 9126 4: the address has a reference only; all the rest was pushed, the query of Auth URL too")
    void address_ofAPushedRequest_hasAReferenceOnly() {
        SignIn started = startPushed();
        assertThat(started.browserUrl().orElseThrow().toString())
                .isEqualTo("https://login.example/authorize?audience=a%20b&client_id=app+1"
                        + "&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc");
        assertThat(pushed())
                .containsOnlyKeys(
                        "audience",
                        "response_type",
                        "client_id",
                        "redirect_uri",
                        "scope",
                        "state",
                        "code_challenge",
                        "code_challenge_method")
                .containsEntry("audience", "a b")
                .containsEntry("client_id", "app 1");
        assertThat(desk.server.apiRequests().get(0).getHeaders().get("Authorization"))
                .startsWith("Basic ");
    }

    @Test
    @DisplayName(
            "RFC 9126: the callback of a pushed request is redeemed as any other, although its address has expired meanwhile")
    void callback_ofAPushedRequest_isRedeemed() {
        assertThat(startPushed().expiresIn()).isEqualTo(Duration.ofSeconds(90));
        desk.ticker.seconds(60);
        assertThat(desk.client.signIns().current("desk"))
                .hasValueSatisfying(waiting -> assertThat(waiting.expiresIn()).isEqualTo(Duration.ofSeconds(30)));
        desk.ticker.seconds(240);
        assertThat(desk.client.signIns().current("desk"))
                .hasValueSatisfying(waiting -> assertThat(waiting.expiresIn()).isZero());
        assertThat(desk.returned(callback(pushed().get("state")))).is(SignInResults.GRANTED);
        assertThat(FakeServer.form(desk.server.tokenRequests().get(0))).contains("code=the-code");
    }

    @Test
    @DisplayName("RFC 9126 2.3: a request that the server does not keep begins no sign-in, and says why")
    void request_thatIsNotKept_beginsNoSignIn() {
        desk.edit(form -> form.parUrl(desk.server.http("/par")));
        desk.server.onApi(FakeServer.json(400, "{\"error\":\"invalid_scope\"}"));
        SignIn started = desk.client.signIns().start("desk");
        assertThat(started).is(SignInResults.REFUSED).asString().contains("a scope is unknown");
        assertThat(started.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.step()).isEqualTo(Step.SIGN_IN);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        });
        assertThat(desk.client.signIns().current("desk")).isEmpty();
    }

    @Test
    @DisplayName("E1.14 the resources are requested for the sign-in, and when the code is redeemed")
    void resources_areAskedForTwice() {
        desk.edit(form -> form.resources(URI.create("https://a.example/"), URI.create("urn:b")));
        SignIn started = desk.start();
        assertThat(started.browserUrl().orElseThrow().toString())
                .endsWith("&resource=https%3A%2F%2Fa.example%2F&resource=urn%3Ab");
        String state = started.browserUrl().orElseThrow().getRawQuery().replaceAll(".*&state=([^&]*).*", "$1");
        desk.returned(callback(state));
        assertThat(FakeServer.form(desk.server.tokenRequests().get(0)))
                .contains("resource=https%3A%2F%2Fa.example%2F", "resource=urn%3Ab");
    }

    /** The thumbprint of the key that signed a request's proof. */
    private static String key(RecordedRequest request) {
        try {
            return JWSObject.parse(String.valueOf(request.getHeaders().get("DPoP")))
                    .getHeader()
                    .getJWK()
                    .computeThumbprint()
                    .toString();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "E1.12 (RFC 9449 10) the code is bound to the key that redeems it and has the tokens, also after a restart")
    void code_isBoundToTheKey(boolean restarted) {
        desk.edit(form -> form.accessTokenType(AccessTokenType.DPOP));
        String jkt = SignInDesk.query(desk.start().browserUrl().orElseThrow()).get("dpop_jkt");
        String state = SignInDesk.state(desk.client.signIns().current("desk").orElseThrow());
        desk.server.onToken(DpopServer.issue(1, "DPoP"));
        if (restarted) {
            try (OAuthClient next = desk.another()) {
                assertThat(next.signIns().handleCallback(callback(state))).is(SignInResults.GRANTED);
                assertThat(next.signIns().save("desk")).isTrue();
                assertThat(TestValues.post(next, desk.server).delivered()).isTrue();
            }
        } else {
            assertThat(desk.returned(callback(state))).is(SignInResults.GRANTED);
            assertThat(desk.client.signIns().save("desk")).isTrue();
            assertThat(desk.post().delivered()).isTrue();
        }
        assertThat(jkt).isEqualTo(key(desk.server.tokenRequests().get(0)));
        assertThat(jkt).isEqualTo(key(desk.server.apiRequests().get(0)));
        assertThat(desk.server.bearers()).containsExactly("DPoP access-1");
    }

    @Test
    @DisplayName("E2.7, RFC 9449 8: a code is sent again for a nonce, once, since the server has not processed it")
    void code_isSentAgainForANonce_once() {
        desk.edit(form -> form.accessTokenType(AccessTokenType.DPOP));
        desk.server.onToken(DpopServer.wantsNonce("n-1"), DpopServer.issue(1, "DPoP"));
        assertThat(desk.returned(SignInDesk.callback(desk.start()))).is(SignInResults.GRANTED);
        assertThat(desk.server.tokenRequests()).hasSize(2);
        desk.server.onToken(DpopServer.wantsNonce("n-2"), DpopServer.wantsNonce("n-3"));
        assertThat(desk.returned(SignInDesk.callback(desk.start()))).is(SignInResults.REFUSED);
        assertThat(desk.server.tokenRequests()).hasSize(4);
    }

    @Test
    @DisplayName(
            "RFC 9449 8: a nonce is required and the rate limit is used up: the code stays valid, and is redeemed later")
    void code_keptBackAfterANonce_isRedeemedLater() {
        OAuthProvider thrifty =
                TestProvider.browser("THRIFTY").traits(traits -> traits.rateLimit(2, Duration.ofSeconds(60)));
        try (OAuthClient own =
                desk.settings().store(RecordStore.inMemory()).provider(thrifty).build()) {
            own.profiles()
                    .create(own.draft("desk", "THRIFTY")
                            .grantType(GrantType.AUTH_CODE_PKCE)
                            .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                            .scopeMode(ScopeMode.NONE)
                            .tokenUrl(desk.server.http("/token"))
                            .authUrl(URI.create("https://login.example/authorize"))
                            .apiHosts(ApiHost.of(desk.server.host()))
                            .clientId("app-1")
                            .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                            .redirectUri(URI.create(SignInDesk.REDIRECT))
                            .accessTokenType(AccessTokenType.DPOP)
                            .build());
            desk.server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
            own.signIns().handleCallback(SignInDesk.callback(own.signIns().start("desk")));
            desk.server.onToken(DpopServer.wantsNonce("n-1"), DpopServer.issue(1, "DPoP"));
            String callback = SignInDesk.callback(own.signIns().start("desk"));
            assertThat(own.signIns().handleCallback(callback).toString())
                    .contains("so the code, which the server has not processed yet, has not been sent again")
                    .contains("Then open the same page again.");
            desk.ticker.seconds(61);
            assertThat(own.signIns().handleCallback(callback)).is(SignInResults.GRANTED);
            assertThat(desk.server.tokenRequests()).hasSize(3);
        }
    }

    private SignIn startPushedAndMeanwhile(Runnable meanwhile) throws Exception {
        desk.edit(form -> form.parUrl(desk.server.http("/par")));
        CountDownLatch replies = desk.server.holdApiReplies();
        desk.server.onApi(FakeServer.json(201, KEPT));
        CompletableFuture<SignIn> started =
                Callers.elsewhere(() -> desk.client.signIns().start("desk"));
        while (desk.server.apiRequests().isEmpty()) {
            Thread.onSpinWait();
        }
        meanwhile.run();
        replies.countDown();
        return started.get(10, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("abandoned while the request is pushed: nothing waits for a callback")
    void abandoned_whileTheRequestIsPushed_beginsNoSignIn() throws Exception {
        SignIn started = startPushedAndMeanwhile(
                () -> assertThat(desk.client.signIns().cancel("desk")).isTrue());
        assertThat(started).is(SignInResults.REFUSED).asString().startsWith("this sign-in was cancelled");
        assertThat(desk.client.signIns().current("desk")).isEmpty();
    }

    @Test
    @DisplayName("deleted while the request is pushed: no record of a sign-in stays")
    void deleted_whileTheRequestIsPushed_leavesNoRecord() throws Exception {
        SignIn started = startPushedAndMeanwhile(() -> desk.client.profiles().delete("desk"));
        assertThat(started).is(SignInResults.REFUSED).asString().startsWith("the profile has been deleted");
        assertThat(desk.store.list()).noneMatch(id -> id.startsWith(SignInRecord.ID_PREFIX));
    }

    @Test
    @DisplayName(
            "two starts at once: the newer one is waited for, though the server keeps the older one's request later")
    void start_whileAnotherPushes_supersedesIt() throws Exception {
        AtomicReference<CompletableFuture<SignIn>> newer = new AtomicReference<>();
        SignIn older = startPushedAndMeanwhile(() -> {
            newer.set(Callers.elsewhere(() -> desk.client.signIns().start("desk")));
            while (desk.server.apiRequests().size() < 2) {
                Thread.onSpinWait();
            }
            desk.server.onApi(FakeServer.json(201, KEPT));
        });
        assertThat(older).is(SignInResults.REFUSED);
        assertThat(newer.get().get(10, TimeUnit.SECONDS)).is(SignInResults.WITH_BROWSER);
        assertThat(desk.client.signIns().current("desk")).get().is(SignInResults.WITH_BROWSER);
    }
}
