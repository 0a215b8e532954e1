package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.InvalidInputException;
import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A profile under construction: the device's <em>OAuth Profile</em> form. Not thread-safe.
 *
 * <p>A field that is not set has the preset's value for the environment that the extra params select. Setting a field to null restores
 * that value. {@link #build()} checks all rules.
 */
public final class ProfileForm extends ProfileSetters {
    private final Preset preset;
    private final Map<ProfileField<?>, Object> given = new LinkedHashMap<>();
    private final List<Problem> unreadable = new ArrayList<>();
    private String id;
    private boolean loopbackHttp;

    ProfileForm(Preset preset, String id) {
        this.preset = preset;
        this.id = id;
    }

    /**
     * Sets any field.
     *
     * @param <T> what the field holds
     * @param field the field
     * @param value its value; null or blank text restores the preset's value
     * @return this
     */
    @Override
    public <T> ProfileForm set(ProfileField<T> field, @Nullable T value) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            given.remove(field);
        } else if (field == ProfileField.ASSERTION_CLAIMS) { // they may contain values that JSON cannot express
            readable(field, value).ifPresent(claims -> given.put(field, claims));
        } else {
            given.put(field, copy(value));
        }
        return this;
    }

    /** Copies a value of the stored profile. */
    void keep(ProfileField<?> field, Object value) {
        given.put(field, value);
    }

    private static Object copy(Object value) {
        if (value instanceof List<?> list) {
            return List.copyOf(list);
        }
        if (value instanceof Map<?, ?> map) { // not Map.copyOf, which loses the operator's order
            Map<Object, Object> copied = new LinkedHashMap<>();
            map.forEach((name, text) -> copied.put(requireNonNull(name), requireNonNull(text)));
            return Collections.unmodifiableMap(copied);
        }
        return value;
    }

    /**
     * Sets a field from the text of a web form. Text that cannot be read becomes a problem of the field. A blank field gets the preset's
     * value; a blank secret keeps its value, since forms do not show secrets again.
     *
     * @param field the field
     * @param text what the operator typed
     * @return this
     */
    public ProfileForm setText(ProfileField<?> field, @Nullable String text) {
        if (!field.secret() && (text == null || text.isBlank())) {
            return set(field, null);
        }
        return readField(field, text);
    }

    /**
     * Sets the fields that a JSON document contains; {@code docs/profile.md} has the format. Values that cannot be read and unknown members
     * become problems.
     *
     * @param json a JSON object whose members are property names
     * @return this
     */
    public ProfileForm json(String json) {
        try {
            return members(Json.readObject(json));
        } catch (MalformedJsonException e) {
            unreadable.add(Problem.of("profile", "is " + e.getMessage(), "Correct the JSON text."));
            return this;
        }
    }

    /**
     * Sets the fields that a JSON object contains.
     *
     * @param members the object's members
     * @return this
     */
    public ProfileForm members(Map<String, ? extends @Nullable Object> members) {
        Fields fields = new Fields(members, unreadable);
        for (ProfileField<?> field : ProfileField.all()) {
            readField(field, fields.value(field.property()));
        }
        fields.refuseUnknown();
        return this;
    }

    private <T> ProfileForm readField(ProfileField<T> field, @Nullable Object json) {
        readable(field, json).ifPresent(value -> set(field, value));
        return this;
    }

    private <T> Optional<T> readable(ProfileField<T> field, @Nullable Object json) {
        try {
            return Optional.ofNullable(field.read(json));
        } catch (IllegalArgumentException e) {
            String cure = e.getMessage() == null ? "Correct it." : e.getMessage();
            unreadable.add(field.problem("cannot be read", cure));
            return Optional.empty();
        }
    }

    /**
     * Sets the stable id of a profile that is stored already.
     *
     * @param value the id, 1 to 100 letters, digits and hyphens
     * @return this
     * @throws IllegalArgumentException if it is empty, too long or has another character
     */
    public ProfileForm id(String value) {
        if (!value.matches("[A-Za-z0-9-]{1,100}")) {
            throw new IllegalArgumentException("A profile's id is 1 to 100 letters, digits and hyphens.");
        }
        id = value;
        return this;
    }

    /**
     * Allows http URLs whose host is a loopback address, for a server on the same machine. All other URLs must be https.
     *
     * @return this
     */
    public ProfileForm allowLoopbackHttp() {
        loopbackHttp = true;
        return this;
    }

    /**
     * Fills in a server's metadata: its endpoints and, unless the operator chose one, the best Client Auth Mode that the server offers and
     * this profile can use. Values that the operator typed are kept. Most callers use {@code OAuthClient.discover}.
     *
     * @param metadata the server's metadata
     * @param certificate whether the client has a TLS certificate
     * @return what the operator should know, each a sentence without its full stop
     */
    public List<String> discovered(ServerMetadata metadata, boolean certificate) {
        return new DiscoveryRules(this, metadata).fillIn(certificate);
    }

    /** {@return the endpoint fields whose value differs from the issuer's metadata: those that were set by hand} */
    public List<ProfileField<?>> overridden() {
        Map<ProfileField<?>, Object> values = values();
        return DiscoveryRules.overridden(field -> Optional.ofNullable(values.get(field)));
    }

    /** {@return all problems of the form; empty if {@link #build()} succeeds} */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(unreadable);
        problems.addAll(new ProfileRules(values(), loopbackHttp, preset).problems(given.keySet()));
        return List.copyOf(problems);
    }

    /**
     * Builds the profile.
     *
     * @return the profile
     * @throws InvalidInputException with all problems, if there are any
     */
    public OAuthProfile build() {
        List<Problem> problems = problems();
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new OAuthProfile(id, values());
    }

    /** The value that an operator or discovery set, if there is one. */
    Optional<Object> given(ProfileField<?> field) {
        return Optional.ofNullable(given.get(field));
    }

    /** The values that the profile would have now: those given, and the preset's for all other fields. */
    @SuppressWarnings("unchecked") // only a map of strings is put under EXTRA_PARAMS
    Map<ProfileField<?>, Object> values() {
        Map<String, String> extraParams = (Map<String, String>) given.getOrDefault(
                ProfileField.EXTRA_PARAMS,
                preset.value(ProfileField.EXTRA_PARAMS, Map.of()).orElse(Map.of()));
        Map<ProfileField<?>, Object> values = new LinkedHashMap<>();
        for (ProfileField<?> field : ProfileField.all()) {
            Object value = given.containsKey(field)
                    ? given.get(field)
                    : preset.value(field, extraParams).orElse(null);
            if (value != null) {
                values.put(field, value);
            }
        }
        if (values.get(ProfileField.SERVER_METADATA) instanceof ServerMetadata metadata) {
            boolean certificate =
                    values.get(ProfileField.CLIENT_AUTH_MODE) instanceof ClientAuthMode mode && mode.usesCertificate();
            for (ProfileField<URI> field : ServerMetadata.fields()) {
                values.computeIfPresent(field, (same, url) -> metadata.forClient(field, (URI) url, certificate));
            }
        }
        if (values.get(ProfileField.JWT_ASSERTION) instanceof Secret pasted
                && !pasted.reveal().isBlank()) {
            values.put(ProfileField.JWT_ASSERTION, Secret.of(pasted.reveal().strip()));
        }
        return values;
    }
}
