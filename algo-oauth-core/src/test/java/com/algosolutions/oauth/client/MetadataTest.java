package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.DiscoveryResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ServerMetadata;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8414 and OpenID Connect Discovery, as the server and the operator see them. */
class MetadataTest {
    /** RFC 8037 appendix A.1. */
    private static final String ED25519 =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                    + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.client();

    private URI issuer(String path) {
        return server.http(path);
    }

    /** A document with a token endpoint and what else is named. */
    private Map<String, @Nullable Object> document(URI issuer, Object... more) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer.toString());
        document.put("token_endpoint", server.http("/token").toString());
        for (int i = 0; i < more.length; i += 2) {
            document.put((String) more[i], more[i + 1]);
        }
        return document;
    }

    private static MockResponse reply(Map<String, @Nullable Object> document) {
        return FakeServer.json(200, Json.write(document));
    }

    private DiscoveryResult discover(ProfileForm form, Object... more) {
        server.onApi(reply(document(issuer(""), more)));
        DiscoveryResult found = client.discover(issuer(""));
        found.metadata().ifPresent(form::fillFrom);
        return found;
    }

    /** What the operator is told of a form that was filled in. */
    private static List<String> hints(ProfileForm form) {
        return form.hints().stream().map(Problem::toString).toList();
    }

    private List<String> asked() {
        return server.apiRequests().stream().map(RecordedRequest::getTarget).toList();
    }

    private ProfileForm form() {
        return client.draft("desk", "GENERIC")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .apiHosts(ApiHost.of(server.host()))
                .clientId("app-1")
                .clientSecret(Secret.of(TestValues.CLIENT_SECRET));
    }

    @ParameterizedTest
    @DisplayName("E7.1 the address has the well-known name between host and path, without the path's last slash")
    @CsvSource({
        "'', /.well-known/oauth-authorization-server",
        "/, /.well-known/oauth-authorization-server",
        "/realms/one, /.well-known/oauth-authorization-server/realms/one",
        "/realms/one/, /.well-known/oauth-authorization-server/realms/one",
        "/a%20b, /.well-known/oauth-authorization-server/a%20b"
    })
    void address_ofRfc8414(String path, String address) {
        server.onApi(reply(document(issuer(path))));
        DiscoveryResult found = client.discover(issuer(path));
        assertThat(found.failure()).isEmpty();
        assertThat(asked()).containsExactly(address);
    }

    @ParameterizedTest
    @DisplayName("E7.1 where that address has no document, OpenID's is asked, with the name after the path")
    @ValueSource(ints = {404, 403, 301, 308, 200, 500, 502, 503})
    void address_ofOpenId_isTheSecond(int status) {
        server.onApi(new MockResponse.Builder()
                .code(status)
                .addHeader("Location", server.http("/elsewhere").toString())
                .body("<html>a web application")
                .build());
        server.onApi(reply(document(issuer("/realms/one/"))));
        assertThat(client.discover(issuer("/realms/one/")).failure()).isEmpty();
        assertThat(asked())
                .containsExactly(
                        "/.well-known/oauth-authorization-server/realms/one",
                        "/realms/one/.well-known/openid-configuration");
    }

    @Test
    @DisplayName("E1.11, E1.13 the metadata request has no credential, and its redirect is not followed")
    void request_hasNoCredential_andRedirectIsNotFollowed() {
        for (int i = 0; i < 2; i++) {
            server.onApi(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", server.http("/elsewhere").toString())
                    .build());
        }
        DiscoveryResult found = client.discover(issuer(""));
        assertThat(found.failure().orElseThrow().toString())
                .contains("has no metadata")
                .contains("HTTP 302");
        assertThat(asked()).hasSize(2).doesNotContain("/elsewhere");
        assertThat(server.apiRequests())
                .allSatisfy(request ->
                        assertThat(request.getHeaders().get("Authorization")).isNull());
    }

    @ParameterizedTest
    @DisplayName("E7.2 the document's issuer is compared code point by code point; if it differs, nothing is used")
    @ValueSource(strings = {"/realms/One", "/realms/one/", "/realms/%6Fne", "/realms/one?", "/x/../realms/one"})
    void issuer_thatDiffers_isRefused(String path) {
        server.onApi(reply(document(
                issuer(path), "revocation_endpoint", server.http("/revoke").toString())));
        ProfileForm form = form();
        DiscoveryResult found = client.discover(issuer("/realms/one"));
        assertThat(found.metadata()).isEmpty();
        assertThat(found.toString())
                .contains("has the issuer " + issuer(path) + " instead of " + issuer("/realms/one"))
                .contains("so it is not used");
        assertThat(form.problems()).extracting(Problem::field).containsExactly("tokenUrl");
        assertThat(asked()).hasSize(2);
    }

    @ParameterizedTest
    @DisplayName("E7.2 the advice is the issuer to write")
    @CsvSource({
        "https://as.example/{tenantid}/v2.0, 'Write Issuer as https://as.example/{tenantid}/v2.0, with your tenant''s id in place of {tenantid}.'",
        "https://sts.example/{tenantid}/, 'Write Issuer as https://sts.example/{tenantid}/, with your tenant''s id in place of {tenantid}.'",
        "https://as.example/%7Btenant%7D, 'with your tenant''s id in place of %7Btenant%7D.'",
        "https://{yourDomain}/oauth2/default, 'with your tenant''s id in place of {yourDomain}.'",
        "https://as.example/<tenant>, 'with your tenant''s id in place of <tenant>.'",
        "https://other.example, 'If that is your provider, write Issuer as https://other.example, exactly as the server does.'",
        "https://AS.example, 'write Issuer as https://AS.example, exactly as the server does.'"
    })
    void issuer_thatDiffers_isTheAdvice(String other, String advice) {
        server.onApi(reply(document(issuer(""), "issuer", other)));
        Failure failure = client.discover(issuer("/common/v2.0")).failure().orElseThrow();
        assertThat(failure.message())
                .contains("has the issuer " + other)
                .contains(issuer("/common/v2.0").toString());
        assertThat(failure.advice()).contains(advice);
    }

    @Test
    @DisplayName("E7.2 the slash at the end is part of the issuer: the advice has the right one")
    void issuer_withoutItsSlash_isTheAdvice() {
        server.onApi(reply(document(issuer("/realms/one/"))));
        assertThat(client.discover(issuer("/realms/one"))
                        .failure()
                        .orElseThrow()
                        .advice())
                .isEqualTo("Write Issuer as " + issuer("/realms/one/") + ", exactly as the server does.");
    }

    @ParameterizedTest
    @DisplayName("E7.2 the address of the document, and host and scheme in capitals, name the same issuer")
    @CsvSource({
        "/.well-known/openid-configuration, ''",
        "/.well-known/openid-configuration, /",
        "/realms/one/.well-known/openid-configuration, /realms/one",
        "/realms/one/.well-known/openid-configuration, /realms/one/",
        "/.well-known/oauth-authorization-server, ''",
        "/.well-known/oauth-authorization-server/realms/one, /realms/one",
        "/.well-known/oauth-authorization-server/realms/one, /realms/one/",
        "/.well-known/oauth-authorization-server/realms/one/, /realms/one"
    })
    void issuer_asTheAddressOfItsDocument_isFound(String written, String path) {
        server.onApi(reply(document(issuer(path))));
        ProfileForm form = form();
        client.discover(issuer(written)).metadata().ifPresent(form::fillFrom);
        assertThat(form.value(ProfileField.ISSUER)).contains(issuer(path));
        assertThat(asked().get(0))
                .isEqualTo("/.well-known/oauth-authorization-server"
                        + (path.equals("/") ? "" : path.replaceAll("/$", "")));
    }

    @Test
    void issuer_inCapitals_isFound() {
        server.onApi(reply(document(issuer("/One"))));
        URI capitals = URI.create(
                issuer("/One").toString().replace("http://", "HTTP://").replace("localhost", "LOCALHOST"));
        assertThat(client.discover(capitals).metadata().orElseThrow().issuer()).isEqualTo(issuer("/One"));
    }

    @ParameterizedTest
    @CsvSource({
        "as.example/realms/one, https://as.example/realms/one",
        "http://as.example/one, https://as.example/one",
        "https://as.example?client=s3cret, https://as.example",
        "https://me:s3cret@as.example/one#x, https://as.example/one",
        "as.example:8443/one, https://as.example:8443/one",
        "urn:x, 'exactly as the server does, such as'"
    })
    void issuer_notUsable_hasTheRightOneAsAdvice(String written, String wanted) {
        Failure failure = client.discover(URI.create(written)).failure().orElseThrow();
        assertThat(failure.advice()).startsWith("Write Issuer ").contains(wanted);
        assertThat(failure.toString()).doesNotContain("s3cret");
        assertThat(server.requests()).isZero();
    }

    @Test
    @DisplayName("E7.2 where the first address has a document of another issuer, OpenID's is asked")
    void issuer_thatDiffers_isLeftForTheSecondAddress() {
        server.onApi(reply(document(issuer("/"))), reply(document(issuer(""))));
        DiscoveryResult found = client.discover(issuer(""));
        assertThat(found.metadata().orElseThrow().issuer()).isEqualTo(issuer(""));
        assertThat(asked()).last().isEqualTo("/.well-known/openid-configuration");
    }

    @ParameterizedTest
    @DisplayName(
            "the first URL's failure is reported if the second has no document either, unless the first only had none")
    @CsvSource({
        "500, 404, HTTP 500",
        "502, 503, HTTP 502",
        "404, 503, HTTP 503",
        "403, 404, HTTP 404",
        "500, 200, HTTP 500",
        "429, 200, HTTP 429"
    })
    void trouble_ofTheFirstAddress_isTold(int first, int second, String told) {
        server.onApi(FakeServer.json(first, ""), FakeServer.json(second, second == 200 ? "{\"issuer\":7}" : ""));
        DiscoveryResult found = client.discover(issuer(""));
        assertThat(found.failure().orElseThrow().toString()).contains(told);
        assertThat(asked()).hasSize(first == 429 ? 1 : 2);
    }

    @ParameterizedTest
    @DisplayName("an issuer that is no URL, or a long one, is not repeated")
    @ValueSource(strings = {"javascript:alert(1)", "https://user:pw@as.example", "a\u0007b", "<b>x</b>", "long"})
    void issuer_notFitToPrint_isNotRepeated(String issuer) {
        String said = issuer.equals("long") ? "https://as.example/" + "x".repeat(300) : issuer;
        server.onApi(reply(document(URI.create("https://as.example"), "issuer", said)));
        assertThat(client.discover(issuer("")).toString())
                .contains("does not have the issuer " + issuer("") + ", so it is not used");
    }

    @ParameterizedTest
    @DisplayName("a server that does not support the profile's grant, or DPoP with ES256, is reported")
    @CsvSource({
        "client_credentials, ES256, true, true",
        "authorization_code refresh_token, ES256, false, true",
        "client_credentials, RS256 EdDSA, true, false",
        "client_credentials, '', true, false",
        "'', ES256, true, true"
    })
    void grantAndProofs_thatAreNotOffered_areTold(String grants, String algorithms, boolean grant, boolean proofs) {
        ProfileForm form = form().accessTokenType(AccessTokenType.DPOP);
        discover(
                form,
                "grant_types_supported",
                grants.isEmpty() ? null : List.of(grants.split(" ")),
                "dpop_signing_alg_values_supported",
                List.of(algorithms.split(" ")));
        List<String> expected = new ArrayList<>();
        if (!grant) {
            expected.add("Grant Type is CLIENT_CREDENTIALS, and the server lists only " + grants.replace(" ", ", ")
                    + ". Choose another Grant Type, or check that the provider allows this one.");
        }
        if (!proofs) {
            expected.add(
                    "Access Token Type is DPOP, and the server does not list ES256 for DPoP proofs. Choose BEARER, or"
                            + " check that the provider accepts ES256.");
        }
        assertThat(hints(form)).isEqualTo(expected);
        assertThat(form.accessTokenType(AccessTokenType.BEARER).hints())
                .hasSize(grant ? 0 : 1); // the form as it is now
    }

    @ParameterizedTest
    @DisplayName("E7.2 a document without a usable issuer is rejected")
    @ValueSource(strings = {"{\"token_endpoint\":\"https://a.example/\"}", "{\"issuer\":7}", "{\"ok\":true}"})
    void issuer_missing_isRefused(String document) {
        server.onApi(FakeServer.json(200, document));
        assertThat(client.discover(issuer("")).failure()).isPresent();
    }

    @ParameterizedTest
    @DisplayName("E7.3 an issuer is https, without query, fragment and user name; otherwise no request is sent")
    @ValueSource(
            strings = {
                "http://as.example",
                "https://as.example?x=y",
                "https://as.example#x",
                "https://me@as.example",
                "as.example",
                "urn:x"
            })
    void issuer_notUsable_isRefused(String issuer) {
        DiscoveryResult found = client.discover(URI.create(issuer));
        assertThat(found.failure().orElseThrow().message()).contains("not an https URL");
        assertThat(server.requests()).isZero();
    }

    @Test
    @DisplayName("E7.4 metadata comes over TLS with a certificate that is checked")
    void certificate_isChecked() {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("as.example")
                .build();
        try (FakeServer tls = FakeServer.startTls(
                        new HandshakeCertificates.Builder().heldCertificate(own).build());
                OAuthClient strict = TestValues.client()
                        .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()))
                        .build()) {
            DiscoveryResult found = strict.discover(tls.https("as.example", ""));
            assertThat(found.toString()).contains(NetworkError.CERTIFICATE_UNTRUSTED.meaning());
            assertThat(tls.requests()).isZero();
        }
    }

    @Test
    @DisplayName("E7.4 a document that is too large is not read")
    void document_tooLarge_isRefused() {
        for (int i = 0; i < 2; i++) {
            server.onApi(reply(document(issuer(""), "padding", "x".repeat(300_000))));
        }
        assertThat(client.discover(issuer("")).failure()).isPresent();
        server.onApi(reply(document(issuer(""), "padding", "x".repeat(2_000_000))));
        assertThat(client.discover(issuer("")).toString()).contains(NetworkError.TOO_LARGE.meaning());
    }

    @ParameterizedTest
    @DisplayName("E7.4 a response that stalls or drips ends within the time limit, and the form is unchanged")
    @ValueSource(strings = {"headers", "body", "drip"})
    void reply_thatStalls_endsInTime(String how) {
        MockResponse.Builder slow = reply(document(issuer(""))).newBuilder();
        switch (how) {
            case "headers" -> slow.headersDelay(30, TimeUnit.SECONDS);
            case "body" -> slow.bodyDelay(30, TimeUnit.SECONDS);
            default -> slow.throttleBody(1, 200, TimeUnit.MILLISECONDS);
        }
        server.onApi(slow.build());
        ProfileForm form = form();
        try (OAuthClient hasty =
                TestValues.client().tokenTimeout(Duration.ofMillis(500)).build()) {
            long start = System.nanoTime();
            Failure failure = hasty.discover(issuer("")).failure().orElseThrow();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        }
        assertThat(form.problems()).extracting(Problem::field).containsExactly("tokenUrl");
        assertThat(asked()).hasSize(1);
    }

    @ParameterizedTest
    @DisplayName("E7.5, E1.17 a token endpoint that is not https, or is no URL, is a reason to use nothing")
    @ValueSource(
            strings = {
                "http://as.example/token",
                "https://as.example/token#x",
                "https://me:secret@as.example/token",
                "ftp://as.example/",
                "/token",
                "https://",
                "not a url"
            })
    void tokenEndpoint_notHttps_isRefused(String endpoint) {
        ProfileForm form = form();
        server.onApi(FakeServer.json(404, ""));
        DiscoveryResult found = discover(form, "token_endpoint", endpoint);
        assertThat(found.metadata()).isEmpty();
        assertThat(found.toString())
                .contains("has a token_endpoint that is not an https URL")
                .doesNotContain("secret");
        assertThat(form.problems()).extracting(Problem::field).containsExactly("tokenUrl");
    }

    @ParameterizedTest
    @DisplayName(
            "E7.5, E1.17 another endpoint that is not https, or is no URL, is left out, and does not cost the rest")
    @ValueSource(
            strings = {
                "http://as.example/token",
                "https://as.example/token#x",
                "https://me:secret@as.example/token",
                "ftp://as.example/",
                "/token",
                "https://",
                "not a url"
            })
    void otherEndpoint_notHttps_isLeftOut_andAHint(String endpoint) {
        Map<String, ProfileField<URI>> fields = Map.of(
                "authorization_endpoint", ProfileField.AUTH_URL,
                "device_authorization_endpoint", ProfileField.DEVICE_URL,
                "revocation_endpoint", ProfileField.REVOCATION_URL,
                "pushed_authorization_request_endpoint", ProfileField.PAR_URL);
        fields.forEach((name, field) -> {
            ProfileForm form = form();
            discover(form, name, endpoint);
            OAuthProfile profile = form.build();
            assertThat(profile.tokenUrl()).isEqualTo(server.http("/token"));
            assertThat(profile.serverMetadata().orElseThrow().endpoint(field)).isEmpty();
            assertThat(profile.toJson()).doesNotContain("secret");
            assertThat(hints(client.edit(profile)))
                    .containsExactly(
                            field.label() + " is empty: the server's metadata has a value for it that is not an"
                                    + " https URL. Fill it in by hand, if this profile needs it.");
            assertThat(hints(form.set(field, server.http("/mine")))).isEmpty();
        });
        ProfileForm form = form();
        discover(form, "mtls_endpoint_aliases", Map.of("token_endpoint", endpoint));
        assertThat(form.accessTokenType(AccessTokenType.MTLS).value(ProfileField.TOKEN_URL))
                .contains(server.http("/token"));
    }

    @Test
    @DisplayName("E7.5 endpoints on other hosts than the issuer's are used, and reported")
    void foreignHosts_areTold() {
        ProfileForm form = form();
        DiscoveryResult found = discover(
                form,
                "token_endpoint",
                "https://tokens.example/t",
                "authorization_endpoint",
                server.http("/auth").toString());
        assertThat(hints(form))
                .containsExactly(
                        "Issuer has endpoints on other hosts: tokens.example. Check that these hosts belong to the provider.");
        assertThat(found.metadata().orElseThrow().foreignHosts()).containsExactly("tokens.example");
    }

    @Test
    @DisplayName(
            "E7.6 without token_endpoint_auth_methods_supported it is client_secret_basic; without code_challenge_methods_supported, no PKCE is known")
    void absentMembers_haveTheirDefaults() {
        ServerMetadata metadata = discover(form()).metadata().orElseThrow();
        assertThat(metadata.clientAuthMethods()).containsExactly("client_secret_basic");
        assertThat(metadata.codeChallengeMethods()).isEmpty();
        assertThat(metadata.authorizationResponseIss()).isFalse();
        ProfileForm pkce = form().grantType(GrantType.AUTH_CODE_PKCE);
        discover(pkce);
        assertThat(hints(pkce))
                .containsExactly(
                        "PKCE Method S256 is not listed by the server. Check that the provider supports it: Start"
                                + " Authorization always sends it.");
        ProfileForm body = form().clientAuthMode(ClientAuthMode.REQUEST_BODY);
        discover(body);
        assertThat(hints(body))
                .containsExactly(
                        "Client Auth Mode is REQUEST_BODY, and the server lists only client_secret_basic. Choose one of HTTP_BASIC.");
        assertThat(body.build().clientAuthMode()).isEqualTo(ClientAuthMode.REQUEST_BODY);
    }

    @Test
    void document_fillsTheForm_andIsKeptWithTheProfile() {
        ProfileForm form = form();
        discover(
                form,
                "authorization_endpoint",
                server.http("/auth").toString(),
                "device_authorization_endpoint",
                server.http("/device").toString(),
                "revocation_endpoint",
                server.http("/revoke").toString(),
                "pushed_authorization_request_endpoint",
                server.http("/par").toString(),
                "code_challenge_methods_supported",
                List.of("plain", "S256"),
                "authorization_response_iss_parameter_supported",
                true,
                "unknown_member",
                Map.of("x", 1));
        OAuthProfile profile = form.build();
        assertThat(profile.tokenUrl()).isEqualTo(server.http("/token"));
        assertThat(profile.authUrl()).contains(server.http("/auth"));
        assertThat(profile.deviceUrl()).contains(server.http("/device"));
        assertThat(profile.revocationUrl()).contains(server.http("/revoke"));
        assertThat(profile.issuer()).contains(issuer(""));
        assertThat(profile.customEndpoints()).isEmpty();
        OAuthProfile read = client.draft(profile.toJson())
                .id(profile.id())
                .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                .build();
        assertThat(read).isEqualTo(profile);
        ServerMetadata kept = read.serverMetadata().orElseThrow();
        assertThat(kept.authorizationResponseIss()).isTrue();
        assertThat(kept.codeChallengeMethods()).containsExactly("plain", "S256");
        assertThat(kept.endpoint(ProfileField.PAR_URL)).contains(server.http("/par"));
        assertThat(profile.toJson()).doesNotContain("unknown_member");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pushedRequests_areUsed_whereTheServerRequiresThem(boolean required) {
        ProfileForm form = form();
        discover(
                form,
                "pushed_authorization_request_endpoint",
                server.http("/par").toString(),
                "require_pushed_authorization_requests",
                required);
        assertThat(form.build().value(ProfileField.PAR_URL))
                .isEqualTo(required ? Optional.of(server.http("/par")) : Optional.empty());
    }

    @Test
    @DisplayName("E7.7 a profile works without its issuer, and a discovery that fails leaves the form unchanged")
    void refreshFailure_doesNotBreakAWorkingProfile() {
        ProfileForm form = form();
        discover(form, "revocation_endpoint", server.http("/revoke").toString());
        client.profiles().create(form.build());
        OAuthProfile stored = client.profiles().find("desk").orElseThrow();
        for (int status : List.of(500, 503, 429, 404, 200)) {
            server.onApi(FakeServer.json(status, ""));
            if (status != 429) {
                server.onApi(FakeServer.json(status, ""));
            }
            ProfileForm edited = client.edit(stored);
            Failure failure = client.discover(issuer("")).failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(status >= 429 ? Failure.Kind.UNAVAILABLE : Failure.Kind.CONFIGURATION);
            assertThat(edited.build()).isEqualTo(stored);
        }
        assertThat(TestValues.post(client, server).delivered()).isTrue();
    }

    @Test
    @DisplayName("E7.7 a device that starts while its issuer is down delivers with the endpoints that it found before")
    void issuerDown_atTheNextStart_isNotNeeded() {
        FakeServer elsewhere = FakeServer.start();
        URI issuer = elsewhere.http("");
        elsewhere.onApi(reply(document(issuer)));
        try (OAuthClient first = device.another()) {
            ProfileForm form = form();
            first.profiles()
                    .create(form.fillFrom(first.discover(issuer).metadata().orElseThrow())
                            .build());
        }
        elsewhere.goDown();
        try (OAuthClient next = device.another()) {
            OAuthProfile stored = next.profiles().find("desk").orElseThrow();
            ProfileForm edited = next.edit(stored);
            assertThat(next.discover(issuer).failure()).isPresent();
            assertThat(edited.build()).isEqualTo(stored);
            assertThat(stored.serverMetadata().orElseThrow().issuer()).isEqualTo(issuer);
            assertThat(TestValues.post(next, server).delivered()).isTrue();
        }
    }

    @Test
    @DisplayName("E1.16 a field that the operator filled in keeps its value, and is reported as set by hand")
    void typedValue_stays_andIsVisible() {
        ProfileForm form = form().tokenUrl(server.http("/token?by=hand"));
        discover(form, "revocation_endpoint", server.http("/revoke").toString());
        OAuthProfile profile = form.build();
        assertThat(profile.tokenUrl()).isEqualTo(server.http("/token?by=hand"));
        assertThat(profile.revocationUrl()).contains(server.http("/revoke"));
        assertThat(form.customEndpoints()).containsExactly(ProfileField.TOKEN_URL);
        assertThat(profile.customEndpoints()).containsExactly(ProfileField.TOKEN_URL);
        assertThat(form().tokenUrl(server.http("/token")).build().customEndpoints())
                .isEmpty();
    }

    @Test
    @DisplayName("E1.16 RUN OAuth Test says which endpoints were set by hand")
    void typedValue_isToldByTheOAuthTest() {
        ProfileForm form = form().tokenUrl(server.http("/token?by=hand"));
        discover(form);
        client.profiles().create(form.build());
        OAuthTestResult report = client.test(
                OAuthTestRequest.of("desk", server.http("/v1/posts").toString()).providerType("GENERIC"));
        assertThat(report.passed()).isTrue();
        assertThat(report.toString())
                .contains("discovery: set by hand, different from the issuer's metadata: Token URL");

        OAuthProfile byTheIssuer = client.edit(form.build())
                .tokenUrl(server.http("/token"))
                .name("by the issuer")
                .build();
        client.profiles().update(byTheIssuer);
        assertThat(client.test(OAuthTestRequest.of(
                                "by the issuer", server.http("/v1/posts").toString()))
                        .toString())
                .doesNotContain("set by hand");
    }

    @Test
    @DisplayName(
            "E1.16 a second discovery replaces the values of the first, and not those that the operator entered since")
    void secondDiscovery_replacesTheFirst() {
        ProfileForm form = form();
        discover(
                form,
                "revocation_endpoint",
                server.http("/revoke").toString(),
                "device_authorization_endpoint",
                server.http("/device").toString());
        OAuthProfile stored = form.build();
        ProfileForm edited = client.edit(stored).tokenUrl(server.http("/mine"));
        discover(
                edited,
                "token_endpoint",
                server.http("/new").toString(),
                "revocation_endpoint",
                server.http("/new-revoke").toString());
        OAuthProfile profile = edited.build();
        assertThat(profile.tokenUrl()).isEqualTo(server.http("/mine"));
        assertThat(profile.revocationUrl()).contains(server.http("/new-revoke"));
        assertThat(profile.deviceUrl()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("E1.15 where several ways to authenticate are offered, a profile with a key uses it, else its secret")
    @CsvSource({
        "true, client_secret_post client_secret_basic private_key_jwt, PRIVATE_KEY_JWT",
        "true, client_secret_post client_secret_basic, HTTP_BASIC",
        "false, private_key_jwt client_secret_post client_secret_basic, HTTP_BASIC",
        "false, private_key_jwt client_secret_post, REQUEST_BODY",
        "false, client_secret_jwt, CLIENT_SECRET_JWT"
    })
    void strongestWay_isChosen(boolean key, String offered, ClientAuthMode chosen) throws Exception {
        ProfileForm form = form().clientSecret(Secret.of("s".repeat(32)));
        if (key) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            form.signingKey(Secret.of("-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(
                                    generator.generateKeyPair().getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----"));
        }
        discover(form, "token_endpoint_auth_methods_supported", List.of(offered.split(" ")));
        assertThat(form.build().clientAuthMode()).isEqualTo(chosen);
        assertThat(form.hints()).isEmpty();
    }

    @Test
    @DisplayName("E1.15 a server for public clients only makes a profile without a secret one")
    void onlyNone_isChosenWithoutASecret() {
        ProfileForm form = form().reset(ProfileField.CLIENT_SECRET).grantType(GrantType.DEVICE_CODE);
        discover(
                form,
                "token_endpoint_auth_methods_supported",
                List.of("none"),
                "device_authorization_endpoint",
                server.http("/device").toString());
        assertThat(form.build().clientAuthMode()).isEqualTo(ClientAuthMode.NONE);
    }

    @ParameterizedTest
    @DisplayName("E1.15 the choice follows what is filled in later")
    @CsvSource({
        "client_secret_basic none, NONE, HTTP_BASIC, NONE",
        "client_secret_basic none private_key_jwt, NONE, HTTP_BASIC, PRIVATE_KEY_JWT",
        "client_secret_post, REQUEST_BODY, REQUEST_BODY, REQUEST_BODY",
        "private_key_jwt, PRIVATE_KEY_JWT, PRIVATE_KEY_JWT, PRIVATE_KEY_JWT",
        "private_key_jwt client_secret_basic, HTTP_BASIC, HTTP_BASIC, PRIVATE_KEY_JWT"
    })
    void clientAuthMode_followsTheForm(
            String offered, ClientAuthMode empty, ClientAuthMode secret, ClientAuthMode key) {
        ProfileForm form = form().grantType(GrantType.DEVICE_CODE).reset(ProfileField.CLIENT_SECRET);
        discover(form, "token_endpoint_auth_methods_supported", List.of(offered.split(" ")));
        assertThat(form.value(ProfileField.CLIENT_AUTH_MODE)).contains(empty);
        form.clientSecret(Secret.of("s3cret"));
        assertThat(form.value(ProfileField.CLIENT_AUTH_MODE)).contains(secret);
        form.reset(ProfileField.CLIENT_SECRET).signingKey(Secret.of(ED25519));
        assertThat(form.value(ProfileField.CLIENT_AUTH_MODE)).contains(key);
        form.clientAuthMode(ClientAuthMode.REQUEST_BODY);
        assertThat(form.value(ProfileField.CLIENT_AUTH_MODE))
                .contains(ClientAuthMode.REQUEST_BODY); // the operator's stays
    }

    @Test
    @DisplayName("E1.15 a client that needs no user authenticates")
    void clientCredentials_withoutASecret_asksForIt() {
        ProfileForm form = form().reset(ProfileField.CLIENT_SECRET);
        discover(form, "token_endpoint_auth_methods_supported", List.of("none", "client_secret_post"));
        assertThat(form.value(ProfileField.CLIENT_AUTH_MODE)).contains(ClientAuthMode.REQUEST_BODY);
        assertThat(form.problems()).extracting(Problem::field).containsExactly("clientSecret");
    }

    @Test
    void clientAuthMode_onAPage_followsTheForm_untilTheOperatorChooses() {
        ProfileForm form = form().grantType(GrantType.DEVICE_CODE).reset(ProfileField.CLIENT_SECRET);
        discover(form, "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "none"));
        String shown = form.display(ProfileField.CLIENT_AUTH_MODE);
        assertThat(shown).isEqualTo("NONE");
        form.setText(ProfileField.CLIENT_SECRET, "s3cret").setText(ProfileField.CLIENT_AUTH_MODE, shown);
        assertThat(form.display(ProfileField.CLIENT_AUTH_MODE)).isEqualTo("HTTP_BASIC");
        form.setText(ProfileField.CLIENT_AUTH_MODE, "NONE");
        assertThat(form.value(ProfileField.CLIENT_AUTH_MODE)).contains(ClientAuthMode.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "PS256 ES256, -, Signing Algorithm is EdDSA; and the server lists only PS256; ES256 for client authentication. Paste a Signing Key for one of them; or choose another Client Auth Mode.",
                "PS256 EdDSA, -, -",
                "-, -, -"
            })
    void signingAlgorithm_thatTheServerDoesNotList_isAHint(
            @Nullable String listed, @Nullable SigningAlgorithm chosen, @Nullable String hint) {
        ProfileForm form = form().signingKey(Secret.of(ED25519));
        if (chosen != null) {
            form.signingAlgorithm(chosen);
        }
        discover(
                form,
                "token_endpoint_auth_methods_supported",
                List.of("private_key_jwt"),
                "token_endpoint_auth_signing_alg_values_supported",
                listed == null ? null : List.of(listed.split(" ")));
        assertThat(hints(form)).isEqualTo(hint == null ? List.of() : List.of(hint.replace(';', ',')));
    }

    @Test
    void signingAlgorithm_thatFitsTheKeyAndTheServer_isTheAdvice() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        ProfileForm form = form().signingKey(Secret.of(Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())));
        discover(
                form,
                "token_endpoint_auth_methods_supported",
                List.of("private_key_jwt"),
                "token_endpoint_auth_signing_alg_values_supported",
                List.of("ES256", "PS256"));
        assertThat(hints(form))
                .containsExactly("Signing Algorithm is RS256, and the server lists only ES256, PS256 for client"
                        + " authentication. Choose PS256.");
        assertThat(hints(form.signingAlgorithm(SigningAlgorithm.PS256))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void certificateBoundTokens_thatTheServerDoesNotList_areAHint(boolean listed) {
        ProfileForm form = form().accessTokenType(AccessTokenType.MTLS);
        discover(form, "tls_client_certificate_bound_access_tokens", listed);
        assertThat(hints(form))
                .isEqualTo(
                        listed
                                ? List.of()
                                : List.of(
                                        "Access Token Type is MTLS, and the server does not list tokens that are bound to a"
                                                + " certificate. Choose BEARER, or check that the provider binds tokens to certificates."));
    }

    @Test
    void aliases_countAsOtherHosts_onlyForAProfileThatUsesThem() {
        ProfileForm form = form();
        discover(
                form,
                "mtls_endpoint_aliases",
                Map.of("token_endpoint", "https://mtls.example/token"),
                "tls_client_certificate_bound_access_tokens",
                true);
        assertThat(hints(form)).isEmpty();
        assertThat(hints(form.accessTokenType(AccessTokenType.MTLS)))
                .containsExactly(
                        "Issuer has endpoints on other hosts: mtls.example. Check that these hosts belong to the provider.");
    }

    @Test
    void strangeMembers_doNoHarm() {
        ProfileForm form = form();
        DiscoveryResult found = discover(
                form,
                "token_endpoint_auth_methods_supported",
                "client_secret_basic",
                "code_challenge_methods_supported",
                List.of(7, "S256", "a b", ""),
                "authorization_response_iss_parameter_supported",
                "true",
                "mtls_endpoint_aliases",
                List.of());
        assertThat(found.failure()).isEmpty();
        assertThat(found.metadata().orElseThrow().codeChallengeMethods()).containsExactly("S256");
        assertThat(found.metadata().orElseThrow().authorizationResponseIss()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"issuer\":\"https://a.example\"}",
                "{\"issuer\":\"https://a.example\",\"token_endpoint\":\"http://a.example/t\"}",
                "[]"
            })
    void keptMetadata_thatWasTamperedWith_isAProblemOfItsField(String json) {
        assertThat(form().tokenUrl(server.http("/token"))
                        .json("{\"serverMetadata\":" + json + "}")
                        .problems())
                .extracting(Problem::field)
                .containsExactly("serverMetadata");
    }

    @Test
    void issuerDown_isTold_andMayBeTriedAgain() {
        server.goDown();
        Failure failure = client.discover(issuer("")).failure().orElseThrow();
        assertThat(failure.step()).isEqualTo(Step.DISCOVERY);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    }
}
