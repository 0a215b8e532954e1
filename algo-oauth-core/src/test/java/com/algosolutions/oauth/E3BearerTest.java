package com.algosolutions.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.spi.Consequence;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of RFC 6750 that no other test holds. */
class E3BearerTest {
    private final FakeServer server = FakeServer.start();
    private final OAuthClient client = TestValues.clientOf(server);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    @DisplayName("E3.1 the token stands in one Authorization header, and neither in address nor body")
    void token_standsInTheHeaderAlone(String method) {
        server.onToken(FakeServer.issue("mF_9.B5f-4.1JqM~+/=="));
        ApiRequest request = ApiRequest.of(method, server.http("/v1?x=1")).authorizedBy(Authorization.profile("desk"));
        client.execute(method.equals("GET") ? request : request.body(Body.json("{}")));

        assertThat(server.apiRequests()).singleElement().satisfies(sent -> {
            assertThat(sent.getHeaders().values("Authorization")).containsExactly("Bearer mF_9.B5f-4.1JqM~+/==");
            assertThat(sent.getTarget()).isEqualTo("/v1?x=1");
            assertThat(FakeServer.body(sent)).doesNotContain("mF_9");
            assertThat(sent.getHeaders().get("Cookie")).isNull();
        });
    }

    @Test
    @DisplayName("E3.6 a 403 insufficient_scope is told with its cure")
    void insufficientScope_isTold() {
        server.onApi(new MockResponse.Builder()
                .code(403)
                .addHeader("WWW-Authenticate", "Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"post\"")
                .build());
        Failure failure = TestValues.post(client, server).failure().orElseThrow();

        assertThat(failure.code()).isEqualTo("insufficient_scope");
        assertThat(failure.consequence()).isEqualTo(Consequence.REQUEST);
        assertThat(failure.advice()).contains("Add the scope to the profile");
    }

    @Test
    @DisplayName("E3.7 a 401 without an error costs the token too")
    void status401_withoutAnError_condemns() {
        server.onApi(FakeServer.json(401, ""));

        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-2");
    }
}
