package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Token responses that deviate from RFC 6749 section 5.1, as servers in the field send them. */
class TokenHabitsTest {
    private static final TrustedClock CLOCK =
            new TrustedClock(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), System::nanoTime);

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();

    private TokenResponse answered(OAuthProvider provider, Map<String, String> grant, String body) {
        server.onToken(FakeServer.json(200, body));
        OAuthProfile profile =
                TestValues.draft(device.client(), "desk", server).build();
        try (HttpTransport transport = TestValues.transport(TestValues.client())) {
            return new TokenEndpoint(() -> profile, provider, transport, CLOCK, new DpopProofs(CLOCK))
                    .request(grant, Optional.empty(), Deadline.after(Duration.ofSeconds(10)));
        }
    }

    private static OAuthProvider nesting(String path) {
        return TestProvider.jwt("NESTING", traits -> traits.tokenAt(path.split("\\.")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "authed_user | authorization_code | {\"ok\":true,\"access_token\":\"bot\",\"token_type\":\"bearer\",\"authed_user\":{\"access_token\":\"user\",\"token_type\":\"Bearer\",\"expires_in\":7,\"refresh_token\":\"r\",\"scope\":\"chat\"}}",
                "data.tokens | authorization_code | {\"code\":0,\"data\":{\"tokens\":{\"access_token\":\"user\",\"token_type\":\"bearer\",\"expires_in\":7,\"refresh_token\":\"r\",\"scope\":\"chat\"}}}",
                "authed_user | refresh_token | {\"ok\":true,\"access_token\":\"user\",\"token_type\":\"bearer\",\"expires_in\":7,\"refresh_token\":\"r\",\"scope\":\"chat\"}",
            })
    void tokens_whereTheProviderDeclaresThem_areRead(String path, String grant, String body) {
        TokenResponse response = answered(nesting(path), Map.of("grant_type", grant, "refresh_token", "x"), body);
        assertThat(response).isInstanceOf(TokenResponse.Issued.class);
        TokenSet issued = ((TokenResponse.Issued) response).grant();
        assertThat(issued.accessToken().reveal()).isEqualTo("user");
        assertThat(issued.expiresIn()).isEqualTo(Duration.ofSeconds(7));
        assertThat(issued.refreshToken().orElseThrow().reveal()).isEqualTo("r");
        assertThat(issued.scope()).isEqualTo("chat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"access_token\":\"bot\",\"token_type\":\"bearer\",\"authed_user\":{\"id\":\"U1\"}}",
                "{\"access_token\":\"bot\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"bot\",\"token_type\":\"bearer\",\"authed_user\":[]}",
                "{\"access_token\":\"bot\",\"token_type\":\"bearer\",\"authed_user\":null}",
            })
    void tokens_elsewhereThanDeclared_areNotUsed_becauseTheyBelongToAnother(String body) {
        TokenResponse response =
                answered(nesting("authed_user"), Map.of("grant_type", "authorization_code"), body);
        Failure failure = ((TokenResponse.Failed) response).failure();
        assertThat(failure.message()).contains("the reply has no access_token in authed_user");
    }
}
