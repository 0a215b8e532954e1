package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.token.CredentialState;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a restart brings back: the record of a profile, as it was written. */
class ProfileRecordTest {
    private static final Preset PRESET = new GenericProvider().preset();
    static final OAuthProfile PROFILE = OAuthProfile.builder(PRESET)
            .name("desk")
            .grantType(GrantType.CLIENT_CREDENTIALS)
            .tokenUrl(URI.create("https://as.example/token"))
            .apiHosts(ApiHost.of("api.example"))
            .clientId("app-1")
            .clientSecret(Secret.of("planted-secret"))
            .build();

    private static final TokenSet BEARER = new TokenSet(
            Secret.of("planted-access"), Duration.ZERO, Optional.empty(), Optional.empty(), "", TestValues.NOW, 1);

    private static final TokenSet BOUND = new TokenSet(
            Secret.of("planted-access"),
            Duration.ofHours(1),
            Optional.of(Secret.of("planted-refresh")),
            Optional.of(Duration.ofDays(7)),
            "read write",
            TestValues.NOW,
            42,
            Optional.of(Secret.of("{\"kty\":\"EC\",\"d\":\"planted-key\"}")));

    private static List<ProfileRecord> records() {
        PendingTokenSet signedIn =
                new PendingTokenSet(ProfileSnapshot.of(PROFILE), BOUND, "the sign-in", Optional.of("0f1e2d"));
        PendingTokenSet obtained =
                new PendingTokenSet(ProfileSnapshot.of(PROFILE), BEARER, "a login", Optional.empty());
        CredentialState issued = CredentialState.EMPTY.issued(BOUND);
        return List.of(
                new ProfileRecord(PROFILE, CredentialState.EMPTY),
                new ProfileRecord(PROFILE, CredentialState.EMPTY.issued(BEARER)),
                new ProfileRecord(PROFILE, issued, Optional.of(obtained)),
                new ProfileRecord(PROFILE, issued.begun("digest"), Optional.of(signedIn)),
                new ProfileRecord(PROFILE, issued.revoked()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void record_isReadBackAsItWasWritten(ProfileRecord record) {
        assertThat(ProfileRecord.read(record.toBytes())).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void record_printsNoSecret(ProfileRecord record) {
        assertThat(record.toString()).isEqualTo(PROFILE.toString()).doesNotContain("planted");
        assertThat(record.pending().map(PendingTokenSet::toString).orElse("")).doesNotContain("planted");
    }

    /** A profile that is checked, and has its signing key loaded, is not read again. */
    @Test
    void profileInMemory_isKept_unlessTheRecordHasAnotherOne() {
        byte[] same = new ProfileRecord(PROFILE, CredentialState.EMPTY).toBytes();
        assertThat(ProfileRecord.read(same, PROFILE).profile()).isSameAs(PROFILE);
        OAuthProfile renamed = PROFILE.edit(PRESET).name("lobby").build();
        assertThat(ProfileRecord.read(new ProfileRecord(renamed, CredentialState.EMPTY).toBytes(), PROFILE)
                        .profile())
                .isEqualTo(renamed);
        OAuthProfile other = OAuthProfile.builder(PRESET)
                .json(PROFILE.toJson())
                .clientSecret(Secret.of("planted-secret"))
                .build();
        assertThat(ProfileRecord.read(same, other).profile()).isEqualTo(PROFILE);
    }

    /** Another credential's tokens are not inherited. */
    @Test
    void state_ofAnotherCredential_isNotRead() {
        OAuthProfile changed = PROFILE.edit(PRESET).clientId("app-2").build();
        String record = new String(new ProfileRecord(PROFILE, CredentialState.EMPTY.issued(BOUND)).toBytes(), UTF_8);
        String edited = record.replace("\"app-1\"", "\"app-2\"");
        assertThat(ProfileRecord.read(edited.getBytes(UTF_8)))
                .isEqualTo(new ProfileRecord(changed, CredentialState.EMPTY));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"profile\":{\"name\":\"desk\"}} | desk",
                "{\"profile\":{\"name\":\" \"}}    | ``",
                "{\"profile\":{\"name\":\"\"}}     | ``",
                "{\"profile\":{\"name\":7}}        | ``",
                "{\"profile\":{}}                  | ``",
                "{\"profile\":[]}                  | ``",
                "{}                                | ``",
                "not json                          | ``"
            })
    void name_ofAnUnreadableRecord_isReadIfItCanBe(String record, String name) {
        assertThat(ProfileRecord.name(record.getBytes(UTF_8)).orElse("")).isEqualTo(name);
    }
}
