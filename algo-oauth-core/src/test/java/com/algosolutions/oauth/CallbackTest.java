package com.algosolutions.oauth;

import static com.algosolutions.oauth.SignInDesk.ISSUER;
import static com.algosolutions.oauth.SignInDesk.callback;
import static com.algosolutions.oauth.SignInDesk.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.profile.InvalidProfileException;
import com.algosolutions.oauth.profile.IssuerCheck;
import com.algosolutions.oauth.profile.ServerMetadata;
import com.algosolutions.oauth.spi.Consequence;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which callbacks are believed. */
class CallbackTest {
    private final SignInDesk desk = new SignInDesk();

    @AfterEach
    void stop() {
        desk.close();
    }

    private void issuer(IssuerCheck check) {
        desk.edit(form -> form.issuer(URI.create(ISSUER)).issuerCheck(check));
    }

    private void assertRefused(String callback, String why) {
        AuthorizationResult result = desk.returned(callback);
        assertThat(result).isInstanceOf(RefusedAuthorization.class);
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
                "/control/oauth-callback.lua?code=c&state=x | no sign-in of this device is waiting",
                "/control/oauth-callback.lua?code=c&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | no sign-in of this device",
                "/control/oauth-callback.lua | the callback has no query",
                "/control/oauth-callback.lua?code=%zz&state=x | the callback has a % that is no escape",
                "'' | the callback has no query"
            })
    void callback_withoutItsState_isRefused(String received, String why) {
        desk.start();
        int before = desk.client.events().size();
        assertRefused(received, why);
        assertThat(desk.client.events()).as("strangers fill no list").hasSize(before);
        assertThat(desk.client.authorizations().underWay("desk"))
                .as("nor end what is waited for")
                .isPresent();
    }

    @ParameterizedTest
    @DisplayName("E1.3 a callback without the state is refused whether or not the issuer's metadata names PKCE")
    @ValueSource(strings = {"S256", ""})
    void state_isAskedFor_whateverTheServerSaysOfPkce(String method) {
        desk.edit(form -> {
            form.discovered(
                    ServerMetadata.read(
                            URI.create(ISSUER),
                            Map.of(
                                    "issuer",
                                    ISSUER,
                                    "token_endpoint",
                                    "https://login.example/token",
                                    "code_challenge_methods_supported",
                                    method.isEmpty() ? List.of() : List.of(method)),
                            false),
                    false);
            return form;
        });
        CodeAuthorization started = desk.start();
        assertRefused(callback(started).replace("state=", "stat="), "the callback has no state");
        assertThat(started.url().getRawQuery()).contains("code_challenge_method=S256");
    }

    @Test
    @DisplayName("E8.4, E1.4 a state that is there twice is none, right or wrong")
    void state_twice_isNone() {
        CodeAuthorization started = desk.start();
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
            "the callback as the web server has it: a request target, or the whole URL, with a fragment or without")
    @ValueSource(
            strings = {
                "/control/oauth-callback.lua?",
                "https://192.0.2.7/control/oauth-callback.lua?",
                "https://192.0.2.7:443/control/oauth-callback.lua?",
                "HTTPS://192.0.2.7/control/oauth-callback.lua?&"
            })
    void callback_asTheWebServerHasIt(String location) {
        CodeAuthorization started = desk.start();
        assertThat(desk.returned(location + "code=c&state=" + state(started) + "&unknown=1&session_state=2#_=_"))
                .isInstanceOf(GrantedAuthorization.class);
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
                "oauth-callback.lua"
            })
    void callback_elsewhere_isRefused(String location) {
        CodeAuthorization started = desk.start();
        assertRefused(location + "?code=c&state=" + state(started), "the callback came to ");
        assertRefused(callback(started), "this sign-in has come back before, and was refused");
    }

    @Test
    @DisplayName("a redirect URI with a query of its own gets it back")
    void redirectUri_withAQuery_getsItBack() {
        desk.edit(form -> form.redirectUri(URI.create("https://192.0.2.7/cb?device=7")));
        CodeAuthorization started = desk.start();
        assertThat(desk.returned("/cb?device=7&code=c&state=" + state(started)))
                .isInstanceOf(GrantedAuthorization.class);
        CodeAuthorization next = desk.start();
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
                .isInstanceOf(GrantedAuthorization.class);
        assertThat(desk.returned("http://127.0.0.1:8091/cb?code=c&state=" + state(desk.start())))
                .isInstanceOf(RefusedAuthorization.class);
    }

    @Test
    @DisplayName("E8.1, E1.5 the right issuer is accepted, and asked for by its exact text")
    void issuer_right_isAccepted() {
        issuer(IssuerCheck.REQUIRED);
        assertThat(desk.returned(callback(desk.start(), "code=c&iss=https%3A%2F%2Flogin.example%2Ftenant")))
                .isInstanceOf(GrantedAuthorization.class);
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
        CodeAuthorization started = desk.start();
        assertRefused(callback(started, "code=c&iss=" + said), "the callback is from the issuer " + said);
        assertRefused(callback(started, "code=c&iss=" + ISSUER), "this sign-in has come back before, and was refused");
    }

    @Test
    @DisplayName("E8.2 no issuer, although this provider's callbacks name it: abort; where they need not, it is taken")
    void issuer_missing_aborts_whereItIsRequired() {
        issuer(IssuerCheck.REQUIRED);
        assertRefused(callback(desk.start()), "the callback does not name its issuer");
        assertRefused(callback(desk.start(), "code=c&iss="), "the callback does not name its issuer");
        issuer(IssuerCheck.IF_SENT);
        assertThat(desk.returned(callback(desk.start()))).isInstanceOf(GrantedAuthorization.class);
    }

    @Test
    @DisplayName("E8.2 where the form leaves it open, the issuer's metadata says whether callbacks name it")
    void issuer_missing_aborts_whereTheMetadataSaysSo() {
        desk.edit(form -> {
            URI issuer = URI.create(ISSUER);
            form.discovered(
                    ServerMetadata.read(
                            issuer,
                            Map.of(
                                    "issuer",
                                    ISSUER,
                                    "token_endpoint",
                                    "https://login.example/token",
                                    "authorization_response_iss_parameter_supported",
                                    true),
                            false),
                    false);
            return form;
        });
        assertRefused(callback(desk.start()), "the callback does not name its issuer");
        desk.edit(form -> form.issuerCheck(IssuerCheck.IF_SENT));
        assertThat(desk.returned(callback(desk.start()))).isInstanceOf(GrantedAuthorization.class);
    }

    @Test
    @DisplayName("E8.2 a check that is required needs an issuer to compare with")
    void issuerCheck_withoutAnIssuer_isAProblemOfTheForm() {
        assertThatThrownBy(() ->
                        desk.draft("other").issuerCheck(IssuerCheck.REQUIRED).build())
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("Issuer is missing");
    }

    @ParameterizedTest
    @DisplayName(
            "E8.3 an error reply is held to the same rules: another issuer, none, or one twice is not the provider's word")
    @CsvSource({
        "error=access_denied&iss=https://evil.example, the callback is from the issuer",
        "error=access_denied, the callback does not name its issuer",
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
        "access_denied, whoever was to sign in has not allowed it",
        "invalid_scope, the provider does not know a scope",
        "unauthorized_client, the app may not sign people in in this way",
        "unsupported_response_type, the provider does not give out codes",
        "invalid_request, the authorization request was malformed",
        "server_error, the provider is in trouble",
        "temporarily_unavailable, the provider is overloaded",
        "interaction_required, the provider has refused the sign-in (interaction_required"
    })
    void errors_areExplained(String error, String meaning) {
        CodeAuthorization started = desk.start();
        String with = "error=" + error + "&error_description=Because+I+say+so&code=never";
        assertRefused(callback(started, with), meaning);
        assertThat(desk.events().get(1)).contains("(" + error + " \"Because I say so\")");
        assertRefused(callback(started), "this sign-in has come back before, and was refused");
    }

    @Test
    @DisplayName("a provider in trouble is told from one that refuses")
    void outage_isToldFromARefusal() {
        RefusedAuthorization outage =
                (RefusedAuthorization) desk.returned(callback(desk.start(), "error=temporarily_unavailable"));
        assertThat(outage.failure().consequence()).isEqualTo(Consequence.OUTAGE);
        RefusedAuthorization denied =
                (RefusedAuthorization) desk.returned(callback(desk.start(), "error=access_denied"));
        assertThat(denied.failure().consequence()).isEqualTo(Consequence.CONFIGURATION);
        assertRefused(callback(desk.start(), "error="), "the provider has refused the sign-in");
        assertRefused(callback(desk.start(), "scope=x"), "the callback has neither a code nor an error");
        assertRefused(callback(desk.start(), "code="), "the callback has neither a code nor an error");
    }

    @Test
    @DisplayName("E1.10 nothing that a callback brings is an address to go on to, and its secrets are not said back")
    void callback_isNoRedirector_andIsNotSaidBack() {
        CodeAuthorization started = desk.start();
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
