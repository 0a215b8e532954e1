package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of one profile: its configuration with its secrets, and what is remembered of exactly this credential. What was
 * remembered of another credential is not read back, so a changed or recreated profile inherits nothing.
 *
 * @param profile the profile
 * @param state what is remembered of its credential
 * @param pending what Start Authorization has brought and nobody has saved yet
 */
record ProfileRecord(OAuthProfile profile, CredentialState state, Optional<PendingGrant> pending) {
    /** What the ids of these records begin with, in a store that holds others too. */
    static final String ID_PREFIX = "profile-";

    private static final int VERSION = 1;

    /** The fields that tell one credential from another; the others may change while a token lives on. */
    private static final ProfileField<?>[] CREDENTIAL = {
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
        ProfileField.CLIENT_ASSERTION_AUDIENCE
    };

    ProfileRecord(OAuthProfile profile, CredentialState state) {
        this(profile, state, Optional.empty());
    }

    static List<ProfileField<?>> credentialFields() {
        return List.of(CREDENTIAL);
    }

    /**
     * A keyless digest of the credential: equal for equal credentials, and of no use to somebody who reads it. Where somebody signs in,
     * who that was is part of it, so such a profile shares its credential with no other. The issuer is where it is the audience of what
     * the device signs.
     */
    static String fingerprint(OAuthProfile profile) {
        Map<String, Object> all = profile.revealAll();
        Map<String, @Nullable Object> credential = new LinkedHashMap<>();
        if (profile.grantType().needsSignIn()) {
            credential.put("profile", profile.id());
        }
        for (ProfileField<?> field : CREDENTIAL) {
            if (!all.containsKey(field.property())) {
                continue;
            }
            Object value = all.get(field.property());
            credential.put(field.property(), value instanceof Map<?, ?> map ? new TreeMap<>(map) : value);
        }
        if (SignedAssertion.isForTheIssuer(profile)) {
            profile.issuer().ifPresent(issuer -> credential.put(ProfileField.ISSUER.property(), issuer.toString()));
        }
        revocationOrigin(profile).ifPresent(origin -> credential.put(ProfileField.REVOCATION_URL.property(), origin));
        return Digest.of(Json.write(credential));
    }

    /**
     * Where tokens are sent to be revoked, if that is not where they come from. It is a part of the credential: tokens that were issued
     * under one origin are sent to no other.
     */
    static Optional<String> revocationOrigin(OAuthProfile profile) {
        String own = ApiHost.of(profile.tokenUrl()).toString();
        return profile.revocationUrl().map(url -> ApiHost.of(url).toString()).filter(origin -> !origin.equals(own));
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("id", profile.id());
        members.put("profile", profile.revealAll());
        members.put("credential", CredentialCodec.write(fingerprint(profile), state));
        members.put("pending", pending.map(PendingGrant::members).orElse(null));
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it is none, is of a newer version, or holds a profile that breaks the form's rules
     */
    static ProfileRecord read(byte[] bytes) {
        return read(bytes, null);
    }

    /** The same; a profile that is the known one is not checked again, and keeps the key that it has read. */
    static ProfileRecord read(byte[] bytes, @Nullable OAuthProfile known) {
        Map<String, @Nullable Object> members = Json.readObject(new String(bytes, UTF_8));
        Map<String, @Nullable Object> fields = Json.asObject(members.get("profile"));
        if (!Integer.valueOf(VERSION).equals(members.get("version"))
                || fields == null
                || !(members.get("id") instanceof String id)) {
            throw new IllegalArgumentException("not a profile record of version " + VERSION);
        }
        OAuthProfile profile = known != null
                        && known.id().equals(id)
                        && Json.write(known.revealAll()).equals(Json.write(fields))
                ? known
                : OAuthProfile.builder(Preset.of(String.valueOf(fields.get("providerType"))))
                        .id(id)
                        .allowLoopbackHttp()
                        .members(fields)
                        .build();
        return new ProfileRecord(
                profile,
                CredentialCodec.read(fingerprint(profile), Json.asObject(members.get("credential"))),
                Optional.ofNullable(Json.asObject(members.get("pending"))).map(PendingGrant::read));
    }

    /** {@return the profile; a grant is secrets} */
    @Override
    public String toString() {
        return profile.toString();
    }
}
