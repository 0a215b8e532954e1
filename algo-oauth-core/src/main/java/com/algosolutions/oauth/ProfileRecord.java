package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of one profile: its configuration with its secrets, and the grant that was issued for exactly this credential. A
 * grant of another credential is not read back, so a changed or recreated profile inherits nothing.
 *
 * @param profile the profile
 * @param grant what was issued for it, if anything
 */
record ProfileRecord(OAuthProfile profile, Optional<Grant> grant) {
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
        ProfileField.EXTRA_PARAMS,
        ProfileField.JWT_ASSERTION_MODE,
        ProfileField.JWT_ASSERTION
    };

    /** A keyless digest of the credential: equal for equal credentials, and of no use to somebody who reads it. */
    static String fingerprint(OAuthProfile profile) {
        Map<String, Object> all = profile.revealAll();
        Map<String, @Nullable Object> credential = new LinkedHashMap<>();
        for (ProfileField<?> field : CREDENTIAL) {
            Object value = all.get(field.property());
            credential.put(field.property(), value instanceof Map<?, ?> map ? new TreeMap<>(map) : value);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Json.write(credential).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("id", profile.id());
        members.put("profile", profile.revealAll());
        grant.ifPresent(issued -> {
            Map<String, @Nullable Object> written = new LinkedHashMap<>();
            written.put("credential", fingerprint(profile));
            written.put("accessToken", issued.accessToken().reveal());
            written.put("expiresIn", issued.expiresIn().toSeconds());
            written.put(
                    "refreshToken", issued.refreshToken().map(Secret::reveal).orElse(null));
            written.put(
                    "refreshExpiresIn",
                    issued.refreshExpiresIn().map(Duration::toSeconds).orElse(null));
            written.put("scope", issued.scope());
            written.put("issuedAt", issued.issuedAt().getEpochSecond());
            members.put("grant", written);
        });
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it is none, is of a newer version, or holds a profile that breaks the form's rules
     */
    static ProfileRecord read(byte[] bytes) {
        Map<String, @Nullable Object> members = Json.readObject(new String(bytes, UTF_8));
        Map<String, @Nullable Object> fields = Json.asObject(members.get("profile"));
        if (!Integer.valueOf(VERSION).equals(members.get("version"))
                || fields == null
                || !(members.get("id") instanceof String id)) {
            throw new IllegalArgumentException("not a profile record of version " + VERSION);
        }
        OAuthProfile profile = OAuthProfile.builder(Preset.of(String.valueOf(fields.get("providerType"))))
                .id(id)
                .allowLoopbackHttp()
                .members(fields)
                .build();
        return new ProfileRecord(profile, grant(profile, Json.asObject(members.get("grant"))));
    }

    private static Optional<Grant> grant(OAuthProfile profile, @Nullable Map<String, @Nullable Object> grant) {
        if (grant == null || !fingerprint(profile).equals(grant.get("credential"))) {
            return Optional.empty();
        }
        return Optional.of(new Grant(
                secret(grant, "accessToken").orElseThrow(() -> new IllegalArgumentException("a grant without a token")),
                Duration.ofSeconds(seconds(grant, "expiresIn").orElse(0L)),
                secret(grant, "refreshToken"),
                seconds(grant, "refreshExpiresIn").map(Duration::ofSeconds),
                grant.get("scope") instanceof String scope ? scope : "",
                Instant.ofEpochSecond(seconds(grant, "issuedAt").orElse(0L))));
    }

    private static Optional<Secret> secret(Map<String, @Nullable Object> members, String name) {
        return members.get(name) instanceof String text ? Optional.of(Secret.of(text)) : Optional.empty();
    }

    private static Optional<Long> seconds(Map<String, @Nullable Object> members, String name) {
        return members.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    /** {@return the profile; a grant is secrets} */
    @Override
    public String toString() {
        return profile.toString();
    }
}
