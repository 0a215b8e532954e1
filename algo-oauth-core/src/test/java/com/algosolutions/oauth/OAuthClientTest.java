package com.algosolutions.oauth;

import static com.algosolutions.oauth.TestValues.clientOf;
import static com.algosolutions.oauth.TestValues.post;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OAuthClientTest {
    @Test
    void post_obtainsTokenOnce_thenUsesIt() {
        try (FakeServer server = FakeServer.start();
                OAuthClient client = clientOf(server)) {
            assertThat(post(client, server).delivered()).isTrue();
            assertThat(post(client, server).delivered()).isTrue();
            assertThat(server.tokenRequests()).hasSize(1);
            assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-1");
        }
    }
}
