package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens to be revoked at a provider, with the client's data that the requests need and no more. It has its own record, because the profile
 * may be deleted. It contains secrets, which the store encrypts. Immutable.
 *
 * @param profile the client and its endpoints, without the grant
 * @param fingerprint the credential of the tokens
 * @param tokens the tokens that may still be valid, the refresh token first: RFC 7009 section 2
 * @param tries how many requests have failed
 * @param pause the wait before the next request
 */
record PendingRevocation(
        OAuthProfile profile, String fingerprint, List<RevocableToken> tokens, int tries, Duration pause) {
    static final String ID_PREFIX = "revocation-";

    /** Placeholder grant type: the stored profile has no assertion, and must not need one. */
    private static final GrantType NONE = new GrantType("REVOCATION");

    private static final int VERSION = 1;

    /**
     * A token to be revoked.
     *
     * @param value the token
     * @param hint its type, as {@code token_type_hint}
     */
    record RevocableToken(Secret value, String hint) {
        private static final String REFRESH = "refresh_token";

        boolean refresh() {
            return hint.equals(REFRESH);
        }
    }

    static PendingRevocation of(OAuthProfile profile, TokenSet grant) {
        List<RevocableToken> tokens = new ArrayList<>();
        grant.refreshToken().ifPresent(token -> tokens.add(new RevocableToken(token, RevocableToken.REFRESH)));
        if (!grant.expiresIn().isZero()) {
            tokens.add(new RevocableToken(grant.accessToken(), "access_token"));
        }
        OAuthProfile client = profile.edit(Preset.of(profile.providerType()))
                .allowLoopbackHttp()
                .grantType(NONE)
                .reset(ProfileField.JWT_ASSERTION)
                .build();
        return new PendingRevocation(client, CredentialFingerprint.of(profile), tokens, 0, Duration.ZERO);
    }

    PendingRevocation triedAgain() {
        return new PendingRevocation(profile, fingerprint, tokens, tries + 1, pause);
    }

    PendingRevocation left(List<RevocableToken> alive, Duration until) {
        return new PendingRevocation(profile, fingerprint, List.copyOf(alive), tries, until);
    }

    boolean hasRefreshToken() {
        return tokens.stream().anyMatch(RevocableToken::refresh);
    }

    List<Secret> secrets() {
        return tokens.stream().map(RevocableToken::value).toList();
    }

    /** The record's id, derived from the tokens. */
    String id() {
        StringBuilder all = new StringBuilder();
        tokens.forEach(token -> all.append(token.value().reveal()).append('\n'));
        return ID_PREFIX + Sha256.of(all.toString()).substring(0, 32);
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("profile", profile.revealAll());
        members.put("fingerprint", fingerprint);
        members.put(
                "tokens",
                tokens.stream()
                        .map(token -> Map.of("token", token.value().reveal(), "hint", token.hint()))
                        .toList());
        members.put("tries", tries);
        members.put("pauseSeconds", pause.toSeconds());
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it is damaged or has another version
     */
    static PendingRevocation read(byte[] bytes) {
        Members record = Members.parse(bytes).version(VERSION);
        List<RevocableToken> tokens = new ArrayList<>();
        record.requiredList("tokens");
        for (Members token : record.objects("tokens")) { // a damaged token does not keep the others from being revoked
            if (token.secret("token").isPresent() && token.text("hint").isPresent()) {
                tokens.add(new RevocableToken(token.requiredSecret("token"), token.requiredText("hint")));
            }
        }
        return new PendingRevocation(
                ProfileRecord.profile(record.requiredObject("profile")).build(),
                record.requiredText("fingerprint"),
                tokens,
                (int) record.requiredNumber("tries"),
                record.requiredDuration("pauseSeconds"));
    }

    /** {@return the profile's name; not the tokens} */
    @Override
    public String toString() {
        return "revocation of " + profile.name() + ", tried " + tries + (tries == 1 ? " time" : " times");
    }
}
