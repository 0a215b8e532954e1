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
 * The stored record of one profile: its configuration with its secrets, and the state of exactly this credential. The state of another
 * credential is not read back, so that a changed or recreated profile inherits nothing. Immutable.
 *
 * @param profile the profile
 * @param state the state of its credential
 * @param pending the tokens of Start Authorization that the operator has not saved yet
 */
public record ProfileRecord(OAuthProfile profile, CredentialState state, Optional<PendingTokenSet> pending) {
    /** The prefix of these records' ids. */
    public static final String ID_PREFIX = "profile-";

    private static final int VERSION = 1;

    public ProfileRecord(OAuthProfile profile, CredentialState state) {
        this(profile, state, Optional.empty());
    }

    public byte[] toBytes() {
        return toBytes(CredentialFingerprint.of(profile));
    }

    /** The record, whose tokens belong to the credential of a fingerprint. */
    byte[] toBytes(String fingerprint) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("id", profile.id());
        members.put("profile", profile.revealAll());
        members.put("credential", CredentialJson.write(fingerprint, state));
        members.put("pending", pending.map(PendingTokenSet::members).orElse(null));
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it is damaged, has a newer version, or contains a profile that breaks the form's rules
     */
    public static ProfileRecord read(byte[] bytes) {
        return read(bytes, null, false);
    }

    /**
     * Reads a record again.
     *
     * @param known the profile in memory; returned if the record has an equal one, since it is checked and has its signing key loaded
     * @throws IllegalArgumentException as {@link #read(byte[])}
     */
    public static ProfileRecord read(byte[] bytes, @Nullable OAuthProfile known) {
        return read(bytes, known, false);
    }

    /**
     * Reads a record.
     *
     * @param known the profile in memory, as above; null if it is not there
     * @param alone whether to leave out tokens that the record of another profile may have too: those of a client that has all profiles in
     *     memory, whose profiles with equal credentials share their tokens
     * @throws IllegalArgumentException as {@link #read(byte[])}
     */
    static ProfileRecord read(byte[] bytes, @Nullable OAuthProfile known, boolean alone) {
        Members record = Members.parse(bytes).version(VERSION);
        String id = record.requiredText("id");
        Members fields = record.requiredObject("profile");
        boolean unchanged = known != null
                && known.id().equals(id)
                && Json.write(known.revealAll()).equals(Json.write(fields.asMap()));
        OAuthProfile profile =
                known != null && unchanged ? known : profile(fields).id(id).build();
        return new ProfileRecord(
                profile,
                record.object("credential")
                        .map(credential -> state(profile, credential, alone))
                        .orElse(CredentialState.EMPTY),
                record.object("pending").map(PendingTokenSet::read));
    }

    private static CredentialState state(OAuthProfile profile, Members credential, boolean alone) {
        String own = CredentialFingerprint.alone(profile);
        if (credential.text("fingerprint").filter(own::equals).isPresent()) {
            return CredentialJson.read(own, credential);
        }
        CredentialState state = CredentialJson.read(CredentialFingerprint.of(profile), credential);
        return alone ? state.withoutTokens() : state;
    }

    /** The name of the profile in a record that {@link #read(byte[])} rejects; empty if not even that can be read. */
    static Optional<String> name(byte[] bytes) {
        try {
            return Members.parse(bytes)
                    .object("profile")
                    .flatMap(fields -> fields.text(ProfileField.NAME.property()))
                    .filter(name -> !name.isBlank());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The form of a stored profile, filled in. Loopback http is allowed here: the client checks it before each request. */
    static ProfileForm profile(Members fields) {
        Object provider = fields.asMap().get(ProfileField.PROVIDER_TYPE.property());
        return OAuthProfile.builder(Preset.of(String.valueOf(provider)))
                .allowLoopbackHttp()
                .members(fields.asMap());
    }

    /** {@return the profile without its secrets, and without the tokens} */
    @Override
    public String toString() {
        return profile.toString();
    }
}
