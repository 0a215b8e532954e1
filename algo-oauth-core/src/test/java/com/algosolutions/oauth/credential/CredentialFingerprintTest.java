package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which edits of a profile change its credential, and which of them keep new tokens from being saved. */
class CredentialFingerprintTest {
    private static final Preset PRESET = new GenericProvider().preset();

    private static OAuthProfile profile() {
        return OAuthProfile.builder(PRESET)
                .name("desk")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .tokenUrl(URI.create("https://as.example/token"))
                .revocationUrl(URI.create("https://as.example/revoke"))
                .apiHosts(ApiHost.of("api.example"))
                .clientId("app-1")
                .clientSecret(Secret.of("a-secret-that-is-long-enough-to-sign"))
                .extraParams(Map.of("region", "eu", "audience", "x"))
                .build();
    }

    /** An edit, whether it makes another credential, and the field because of which tokens of a sign-in before it are not saved. */
    private enum Edit {
        NOTHING(false, "", form -> form),
        NAME(false, "", form -> form.name("lobby")),
        API_HOSTS(false, "", form -> form.apiHosts(ApiHost.of("other.example"))),
        ORDER_OF_PARAMS(false, "", form -> form.extraParams(ordered("audience", "x", "region", "eu"))),
        PATH_OF_REVOCATION(false, "", form -> form.revocationUrl(URI.create("https://as.example/other"))),
        ISSUER(false, "Issuer", form -> form.issuer(URI.create("https://as.example"))),
        AUTH_URL(false, "Auth URL", form -> form.authUrl(URI.create("https://as.example/authorize"))),
        PAR_URL(false, "PAR URL", form -> form.parUrl(URI.create("https://as.example/par"))),
        DEVICE_URL(false, "Device URL", form -> form.deviceUrl(URI.create("https://as.example/device"))),
        PARAMS(true, "Extra Params (JSON)", form -> form.extraParams(Map.of("region", "us", "audience", "x"))),
        TOKEN_URL(true, "Token URL", form -> form.tokenUrl(URI.create("https://as.example/token2"))),
        CLIENT_ID(true, "Client ID", form -> form.clientId("app-2")),
        CLIENT_SECRET(
                true, "Client Secret", form -> form.clientSecret(Secret.of("another-secret-long-enough-to-sign"))),
        CLIENT_AUTH(true, "Client Auth Mode", form -> form.clientAuthMode(ClientAuthMode.REQUEST_BODY)),
        ORIGIN_OF_REVOCATION(
                true, "Revocation URL", form -> form.revocationUrl(URI.create("https://other.example/revoke")));

        private final boolean anotherCredential;
        private final String field;
        private final UnaryOperator<ProfileForm> change;

        Edit(boolean anotherCredential, String field, UnaryOperator<ProfileForm> change) {
            this.anotherCredential = anotherCredential;
            this.field = field;
            this.change = change;
        }

        private static Map<String, String> ordered(String... pairs) {
            Map<String, String> map = new LinkedHashMap<>();
            for (int i = 0; i < pairs.length; i += 2) {
                map.put(pairs[i], pairs[i + 1]);
            }
            return map;
        }

        OAuthProfile of(OAuthProfile before) {
            return change.apply(before.edit(PRESET)).build();
        }
    }

    @ParameterizedTest
    @EnumSource
    void edit_makesAnotherCredential_onlyIfItsTokensWouldBelongToAnotherClientOrServer(Edit edit) {
        OAuthProfile before = profile();
        assertThat(CredentialFingerprint.of(edit.of(before)).equals(CredentialFingerprint.of(before)))
                .isEqualTo(!edit.anotherCredential);
    }

    @ParameterizedTest
    @EnumSource
    void edit_sinceStartAuthorization_isNamed_alsoAfterARestart(Edit edit) {
        OAuthProfile before = profile();
        OAuthProfile after = edit.of(before);
        ProfileSnapshot started = ProfileSnapshot.of(before);
        for (ProfileSnapshot snapshot : List.of(started, ProfileSnapshot.read(started.members()))) {
            assertThat(snapshot.changes(after))
                    .extracting(problem -> problem.label())
                    .isEqualTo(edit.field.isEmpty() ? List.of() : List.of(edit.field));
        }
    }

    /** Tokens are revoked only at the servers that have issued them. */
    @ParameterizedTest
    @EnumSource
    void edit_ofAServer_isSeen_andNoOther(Edit edit) {
        OAuthProfile before = profile();
        assertThat(ProfileSnapshot.of(before).sameServers(edit.of(before)))
                .isEqualTo(edit != Edit.TOKEN_URL && edit != Edit.ORIGIN_OF_REVOCATION);
    }

    @Test
    void snapshot_printsItsFields_notTheirDigests() {
        ProfileSnapshot snapshot = ProfileSnapshot.of(profile());
        assertThat(snapshot.toString())
                .startsWith("ProfileSnapshot[")
                .contains("tokenUrl", "clientSecret")
                .doesNotContain(snapshot.digests().values());
    }

    @Test
    void revocationOrigin_thatIsAddedOrRemoved_makesAnotherCredential() {
        OAuthProfile before = profile();
        OAuthProfile other = Edit.ORIGIN_OF_REVOCATION.of(before);
        OAuthProfile without =
                other.edit(PRESET).reset(ProfileField.REVOCATION_URL).build();
        assertThat(CredentialFingerprint.of(without)).isEqualTo(CredentialFingerprint.of(before));
        assertThat(CredentialFingerprint.of(without)).isNotEqualTo(CredentialFingerprint.of(other));
    }

    /** An assertion that the device signs for the issuer belongs to that issuer. */
    @Test
    void issuer_thatIsTheAudienceOfSignedAssertions_makesAnotherCredential() {
        OAuthProfile signing = profile()
                .edit(PRESET)
                .clientAuthMode(ClientAuthMode.CLIENT_SECRET_JWT)
                .issuer(URI.create("https://as.example"))
                .build();
        OAuthProfile other =
                signing.edit(PRESET).issuer(URI.create("https://other.example")).build();
        assertThat(CredentialFingerprint.of(other)).isNotEqualTo(CredentialFingerprint.of(signing));
        OAuthProfile audience =
                signing.edit(PRESET).clientAssertionAudience("urn:as").build();
        assertThat(CredentialFingerprint.of(audience.edit(PRESET)
                        .issuer(URI.create("https://other.example"))
                        .build()))
                .isEqualTo(CredentialFingerprint.of(audience));
    }

    /** The tokens of a sign-in belong to the user who signed in. */
    @Test
    void profilesWithASignIn_shareNoCredential() {
        UnaryOperator<ProfileForm> signIn = form -> form.grantType(GrantType.AUTH_CODE_PKCE)
                .authUrl(URI.create("https://as.example/authorize"))
                .redirectUri(URI.create("https://panel.example/callback"));
        assertThat(CredentialFingerprint.of(profile())).isEqualTo(CredentialFingerprint.of(profile()));
        OAuthProfile one = signIn.apply(profile().edit(PRESET)).build();
        OAuthProfile two = signIn.apply(profile().edit(PRESET)).build();
        assertThat(CredentialFingerprint.of(one)).isNotEqualTo(CredentialFingerprint.of(two));
        assertThat(CredentialFingerprint.of(one.edit(PRESET).name("x").build()))
                .isEqualTo(CredentialFingerprint.of(one));
    }
}
