package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.clientOf;
import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
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

    @Test
    void presses_ofManyThreads_makeOneTokenRequest() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try (FakeServer server = FakeServer.start();
                OAuthClient client = clientOf(server)) {
            CountDownLatch gate = server.holdTokenReplies();
            List<Future<ApiResult>> results = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                results.add(threads.submit(() -> post(client, server)));
            }
            server.awaitTokenRequest();
            gate.countDown();
            for (Future<ApiResult> result : results) {
                assertThat(result.get(30, TimeUnit.SECONDS).delivered()).isTrue();
            }
            assertThat(server.tokenRequests()).hasSize(1);
            assertThat(server.apiRequests()).hasSize(64);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tokenEndpoint_thatHangs_holdsNoOtherProfileUp() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (FakeServer stuck = FakeServer.start();
                FakeServer server = FakeServer.start();
                OAuthClient client = clientOf(server)) {
            client.profiles().create(draft(client, "stuck", stuck).build());
            stuck.holdTokenReplies();
            threads.submit(() -> client.post("stuck", stuck.http("/v1"), Body.json("{}")));
            stuck.awaitTokenRequest();
            assertThat(post(client, server).delivered()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    /** The production addresses, through a proxy, with a different certificate; RingCentral's rules, without its plugin. */
    @Test
    void post_throughTheSandbox_standsInTheTeam() {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start();
                OAuthClient client = OAuthClient.builder()
                        .proxy(sandbox.proxy())
                        .trustOnly(sandbox.trustStore())
                        .build()) {
            SandboxApp app = sandbox.newApp("Front desk app").create();
            SandboxUser user = sandbox.createUser("Lobby console");
            SandboxTeam team = sandbox.createTeam("Reception", user);
            client.profiles()
                    .create(draft(
                                    client,
                                    "desk",
                                    URI.create("https://platform.ringcentral.com/restapi/oauth/token"),
                                    ApiHost.of("platform.ringcentral.com"))
                            .clientId(app.clientId())
                            .clientSecret(Secret.of(app.clientSecret()))
                            .jwtAssertion(Secret.of(sandbox.newJwt(user).create()))
                            .build());
            URI posts = URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + team.id() + "/posts");
            for (int i = 0; i < 2; i++) {
                ApiResult result = client.post("desk", posts, Body.json("{\"text\":\"Hello " + i + "\"}"));
                assertThat(result.delivered()).as(result.toString()).isTrue();
            }
            assertThat(sandbox.posts(team)).extracting(post -> post.text()).containsExactly("Hello 0", "Hello 1");
            assertThat(sandbox.tokenRequestCount()).isOne();
            assertThat(sandbox.tunnels()).containsOnly("platform.ringcentral.com:443");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void limit_thatIsNone_isRefused_byName(Duration limit) {
        List<UnaryOperator<OAuthClient.Builder>> setters = List.of(
                settings -> settings.connectTimeout(limit),
                settings -> settings.readTimeout(limit),
                settings -> settings.callTimeout(limit),
                settings -> settings.tokenTimeout(limit));
        for (UnaryOperator<OAuthClient.Builder> setter : setters) {
            assertThatThrownBy(() -> setter.apply(client()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Timeout " + limit + " is not positive");
        }
        assertThatThrownBy(() -> client().maxResponseBytes(0)).isInstanceOf(IllegalArgumentException.class);
        for (String value : List.of("a\nb", "", "  ", "\t")) {
            assertThatThrownBy(() -> client().userAgent(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
