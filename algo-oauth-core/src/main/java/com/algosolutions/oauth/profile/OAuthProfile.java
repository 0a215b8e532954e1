package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.json.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One OAuth profile: a provider, an app's credentials, and how to get a token with them. Immutable and thread-safe.
 *
 * <p>The device's form is the model: {@link ProfileField} lists its fields, and this class has an accessor for each. Building checks
 * every rule and reports all problems at once. Printing never shows a secret.
 */
public final class OAuthProfile {
    private final String id;
    /** In the order of the form, null where a field is empty: a device may keep very many profiles. */
    private final @Nullable Object[] values;

    private OAuthProfile(String id, Map<ProfileField<?>, Object> values) {
        this.id = id;
        this.values = ProfileField.all().stream().map(values::get).toArray();
    }

    /**
     * A form filled in by a preset. Most callers want {@code OAuthClient.draft}, which finds the preset by the provider type.
     *
     * @param preset what the provider type fills in
     * @return the form
     */
    public static Builder builder(Preset preset) {
        return new Builder(preset, UUID.randomUUID().toString());
    }

    /**
     * The form with this profile's values. A field that still has the value of the preset follows the preset, so that choosing another
     * environment changes the URLs too.
     *
     * @param preset the preset of this profile's provider type
     * @return the form
     */
    public Builder edit(Preset preset) {
        Builder builder = new Builder(preset, id);
        for (ProfileField<?> field : ProfileField.all()) {
            Object value = value(field).orElse(null);
            if (value != null
                    && !value.equals(preset.value(field, extraParams()).orElse(null))) {
                builder.given.put(field, value);
            }
        }
        return builder;
    }

    /** {@return the id that stays the same when the profile is renamed or changed} */
    public String id() {
        return id;
    }

    /**
     * The value of a field.
     *
     * @param <T> what the field holds
     * @param field the field
     * @return its value, or empty if it is left empty
     */
    @SuppressWarnings("unchecked") // only a T is put under a ProfileField<T>
    public <T> Optional<T> value(ProfileField<T> field) {
        return Optional.ofNullable((T) values[field.place()]);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the rules require these fields; the others are asked for by value()
    private <T> T required(ProfileField<T> field) {
        return (T) values[field.place()];
    }

    /** {@return the name that buttons and callers use} */
    public String name() {
        return required(ProfileField.NAME);
    }

    /** {@return the provider's id} */
    public String providerType() {
        return required(ProfileField.PROVIDER_TYPE);
    }

    /** {@return how the token is obtained} */
    public GrantType grantType() {
        return required(ProfileField.GRANT_TYPE);
    }

    /** {@return the token endpoint} */
    public URI tokenUrl() {
        return required(ProfileField.TOKEN_URL);
    }

    /** {@return the authorization endpoint, if any} */
    public Optional<URI> authUrl() {
        return value(ProfileField.AUTH_URL);
    }

    /** {@return the device authorization endpoint, if any} */
    public Optional<URI> deviceUrl() {
        return value(ProfileField.DEVICE_URL);
    }

    /** {@return the revocation endpoint, if any} */
    public Optional<URI> revocationUrl() {
        return value(ProfileField.REVOCATION_URL);
    }

    /** {@return the authorization server's issuer identifier, if any} */
    public Optional<URI> issuer() {
        return value(ProfileField.ISSUER);
    }

    /** {@return the hosts that the token may be sent to} */
    public List<ApiHost> apiHosts() {
        return required(ProfileField.API_HOSTS);
    }

    /** {@return the client identifier} */
    public String clientId() {
        return required(ProfileField.CLIENT_ID);
    }

    /** {@return the client secret, if any} */
    public Optional<Secret> clientSecret() {
        return value(ProfileField.CLIENT_SECRET);
    }

    /** {@return how the client authenticates} */
    public ClientAuthMode clientAuthMode() {
        return required(ProfileField.CLIENT_AUTH_MODE);
    }

    /** {@return whether scopes are asked for} */
    public ScopeMode scopeMode() {
        return required(ProfileField.SCOPE_MODE);
    }

    /** {@return the scopes asked for; empty with {@link ScopeMode#NONE}} */
    public List<String> scopes() {
        return value(ProfileField.SCOPES).orElse(List.of());
    }

    /** {@return the extra parameters, those that the provider keeps to itself included} */
    public Map<String, String> extraParams() {
        return value(ProfileField.EXTRA_PARAMS).orElse(Map.of());
    }

    /** {@return who signs the assertion} */
    public JwtAssertionMode jwtAssertionMode() {
        return value(ProfileField.JWT_ASSERTION_MODE).orElse(JwtAssertionMode.DISABLED);
    }

    /** {@return the pasted assertion, if any} */
    public Optional<Secret> jwtAssertion() {
        return value(ProfileField.JWT_ASSERTION);
    }

    /** {@return how the code verifier is challenged, if it is} */
    public Optional<PkceMethod> pkceMethod() {
        return value(ProfileField.PKCE_METHOD);
    }

    /** {@return where the browser returns to, if it is sent anywhere} */
    public Optional<URI> redirectUri() {
        return value(ProfileField.REDIRECT_URI);
    }

    /** {@return what the authorization endpoint returns, if it is asked} */
    public Optional<ResponseType> responseType() {
        return value(ProfileField.RESPONSE_TYPE);
    }

    /** {@return how long a token is taken to live when its reply does not say, if set} */
    public Optional<Duration> defaultExpiresIn() {
        return value(ProfileField.DEFAULT_EXPIRES_IN);
    }

    /**
     * The profile as a JSON object of the form's properties, on one line, without its secrets.
     *
     * @return the JSON text, which {@link Builder#json(String)} reads
     */
    public String toJson() {
        return Json.write(written(false));
    }

    /**
     * The profile's JSON members, <strong>secrets included</strong>: for a store that keeps them encrypted, and for nothing else.
     *
     * @return property names to JSON values
     */
    public Map<String, Object> revealAll() {
        return written(true);
    }

    private Map<String, Object> written(boolean secrets) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (ProfileField<?> field : ProfileField.all()) {
            if (value(field).isPresent() && (secrets || !field.secret())) {
                members.put(field.property(), written(field));
            }
        }
        return members;
    }

    private <T> Object written(ProfileField<T> field) {
        return field.write(required(field));
    }

    /**
     * A field as a person reads it.
     *
     * @param field the field
     * @return its value as text; {@code ***} for a secret that is set, an empty text for a field that is not
     */
    public String display(ProfileField<?> field) {
        if (value(field).isEmpty()) {
            return "";
        }
        Object written = field.secret() ? required(field) : written(field);
        if (written instanceof List<?> list) {
            return list.stream()
                    .map(Object::toString)
                    .reduce((a, b) -> a + " " + b)
                    .orElse("");
        }
        return written instanceof Map<?, ?> map ? Json.write(map) : written.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OAuthProfile that && id.equals(that.id) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** {@return name, provider, grant and client id; no secret} */
    @Override
    public String toString() {
        return "OAuthProfile[" + name() + ", " + providerType() + ", " + grantType() + ", client " + clientId() + "]";
    }

    /**
     * The form while it is filled in. Not thread-safe.
     *
     * <p>A field that nobody set has the value of the preset, for the environment that the extra params select; a field set to null
     * goes back to that. {@link #build()} checks all rules.
     */
    public static final class Builder {
        private final Preset preset;
        private final Map<ProfileField<?>, Object> given = new LinkedHashMap<>();
        private final List<Problem> unreadable = new ArrayList<>();
        private String id;
        private boolean loopbackHttp;

        private Builder(Preset preset, String id) {
            this.preset = preset;
            this.id = id;
        }

        /**
         * Sets any field.
         *
         * @param <T> what the field holds
         * @param field the field
         * @param value its value, or null or a blank text for the preset's
         * @return this
         */
        public <T> Builder set(ProfileField<T> field, @Nullable T value) {
            if (value == null || (value instanceof String text && text.isBlank())) {
                given.remove(field);
            } else {
                given.put(field, copy(value));
            }
            return this;
        }

        private static Object copy(Object value) {
            if (value instanceof List<?> list) {
                return List.copyOf(list);
            }
            if (value instanceof Map<?, ?> map) { // not Map.copyOf: the order is the operator's
                Map<Object, Object> copied = new LinkedHashMap<>();
                map.forEach((name, text) -> copied.put(requireNonNull(name), requireNonNull(text)));
                return Collections.unmodifiableMap(copied);
            }
            return value;
        }

        /**
         * Sets a field from the text of a web form; text that does not fit becomes a problem of the field. A field left blank goes
         * back to the preset's value, but a blank secret stays as it was: a form does not show it again.
         *
         * @param field the field
         * @param text what the operator typed
         * @return this
         */
        public Builder fill(ProfileField<?> field, @Nullable String text) {
            if (!field.secret() && (text == null || text.isBlank())) {
                return set(field, null);
            }
            return readField(field, text);
        }

        /**
         * Sets the fields that a JSON document names; see {@code docs/profile.md} for its format. Members that do not fit become
         * problems of their fields, unknown members too.
         *
         * @param json a JSON object of property names
         * @return this
         */
        public Builder json(String json) {
            try {
                return members(Json.readObject(json));
            } catch (MalformedJsonException e) {
                unreadable.add(Problem.of("profile", "is " + e.getMessage(), "Mend the JSON text."));
                return this;
            }
        }

        /**
         * Sets the fields that a JSON object names.
         *
         * @param members the object's members
         * @return this
         */
        public Builder members(Map<String, ? extends @Nullable Object> members) {
            Fields fields = new Fields(members, unreadable);
            for (ProfileField<?> field : ProfileField.all()) {
                readField(field, fields.value(field.property()));
            }
            fields.refuseUnknown();
            return this;
        }

        private <T> Builder readField(ProfileField<T> field, @Nullable Object json) {
            try {
                T value = field.read(json);
                return value == null ? this : set(field, value);
            } catch (IllegalArgumentException e) {
                String cure = e.getMessage() == null ? "Correct it." : e.getMessage();
                unreadable.add(field.problem("cannot be read", cure));
                return this;
            }
        }

        /**
         * Sets the stable id, for a profile that was stored before.
         *
         * @param value the id, 1 to 100 letters, digits and hyphens
         * @return this
         * @throws IllegalArgumentException if it has another character
         */
        public Builder id(String value) {
            if (!value.matches("[A-Za-z0-9-]{1,100}")) {
                throw new IllegalArgumentException("A profile's id is 1 to 100 letters, digits and hyphens.");
            }
            id = value;
            return this;
        }

        /**
         * Lets URLs be plain http where the host is a loopback address, for a server on the same machine. Everything else stays https.
         *
         * @return this
         */
        public Builder allowLoopbackHttp() {
            loopbackHttp = true;
            return this;
        }

        /**
         * Sets the name.
         *
         * @param value unique in the store
         * @return this
         */
        public Builder name(String value) {
            return set(ProfileField.NAME, value);
        }

        /**
         * Sets how the token is obtained.
         *
         * @param value the grant type
         * @return this
         */
        public Builder grantType(GrantType value) {
            return set(ProfileField.GRANT_TYPE, value);
        }

        /**
         * Sets the token endpoint.
         *
         * @param value an https URL
         * @return this
         */
        public Builder tokenUrl(URI value) {
            return set(ProfileField.TOKEN_URL, value);
        }

        /**
         * Sets the authorization endpoint.
         *
         * @param value an https URL
         * @return this
         */
        public Builder authUrl(URI value) {
            return set(ProfileField.AUTH_URL, value);
        }

        /**
         * Sets the device authorization endpoint.
         *
         * @param value an https URL
         * @return this
         */
        public Builder deviceUrl(URI value) {
            return set(ProfileField.DEVICE_URL, value);
        }

        /**
         * Sets the revocation endpoint.
         *
         * @param value an https URL
         * @return this
         */
        public Builder revocationUrl(URI value) {
            return set(ProfileField.REVOCATION_URL, value);
        }

        /**
         * Sets the issuer identifier.
         *
         * @param value an https URL without query and fragment
         * @return this
         */
        public Builder issuer(URI value) {
            return set(ProfileField.ISSUER, value);
        }

        /**
         * Sets the hosts that the token may be sent to.
         *
         * @param value the hosts
         * @return this
         */
        public Builder apiHosts(ApiHost... value) {
            return set(ProfileField.API_HOSTS, List.of(value));
        }

        /**
         * Sets the client identifier.
         *
         * @param value as the provider's console shows it
         * @return this
         */
        public Builder clientId(String value) {
            return set(ProfileField.CLIENT_ID, value);
        }

        /**
         * Sets the client secret.
         *
         * @param value as the provider's console shows it, or null for none
         * @return this
         */
        public Builder clientSecret(@Nullable Secret value) {
            return set(ProfileField.CLIENT_SECRET, value);
        }

        /**
         * Sets how the client authenticates.
         *
         * @param value the mode
         * @return this
         */
        public Builder clientAuthMode(ClientAuthMode value) {
            return set(ProfileField.CLIENT_AUTH_MODE, value);
        }

        /**
         * Sets the scopes, and with them {@link ScopeMode#SCOPES_LIST}; without any, {@link ScopeMode#NONE}.
         *
         * @param value the scopes
         * @return this
         */
        public Builder scopes(String... value) {
            set(ProfileField.SCOPES, value.length == 0 ? null : List.of(value));
            return set(ProfileField.SCOPE_MODE, value.length == 0 ? ScopeMode.NONE : ScopeMode.SCOPES_LIST);
        }

        /**
         * Sets whether scopes are asked for.
         *
         * @param value the mode
         * @return this
         */
        public Builder scopeMode(ScopeMode value) {
            return set(ProfileField.SCOPE_MODE, value);
        }

        /**
         * Sets the extra parameters.
         *
         * @param value names to values, none of them a standard parameter of OAuth
         * @return this
         */
        public Builder extraParams(Map<String, String> value) {
            return set(ProfileField.EXTRA_PARAMS, value);
        }

        /**
         * Sets who signs the assertion.
         *
         * @param value the mode
         * @return this
         */
        public Builder jwtAssertionMode(JwtAssertionMode value) {
            return set(ProfileField.JWT_ASSERTION_MODE, value);
        }

        /**
         * Sets the pasted assertion. White space around it, which comes with pasting, is dropped.
         *
         * @param value the JWT, or null for none
         * @return this
         */
        public Builder jwtAssertion(@Nullable Secret value) {
            return set(ProfileField.JWT_ASSERTION, value);
        }

        /**
         * Sets how the code verifier is challenged.
         *
         * @param value the method
         * @return this
         */
        public Builder pkceMethod(PkceMethod value) {
            return set(ProfileField.PKCE_METHOD, value);
        }

        /**
         * Sets where the browser returns to.
         *
         * @param value an https URL, exactly as registered with the provider
         * @return this
         */
        public Builder redirectUri(URI value) {
            return set(ProfileField.REDIRECT_URI, value);
        }

        /**
         * Sets what the authorization endpoint returns.
         *
         * @param value the response type
         * @return this
         */
        public Builder responseType(ResponseType value) {
            return set(ProfileField.RESPONSE_TYPE, value);
        }

        /**
         * Sets how long a token is taken to live when its reply does not say.
         *
         * @param value whole seconds, 1 s to 30 days
         * @return this
         */
        public Builder defaultExpiresIn(Duration value) {
            return set(ProfileField.DEFAULT_EXPIRES_IN, value);
        }

        /** {@return everything that is wrong with the form as it stands; empty if it can be built} */
        public List<Problem> problems() {
            List<Problem> problems = new ArrayList<>(unreadable);
            problems.addAll(new ProfileRules(values(), loopbackHttp).problems(preset, given.keySet()));
            return List.copyOf(problems);
        }

        /**
         * The profile.
         *
         * @return the profile
         * @throws InvalidProfileException with all problems, if there are any
         */
        public OAuthProfile build() {
            List<Problem> problems = problems();
            if (!problems.isEmpty()) {
                throw new InvalidProfileException(problems);
            }
            return new OAuthProfile(id, values());
        }

        @SuppressWarnings("unchecked") // only a map of strings is put under EXTRA_PARAMS
        private Map<ProfileField<?>, Object> values() {
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
            if (values.get(ProfileField.JWT_ASSERTION) instanceof Secret pasted
                    && !pasted.reveal().isBlank()) {
                values.put(ProfileField.JWT_ASSERTION, Secret.of(pasted.reveal().strip()));
            }
            return values;
        }
    }
}
