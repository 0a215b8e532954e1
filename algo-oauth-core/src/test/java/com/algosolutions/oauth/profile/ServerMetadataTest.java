package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.InvalidInputException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
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
}
