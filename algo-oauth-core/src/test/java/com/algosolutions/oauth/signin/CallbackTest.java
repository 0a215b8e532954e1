package com.algosolutions.oauth.signin;

import static com.algosolutions.oauth.signin.SignInDesk.ISSUER;
import static com.algosolutions.oauth.signin.SignInDesk.callback;
import static com.algosolutions.oauth.signin.SignInDesk.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.profile.IssuerCheck;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ServerMetadata;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which callbacks are accepted. */
class CallbackTest {
    @RegisterExtension
    private final SignInDesk desk = new SignInDesk();

    private void issuer(IssuerCheck check) {
        desk.edit(form -> form.issuer(URI.create(ISSUER)).issuerCheck(check));
    }

    private void assertRefused(String callback, String why) {
        CallbackResult result = desk.returned(callback);
        assertThat(result).is(SignInResults.REFUSED);
        assertThat(result.toString()).startsWith(why);
        assertThat(desk.server.requests()).isZero();
    }

    @ParameterizedTest
    @DisplayName("E1.3, E1.4, E2.17 a callback without the state of a sign-in sends no token request")
    @CsvSource(
            delimiter = '|',
            value = {
                "/control/oauth-callback.lua?code=c | the callback has no state",
                "/control/oauth-callback.lua?code=c&state= | the callback has no state",
                "/control/oauth-callback.lua?error=access_denied&error_description=d | the callback has no state, but the error access_denied. Sign in",
                "/control/oauth-callback.lua?response=eyJ | the callback has no state, but the parameters response. Sign in",
                "/control/oauth-callback.lua?error=%3Cb%3E&%3Ci%3E=x | the callback has no state, but the parameters error. Sign in",
                "/control/oauth-callback.lua?code=c&state=x | no sign-in of this device is waiting",
                "/control/oauth-callback.lua?code=c&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | no sign-in of this device",
                "/control/oauth-callback.lua | the callback has no query",
                "/control/oauth-callback.lua?code=%zz&state=x | the callback has a % in its query that no two hex digits follow",
                "'' | the callback has no query"
            })
    void callback_withoutItsState_isRefused(String received, String why) {
        desk.start();
        int before = desk.client.events().size();
        assertRefused(received, why);
        assertThat(desk.client.events()).as("strangers fill no list").hasSize(before);
        assertThat(desk.client.signIns().current("desk"))
                .as("nor end what is waited for")
                .isPresent();
    }

    @ParameterizedTest
    @DisplayName("E1.3 a callback without the state is refused whether or not the issuer's metadata names PKCE")
    @ValueSource(strings = {"S256", ""})
    void state_isAskedFor_whateverTheServerSaysOfPkce(String method) {
        desk.edit(form -> {
            form.fillFrom(ServerMetadata.read(
                    URI.create(ISSUER),
                    Map.of(
                            "issuer",
                            ISSUER,
                            "token_endpoint",
                            "https://login.example/token",
                            "code_challenge_methods_supported",
                            method.isEmpty() ? List.of() : List.of(method)),
                    false));
            return form;
        });
        SignIn started = desk.start();
        assertRefused(callback(started).replace("state=", "stat="), "the callback has no state");
        assertThat(started.browserUrl().orElseThrow().getRawQuery()).contains("code_challenge_method=S256");
    }

    @Test
    @DisplayName("E8.4, E1.4 a state that is there twice is none, right or wrong")
    void state_twice_isNone() {
        SignIn started = desk.start();
        assertRefused(callback(started, "code=c&state=" + state(started)), "the callback has more than one state");
    }

    @Test
    @DisplayName("a callback of enormous length is not read")
    void callback_ofEnormousLength_isNotRead() {
        assertRefused(
                callback(desk.start(), "code=" + "c".repeat(20_000)), "the callback is longer than 16384 characters");
    }

    @ParameterizedTest
    @DisplayName(
            "E2.8 the callback as the web server has it: a request target, or the whole URL, with a fragment or without; other parameters do not matter")
    @ValueSource(
            strings = {
                "/control/oauth-callback.lua?",
                "https://192.0.2.7/control/oauth-callback.lua?",
                "https://192.0.2.7:443/control/oauth-callback.lua?",
                "HTTPS://192.0.2.7/control/oauth-callback.lua?&"
            })
    void callback_asTheWebServerHasIt(String location) {
        SignIn started = desk.start();
        assertThat(desk.returned(location + "code=c&state=" + state(started) + "&unknown=1&session_state=2#_=_"))
                .is(SignInResults.GRANTED);
    }

    @ParameterizedTest
    @DisplayName("E1.18, E1.5 a callback that came elsewhere than to the redirect URI, or by plain http, is refused")
    @ValueSource(
            strings = {
                "/control/other.lua",
                "/control/oauth-callback.lua/",
                "/Control/oauth-callback.lua",
                "http://192.0.2.7/control/oauth-callback.lua",
                "https://192.0.2.8/control/oauth-callback.lua",
                "https://192.0.2.7:8443/control/oauth-callback.lua",
                "https://192.0.2.7@evil.example/control/oauth-callback.lua",
                "https://evil.example/control/oauth-callback.lua",
                "//192.0.2.7/control/oauth-callback.lua",
                "javascript:/control/oauth-callback.lua",
                "oauth-callback.lua",
                "https://[::1.2.3.99999999999]/control/oauth-callback.lua",
                "http://[::99999999999.1.1.1]:1",
                "https://[::1.2.3.400]/control/oauth-callback.lua",
                "https://192.0.2.7:99999999999/control/oauth-callback.lua"
            })
    void callback_elsewhere_isRefused(String location) {
        SignIn started = desk.start();
        assertRefused(location + "?code=c&state=" + state(started), "the callback came to ");
        assertRefused(callback(started), "a callback of this sign-in was received before, and was refused");
    }

    @Test
    @DisplayName("the query of a redirect URI comes back in the callback")
    void redirectUri_withAQuery_getsItBack() {
        desk.edit(form -> form.redirectUri(URI.create("https://192.0.2.7/cb?device=7")));
        SignIn started = desk.start();
        assertThat(desk.returned("/cb?device=7&code=c&state=" + state(started))).is(SignInResults.GRANTED);
        SignIn next = desk.start();
        assertThat(desk.returned("/cb?code=the-code&state=" + state(next)).toString())
                .startsWith("the callback came to /cb");
    }

    @Test
    @DisplayName("E1.17 a loopback redirect URI by http, port and path exactly")
    void loopback_byHttp() {
        desk.edit(form -> form.redirectUri(URI.create("http://127.0.0.1:8090/cb")));
        for (String elsewhere : List.of("http://127.0.0.1:8090/cb/", "http://127.0.0.1:8090/", "/cb2")) {
            assertThat(desk.returned(elsewhere + "?code=c&state=" + state(desk.start()))
                            .toString())
                    .startsWith("the callback came to ");
        }
        assertThat(desk.returned("http://127.0.0.1:8090/cb?code=c&state=" + state(desk.start())))
                .is(SignInResults.GRANTED);
        assertThat(desk.returned("http://127.0.0.1:8091/cb?code=c&state=" + state(desk.start())))
                .is(SignInResults.REFUSED);
    }

    @Test
    @DisplayName("E8.1, E1.5 the right issuer is accepted, and asked for by its exact text")
    void issuer_right_isAccepted() {
        issuer(IssuerCheck.REQUIRED);
        assertThat(desk.returned(callback(desk.start(), "code=c&iss=https%3A%2F%2Flogin.example%2Ftenant")))
                .is(SignInResults.GRANTED);
    }

    @ParameterizedTest
    @DisplayName("E8.1, E1.5 another issuer aborts before any token request, whether the check is required or not")
    @CsvSource({
        "https://login.example/tenant/, IF_SENT",
        "https://LOGIN.example/tenant, IF_SENT",
        "https://login.example:443/tenant, REQUIRED",
        "https://evil.example, REQUIRED",
        "x, IF_SENT"
    })
    void issuer_another_aborts(String said, IssuerCheck check) {
        issuer(check);
        SignIn started = desk.start();
        assertRefused(callback(started, "code=c&iss=" + said), "the callback is from the issuer " + said);
        assertRefused(
                callback(started, "code=c&iss=" + ISSUER),
                "a callback of this sign-in was received before, and was refused");
    }

    @Test
    @DisplayName("E8.2 no issuer, although this provider's callbacks name it: abort; where they need not, it is taken")
    void issuer_missing_aborts_whereItIsRequired() {
        issuer(IssuerCheck.REQUIRED);
        assertRefused(callback(desk.start()), "the callback does not name its issuer");
        assertRefused(callback(desk.start(), "code=c&iss="), "the callback does not name its issuer");
        issuer(IssuerCheck.IF_SENT);
        assertThat(desk.returned(callback(desk.start()))).is(SignInResults.GRANTED);
    }

    /** The issuer's metadata says that its callbacks name it. */
    private void promised() {
        desk.edit(form -> {
            URI issuer = URI.create(ISSUER);
            form.fillFrom(ServerMetadata.read(
                    issuer,
                    Map.of(
                            "issuer",
                            ISSUER,
                            "token_endpoint",
                            "https://login.example/token",
                            "authorization_response_iss_parameter_supported",
                            true),
                    false));
            return form;
        });
    }

    @Test
    @DisplayName(
            "E8.2 the issuer's metadata promises that callbacks name it: one that does not aborts, whatever the form says")
    void issuer_missing_aborts_whereTheMetadataSaysSo() {
        promised();
        assertRefused(callback(desk.start()), "the callback does not name its issuer");
        desk.edit(form -> form.issuerCheck(IssuerCheck.IF_SENT));
        assertRefused(callback(desk.start()), "the callback does not name its issuer");
        assertThat(desk.returned(callback(desk.start(), "code=c&iss=" + ISSUER)))
                .is(SignInResults.GRANTED);
    }

    @Test
    @DisplayName("E8.1 Issuer was cleared after a discovery: the one that the metadata is of is compared")
    void issuer_cleared_isTheMetadatas() {
        promised();
        desk.edit(form -> form.reset(ProfileField.ISSUER));
        SignIn started = desk.start();
        assertRefused(
                callback(started, "code=c&iss=https://evil.example"),
                "the callback is from the issuer https://evil.example, not from the profile's issuer " + ISSUER);
        assertThat(desk.returned(callback(desk.start(), "code=c&iss=" + ISSUER)))
                .is(SignInResults.GRANTED);
    }

    @Test
    @DisplayName("an issuer where none is known: accepted, because no other server uses the redirect URI")
    void issuer_whereNoneIsKnown_isTaken() {
        assertThat(desk.returned(callback(desk.start(), "code=c&iss=https://other.example")))
                .is(SignInResults.GRANTED);
    }

    private void lobby(FakeServer server, UnaryOperator<ProfileForm> more) {
        desk.client
                .profiles()
                .create(more.apply(desk.draft("lobby")
                                .tokenUrl(server.http("/token"))
                                .authUrl(URI.create("https://other.example/authorize")))
                        .build());
    }

    private SignIn startLobby() {
        return desk.client.signIns().start("lobby");
    }

    @Test
    @DisplayName("E1.5 two servers whose callbacks come to one redirect URI and name no issuer: no code goes to either")
    void servers_withOneRedirectUri_andNoIssuer_getNoCode() {
        try (FakeServer other = FakeServer.start()) {
            SignIn started = desk.start();
            lobby(other, form -> form);
            assertRefused(
                    callback(started),
                    "callbacks of profile lobby, which has another Token URL, come to the same PKCE");
            assertThat(startLobby().toString())
                    .startsWith(
                            "callbacks of profile desk, which has another Token URL, come to the same PKCE Redirect URI")
                    .contains("Give the profiles different PKCE Redirect URIs");
            assertThat(desk.client.signIns().start("desk")).is(SignInResults.REFUSED);
            assertThat(other.requests()).isZero();
        }
    }

    @ParameterizedTest
    @DisplayName("E1.5, E1.6 two servers with a redirect URI each: a code that one has sent to the other's is refused")
    @CsvSource({
        "/control/oauth-callback.lua, /control/oauth-callback.lua/lobby",
        "/control/oauth-callback.lua?p=desk, /control/oauth-callback.lua?p=lobby"
    })
    void servers_withARedirectUriEach_getTheirOwnCodes(String ours, String theirs) {
        try (FakeServer other = FakeServer.start()) {
            desk.edit(form -> form.redirectUri(URI.create("https://192.0.2.7" + ours)));
            lobby(other, form -> form.redirectUri(URI.create("https://device.example" + theirs)));
            SignIn crossed = startLobby();
            assertRefused(
                    ours + (ours.contains("?") ? "&" : "?") + "code=of-desk&state=" + state(crossed),
                    "the callback came to /control/oauth-callback.lua");
            assertThat(other.requests()).isZero();
            SignIn one = desk.start();
            SignIn two = startLobby();
            assertThat(desk.returned(theirs + (theirs.contains("?") ? "&" : "?") + "code=theirs&state=" + state(two)))
                    .is(SignInResults.GRANTED);
            assertThat(desk.returned(ours + (ours.contains("?") ? "&" : "?") + "code=ours&state=" + state(one)))
                    .is(SignInResults.GRANTED);
            assertThat(desk.server.tokenRequests())
                    .singleElement()
                    .satisfies(request -> assertThat(FakeServer.form(request)).contains("code=ours"));
            assertThat(other.tokenRequests())
                    .singleElement()
                    .satisfies(request -> assertThat(FakeServer.form(request)).contains("code=theirs"));
        }
    }

    @Test
    @DisplayName(
            "E1.5 a query that only one of two redirect URIs has keeps codes from one of the servers, not from the other")
    void servers_whereOneRedirectUriHasAQuery() {
        try (FakeServer other = FakeServer.start()) {
            lobby(other, form -> form.redirectUri(URI.create(SignInDesk.REDIRECT + "?p=lobby")));
            assertThat(startLobby()).is(SignInResults.WITH_BROWSER);
            assertThat(desk.client.signIns().start("desk")).is(SignInResults.REFUSED);
        }
    }

    @Test
    @DisplayName(
            "E1.5, E1.6 two servers with one redirect URI, distinguished by their issuers: each gets its own codes only")
    void servers_withOneRedirectUri_andTheirIssuers_getTheirOwnCodes() {
        String theirs = "https://other.example";
        issuer(IssuerCheck.REQUIRED);
        try (FakeServer other = FakeServer.start()) {
            lobby(other, form -> form.issuer(URI.create(theirs)).issuerCheck(IssuerCheck.REQUIRED));
            SignIn crossed = startLobby();
            assertRefused(callback(crossed, "code=of-desk&iss=" + ISSUER), "the callback is from the issuer " + ISSUER);
            assertRefused(callback(startLobby()), "the callback does not name its issuer");
            assertThat(other.requests()).isZero();
            SignIn one = desk.start();
            SignIn two = startLobby();
            assertThat(desk.returned(callback(one, "code=ours&iss=" + ISSUER))).is(SignInResults.GRANTED);
            assertThat(desk.returned(callback(two, "code=theirs&iss=" + theirs)))
                    .is(SignInResults.GRANTED);
            assertThat(FakeServer.form(desk.server.tokenRequests().get(0))).contains("code=ours");
            assertThat(FakeServer.form(other.tokenRequests().get(0))).contains("code=theirs");
            assertThat(desk.server.requests() + other.requests()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("E8.2 a check that is required needs an issuer to compare with")
    void issuerCheck_withoutAnIssuer_isAProblemOfTheForm() {
        assertThatThrownBy(() ->
                        desk.draft("other").issuerCheck(IssuerCheck.REQUIRED).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Issuer is missing");
    }

    @ParameterizedTest
    @DisplayName("E8.3 the same rules apply to an error response: another issuer, none, or two are rejected")
    @CsvSource({
        "error=access_denied&iss=https://evil.example, the callback is from the issuer",
        "error=access_denied, the callback does not name its issuer",
        "error=access_denied&iss=https://login.example/tenant&iss=https://login.example/tenant, the callback has the parameter iss more than once",
        "error=access_denied&error=server_error&iss=https://login.example/tenant, the callback has the parameter error more than once"
    })
    void error_isHeldToTheSameRules(String with, String why) {
        issuer(IssuerCheck.REQUIRED);
        assertRefused(callback(desk.start(), with), why);
    }

    @ParameterizedTest
    @DisplayName("E8.4 a parameter that is there more than once aborts")
    @ValueSource(
            strings = {
                "code=a&code=b",
                "code=a&iss=x&iss=x",
                "code=a&x=1&x=2",
                "code=a&error_description=1&error_description=2"
            })
    void parameter_moreThanOnce_aborts(String with) {
        assertRefused(callback(desk.start(), with), "the callback has the parameter ");
    }

    @ParameterizedTest
    @DisplayName("error replies by RFC 6749 section 4.1.2.1, and unknown ones: explained, and the sign-in is over")
    @CsvSource({
        "access_denied, the user did not allow the sign-in",
        "invalid_scope, the provider does not know a scope",
        "unauthorized_client, the app is not registered for a sign-in with a browser",
        "unsupported_response_type, the provider does not issue authorization codes",
        "invalid_request, the provider rejected the authorization request as malformed",
        "server_error, the provider has an internal error",
        "temporarily_unavailable, the provider is overloaded",
        "interaction_required, the provider was not allowed to ask the user",
        "login_required, the provider was not allowed to ask the user",
        "consent_required, the provider was not allowed to ask the user",
        "invalid_target, the provider does not know a requested resource",
        "redirect_uri_mismatch, the provider does not know the redirect URI",
        "invalid_request_uri, the provider does not accept the pushed authorization request",
        "user_cancelled_login, the user did not allow the sign-in",
        "AADSTS50105, the provider has refused the sign-in (AADSTS50105"
    })
    void errors_areExplained(String error, String meaning) {
        SignIn started = desk.start();
        String with = "error=" + error + "&error_description=Because+I+say+so&code=never";
        assertRefused(callback(started, with), meaning);
        assertThat(desk.events().get(1)).contains("(" + error + " \"Because I say so\")");
        assertRefused(callback(started), "a callback of this sign-in was received before, and was refused");
    }

    @ParameterizedTest
    @DisplayName(
            "the code of an error is that of the failure, and the advice says what to change before the next start")
    @CsvSource(
            delimiter = '|',
            value = {
                "access_denied | GRANT_INVALID | with an account that is permitted",
                "user_cancelled_authorize | GRANT_INVALID | with an account that is permitted",
                "login_required | CONFIGURATION | Remove prompt=none from Auth URL",
                "interaction_required | CONFIGURATION | Remove prompt=none from Auth URL",
                "account_selection_required | CONFIGURATION | Remove prompt=none from Auth URL",
                "invalid_request | CONFIGURATION | (now https://192.0.2.7/control/oauth-callback.lua)",
                "invalid_request | CONFIGURATION | If the provider requires pushed requests (PAR), fill in PAR URL",
                "invalid_redirect_uri | CONFIGURATION | Register PKCE Redirect URI (now https://192.0.2.7",
                "unauthorized_client | CONFIGURATION | Enable the authorization code grant",
                "unsupported_response_type | CONFIGURATION | Check Auth URL and Response Type",
                "invalid_scope | CONFIGURATION | Correct Scope (now read post)",
                "invalid_client | CONFIGURATION | Correct Client ID",
                "request_uri_not_supported | CONFIGURATION | correct PAR URL or clear it",
                "server_error | UNAVAILABLE | Wait, and press",
                "temporarily_unavailable | UNAVAILABLE | Wait, and press",
                "unmet_authentication_requirements | CONFIGURATION | Look up this error in the provider's documentation"
            })
    void error_hasItsCode_andItsCure(String error, Failure.Kind kind, String advice) {
        SignIn started = desk.start();
        Failure failure =
                desk.returned(callback(started, "error=" + error)).failure().orElseThrow();
        assertThat(failure.code()).contains(error);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.advice()).contains(advice).contains("Start Authorization again");
        assertThat(failure.advice().startsWith("Press Start Authorization again"))
                .as("nothing is to be changed first")
                .isEqualTo(kind == Failure.Kind.GRANT_INVALID || error.startsWith("request_uri"));
        assertThat(started.failure()).contains(failure);
        assertThat(failure.toString()).contains("(" + error + ")").doesNotContain("HTTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error=", "error", "error=&error_description="})
    void error_withoutACode_hasNone(String with) {
        Failure failure = desk.returned(callback(desk.start(), with)).failure().orElseThrow();
        assertThat(failure.code()).isEmpty();
        assertThat(failure.toString()).startsWith("the provider has refused the sign-in. Look up");
    }

    /** Codes of providers for the errors of the RFCs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Access_Denied | GRANT_INVALID | an account that is permitted",
                "user_cancelled | GRANT_INVALID | an account that is permitted",
                "user_denied | GRANT_INVALID | an account that is permitted",
                "authorization_declined | GRANT_INVALID | an account that is permitted",
                "unauthorized_scope_error | CONFIGURATION | Correct Scope (now read post)",
                "invalid_scope_requested | CONFIGURATION | Correct Scope",
                "invalid_client_id | CONFIGURATION | Correct Client ID",
                "bad_redirect_uri | CONFIGURATION | Register PKCE Redirect URI",
                "invalid_resource | CONFIGURATION | Correct Resources",
            })
    void error_inOtherWords_hasTheCureOfTheRfcsCode(String error, Failure.Kind kind, String advice) {
        Failure failure = desk.returned(callback(desk.start(), "error=" + error))
                .failure()
                .orElseThrow();
        assertThat(failure.code()).contains(error);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.advice()).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error_code=7&error_message=Can%27t+load+URL | the parameters error_code, error_message, state (\"Can't load URL\")",
                "denied=abc | the parameters denied, state",
                "admin_consent=True&tenant=x | the parameters admin_consent, tenant, state",
                "access_token=abc&token_type=bearer | the parameters access_token, token_type, state",
                "code= | the parameters code, state",
            })
    void callback_withNeitherCodeNorError_namesWhatItHas(String with, String seen) {
        Failure failure = desk.returned(callback(desk.start(), with)).failure().orElseThrow();
        assertThat(failure.toString())
                .contains("neither a code nor an error, but " + seen)
                .doesNotContain("abc");
        assertThat(failure.advice()).contains("Auth URL", "Start Authorization again");
    }

    @ParameterizedTest
    @DisplayName("a parameter that is not needed, and cannot be read or is empty, does not cost the code")
    @ValueSource(strings = {"error_description=100%", "hint=%zz", "error=", "error&error_description="})
    void parameter_thatIsNotNeeded_doesNotCostTheCode(String with) {
        assertThat(desk.returned(callback(desk.start(), "code=the-code&" + with)))
                .is(SignInResults.GRANTED);
    }

    @Test
    @DisplayName("a provider with a server error is distinguished from one that refuses")
    void outage_isToldFromARefusal() {
        CallbackResult outage = desk.returned(callback(desk.start(), "error=temporarily_unavailable"));
        assertThat(outage.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        CallbackResult denied = desk.returned(callback(desk.start(), "error=access_denied"));
        assertThat(denied.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.GRANT_INVALID);
        assertRefused(callback(desk.start(), "error="), "the provider has refused the sign-in");
        assertRefused(callback(desk.start(), "scope=x"), "the callback has neither a code nor an error");
        assertRefused(callback(desk.start(), "code="), "the callback has neither a code nor an error");
    }

    @Test
    @DisplayName("E1.10 no parameter of a callback is an address to open, and its secrets are not repeated")
    void callback_isNoRedirector_andIsNotSaidBack() {
        SignIn started = desk.start();
        String all = desk.returned(callback(
                                started,
                                "error=x&error_description=" + state(started) + "%0d%0aSet-Cookie:+a"
                                        + "&redirect=https://evil.example&code=planted-code"))
                        .toString()
                + desk.events();
        assertThat(all)
                .doesNotContain(state(started))
                .doesNotContain("evil.example")
                .doesNotContain("planted-code")
                .doesNotContain("\r")
                .doesNotContain("\n");
    }
}
