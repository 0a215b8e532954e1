package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.InvalidInputException;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
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
}
