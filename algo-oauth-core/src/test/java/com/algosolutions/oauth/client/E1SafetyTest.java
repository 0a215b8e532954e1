package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.ProviderGrant;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirements of the security best practice (RFC 9700) that no other test covers. */
class E1SafetyTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.client();

    @ParameterizedTest
    @ValueSource(strings = {"token", "id_token", "code token", "none", "CODE TOKEN"})
    @DisplayName("E1.7 no response type but code can be configured")
    void responseType_otherThanCode_isAProblem(String type) {
        assertThat(draft(client, "desk", server)
                        .setText(ProfileField.RESPONSE_TYPE, type)
                        .problems())
                .extracting(Problem::field)
                .containsExactly("responseType");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSWORD", "password", "RESOURCE_OWNER", "IMPLICIT"})
    @DisplayName("E1.8 a password grant, or the implicit one, obtains nothing")
    void grantType_password_obtainsNothing(String grant) {
        client.profiles()
                .create(draft(client, "desk", server)
                        .grantType(new GrantType(grant))
                        .build());

        assertThat(TestValues.post(client, server).outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(server.requests()).isZero();
    }

    @Test
    @DisplayName("E1.8 no provider can contribute the password grant")
    void providerGrant_password_cannotBeMade() {
        assertThatThrownBy(() -> ProviderGrant.of(new GrantType("LOGIN"), "password"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RFC 9700");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example/v1?access_token=a, false",
        "https://api.example/v1?x=1&access_token=a, false",
        "https://api.example/v1?access%5Ftoken=a, false",
        "https://api.example/v1?x=access_token, true",
        "https://api.example/access_token=a, true",
        "https://api.example/v1?my_access_token=a, true"
    })
    @DisplayName("E1.9 a target with an access token in its query is refused, without repeating it")
    void target_withAnAccessToken_isRefused(URI target, boolean allowed) {
        if (allowed) {
            assertThat(ApiRequest.get(target).uri()).isEqualTo(target);
        } else {
            assertThatThrownBy(() -> ApiRequest.get(target))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Remove it and name an OAuth profile.")
                    .hasMessageNotContaining("=a");
        }
    }

    private static List<String> revoked(FakeServer at) {
        return at.apiRequests().stream()
                .filter(request -> request.getTarget().startsWith("/revoke"))
                .map(request -> request.getTarget() + " " + FakeServer.body(request))
                .toList();
    }

    @Test
    @DisplayName("E1.13 a Revocation URL that is edited to another origin receives no token issued before")
    void revocationUrl_ofAnotherOrigin_getsNoOldToken() {
        try (FakeServer other = FakeServer.start()) {
            server.onToken(FakeServer.issue("a-of-the-first", "r-of-the-first"));
            client.profiles()
                    .create(draft(client, "desk", server)
                            .revocationUrl(server.http("/revoke"))
                            .build());
            TestValues.post(client, server);
            client.profiles()
                    .update(client.edit(client.profiles().find("desk").orElseThrow())
                            .revocationUrl(other.http("/revoke"))
                            .build());
            client.revoke("desk");
            assertThat(revoked(other)).isEmpty();
            client.profiles()
                    .update(client.edit(client.profiles().find("desk").orElseThrow())
                            .build());
            TestValues.post(client, server);
            client.profiles().delete("desk");
            assertThat(revoked(other)).singleElement().asString().contains("token=access-1");
        }
    }

    @Test
    @DisplayName("E1.13 another path at the same origin changes nothing: the tokens stay, and are revoked there")
    void revocationUrl_ofTheSameOrigin_isUsed() {
        server.onToken(FakeServer.issue("a", "r"));
        client.profiles()
                .create(draft(client, "desk", server)
                        .revocationUrl(server.http("/wrong"))
                        .build());
        TestValues.post(client, server);
        client.profiles()
                .update(client.edit(client.profiles().find("desk").orElseThrow())
                        .revocationUrl(server.http("/revoke"))
                        .build());
        TestValues.post(client, server);
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(revoked(server))
                .containsExactly(
                        "/revoke token=r&token_type_hint=refresh_token",
                        "/revoke token=a&token_type_hint=access_token");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("E1.13 credentials that wait to be saved are not sent to a Revocation URL edited meanwhile")
    void revocationUrl_editedWhileCredentialsWait_getsNoneOfThem(boolean deleted) {
        try (FakeServer other = FakeServer.start()) {
            client.profiles()
                    .create(draft(client, "desk", server)
                            .revocationUrl(server.http("/revoke"))
                            .build());
            client.signIns().start("desk");
            client.profiles()
                    .update(client.edit(client.profiles().find("desk").orElseThrow())
                            .revocationUrl(other.http("/revoke"))
                            .build());
            assertThatThrownBy(() -> client.signIns().save("desk"))
                    .hasMessageContaining("Revocation URL has been changed since Start Authorization");
            if (deleted) {
                client.profiles().delete("desk");
            } else {
                assertThat(client.signIns().cancel("desk")).isTrue();
            }
            assertThat(other.requests()).isZero();
        }
    }

    @Test
    @DisplayName(
            "E1.13 a refresh token is sent to the token endpoint only, and not to another one that the profile is given")
    void refreshToken_staysWithItsServer() {
        try (FakeServer other = FakeServer.start()) {
            server.onToken(FakeServer.issue("a", "r1-of-the-first"), FakeServer.issue("b", "r2-of-the-first"));
            client.profiles().create(draft(client, "desk", server).build());
            TestValues.post(client, server);
            device.ticker.seconds(3600);
            TestValues.post(client, server);
            client.profiles()
                    .update(client.edit(client.profiles().find("desk").orElseThrow())
                            .tokenUrl(other.http("/token"))
                            .build());
            TestValues.post(client, server);
            device.ticker.seconds(3600);
            TestValues.post(client, server);

            assertThat(server.tokenRequests()).hasSize(2);
            assertThat(FakeServer.form(server.tokenRequests().get(1))).contains("refresh_token=r1-of-the-first");
            assertThat(server.apiRequests()).hasSize(4).allSatisfy(request -> {
                assertThat(FakeServer.body(request)).doesNotContain("of-the-first");
                assertThat(request.getTarget() + request.getHeaders()).doesNotContain("of-the-first");
            });
            assertThat(other.tokenRequests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(FakeServer.body(request)).doesNotContain("refresh_token"));
        }
    }
}
