package com.algosolutions.oauth.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What choosing a provider type fills into the form. Immutable and thread-safe.
 *
 * <p>A provider with several environments names the extra param that selects one, and for each environment the fields that differ.
 */
public final class Preset {
    private final String providerType;
    private final Map<ProfileField<?>, Object> values;
    private final @Nullable String environmentParam;
    private final Map<String, Preset> environments;

    private Preset(
            String providerType,
            Map<ProfileField<?>, Object> values,
            @Nullable String environmentParam,
            Map<String, Preset> environments) {
        this.providerType = providerType;
        this.values = values;
        this.environmentParam = environmentParam;
        this.environments = environments;
    }

    /**
     * A preset that fills in the provider type and nothing else yet.
     *
     * @param providerType the provider's id, such as {@code RINGCENTRAL}
     * @return the preset
     */
    public static Preset of(String providerType) {
        return new Preset(providerType, Map.of(ProfileField.PROVIDER_TYPE, providerType), null, Map.of());
    }

    /**
     * The same preset with one more field filled in.
     *
     * @param <T> what the field holds
     * @param field the field; no secret
     * @param value its value
     * @return the new preset
     */
    public <T> Preset with(ProfileField<T> field, T value) {
        if (field.secret()) {
            throw new IllegalArgumentException(field.label() + " is a secret: a preset cannot fill it in.");
        }
        Map<ProfileField<?>, Object> more = new LinkedHashMap<>(values);
        more.put(field, value);
        return new Preset(providerType, Collections.unmodifiableMap(more), environmentParam, environments);
    }

    /**
     * The same preset with an environment that an extra param selects.
     *
     * @param param the extra param's name; one for all environments of a preset, and never sent to the provider
     * @param name the param's value
     * @param differences the fields that have other values in this environment
     * @return the new preset
     */
    public Preset withEnvironment(String param, String name, Preset differences) {
        Map<String, Preset> more = new LinkedHashMap<>(environments);
        more.put(name, differences);
        return new Preset(providerType, values, param, Collections.unmodifiableMap(more));
    }

    /** {@return the provider's id} */
    public String providerType() {
        return providerType;
    }

    /** {@return the extra params that steer this library and are never sent to the provider} */
    public Set<String> ownParams() {
        return environmentParam == null ? Set.of() : Set.of(environmentParam);
    }

    /** {@return the names of the environments; empty where there is only one} */
    public Set<String> environments() {
        return environments.keySet();
    }

    /**
     * The environment that some extra params select.
     *
     * @param extraParams a profile's extra params
     * @return its name, known or not; empty if none is selected
     */
    public Optional<String> environment(Map<String, String> extraParams) {
        return environmentParam == null ? Optional.empty() : Optional.ofNullable(extraParams.get(environmentParam));
    }

    /**
     * What is filled into a field.
     *
     * @param <T> what the field holds
     * @param field the field
     * @param extraParams the profile's extra params, which may select an environment
     * @return the value, or empty if the preset leaves the field alone
     */
    public <T> Optional<T> value(ProfileField<T> field, Map<String, String> extraParams) {
        Preset differences = environment(extraParams).map(environments::get).orElse(null);
        Object value = differences == null ? null : differences.values.get(field);
        if (value == null || field == ProfileField.PROVIDER_TYPE) {
            value = values.get(field);
        }
        @SuppressWarnings("unchecked") // with() puts only a T under a ProfileField<T>
        T typed = (T) value;
        return Optional.ofNullable(typed);
    }

    /** {@return the provider's id and the fields filled in} */
    @Override
    public String toString() {
        return "Preset" + values;
    }
}
