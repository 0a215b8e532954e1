package com.algosolutions.oauth.profile;

import static com.algosolutions.oauth.profile.Forms.fields;
import static com.algosolutions.oauth.profile.Forms.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the form: what passes, what does not, and that the problem has its field and a fix. */
class ProfileRulesTest {
    @Test
    void form_complete_hasNoProblem() {
        assertThat(plain().problems()).isEmpty();
    }

    @Test
    void form_empty_reportsEverythingAtOnce() {
        assertThatThrownBy(() -> OAuthProfile.builder(Preset.of("GENERIC")).build())
                .isInstanceOfSatisfying(InvalidInputException.class, e -> {
                    assertThat(e.problems())
                            .extracting(Problem::field)
                            .containsExactly(
                                    "name",
                                    "grantType",
                                    "tokenUrl",
                                    "apiHosts",
                                    "clientId",
                                    "clientAuthMode",
                                    "scopeMode");
                    assertThat(e.problems()).allSatisfy(problem -> {
                        assertThat(problem.advice()).endsWith(".");
                        assertThat(problem.label()).isNotEqualTo(problem.field());
                        assertThat(e).hasMessageContaining(problem.toString());
                    });
                });
    }

    /** Field, value as typed, and the problem's beginning; no problem if that is empty. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "name, Front desk, -",
                "name, 'Empfang – Ö', -",
                "name, '', Name is missing",
                "name, ' x', Name is not a usable name",
                "name, 'a\nb', Name is not a usable name",
                "providerType, '', -",
                "grantType, CLIENT_CREDENTIALS, -",
                "grantType, TOKEN_EXCHANGE, -",
                "tokenUrl, https://as.example:8443/t?x=1, -",
                "tokenUrl, HTTPS://AS.example/t, -",
                "tokenUrl, http://as.example/t, Token URL is not https",
                "tokenUrl, http://127.0.0.1/t, Token URL is not https",
                "tokenUrl, ftp://as.example/t, Token URL is not a whole URL",
                "tokenUrl, as.example/t, Token URL is not a whole URL",
                "tokenUrl, https:///t, Token URL is not a whole URL",
                "tokenUrl, https://as_example/t,",
                "tokenUrl, 'https://as example/t', Token URL cannot be read",
                "tokenUrl, https://as.example/t#f, Token URL has a fragment",
                "tokenUrl, https://me@as.example/t, Token URL has a user name in it",
                "tokenUrl, https://as.example:99999/t, Token URL names a host or port that cannot exist",
                "tokenUrl, https://as.example:0/t, Token URL names a host or port that cannot exist",
                "authUrl, http://as.example/a, Auth URL is not https",
                "parUrl, http://as.example/par, PAR URL is not https",
                "deviceUrl, nonsense, Device URL is not a whole URL",
                "revocationUrl, http://as.example/r, Revocation URL is not https",
                "issuer, https://as.example, -",
                "issuer, https://as.example?x, Issuer has a query",
                "issuer, https://as.example#x, Issuer has a fragment",
                "apiHosts, 'a.example, B.example:8443 [::1]:9', -",
                "apiHosts, https://a.example, API Hosts cannot be read",
                "apiHosts, a.example/x, API Hosts cannot be read",
                "apiHosts, *.example, API Hosts cannot be read",
                "apiHosts, '', API Hosts is missing",
                "clientId, 'a b', -",
                "clientId, 'id ', Client ID has white space at its ends",
                "clientSecret, ' s', Client Secret has white space at its ends",
                "clientSecret, 's\n', Client Secret has white space at its ends",
                "clientSecret, 'pässwört €', -",
                "clientAuthMode, request_body, -",
                "clientAuthMode, http_basic_raw, -",
                "clientAuthMode, BASIC, Client Auth Mode cannot be read",
                "clientAuthMode, NONE, Client Secret is not used with Client Auth Mode NONE",
                "scopeMode, SCOPES_LIST, Scope is missing",
                "scopes, a, Scope is not used with Scope Mode NONE",
                "resources, 'https://a.example/ urn:example:desk', -",
                "resources, 'https://a.example/?b=c,https://b.example', -",
                "resources, api.example, Resources has an entry that is not an absolute URI: api.example",
                "resources, /v1, Resources has an entry that is not an absolute URI: /v1",
                "resources, https://a.example/#f, Resources has an entry with a fragment: https://a.example/#f",
                "resources, 'https://a.example/ https://b<>', Resources cannot be read",
                "extraParams, '{\"audience\":\"x\"}', -",
                "extraParams, '{\"dpop_jkt\":\"x\"}', Extra Params (JSON) sets the standard parameter",
                "extraParams, '{\"resource\":\"x\"}', Extra Params (JSON) sets the standard parameter",
                "extraParams, '{\"audience\":1}', Extra Params (JSON) cannot be read",
                "extraParams, '[]', Extra Params (JSON) cannot be read",
                "extraParams, 'audience=x', Extra Params (JSON) cannot be read",
                "extraParams, '{\"\":\"x\"}', Extra Params (JSON) has a member without a name",
                "jwtAssertionMode, SELF_SIGNED, Signing Key is missing",
                "jwtAssertionMode, ON, JWT Assertion Mode cannot be read",
                "jwtAssertion, a.b, JWT Assertion/JWT Credential is not a JWT",
                "jwtAssertion, a.b.c.d, JWT Assertion/JWT Credential is not a JWT",
                "jwtAssertion, 'a.b .c', JWT Assertion/JWT Credential is not a JWT",
                "jwtAssertion, a.b.c=, JWT Assertion/JWT Credential is not a JWT",
                "jwtAssertion, '  a.b-_.c\n', -",
                "pkceMethod, S256, -",
                "pkceMethod, plain, PKCE Method cannot be read",
                "responseType, code, -",
                "responseType, token, Response Type cannot be read",
                "accessTokenType, dpop, -",
                "accessTokenType, mtls, -",
                "accessTokenType, MAC, Access Token Type cannot be read",
                "defaultExpiresIn, 1, -",
                "defaultExpiresIn, 2592000, -",
                "defaultExpiresIn, 2592001, Default Expiry is out of range",
                "defaultExpiresIn, 0, Default Expiry is out of range",
                "defaultExpiresIn, -5, Default Expiry is out of range",
                "defaultExpiresIn, 1h, Default Expiry cannot be read"
            })
    void field_asTyped_passesOrNamesItsProblem(String property, String text, String problem) {
        ProfileForm form = plain();
        ProfileField<?> field = ProfileField.all().stream()
                .filter(each -> each.property().equals(property))
                .findFirst()
                .orElseThrow();
        form.setText(field, text);
        if (problem == null) {
            assertThat(form.problems()).isEmpty();
        } else {
            assertThat(form.problems()).isNotEmpty().allSatisfy(each -> {
                assertThat(each.toString()).startsWith(problem);
                assertThat(each.advice()).isNotBlank().endsWith(".");
                assertThat(ProfileField.all())
                        .anyMatch(known -> known.property().equals(each.field()));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assertion",
                "client_assertion",
                "client_assertion_type",
                "client_id",
                "client_secret",
                "code",
                "code_challenge",
                "code_challenge_method",
                "code_verifier",
                "device_code",
                "grant_type",
                "redirect_uri",
                "refresh_token",
                "request",
                "request_uri",
                "response_mode",
                "response_type",
                "scope",
                "state"
            })
    @DisplayName("E2.1 no extra param repeats a parameter that the request sets itself")
    void extraParam_thatShadowsAStandardParameter_isRejected(String name) {
        assertThat(plain().extraParams(Map.of(name, "x")).problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("Extra Params (JSON) sets the standard parameter \"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\b", "ä", "a b"})
    void scope_withAnInvalidCharacter_isRejected(String scope) {
        assertThat(fields(plain().scopes(scope))).containsExactly("scopes");
    }

    /** Every field that holds an endpoint's URL. */
    static Stream<ProfileField<URI>> endpoints() {
        return Stream.of(
                ProfileField.TOKEN_URL,
                ProfileField.AUTH_URL,
                ProfileField.PAR_URL,
                ProfileField.DEVICE_URL,
                ProfileField.REVOCATION_URL,
                ProfileField.ISSUER);
    }

    @Test
    void endpoints_ofTheTests_areAllEndpointsOfTheForm() {
        List<ProfileField<?>> urls = ProfileField.all().stream()
                .filter(field -> fields(plain().setText(field, "urn:x#y")).contains(field.property()))
                .filter(field -> field.label().endsWith("URL") || field == ProfileField.ISSUER)
                .toList();
        assertThat(urls).containsExactlyInAnyOrderElementsOf(endpoints().toList());
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    @DisplayName("E1.17 each endpoint is https; http on a loopback address only if the client allows it")
    void endpoint_isHttps(ProfileField<URI> field) {
        URI loopback = URI.create("http://127.0.0.1:8080/x");
        assertThat(fields(plain().set(field, URI.create("https://as.example/x"))))
                .isEmpty();
        assertThat(plain().set(field, URI.create("http://as.example/x")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).startsWith(field.label() + " is not https."));
        assertThat(fields(plain().allowLoopbackHttp().set(field, URI.create("http://as.example/x"))))
                .containsExactly(field.property());
        assertThat(fields(plain().set(field, loopback))).containsExactly(field.property());
        assertThat(fields(plain().allowLoopbackHttp().set(field, loopback))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    @DisplayName("E2.5 a fragment in any endpoint is refused, an empty one too")
    void endpoint_withAFragment_isAProblem(ProfileField<URI> field) {
        for (String url : List.of("https://as.example/x#y", "https://as.example/x#", "https://as.example/#a=b")) {
            assertThat(plain().set(field, URI.create(url)).problems())
                    .singleElement()
                    .satisfies(
                            problem -> assertThat(problem.toString()).startsWith(field.label() + " has a fragment."));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/t, true",
        "http://localhost/t, true",
        "http://[::1]:1/t, true",
        "http://127.0.0.1.evil.example/t, false",
        "http://10.0.0.1/t, false",
        "http://localhost.example/t, false"
    })
    @DisplayName("E1.17 plain http is for loopback addresses only, and only by an option")
    void plainHttp_withTheOption_isForLoopbackOnly(String url, boolean allowed) {
        assertThat(fields(plain().allowLoopbackHttp().tokenUrl(URI.create(url))))
                .isEqualTo(allowed ? List.of() : List.of("tokenUrl"));
    }

    @Test
    void grant_authCodePkce_requiresItsOwnFields() {
        ProfileForm form = plain().grantType(GrantType.AUTH_CODE_PKCE).reset(ProfileField.JWT_ASSERTION);
        assertThat(fields(form)).containsExactly("authUrl", "pkceMethod", "responseType", "redirectUri");
        form.authUrl(URI.create("https://as.example/a"))
                .pkceMethod(PkceMethod.S256)
                .responseType(ResponseType.CODE)
                .redirectUri(URI.create("https://10.0.0.5/control/oauth-callback.lua"));
        assertThat(form.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://192.0.2.5/cb, ''",
        "http://127.0.0.1:5000/cb, ''",
        "http://192.0.2.5/cb, is not an https URL",
        "https://192.0.2.5/cb#x, has a fragment",
        "myapp:/cb, is not an https URL",
        "https://me@192.0.2.5/cb, has a user name in it",
        "https://192.0.2.5:99999/cb, names a host or port that cannot exist",
        "http://127.0.0.1:0/cb, names a host or port that cannot exist",
        "https://192.0.2.5/cb?id=7&my_state=1&encode=2, ''",
        "https://192.0.2.5/cb?id=7&state=1, 'has the parameter \"state\", which the provider adds to the callback'",
        "https://192.0.2.5/cb?code, 'has the parameter \"code\", which the provider adds to the callback'",
        "https://192.0.2.5/cb?%69ss=x, 'has the parameter \"iss\", which the provider adds to the callback'",
        "https://192.0.2.5/cb?error=x, 'has the parameter \"error\", which the provider adds to the callback'"
    })
    @DisplayName("E1.17, E1.18 a redirect URI is https, or http on a loopback address")
    void redirectUri_isHttps_orLoopback(String uri, String wrong) {
        ProfileForm form = plain().grantType(GrantType.AUTH_CODE_PKCE)
                .authUrl(URI.create("https://as.example/a"))
                .pkceMethod(PkceMethod.S256)
                .responseType(ResponseType.CODE)
                .redirectUri(URI.create(uri));
        assertThat(form.problems())
                .extracting(Problem::message)
                .isEqualTo(wrong.isEmpty() ? List.of() : List.of(wrong));
    }

    @Test
    void grant_deviceCode_requiresTheDeviceUrl() {
        assertThat(fields(plain().grantType(GrantType.DEVICE_CODE))).containsExactly("deviceUrl");
    }

    @Test
    void grant_clientCredentials_requiresAClientThatAuthenticates() {
        assertThat(fields(plain().grantType(GrantType.CLIENT_CREDENTIALS)
                        .clientAuthMode(ClientAuthMode.NONE)
                        .reset(ProfileField.CLIENT_SECRET)))
                .containsExactly("clientAuthMode");
    }

    @Test
    void grant_jwtBearer_requiresAPastedJwt_unlessTheDeviceSigns() {
        assertThat(fields(plain().reset(ProfileField.JWT_ASSERTION))).containsExactly("jwtAssertion");
        assertThat(fields(plain().reset(ProfileField.JWT_ASSERTION).jwtAssertionMode(JwtAssertionMode.SELF_SIGNED)))
                .containsExactly("signingKey");
    }

    @Test
    void grant_unknown_builds_andIsKept() {
        OAuthProfile profile = plain().grantType(new GrantType("TOKEN_EXCHANGE"))
                .reset(ProfileField.JWT_ASSERTION)
                .build();
        assertThat(profile.grantType().name()).isEqualTo("TOKEN_EXCHANGE");
        assertThat(profile.toJson()).contains("\"grantType\":\"TOKEN_EXCHANGE\"");
    }

    @Test
    void defaultExpiry_inTheBuilder_isCheckedToo() {
        assertThat(fields(plain().defaultExpiresIn(Duration.ZERO))).containsExactly("defaultExpiresIn");
        assertThat(fields(plain().defaultExpiresIn(Duration.ofDays(30)))).isEmpty();
    }

    @Test
    void values_changedAfterwards_doNotChangeTheProfile() {
        List<String> scopes = new ArrayList<>(List.of("a"));
        Map<String, String> params = new HashMap<>(Map.of("audience", "x"));
        OAuthProfile profile = plain().set(ProfileField.SCOPE_MODE, ScopeMode.SCOPES_LIST)
                .set(ProfileField.SCOPES, scopes)
                .extraParams(params)
                .build();
        scopes.add("b");
        params.put("client_secret", "x");
        assertThat(profile.scopes()).containsExactly("a");
        assertThat(profile.extraParams()).containsExactly(Map.entry("audience", "x"));
        assertThatThrownBy(() -> Collections.addAll(profile.scopes(), "b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_BASIC_RAW, urn:app:1, true",
        "HTTP_BASIC_RAW, :, true",
        "HTTP_BASIC_RAW, app-1, false",
        "HTTP_BASIC, urn:app:1, false",
        "REQUEST_BODY, urn:app:1, false"
    })
    void colonInTheClientId_isAProblemOfRawBasicOnly(ClientAuthMode mode, String id, boolean problem) {
        ProfileForm form = plain().clientAuthMode(mode).clientId(id).clientSecret(Secret.of("a:b"));
        assertThat(form.problems())
                .hasSize(problem ? 1 : 0)
                .allSatisfy(each -> assertThat(each.toString())
                        .startsWith("Client ID has a colon")
                        .contains("HTTP_BASIC_RAW", "Choose Client Auth Mode HTTP_BASIC or REQUEST_BODY."));
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED, true", "IF_SENT, false"})
    void issuer_isRequired_ifItsCheckIs(IssuerCheck check, boolean required) {
        ProfileForm form = plain().grantType(GrantType.AUTH_CODE_PKCE).set(ProfileField.ISSUER_CHECK, check);
        assertThat(fields(form).contains("issuer")).isEqualTo(required);
        form.setText(ProfileField.ISSUER, "https://as.example");
        assertThat(fields(form)).doesNotContain("issuer");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/token, 'Use https, or build the client with allowLoopbackHttp().'",
        "http://as.example/token, 'Use https: a token or secret must not cross a network in the clear.'"
    })
    void url_notHttps_isAProblem_withTheAdviceForItsHost(String url, String advice) {
        ProfileForm form = plain().setText(ProfileField.TOKEN_URL, url);
        assertThat(form.problems())
                .filteredOn(problem -> problem.field().equals("tokenUrl"))
                .singleElement()
                .hasToString("Token URL is not https. " + advice);
    }
}
