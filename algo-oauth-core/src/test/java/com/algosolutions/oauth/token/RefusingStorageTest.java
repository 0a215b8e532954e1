package com.algosolutions.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that refuses the journal of a renewal, its tokens, or both; then the power fails, or does not. */
@Timeout(60)
class RefusingStorageTest {
    private static final String REASON = "No space left on device";

    @RegisterExtension
    private final TestDevice test = new TestDevice().withTimer();

    private final FakeServer server = test.server();
    private final FaultyStore store = test.store;

    /** What the store refuses. */
    private enum Refused {
        JOURNAL,
        TOKENS,
        BOTH;

        boolean journal() {
            return this != TOKENS;
        }

        boolean tokens() {
            return this != JOURNAL;
        }
    }

    /** What keeps a device working that lost power in a renewal without a journal. */
    private enum Provider {
        REPLAYS,
        ROTATES,
        /** A refresh token can be used again. */
        KEEPS,
        /** Rotates, and the profile has an assertion beside its refresh token. */
        ROTATES_UNATTENDED
    }

    private static List<Arguments> matrix() {
        List<Arguments> all = new ArrayList<>();
        for (Refused refused : Refused.values()) {
            for (Provider provider : Provider.values()) {
                for (boolean expired : new boolean[] {false, true}) {
                    for (boolean powerCut : new boolean[] {false, true}) {
                        all.add(Arguments.of(refused, provider, expired, powerCut));
                    }
                }
            }
        }
        return all;
    }

    private static OAuthClient.Builder with(Provider provider, OAuthClient.Builder settings) {
        return settings.provider(TestProvider.jwt("P", traits -> {
            if (provider == Provider.REPLAYS) {
                traits.replayWindow(Duration.ofHours(1));
            }
            traits.refreshTokensRotate(provider != Provider.KEEPS);
        }));
    }

    private OAuthClient device(Provider provider) throws IOException {
        OAuthProfile profile;
        try (OAuthClient forms = with(provider, TestValues.client()).build()) {
            var form = TestValues.draft(forms, "desk", "P", server)
                    .tokenUrl(URI.create("http://localhost:" + server.port() + "/token"));
            profile = (provider == Provider.ROTATES_UNATTENDED
                            ? form
                            : form.grantType(new GrantType("AUTH_CODE")).reset(ProfileField.JWT_ASSERTION))
                    .build();
        }
        TokenSet grant = new TokenSet(
                Secret.of("old"),
                Duration.ofHours(1),
                Optional.of(Secret.of("r1")),
                Optional.empty(),
                "",
                TestValues.NOW,
                1);
        TestValues.keep(store, new ProfileRecord(profile, CredentialState.EMPTY.issued(grant)));
        return test.start(with(provider, test.settings()));
    }

    private ApiResult post(OAuthClient device) {
        return device.post("desk", server.http("/v1"), Body.json("{}"));
    }

    private void refuse(Refused refused) {
        store.before((id, bytes) -> {
            if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                boolean journal = new String(bytes, StandardCharsets.UTF_8).contains("\"old\"");
                if (journal ? refused.journal() : refused.tokens()) {
                    throw new IOException(REASON);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void renewal(Refused refused, Provider provider, boolean expired, boolean powerCut) throws IOException {
        OAuthClient device = device(provider);
        assertThat(post(device).delivered()).isTrue(); // with the stored token
        refuse(refused);
        test.ticker.seconds(expired ? 3601 : 3500);
        server.onToken(FakeServer.issue("new", "r2"));
        boolean renews = !refused.journal() || (expired && provider != Provider.ROTATES);

        ProfileStatus status = device.renew("desk");
        ApiResult result = post(device);

        assertThat(server.tokenRequests()).hasSize(renews ? 1 : 0);
        assertThat(result.delivered()).isEqualTo(renews || !expired);
        if (result.delivered()) {
            assertThat(server.bearers()).last().isEqualTo(renews ? "Bearer new" : "Bearer old");
        } else {
            assertStorage(result.failure().orElseThrow());
            assertThat(result.mayHaveBeenDelivered()).isFalse();
        }
        boolean stored = renews && !refused.tokens();
        assertThat(status.state()).isEqualTo(stored ? ProfileStatus.State.READY : ProfileStatus.State.DEGRADED);
        assertThat(status.usable()).isEqualTo(renews || !expired);
        if (!stored) {
            assertStorage(status.failure().orElseThrow());
        }
        if (powerCut) {
            afterAPowerCut(provider, renews, stored, refused);
        } else {
            afterTheStoreWorksAgain(device, renews);
        }
    }

    private static void assertStorage(Failure failure) {
        assertThat(failure.step()).isEqualTo(Step.STORAGE);
        assertThat(failure.temporary()).isTrue();
        assertThat(failure.message()).contains(REASON);
        assertThat(failure.advice()).contains("storage");
    }

    /** Another process with what the store has: the server accepts r1 by its own rules, if it has seen it. */
    private void afterAPowerCut(Provider provider, boolean used, boolean stored, Refused refused) throws IOException {
        FaultyStore disk = new FaultyStore();
        for (String id : store.list()) {
            disk.replace(id, 0, store.read(id).orElseThrow().bytes());
        }
        int before = server.tokenRequests().size();
        test.clock.set(TestValues.NOW.plusSeconds(8000)); // no stored access token is valid any more
        boolean dead = used && !stored && (provider == Provider.ROTATES || provider == Provider.ROTATES_UNATTENDED);
        if (dead) {
            server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        }
        server.onToken(FakeServer.issue(used ? "again" : "new", used ? "r2" : "r3"));
        OAuthClient restarted = test.start(with(provider, test.settings().store(disk)));
        restarted.renew("desk");
        ApiResult result = post(restarted);
        assertThat(FakeServer.body(server.tokenRequests().get(before)))
                .contains(stored ? "refresh_token=r2" : "refresh_token=r1");
        assertThat(result.delivered()).isEqualTo(!dead || provider == Provider.ROTATES_UNATTENDED);
        if (!result.delivered()) { // only if the journal was stored, so that the reason is known
            assertThat(refused.journal()).isFalse();
            assertThat(restarted.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
            assertThat(result.failure().orElseThrow().message()).contains("the reply to an earlier renewal was lost");
        }
    }

    private void afterTheStoreWorksAgain(OAuthClient device, boolean renewed) {
        store.before((id, bytes) -> {});
        test.ticker.seconds(100); // the recovery writes again
        Callers.await(() -> device.status("desk").state() == ProfileStatus.State.READY);
        if (renewed) {
            assertThat(store.text()).contains("r2").doesNotContain("r1");
        }
        assertThat(device.renew("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(post(device).delivered()).isTrue();
        assertThat(store.text()).doesNotContain("\"r1\"");
    }

    /** A token that the API has rejected is not valid any more. */
    @Test
    void journalRefused_andTheTokenRejected_isAFailureOfTheStorage_untilItTakesWritesAgain() throws IOException {
        OAuthClient device = device(Provider.ROTATES);
        refuse(Refused.BOTH);
        server.onToken(FakeServer.issue("new", "r2"));
        server.reject("old");
        ApiResult result = post(device);
        assertThat(result.delivered()).isFalse();
        assertThat(server.tokenRequests()).isEmpty();
        assertStorage(result.failure().orElseThrow());
        assertThat(device.status("desk").needsOperator()).isFalse();
        afterTheStoreWorksAgain(device, false);
    }
}
