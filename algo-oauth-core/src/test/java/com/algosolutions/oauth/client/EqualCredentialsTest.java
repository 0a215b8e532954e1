package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.draft;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two profiles of one app with the same JWT, in processes that read profiles on demand: each has tokens of its own. */
@Timeout(60)
class EqualCredentialsTest {
    private static final OAuthProvider LIMITED =
            TestProvider.jwt("LIMITED", traits -> traits.rateLimit(1, Duration.ofSeconds(60)));

    private final RecordStore store = RecordStore.inMemory();

    @RegisterExtension
    private final TestDevice device = new TestDevice()
            .with(settings -> settings.store(store).provider(LIMITED))
            .withTimer();

    private final FakeServer server = device.server();

    private OAuthClient process() {
        return device.start(device.settings().profilesInMemory(10));
    }

    private OAuthClient processWithAll() {
        return device.start(device.settings());
    }

    private OAuthClient withDeskAndAnnex(OAuthClient client) {
        for (String name : List.of("desk", "annex")) {
            client.profiles()
                    .create(draft(client, name, server)
                            .revocationUrl(server.http("/revoke"))
                            .build());
        }
        return client;
    }

    private ApiResult post(OAuthClient client, String name) {
        return client.post(name, server.http("/v1/posts"), Body.json("{}"));
    }

    private List<String> tokenRequests() {
        return server.tokenRequests().stream().map(FakeServer::body).toList();
    }

    private List<String> revoked() {
        return server.apiRequests().stream()
                .filter(request -> request.getTarget().equals("/revoke"))
                .map(FakeServer::body)
                .toList();
    }

    private static RevocationResult.Outcome delete(OAuthClient client, String name) {
        return client.profiles().delete(name).orElseThrow().outcome();
    }

    @Test
    void deletion_revokesTheTokensOfNoOtherProfile_inMemoryOrNot() {
        server.onToken(FakeServer.issue("a", "r-a"), FakeServer.issue("b", "r-b"));
        OAuthClient first = withDeskAndAnnex(process());
        assertThat(post(first, "desk").delivered()).isTrue();
        assertThat(post(first, "annex").delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("Bearer a", "Bearer b");

        OAuthClient second = process();
        assertThat(delete(second, "desk")).isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(revoked()).isNotEmpty().noneMatch(body -> body.contains("token=b") || body.contains("token=r-b"));
        assertThat(post(second, "annex").delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    /** Otherwise two processes, each with one of the profiles in memory, would take turns with used refresh tokens. */
    @Test
    void renewals_presentTheRefreshTokensOfTheirOwnProfile() {
        server.onToken(
                FakeServer.issue("a", "r-a"),
                FakeServer.issue("b", "r-b"),
                FakeServer.issue("c", "r-c"),
                FakeServer.issue("d", "r-d"));
        OAuthClient one = withDeskAndAnnex(process());
        OAuthClient two = process();
        assertThat(post(one, "desk").delivered()).isTrue();
        assertThat(post(two, "annex").delivered()).isTrue();
        device.ticker.seconds(3_600);
        assertThat(post(one, "desk").delivered()).isTrue();
        assertThat(post(two, "annex").delivered()).isTrue();
        assertThat(tokenRequests().get(2)).contains("refresh_token=r-a");
        assertThat(tokenRequests().get(3)).contains("refresh_token=r-b");
    }

    @Test
    void rateLimit_isOneForBoth() {
        OAuthClient client = process();
        for (String name : List.of("desk", "annex")) {
            client.profiles().create(draft(client, name, "LIMITED", server).build());
        }
        assertThat(post(client, "desk").delivered()).isTrue();
        assertThat(post(client, "annex").delivered()).isFalse();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void tokens_thatWereSharedInMemory_areNeitherUsedNorRevoked() {
        server.onToken(FakeServer.issue("a", "r-a"), FakeServer.issue("b", "r-b"));
        try (OAuthClient before = withDeskAndAnnex(processWithAll())) {
            assertThat(post(before, "desk").delivered()).isTrue();
            assertThat(post(before, "annex").delivered()).isTrue();
        }
        assertThat(server.tokenRequests()).hasSize(1);

        OAuthClient client = process();
        assertThat(delete(client, "annex")).isEqualTo(RevocationResult.Outcome.NOTHING_TO_REVOKE);
        assertThat(revoked()).isEmpty();
        assertThat(post(client, "desk").delivered()).isTrue();
        assertThat(tokenRequests().get(1)).doesNotContain("refresh_token=");

        OAuthClient after = processWithAll();
        assertThat(post(after, "desk").delivered()).isTrue();
        assertThat(server.bearers()).endsWith("Bearer b", "Bearer b");
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void revocation_byAnOperator_lasts_whenProfilesAreReadOnDemand() {
        try (OAuthClient before = withDeskAndAnnex(processWithAll())) {
            assertThat(post(before, "desk").delivered()).isTrue();
            before.revoke("desk");
        }
        OAuthClient client = process();
        assertThat(post(client, "desk").delivered()).isFalse();
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void profile_thatGetsTheCredentialOfAnother_keepsTokensOfItsOwn() {
        server.onToken(FakeServer.issue("a", "r-a"), FakeServer.issue("b", "r-b"));
        OAuthClient client = withDeskAndAnnex(process());
        assertThat(post(client, "desk").delivered()).isTrue();
        var annex = client.profiles().find("annex").orElseThrow();
        client.profiles()
                .update(client.edit(annex)
                        .clientSecret(Secret.of("n3w-secret-of-app"))
                        .build());
        client.profiles()
                .update(client.edit(annex)
                        .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                        .build());
        assertThat(post(client, "annex").delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("Bearer a", "Bearer b");
    }
}
