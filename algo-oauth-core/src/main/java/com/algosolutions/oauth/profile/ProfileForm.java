package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A profile under construction: the device's <em>OAuth Profile</em> form. Not thread-safe.
 *
 * <p>A field that is not set has the preset's value for the environment that the extra params select; {@link #reset} restores that value.
 * {@link #build()} checks all rules. A page shows each field by {@link #display}, and passes what the operator submits to {@link #setText}.
 *
 * @since 0.1.0
 */
public final class ProfileForm extends ProfileSetters {
    private final Preset preset;
    private final Map<ProfileField<?>, Object> given = new LinkedHashMap<>();
    private final Map<ProfileField<?>, Unreadable> unreadable = new LinkedHashMap<>();
    private final List<Problem> documentProblems = new ArrayList<>();

    /** The extra params that the form had before: an unchanged field may come back from a page with the preset's value for them. */
    private final Set<Map<String, String>> earlierParams = new LinkedHashSet<>();

    /** For the same reason, the preset for the grant types that the form had before. */
    private final Set<Preset> earlierPresets = new LinkedHashSet<>();

    /** The Client Auth Mode on the page. It follows the other fields after a discovery, so that it may differ when the page comes back. */
    private @Nullable String shownMode;

    private String id;
    private boolean loopbackHttp;
    private boolean certificate;

    /** A value of a field that cannot be read: the operator's text, or an empty text if the value was none, and the problem. */
    private record Unreadable(String text, Problem problem) {}

    ProfileForm(Preset preset, String id) {
        this.preset = preset;
        this.id = id;
    }

    /**
     * Sets any field. A blank text restores the preset's value, as {@link #reset} does.
     *
     * @param <T> what the field holds
     * @param field the field
     * @param value its value
     * @return this
     */
    @Override
    public <T> ProfileForm set(ProfileField<T> field, T value) {
        requireNonNull(field, "field");
        requireNonNull(value, field.property());
        if (value instanceof String text && text.isBlank()) {
            return reset(field);
        }
        if (field == ProfileField.ASSERTION_CLAIMS) { // they may contain values that JSON cannot express
            readable(field, value).ifPresent(claims -> give(field, claims));
        } else {
            give(field, FieldKind.copy(value));
        }
        return this;
    }

    private void give(ProfileField<?> field, Object value) {
        forget(field);
        given.put(field, value);
    }

    /**
     * Restores the preset's value of a field; if the preset has none, the field becomes empty. Also deletes a secret, which no text can do.
     *
     * @param field the field
     * @return this
     */
    @Override
    public ProfileForm reset(ProfileField<?> field) {
        forget(requireNonNull(field, "field"));
        given.remove(field);
        return this;
    }

    /** Prepares a field for another value. */
    private void forget(ProfileField<?> field) {
        unreadable.remove(field);
        if (field == ProfileField.EXTRA_PARAMS) {
            earlierParams.add(extraParams());
        } else if (field == ProfileField.GRANT_TYPE) {
            earlierPresets.add(preset());
        }
    }

    /** Copies a value of the stored profile. */
    void keep(ProfileField<?> field, Object value) {
        given.put(field, value);
    }

    /**
     * Sets a field from the text of a web form. Text that cannot be read becomes a problem of the field, until the field gets another value.
     *
     * <p>A page may submit every field as it was shown: the text of {@link #display} changes nothing. A secret keeps its value if its text
     * is blank or {@code ***}. A field whose text means the preset's value, for the present extra params or for those that the form had
     * before, continues to follow the preset; so the fields may be set in any order.
     *
     * @param field the field
     * @param text what the operator typed; a blank text restores the preset's value
     * @return this
     */
    public ProfileForm setText(ProfileField<?> field, String text) {
        requireNonNull(field, "field");
        requireNonNull(text, "text");
        boolean discovered = field == ProfileField.CLIENT_AUTH_MODE
                && !given.containsKey(field)
                && given.containsKey(ProfileField.SERVER_METADATA);
        boolean untouched = discovered
                ? text.equals(shownMode)
                : field.secret() && (text.isBlank() || text.strip().equals(ProfileField.HIDDEN));
        if (untouched || text.equals(shown(field))) {
            return this;
        }
        if (text.isBlank()) {
            return reset(field);
        }
        readField(field, text);
        if (!unreadable.containsKey(field) && !discovered && wasPreset(field)) {
            given.remove(field);
        }
        return this;
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
            return members(Json.readObject(requireNonNull(json, "json")));
        } catch (MalformedJsonException e) {
            documentProblems.add(Problem.of("profile", "is " + e.getMessage(), "Correct the JSON text."));
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
        Fields fields = new Fields(requireNonNull(members, "members"), documentProblems);
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
            String advice = e.getMessage() == null ? "Correct it." : e.getMessage();
            String text = json instanceof String typed && !field.secret() ? typed : "";
            unreadable.put(field, new Unreadable(text, field.unreadable(json, advice)));
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
        if (!requireNonNull(value, "id").matches("[A-Za-z0-9-]{1,100}")) {
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
     * States that the client has a TLS certificate, so that {@link #fillFrom} may choose a Client Auth Mode that uses it. The forms of a
     * client that has one state it already.
     *
     * @return this
     */
    public ProfileForm certificateAvailable() {
        certificate = true;
        return this;
    }

    /**
     * Fills in a server's metadata, which {@code OAuthClient.discover} returns: its endpoints. Unless the operator chooses a Client Auth Mode,
     * the form has the best one that the server offers and that its present values allow, until it is built. Keeps the values that the operator typed; {@link #customEndpoints}
     * lists those that differ. {@link #hints} then compares the form with the metadata.
     *
     * @param metadata the server's metadata
     * @return this
     */
    public ProfileForm fillFrom(ServerMetadata metadata) {
        new DiscoveryRules(this, requireNonNull(metadata, "metadata")).fillIn();
        return this;
    }

    /**
     * The present value of a field: the one that was set, or else the preset's.
     *
     * @param <T> what the field holds
     * @param field the field
     * @return its value, or empty if the field is empty; for a text that cannot be read, the value before it
     */
    @SuppressWarnings("unchecked") // only a T is put under a ProfileField<T>
    public <T> Optional<T> value(ProfileField<T> field) {
        requireNonNull(field, "field");
        return Optional.ofNullable((T) values().get(field));
    }

    /**
     * The text of a field for a page. {@link #setText} accepts it again, and then changes nothing.
     *
     * @param field the field
     * @return the text that was typed, if it cannot be read; else the value as text, {@code ***} for a secret, and an empty text for an
     *     empty field
     */
    public String display(ProfileField<?> field) {
        requireNonNull(field, "field");
        if (field == ProfileField.CLIENT_AUTH_MODE) {
            shownMode = displayed(field);
        }
        return shown(field);
    }

    private String shown(ProfileField<?> field) {
        Unreadable typed = unreadable.get(field);
        return typed == null || typed.text().isEmpty() ? displayed(field) : typed.text();
    }

    private <T> String displayed(ProfileField<T> field) {
        return value(field).map(field::display).orElse("");
    }

    /**
     * The choices that a page offers for a field: those of {@link ProfileField#choices}, and the grant types that only this provider has.
     *
     * @param field the field
     * @return the names, or an empty list if the field is free text
     */
    public List<String> choices(ProfileField<?> field) {
        List<String> choices = new ArrayList<>(requireNonNull(field, "field").choices());
        if (field == ProfileField.GRANT_TYPE) {
            preset.grantTypes().stream()
                    .map(GrantType::name)
                    .filter(name -> !choices.contains(name))
                    .forEach(choices::add);
        }
        return List.copyOf(choices);
    }

    /**
     * Whether a field has the value that the preset fills in. Such a field changes with the environment that the extra params select.
     *
     * @param field the field
     * @return false also if the field is empty, or has a text that cannot be read
     */
    public boolean isPreset(ProfileField<?> field) {
        requireNonNull(field, "field");
        Optional<?> value = value(field);
        return value.isPresent()
                && !unreadable.containsKey(field)
                && value.equals(preset().value(field, extraParams()));
    }

    /** Whether a field's new value is one that the preset has, or had before the extra params changed. */
    private boolean wasPreset(ProfileField<?> field) {
        Optional<?> value = given(field);
        Set<Map<String, String>> params = new LinkedHashSet<>(earlierParams);
        params.add(extraParams());
        Set<Preset> presets = new LinkedHashSet<>(earlierPresets);
        presets.add(preset());
        return presets.stream()
                .anyMatch(each -> params.stream().anyMatch(before -> value.equals(each.value(field, before))));
    }

    /** {@return the endpoint fields whose value differs from the issuer's metadata: those that were set by hand} */
    public List<ProfileField<?>> customEndpoints() {
        Map<ProfileField<?>, Object> values = values();
        return DiscoveryRules.customEndpoints(field -> Optional.ofNullable(values.get(field)));
    }

    /** {@return all problems of the form as it is now; empty if {@link #build()} succeeds} */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        unreadable.values().forEach(typed -> problems.add(typed.problem()));
        problems.addAll(documentProblems);
        ProfileRules rules = new ProfileRules(values(), loopbackHttp, preset);
        problems.addAll(rules.problems(given.keySet()));
        return Problem.hiding(problems, rules.secrets());
    }

    /**
     * What the operator should check before saving, where the form as it is now does not match the issuer's metadata: a method or grant
     * that the server does not list, endpoints on other hosts than the issuer's. Hints do not prevent {@link #build()}.
     *
     * @return all hints; empty without metadata
     */
    public List<Problem> hints() {
        return DiscoveryHints.of(values());
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
    Map<ProfileField<?>, Object> values() {
        Map<String, String> extraParams = extraParams();
        Map<ProfileField<?>, Object> values = new LinkedHashMap<>();
        for (ProfileField<?> field : ProfileField.all()) {
            Object value = given.containsKey(field)
                    ? given.get(field)
                    : preset().value(field, extraParams).orElse(null);
            if (value != null) {
                values.put(field, value);
            }
        }
        if (values.get(ProfileField.SERVER_METADATA) instanceof ServerMetadata metadata) {
            boolean decided = given.containsKey(ProfileField.CLIENT_AUTH_MODE);
            DiscoveryChoice.apply(metadata, values, decided, certificate);
        }
        if (values.get(ProfileField.JWT_ASSERTION) instanceof Secret pasted
                && !pasted.reveal().isBlank()) {
            values.put(ProfileField.JWT_ASSERTION, Secret.of(pasted.reveal().strip()));
        }
        return values;
    }

    @SuppressWarnings("unchecked") // only a map of strings is put under EXTRA_PARAMS
    private Map<String, String> extraParams() {
        return (Map<String, String>) given.getOrDefault(
                ProfileField.EXTRA_PARAMS,
                preset().value(ProfileField.EXTRA_PARAMS, Map.of()).orElse(Map.of()));
    }

    /** The preset for the form's grant type. */
    private Preset preset() {
        return preset.forGrantType(given.get(ProfileField.GRANT_TYPE));
    }
}
