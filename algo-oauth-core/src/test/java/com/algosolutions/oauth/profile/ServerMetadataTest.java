package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.InvalidInputException;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMetadataTest {
    private static final URI ISSUER = URI.create("https://as.example");

    @ParameterizedTest
    @ValueSource(strings = {"https://[::99999999999.0.2.7]/token", "https://as example/token", "https://[::1/token"})
    void endpoint_thatCannotBeParsed_isAProblem(String url) {
        assertThatThrownBy(() ->
                        ServerMetadata.read(ISSUER, Map.of("issuer", ISSUER.toString(), "token_endpoint", url), false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("token_endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://[::99999999999.0.2.7]/", "https://as example/", "https://[::1/"})
    void issuer_thatCannotBeParsed_isAProblem_andIsNotShown(String issuer) {
        assertThatThrownBy(() -> ServerMetadata.read(ISSUER, Map.of("issuer", issuer), false))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .doesNotContain(issuer);
    }

    private static final String BAD_AUTHORITIES =
            "https://as.example:0, https://as.example:70000, https://as.example:99999999999, https://LABEL.example, https://NAME, https://a_b.example:70000";

    private static Stream<String> impossible() {
        return Stream.of(BAD_AUTHORITIES.split(", ", -1))
                .map(url -> url.replace("LABEL", "a".repeat(64)).replace("NAME", "a.".repeat(130) + "example"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void url_whoseHostOrPortCannotExist_isNotUsed(String origin) {
        String url = origin + "/x";
        assertThatThrownBy(() ->
                        ServerMetadata.read(ISSUER, Map.of("issuer", ISSUER.toString(), "token_endpoint", url), false))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ServerMetadata.read(
                        ISSUER, Map.of("issuer", origin, "token_endpoint", "https://as.example/t"), false))
                .isInstanceOf(InvalidInputException.class);
        ServerMetadata read = ServerMetadata.read(
                ISSUER,
                Map.of(
                        "issuer",
                        ISSUER.toString(),
                        "token_endpoint",
                        "https://as.example/t",
                        "authorization_endpoint",
                        url,
                        "mtls_endpoint_aliases",
                        Map.of("token_endpoint", url, "revocation_endpoint", url)),
                false);
        assertThat(read.endpoint(ProfileField.AUTH_URL)).isEmpty();
        assertThat(read.foreignHosts()).isEmpty();
        assertThat(read.foreignHosts(true)).isEmpty();
        assertThat(read.unusable()).contains(ProfileField.AUTH_URL);
        assertThatThrownBy(
                        () -> ServerMetadata.kept(Map.of("issuer", origin, "token_endpoint", "https://as.example/t")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://as.example:0", "https://as.example:70000", "mailto:a@b.example", "https:///path", "x"})
    void issuer_thatIsNoHost_isAProblem(String issuer) {
        assertThatThrownBy(() -> ServerMetadata.read(
                        URI.create(issuer), Map.of("issuer", issuer, "token_endpoint", "https://as.example/t"), false))
                .isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/{t}/\u202e",
                "https://evil.example/{t}/\u2028x",
                "https://evil.example/{t}\u0085"
            })
    void issuer_withAHiddenCharacter_isNotShown(String issuer) {
        assertThatThrownBy(() -> ServerMetadata.read(ISSUER, Map.of("issuer", issuer), false))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .doesNotContain("evil");
    }

    private static ServerMetadata read(Object... more) {
        return readWith(false, more);
    }

    private static ServerMetadata readWith(boolean loopbackHttp, Object... more) {
        Map<String, Object> document =
                new HashMap<>(Map.of("issuer", ISSUER.toString(), "token_endpoint", "https://as.example/token"));
        for (int i = 0; i < more.length; i += 2) {
            document.put((String) more[i], more[i + 1]);
        }
        return ServerMetadata.read(ISSUER, document, loopbackHttp);
    }

    /** A URL, whether the client allows http on loopback, and whether the URL is used. */
    @ParameterizedTest
    @CsvSource({
        "https://as.example/r, false, true",
        "HTTPS://as.example/r, false, true",
        "http://127.0.0.1:8080/r, true, true",
        "http://127.0.0.1:8080/r, false, false",
        "http://as.example/r, true, false",
        "ftp://127.0.0.1/r, true, false",
        "https://as.example/r#x, false, false",
        "https://me@as.example/r, false, false",
        "/r, true, false"
    })
    void endpoint_isUsed_onlyIfItIsEncryptedAndPlain(String url, boolean loopbackHttp, boolean used) {
        ServerMetadata read = readWith(loopbackHttp, "revocation_endpoint", url);
        assertThat(read.endpoint(ProfileField.REVOCATION_URL).isPresent()).isEqualTo(used);
        assertThat(read.unusable()).isEqualTo(used ? List.of() : List.of(ProfileField.REVOCATION_URL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void endpoint_withoutText_isNone(String url) {
        ServerMetadata read = read("revocation_endpoint", url);
        assertThat(read.endpoint(ProfileField.REVOCATION_URL)).isEmpty();
        assertThat(read.unusable()).isEmpty();
    }

    @Test
    void texts_areReadUpToTheirLongestLength() {
        String url = "https://as.example/" + "x".repeat(2_000 - 19);
        assertThat(read("revocation_endpoint", url).endpoint(ProfileField.REVOCATION_URL))
                .contains(URI.create(url));
        assertThat(read("revocation_endpoint", url + "x").unusable()).containsExactly(ProfileField.REVOCATION_URL);
        List<String> words = Collections.nCopies(500, "abcd");
        assertThat(read("code_challenge_methods_supported", words).codeChallengeMethods())
                .hasSize(400);
        String issuer = "https://as.example/" + "x".repeat(200 - 19);
        assertThatThrownBy(() -> read("issuer", issuer)).hasMessageContaining(issuer);
        assertThatThrownBy(() -> read("issuer", issuer + "x"))
                .hasMessageContaining("does not have the issuer")
                .message()
                .doesNotContain(issuer);
    }

    /** The issuer of a document, and the advice; empty if the issuer is not repeated. */
    @ParameterizedTest
    @CsvSource({
        "https://as.example/one, 'Write Issuer as https://as.example/one,'",
        "https://other.example, 'If that is your provider, write Issuer as https://other.example,'",
        "https://as.example/{tenant}, 'in place of {tenant}'",
        "https://as.example/\u00e9, 'Write Issuer as https://as.example/%C3%A9,'",
        "https://as.example/{t}/\u00e9, 'Write Issuer exactly as the server does.'",
        "https://me@as.example, 'Write Issuer exactly as the server does.'",
        "mailto:me@as.example, 'Write Issuer exactly as the server does.'",
        "https://as.example:0, 'Write Issuer exactly as the server does.'",
        "7, 'Write Issuer exactly as the server does.'"
    })
    void issuer_ofAnother_isTheAdvice_ifItCanBeShown(String issuer, String advice) {
        assertThatThrownBy(() -> read("issuer", issuer)).hasMessageContaining(advice);
    }

    @Test
    void members_thatTheServerNames_areKept_withTheProfile() {
        ServerMetadata read = read(
                "token_endpoint_auth_methods_supported", List.of("none", "", 7, "a b", "client_secret_post"),
                "token_endpoint_auth_signing_alg_values_supported", List.of("ES256"),
                "grant_types_supported", List.of("client_credentials"),
                "code_challenge_methods_supported", List.of("S256"),
                "dpop_signing_alg_values_supported", List.of("EdDSA"),
                "authorization_response_iss_parameter_supported", true,
                "tls_client_certificate_bound_access_tokens", true,
                "require_pushed_authorization_requests", false);
        ServerMetadata kept = ServerMetadata.kept(read.members());
        assertThat(kept.clientAuthMethods()).containsExactly("none", "client_secret_post");
        assertThat(kept.authAlgorithms()).containsExactly("ES256");
        assertThat(kept.grantTypes()).containsExactly("client_credentials");
        assertThat(kept.codeChallengeMethods()).containsExactly("S256");
        assertThat(kept.dpopAlgorithms()).containsExactly("EdDSA");
        assertThat(kept.authorizationResponseIss()).isTrue();
        assertThat(kept.bindsToCertificates()).isTrue();
        assertThat(kept.fills(ProfileField.PAR_URL)).isFalse();
        assertThat(kept.fills(ProfileField.TOKEN_URL)).isTrue();
        assertThat(kept).isEqualTo(read).hasSameHashCodeAs(read).isNotEqualTo(read());
        assertThat(kept).hasToString("ServerMetadata[https://as.example]");
    }

    @Test
    void members_thatTheServerDoesNotName_haveTheirDefaults() {
        ServerMetadata read = read("grant_types_supported", List.of());
        assertThat(read.clientAuthMethods()).containsExactly("client_secret_basic");
        assertThat(read.grantTypes()).isEmpty();
        assertThat(read.codeChallengeMethods()).isEmpty();
        assertThat(read.authorizationResponseIss()).isFalse();
        assertThat(read.bindsToCertificates()).isFalse();
        assertThat(read("require_pushed_authorization_requests", true).fills(ProfileField.PAR_URL))
                .isTrue();
    }

    @Test
    void aliases_areTheEndpoints_ofAClientWithACertificate() {
        ServerMetadata read = read(
                "authorization_endpoint", "https://as.example/auth",
                "revocation_endpoint", "https://revoke.example/r",
                "mtls_endpoint_aliases",
                        Map.of(
                                "token_endpoint", "https://mtls.example/token",
                                "authorization_endpoint", "https://mtls.example/auth"));
        URI token = URI.create("https://as.example/token");
        URI alias = URI.create("https://mtls.example/token");
        URI custom = URI.create("https://mine.example/token");
        assertThat(read.forClient(ProfileField.TOKEN_URL, token, true)).isEqualTo(alias);
        assertThat(read.forClient(ProfileField.TOKEN_URL, alias, false)).isEqualTo(token);
        assertThat(read.forClient(ProfileField.TOKEN_URL, custom, true)).isEqualTo(custom);
        URI auth = URI.create("https://as.example/auth"); // a browser opens it, without the certificate
        assertThat(read.forClient(ProfileField.AUTH_URL, auth, true)).isEqualTo(auth);
        assertThat(read.names(ProfileField.TOKEN_URL, custom)).isFalse();
        assertThat(read.foreignHosts()).containsExactly("revoke.example");
        assertThat(read.foreignHosts(true)).containsExactly("mtls.example", "revoke.example");
        Map<String, String> tampered = new HashMap<>(read.members());
        tampered.put("mtls_endpoint_aliases.token_endpoint", "ftp://mtls.example/token");
        assertThatThrownBy(() -> ServerMetadata.kept(tampered)).isInstanceOf(IllegalArgumentException.class);
    }
}
