package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The digest of a credential. Profiles with the same fingerprint share their tokens, unless profiles are read on demand. */
public final class CredentialFingerprint {
    /** The fields that identify a credential; the others may change while its tokens stay in use. */
    static final List<ProfileField<?>> FIELDS = List.of(
            ProfileField.PROVIDER_TYPE,
            ProfileField.GRANT_TYPE,
            ProfileField.TOKEN_URL,
            ProfileField.CLIENT_ID,
            ProfileField.CLIENT_SECRET,
            ProfileField.CLIENT_AUTH_MODE,
            ProfileField.SCOPE_MODE,
            ProfileField.SCOPES,
            ProfileField.RESOURCES,
            ProfileField.ACCESS_TOKEN_TYPE,
            ProfileField.EXTRA_PARAMS,
            ProfileField.JWT_ASSERTION_MODE,
            ProfileField.JWT_ASSERTION,
            ProfileField.SIGNING_KEY,
            ProfileField.SIGNING_KEY_PASSWORD,
            ProfileField.SIGNING_KEY_ID,
            ProfileField.SIGNING_ALGORITHM,
            ProfileField.ASSERTION_ISSUER,
            ProfileField.ASSERTION_SUBJECT,
            ProfileField.ASSERTION_AUDIENCE,
            ProfileField.ASSERTION_LIFETIME,
            ProfileField.ASSERTION_CLAIMS,
            ProfileField.CLIENT_ASSERTION_AUDIENCE);

    private CredentialFingerprint() {}

    /**
     * A keyless digest of the credential: equal for equal credentials, and useless to an attacker who reads it. If the grant type needs a
     * sign-in, the profile's id is part of it, because the tokens belong to the user who signed in: such a profile shares its credential with
     * no other. The issuer is part of it if it is the audience of assertions that the device signs.
     */
    public static String of(OAuthProfile profile) {
        return of(profile, profile.grantType().needsSignIn());
    }

    /**
     * The digest of a credential that no other profile shares: the profile's id is always part of it. For profiles that are read on demand: of
     * them no process has all in memory, and so none knows which ones have the tokens of another.
     */
    static String alone(OAuthProfile profile) {
        return of(profile, true);
    }

    private static String of(OAuthProfile profile, boolean alone) {
        Map<String, Object> all = profile.revealAll();
        Map<String, @Nullable Object> credential = new LinkedHashMap<>();
        if (alone) {
            credential.put("profile", profile.id());
        }
        for (ProfileField<?> field : FIELDS) {
            if (!all.containsKey(field.property())) {
                continue;
            }
            Object value = all.get(field.property());
            credential.put(field.property(), value instanceof Map<?, ?> map ? new TreeMap<>(map) : value);
        }
        if (JwtAssertion.isForTheIssuer(profile)) {
            profile.issuer().ifPresent(issuer -> credential.put(ProfileField.ISSUER.property(), issuer.toString()));
        }
        revocationOrigin(profile).ifPresent(origin -> credential.put(ProfileField.REVOCATION_URL.property(), origin));
        return Sha256.of(Json.write(credential));
    }

    /**
     * The origin of the revocation endpoint, if it is not that of the token endpoint. It is a part of the credential, so that tokens that
     * were issued with one revocation origin are not sent to another.
     */
    static Optional<String> revocationOrigin(OAuthProfile profile) {
        String own = ApiHost.of(profile.tokenUrl()).toString();
        return profile.revocationUrl().map(url -> ApiHost.of(url).toString()).filter(origin -> !origin.equals(own));
    }
}
