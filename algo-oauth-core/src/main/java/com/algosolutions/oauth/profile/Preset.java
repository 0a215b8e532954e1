package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values that choosing a provider type fills into the form. Immutable and thread-safe.
 *
 * <p>A provider with several environments has an extra param that selects one, and for each environment the fields that differ. A
 * provider whose URLs have the customer's name in them has {@linkplain #withUrl URLs that an extra param completes}.
 *
 * @since 0.1.0
 */
public final class Preset {
    private final String providerType;
    private final Map<ProfileField<?>, Object> values;
    private final Map<ProfileField<?>, UrlTemplate> templates;
    private final @Nullable String environmentParam;
    private final Map<String, Preset> environments;
    private final Map<GrantType, Preset> grants;
    private final Set<String> ownParams;
    private final Set<String> authorizationParams;

    private Preset(
            String providerType,
            Map<ProfileField<?>, Object> values,
            Map<ProfileField<?>, UrlTemplate> templates,
            @Nullable String environmentParam,
            Map<String, Preset> environments,
            Map<GrantType, Preset> grants,
            Set<String> ownParams,
            Set<String> authorizationParams) {
        this.providerType = providerType;
        this.values = values;
        this.templates = templates;
        this.environmentParam = environmentParam;
        this.environments = environments;
        this.grants = grants;
        this.ownParams = ownParams;
        this.authorizationParams = authorizationParams;
    }

    /**
     * A preset that fills in the provider type and nothing else yet.
     *
     * @param providerType the provider's id, such as {@code RINGCENTRAL}
     * @return the preset
     */
    public static Preset of(String providerType) {
        requireNonNull(providerType, "providerType");
        return new Preset(
                providerType,
                Map.of(ProfileField.PROVIDER_TYPE, providerType),
                Map.of(),
                null,
                Map.of(),
                Map.of(),
                Set.of(),
                Set.of());
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
        requireNonNull(value, "value");
        if (requireNonNull(field, "field").secret()) {
            throw new IllegalArgumentException(field.label() + " is a secret: a preset cannot fill it in.");
        }
        return new Preset(
                providerType,
                added(values, field, value),
                templates,
                environmentParam,
                environments,
                grants,
                ownParams,
                authorizationParams);
    }

    /**
     * The same preset with a URL that extra params complete, such as {@code https://login.example.com/{tenant}/token}. A profile without
     * the param, or with one that is not valid in a URL (letters, digits, dots, hyphens and underscores), is rejected, unless it
     * sets the URL itself.
     *
     * @param field the URL's field
     * @param template the URL, with the names of extra params in braces; those are never sent to the provider
     * @return the new preset
     * @throws IllegalArgumentException if the completed text would not be a URL
     */
    public Preset withUrl(ProfileField<URI> field, String template) {
        requireNonNull(field, "field");
        UrlTemplate url = new UrlTemplate(requireNonNull(template, "template"));
        Set<String> own = new LinkedHashSet<>(ownParams);
        own.addAll(url.params());
        return new Preset(
                providerType,
                values,
                added(templates, field, url),
                environmentParam,
                environments,
                grants,
                Collections.unmodifiableSet(own),
                authorizationParams);
    }

    /**
     * The same preset with an extra param that is filled in, and belongs to the authorization request alone: some token endpoints reject a
     * parameter that they do not expect.
     *
     * @param name the extra param's name
     * @param value its value, which an operator may change
     * @return the new preset
     */
    public Preset withAuthorizationParam(String name, String value) {
        requireNonNull(value, "value");
        Set<String> more = new LinkedHashSet<>(authorizationParams);
        more.add(requireNonNull(name, "name"));
        Map<String, String> extraParams =
                value(ProfileField.EXTRA_PARAMS, Map.of()).orElse(Map.of());
        return new Preset(
                providerType,
                added(values, ProfileField.EXTRA_PARAMS, added(extraParams, name, value)),
                templates,
                environmentParam,
                environments,
                grants,
                ownParams,
                Collections.unmodifiableSet(more));
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
        requireNonNull(name, "name");
        requireNonNull(differences, "differences");
        Set<String> own = new LinkedHashSet<>(ownParams);
        own.remove(environmentParam);
        own.add(requireNonNull(param, "param"));
        return new Preset(
                providerType,
                values,
                templates,
                param,
                added(environments, name, differences),
                grants,
                Collections.unmodifiableSet(own),
                authorizationParams);
    }

    /**
     * The same preset with other values for a profile of another grant type, which the form then offers. They may differ by the preset's
     * environments too.
     *
     * @param type the grant type: a standard one, or one of {@code OAuthProvider.grants()}
     * @param differences the fields that have other values with this grant type
     * @return the new preset
     */
    public Preset withGrantType(GrantType type, Preset differences) {
        requireNonNull(type, "type");
        requireNonNull(differences, "differences");
        return new Preset(
                providerType,
                values,
                templates,
                environmentParam,
                environments,
                added(grants, type, differences),
                ownParams,
                authorizationParams);
    }

    /** This preset for a form with a grant type: with the values that differ for it. */
    Preset forGrantType(@Nullable Object type) {
        Preset differences = type == null ? null : grants.get(type);
        return differences == null ? this : and(differences);
    }

    private Preset and(Preset differences) {
        Map<ProfileField<?>, Object> other = new LinkedHashMap<>(values);
        other.putAll(differences.values);
        Map<String, Preset> places = new LinkedHashMap<>(environments);
        differences.environments.forEach((name, place) -> places.merge(name, place, Preset::and));
        return new Preset(
                providerType,
                Collections.unmodifiableMap(other),
                templates,
                environmentParam,
                Collections.unmodifiableMap(places),
                grants,
                ownParams,
                authorizationParams);
    }

    private static <K, V> Map<K, V> added(Map<K, ? extends V> map, K key, V value) {
        Map<K, V> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return Collections.unmodifiableMap(more);
    }

    /** {@return the provider's id} */
    public String providerType() {
        return providerType;
    }

    /** {@return the extra params that control this library and are never sent to the provider} */
    public Set<String> ownParams() {
        return ownParams;
    }

    /** {@return the extra params that are sent in the authorization request alone, and in no request of a token or device code} */
    public Set<String> authorizationParams() {
        return authorizationParams;
    }

    /** {@return the names of the environments; empty where there is only one} */
    public Set<String> environments() {
        return environments.keySet();
    }

    /** {@return the grant types for which the preset has other values; empty where there are none} */
    public Set<GrantType> grantTypes() {
        return grants.keySet();
    }

    /**
     * The environment that some extra params select.
     *
     * @param extraParams a profile's extra params
     * @return its name, which may be unknown; empty if none is selected
     */
    public Optional<String> environment(Map<String, String> extraParams) {
        return environmentParam == null ? Optional.empty() : Optional.ofNullable(extraParams.get(environmentParam));
    }

    /**
     * The preset's value of a field, for the preset's own grant type.
     *
     * @param <T> what the field holds
     * @param field the field
     * @param extraParams the profile's extra params, which may select an environment or complete a URL
     * @return the value, or empty if the preset has none, or an extra param that completes it is missing
     */
    public <T> Optional<T> value(ProfileField<T> field, Map<String, String> extraParams) {
        Preset differences = environment(extraParams).map(environments::get).orElse(null);
        Object value = differences == null ? null : differences.own(field, extraParams);
        if (value == null || field == ProfileField.PROVIDER_TYPE) {
            value = own(field, extraParams);
        }
        @SuppressWarnings("unchecked") // with() puts only a T under a ProfileField<T>
        T typed = (T) value;
        return Optional.ofNullable(typed);
    }

    private @Nullable Object own(ProfileField<?> field, Map<String, String> extraParams) {
        Object value = values.get(field);
        if (value != null || templates.isEmpty()) {
            return value;
        }
        UrlTemplate template = templates.get(field);
        return template == null || !template.unfilled(extraParams).isEmpty() ? null : template.filled(extraParams);
    }

    /** The URLs that extra params complete. */
    Map<ProfileField<?>, UrlTemplate> templates() {
        return templates;
    }

    /** {@return the provider's id and the fields filled in} */
    @Override
    public String toString() {
        return "Preset" + values + (templates.isEmpty() ? "" : templates.toString());
    }
}
