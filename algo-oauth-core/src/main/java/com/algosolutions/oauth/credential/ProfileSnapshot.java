package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The profile at the start of a sign-in: a digest of each field on which the tokens depend, so that a field that was edited since can be
 * named. Immutable.
 *
 * @param digests by the field's property; without the fields that are empty
 */
public record ProfileSnapshot(Map<String, String> digests) {
    private static final int LENGTH = 16;

    public static ProfileSnapshot of(OAuthProfile profile) {
        Map<String, Object> all = profile.revealAll();
        Map<String, String> digests = new LinkedHashMap<>();
        for (ProfileField<?> field : fields()) {
            Object value = field == ProfileField.REVOCATION_URL
                    ? CredentialFingerprint.revocationOrigin(profile).orElse(null)
                    : all.get(field.property());
            if (value != null) {
                Object ordered = value instanceof Map<?, ?> map ? new TreeMap<>(map) : value;
                digests.put(field.property(), Sha256.of(Json.write(ordered)).substring(0, LENGTH));
            }
        }
        return new ProfileSnapshot(digests);
    }

    /** The fields of the credential, the endpoints of a sign-in, and the origin of the revocation endpoint. */
    private static List<ProfileField<?>> fields() {
        List<ProfileField<?>> fields = new ArrayList<>(CredentialFingerprint.FIELDS);
        fields.add(ProfileField.AUTH_URL);
        fields.add(ProfileField.PAR_URL);
        fields.add(ProfileField.DEVICE_URL);
        fields.add(ProfileField.ISSUER);
        fields.add(ProfileField.REVOCATION_URL);
        return fields;
    }

    /** The fields that have changed since, each with advice. */
    public List<Problem> changes(OAuthProfile profile) {
        Map<String, String> now = of(profile).digests;
        return fields().stream()
                .filter(field -> !String.valueOf(digests.get(field.property()))
                        .equals(String.valueOf(now.get(field.property()))))
                .map(field -> field.problem(
                        "has been changed since Start Authorization, so the new credentials do not belong to it",
                        "Change it back, or press Start Authorization again."))
                .toList();
    }

    /** Whether an edited profile still has the token endpoint, and the origin of the revocation endpoint, for which the tokens were issued. */
    boolean sameServers(OAuthProfile profile) {
        return changes(profile).stream()
                .map(Problem::field)
                .noneMatch(field -> field.equals(ProfileField.TOKEN_URL.property())
                        || field.equals(ProfileField.REVOCATION_URL.property()));
    }

    public Map<String, @Nullable Object> members() {
        return new LinkedHashMap<>(digests);
    }

    /** Reads a stored snapshot; a value that is not an object is one of an empty profile. */
    public static ProfileSnapshot read(@Nullable Object members) {
        Map<String, String> digests = new LinkedHashMap<>();
        Map<String, @Nullable Object> read = Json.asObject(members);
        if (read != null) {
            read.forEach((property, digest) -> digests.put(property, String.valueOf(digest)));
        }
        return new ProfileSnapshot(digests);
    }

    /** {@return the fields that it contains; not their digests} */
    @Override
    public String toString() {
        return "ProfileSnapshot" + digests.keySet();
    }
}
