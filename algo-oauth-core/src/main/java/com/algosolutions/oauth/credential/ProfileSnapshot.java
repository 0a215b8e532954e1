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
 * For what a sign-in was begun: a digest of each field of the profile on which its outcome depends. So a field that was edited in between
 * is known by its name.
 *
 * @param digests by the field's property; a field that is left empty is not in it
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

    /** The fields of the credential, where its tokens are revoked, and the endpoints at which somebody signs in. */
    private static List<ProfileField<?>> fields() {
        List<ProfileField<?>> fields = new ArrayList<>(CredentialFingerprint.FIELDS);
        fields.add(ProfileField.AUTH_URL);
        fields.add(ProfileField.PAR_URL);
        fields.add(ProfileField.DEVICE_URL);
        fields.add(ProfileField.ISSUER);
        fields.add(ProfileField.REVOCATION_URL);
        return fields;
    }

    /** The fields that are not any more what they were, each with what to do. */
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

    /** Whether a profile that was edited still has its tokens from, and revokes them at, the servers that issued them. */
    boolean sameServers(OAuthProfile profile) {
        return changes(profile).stream()
                .map(Problem::field)
                .noneMatch(field -> field.equals(ProfileField.TOKEN_URL.property())
                        || field.equals(ProfileField.REVOCATION_URL.property()));
    }

    public Map<String, @Nullable Object> members() {
        return new LinkedHashMap<>(digests);
    }

    public static ProfileSnapshot read(@Nullable Object members) {
        Map<String, String> digests = new LinkedHashMap<>();
        Map<String, @Nullable Object> read = Json.asObject(members);
        if (read != null) {
            read.forEach((property, digest) -> digests.put(property, String.valueOf(digest)));
        }
        return new ProfileSnapshot(digests);
    }

    /** {@return which fields it knows; not their digests} */
    @Override
    public String toString() {
        return "Binding" + digests.keySet();
    }
}
