package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ScopeMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a token set when time passes, another one follows, or it is withdrawn. */
class TokenSetTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Optional<Secret> KEY =
            Optional.of(Secret.of("{\"d\":\"0123456789abcdef0123456789abcdef\",\"crv\":\"P-256\"}"));

    /** A set of bearer tokens; a refresh token of "-" is none. */
    private static TokenSet tokens(String access, String refresh, String scope, long sequence) {
        return new TokenSet(
                Secret.of(access),
                Duration.ofHours(1),
                refresh.equals("-") ? Optional.empty() : Optional.of(Secret.of(refresh)),
                refresh.equals("-") ? Optional.empty() : Optional.of(Duration.ofHours(8)),
                scope,
                NOW,
                sequence);
    }

    /** The refresh token and scope of both, whether the second was issued for the first's refresh token, and what the second then has. */
    @ParameterizedTest
    @CsvSource({
        "r1, a, -, '', true, r1, a",
        "r1, a, r2, b, true, r2, b",
        "r1, a, r2, '', true, r2, a",
        "r1, a, -, b, true, r1, b",
        "r1, a, -, '', false, -, ''",
        "-, a, -, '', true, -, a",
    })
    void successor_keepsWhatARefreshDoesNotName(
            String refresh, String scope, String next, String nextScope, boolean refreshed, String kept, String had) {
        TokenSet successor = tokens("t2", next, nextScope, 1).succeeding(tokens("t1", refresh, scope, 7), refreshed);
        assertThat(successor.accessToken().reveal()).isEqualTo("t2");
        assertThat(successor.refreshToken().map(Secret::reveal).orElse("-")).isEqualTo(kept);
        assertThat(successor.refreshExpiresIn().isPresent()).isEqualTo(!kept.equals("-"));
        assertThat(successor.scope()).isEqualTo(had);
        assertThat(successor.sequence()).isEqualTo(8);
    }

    /** A refresh may renew the lifetime alone. */
    @Test
    void successor_withALifetimeAlone_keepsThatOne() {
        TokenSet refreshed = new TokenSet(
                Secret.of("t2"), Duration.ofHours(1), Optional.empty(), Optional.of(Duration.ofHours(2)), "", NOW, 1);
        assertThat(refreshed.succeeding(tokens("t1", "r1", "", 1), true).refreshExpiresIn())
                .contains(Duration.ofHours(2));
        assertThat(refreshed.succeeding(tokens("t1", "r1", "", 1), false).refreshExpiresIn())
                .contains(Duration.ofHours(2));
    }

    @ParameterizedTest
    @CsvSource({"0, 28800", "60, 28740", "28800, 0", "28801, 0"})
    void refreshToken_agesWithTheTime(long passed, long left) {
        TokenSet aged =
                tokens("t1", "r1", "a", 7).aged(Duration.ofSeconds(passed).toNanos());
        assertThat(aged.refreshExpiresIn()).contains(Duration.ofSeconds(left));
        assertThat(aged.expiresIn()).isEqualTo(Duration.ofHours(1));
        assertThat(aged.sequence()).isEqualTo(7);
        assertThat(tokens("t1", "-", "a", 7).aged(1).refreshExpiresIn()).isEmpty();
    }

    @Test
    void tokens_withdrawn_areNotUsed_andNewerThanEveryCopy() {
        TokenSet revoked = tokens("t1", "r1", "a", 7).revoked();
        assertThat(revoked.usable()).isFalse();
        assertThat(revoked.sequence()).isEqualTo(8);
        assertThat(revoked.scope()).isEqualTo("a");
        assertThat(revoked.secrets()).noneMatch(secret -> secret.reveal().contains("1"));
        assertThat(revoked).hasToString("grant 8 without refresh token");
    }

    @Test
    void tokens_whoseRefreshTokenWasRejected_areUsedUntilTheyExpire() {
        TokenSet rest = tokens("t1", "r1", "a", 7).withoutRefreshToken();
        assertThat(rest.usable()).isTrue();
        assertThat(rest.accessToken().reveal()).isEqualTo("t1");
        assertThat(rest.refreshToken()).isEmpty();
        assertThat(rest.refreshExpiresIn()).isEmpty();
        assertThat(rest.sequence()).isEqualTo(7);
        assertThat(tokens("t1", "r1", "a", 7)).hasToString("grant 7 with refresh token");
    }

    /** A refresh token is used however long the access token lives. */
    @Test
    void tokens_withoutALife_areUsable_ifTheyCanBeRenewed() {
        TokenSet old = new TokenSet(
                Secret.of("t1"), Duration.ZERO, Optional.of(Secret.of("r1")), Optional.empty(), "", NOW, 1);
        assertThat(old.usable()).isTrue();
        assertThat(old.withoutRefreshToken().usable()).isFalse();
    }

    @Test
    void secrets_areTheTokens_andTheNumbersOfTheKey() {
        TokenSet bound = new TokenSet(
                Secret.of("t1"), Duration.ofHours(1), Optional.of(Secret.of("r1")), Optional.empty(), "", NOW, 1, KEY);
        assertThat(bound.secrets())
                .extracting(Secret::reveal)
                .containsExactly("t1", "r1", "0123456789abcdef0123456789abcdef");
        assertThat(bound.aged(1).proofKey()).isEqualTo(KEY);
        assertThat(bound.succeeding(tokens("t0", "r0", "", 1), true).proofKey()).isEqualTo(KEY);
        assertThat(bound.withoutRefreshToken().proofKey()).isEqualTo(KEY);
        assertThat(bound.revoked().proofKey()).isEmpty();
    }

    /** The scopes that were requested and granted, and what the status page says about them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b | a b | ''",
                "a b | b,a | ''",
                "a b | b  a a | ''",
                "a b | '' | ''",
                "'' | a | ''",
                "a b | a | , with another scope than requested: a",
                "a | a b | , with another scope than requested: a b",
                "a | s3cret-of-the-app | , with another scope than requested: ***",
                "a | token-0123456789 | , with another scope than requested: ***",
            })
    void scope_isNamed_ifItIsAnotherThanRequested(String requested, String granted, String words) {
        assertThat(tokens("token-0123456789", "-", granted, 1).otherScope(profile(requested)))
                .isEqualTo(words);
    }

    private static OAuthProfile profile(String scopes) {
        ProfileForm form = OAuthProfile.builder(Preset.of("GENERIC"))
                .name("desk")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .tokenUrl(URI.create("https://login.example/token"))
                .apiHosts(ApiHost.of("api.example"))
                .clientId("app-1")
                .clientSecret(Secret.of("s3cret-of-the-app"))
                .clientAuthMode(ClientAuthMode.HTTP_BASIC);
        return (scopes.isEmpty() ? form.scopeMode(ScopeMode.NONE) : form.scopes(scopes.split(" "))).build();
    }
}
