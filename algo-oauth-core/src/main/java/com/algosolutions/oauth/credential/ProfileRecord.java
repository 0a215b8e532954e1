package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.token.CredentialState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of one profile: its configuration with its secrets, and what is remembered of exactly this credential. What was
 * remembered of another credential is not read back, so a changed or recreated profile inherits nothing.
 *
 * @param profile the profile
 * @param state what is remembered of its credential
 * @param pending what Start Authorization has brought and nobody has saved yet
 */
public record ProfileRecord(OAuthProfile profile, CredentialState state, Optional<PendingTokenSet> pending) {
    /** What the ids of these records begin with, in a store that holds others too. */
    public static final String ID_PREFIX = "profile-";

    private static final int VERSION = 1;

    public ProfileRecord(OAuthProfile profile, CredentialState state) {
        this(profile, state, Optional.empty());
    }

    public byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("id", profile.id());
        members.put("profile", profile.revealAll());
        members.put("credential", CredentialJson.write(CredentialFingerprint.of(profile), state));
        members.put("pending", pending.map(PendingTokenSet::members).orElse(null));
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it is none, is of a newer version, or holds a profile that breaks the form's rules
     */
    public static ProfileRecord read(byte[] bytes) {
        return read(bytes, null);
    }

    /** The same; a profile that is the known one is not checked again, and keeps the key that it has read. */
    public static ProfileRecord read(byte[] bytes, @Nullable OAuthProfile known) {
        Members record = Members.parse(bytes).version(VERSION);
        String id = record.requiredText("id");
        Members fields = record.requiredObject("profile");
        boolean unchanged = known != null
                && known.id().equals(id)
                && Json.write(known.revealAll()).equals(Json.write(fields.asMap()));
        OAuthProfile profile =
                known != null && unchanged ? known : profile(fields).id(id).build();
        String fingerprint = CredentialFingerprint.of(profile);
        return new ProfileRecord(
                profile,
                record.object("credential")
                        .map(credential -> CredentialJson.read(fingerprint, credential))
                        .orElse(CredentialState.EMPTY),
                record.object("pending").map(PendingTokenSet::read));
    }

    /** The form of a stored profile, filled in. Loopback http is allowed here: the client checks it before each request. */
    static ProfileForm profile(Members fields) {
        Object provider = fields.asMap().get(ProfileField.PROVIDER_TYPE.property());
        return OAuthProfile.builder(Preset.of(String.valueOf(provider)))
                .allowLoopbackHttp()
                .members(fields.asMap());
    }

    /** {@return the profile; a grant is secrets} */
    @Override
    public String toString() {
        return profile.toString();
    }
}
