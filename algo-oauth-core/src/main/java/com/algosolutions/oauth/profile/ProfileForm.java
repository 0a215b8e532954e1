package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.json.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A profile's form while it is filled in: the device's <em>OAuth Profile</em> page. Not thread-safe.
 *
 * <p>A field that nobody set has the value of the preset, for the environment that the extra params select; a field set to null
 * goes back to that. {@link #build()} checks all rules.
 */
public final class ProfileForm {
    /** The grants as a server's metadata names them: RFC 8414 section 2. */
    private static final Map<GrantType, String> WIRE_NAMES = Map.of(
            GrantType.CLIENT_CREDENTIALS, "client_credentials",
            GrantType.JWT_BEARER, "urn:ietf:params:oauth:grant-type:jwt-bearer",
            GrantType.AUTH_CODE_PKCE, "authorization_code",
            GrantType.DEVICE_CODE, "urn:ietf:params:oauth:grant-type:device_code");

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
     * @param value its value, or null or a blank text for the preset's
     * @return this
     */
    public <T> ProfileForm set(ProfileField<T> field, @Nullable T value) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            given.remove(field);
        } else if (field == ProfileField.ASSERTION_CLAIMS) { // what they are made of may have no JSON
            readable(field, value).ifPresent(claims -> given.put(field, claims));
        } else {
            given.put(field, copy(value));
        }
        return this;
    }

    /** Takes over a value of the stored profile. */
    void keep(ProfileField<?> field, Object value) {
        given.put(field, value);
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
    public ProfileForm fill(ProfileField<?> field, @Nullable String text) {
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
    public ProfileForm json(String json) {
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
     * Sets the stable id, for a profile that was stored before.
     *
     * @param value the id, 1 to 100 letters, digits and hyphens
     * @return this
     * @throws IllegalArgumentException if it has another character
     */
    public ProfileForm id(String value) {
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
    public ProfileForm allowLoopbackHttp() {
        loopbackHttp = true;
        return this;
    }

    /**
     * Sets the name.
     *
     * @param value unique in the store
     * @return this
     */
    public ProfileForm name(String value) {
        return set(ProfileField.NAME, value);
    }

    /**
     * Sets how the token is obtained.
     *
     * @param value the grant type
     * @return this
     */
    public ProfileForm grantType(GrantType value) {
        return set(ProfileField.GRANT_TYPE, value);
    }

    /**
     * Sets the token endpoint.
     *
     * @param value an https URL
     * @return this
     */
    public ProfileForm tokenUrl(URI value) {
        return set(ProfileField.TOKEN_URL, value);
    }

    /**
     * Sets the authorization endpoint.
     *
     * @param value an https URL
     * @return this
     */
    public ProfileForm authUrl(URI value) {
        return set(ProfileField.AUTH_URL, value);
    }

    /**
     * Sets the device authorization endpoint.
     *
     * @param value an https URL
     * @return this
     */
    public ProfileForm deviceUrl(URI value) {
        return set(ProfileField.DEVICE_URL, value);
    }

    /**
     * Sets the revocation endpoint.
     *
     * @param value an https URL
     * @return this
     */
    public ProfileForm revocationUrl(URI value) {
        return set(ProfileField.REVOCATION_URL, value);
    }

    /**
     * Sets the issuer identifier.
     *
     * @param value an https URL without query and fragment
     * @return this
     */
    public ProfileForm issuer(URI value) {
        return set(ProfileField.ISSUER, value);
    }

    /**
     * Sets the hosts that the token may be sent to.
     *
     * @param value the hosts
     * @return this
     */
    public ProfileForm apiHosts(ApiHost... value) {
        return set(ProfileField.API_HOSTS, List.of(value));
    }

    /**
     * Sets the client identifier.
     *
     * @param value as the provider's console shows it
     * @return this
     */
    public ProfileForm clientId(String value) {
        return set(ProfileField.CLIENT_ID, value);
    }

    /**
     * Sets the client secret.
     *
     * @param value as the provider's console shows it, or null for none
     * @return this
     */
    public ProfileForm clientSecret(@Nullable Secret value) {
        return set(ProfileField.CLIENT_SECRET, value);
    }

    /**
     * Sets how the client authenticates.
     *
     * @param value the mode
     * @return this
     */
    public ProfileForm clientAuthMode(ClientAuthMode value) {
        return set(ProfileField.CLIENT_AUTH_MODE, value);
    }

    /**
     * Sets the scopes, and with them {@link ScopeMode#SCOPES_LIST}; without any, {@link ScopeMode#NONE}.
     *
     * @param value the scopes
     * @return this
     */
    public ProfileForm scopes(String... value) {
        set(ProfileField.SCOPES, value.length == 0 ? null : List.of(value));
        return set(ProfileField.SCOPE_MODE, value.length == 0 ? ScopeMode.NONE : ScopeMode.SCOPES_LIST);
    }

    /**
     * Sets whether scopes are asked for.
     *
     * @param value the mode
     * @return this
     */
    public ProfileForm scopeMode(ScopeMode value) {
        return set(ProfileField.SCOPE_MODE, value);
    }

    /**
     * Sets the extra parameters.
     *
     * @param value names to values, none of them a standard parameter of OAuth
     * @return this
     */
    public ProfileForm extraParams(Map<String, String> value) {
        return set(ProfileField.EXTRA_PARAMS, value);
    }

    /**
     * Sets who signs the assertion.
     *
     * @param value the mode
     * @return this
     */
    public ProfileForm jwtAssertionMode(JwtAssertionMode value) {
        return set(ProfileField.JWT_ASSERTION_MODE, value);
    }

    /**
     * Sets the pasted assertion. White space around it, which comes with pasting, is dropped.
     *
     * @param value the JWT, or null for none
     * @return this
     */
    public ProfileForm jwtAssertion(@Nullable Secret value) {
        return set(ProfileField.JWT_ASSERTION, value);
    }

    /**
     * Sets how the code verifier is challenged.
     *
     * @param value the method
     * @return this
     */
    public ProfileForm pkceMethod(PkceMethod value) {
        return set(ProfileField.PKCE_METHOD, value);
    }

    /**
     * Sets where the browser returns to.
     *
     * @param value an https URL, exactly as registered with the provider
     * @return this
     */
    public ProfileForm redirectUri(URI value) {
        return set(ProfileField.REDIRECT_URI, value);
    }

    /**
     * Sets the pushed authorization request endpoint: RFC 9126 section 2.
     *
     * @param value an https URL; without it the authorization request goes by the browser alone
     * @return this
     */
    public ProfileForm parUrl(URI value) {
        return set(ProfileField.PAR_URL, value);
    }

    /**
     * Sets the resources that the token is asked for: RFC 8707.
     *
     * @param values absolute URIs without fragment, as the provider names its APIs
     * @return this
     */
    public ProfileForm resources(URI... values) {
        return set(ProfileField.RESOURCES, List.of(values));
    }

    /**
     * Sets what the authorization endpoint returns.
     *
     * @param value the response type
     * @return this
     */
    public ProfileForm responseType(ResponseType value) {
        return set(ProfileField.RESPONSE_TYPE, value);
    }

    /**
     * Sets <em>Issuer Check</em>.
     *
     * @param value the value, or null for the preset's
     * @return this
     */
    public ProfileForm issuerCheck(@Nullable IssuerCheck value) {
        return set(ProfileField.ISSUER_CHECK, value);
    }

    /**
     * Sets how long a token is taken to live when its reply does not say.
     *
     * @param value whole seconds, 1 s to 30 days
     * @return this
     */
    public ProfileForm defaultExpiresIn(Duration value) {
        return set(ProfileField.DEFAULT_EXPIRES_IN, value);
    }

    /**
     * Sets what kind of access token is asked for.
     *
     * @param value the type; without it bearer tokens
     * @return this
     */
    public ProfileForm accessTokenType(AccessTokenType value) {
        return set(ProfileField.ACCESS_TOKEN_TYPE, value);
    }

    /**
     * Sets the device's private key, for {@link JwtAssertionMode#SELF_SIGNED} and {@link ClientAuthMode#PRIVATE_KEY_JWT}.
     *
     * @param value PKCS#8 in PEM, a JWK, or PKCS#12 in Base64; null for none
     * @return this
     */
    public ProfileForm signingKey(@Nullable Secret value) {
        return set(ProfileField.SIGNING_KEY, value);
    }

    /**
     * Sets the password of a PKCS#12 signing key.
     *
     * @param value the password, or null for none
     * @return this
     */
    public ProfileForm signingKeyPassword(@Nullable Secret value) {
        return set(ProfileField.SIGNING_KEY_PASSWORD, value);
    }

    /**
     * Sets the id by which the provider knows the key: RFC 7515 section 4.1.4.
     *
     * @param value the {@code kid}
     * @return this
     */
    public ProfileForm signingKeyId(String value) {
        return set(ProfileField.SIGNING_KEY_ID, value);
    }

    /**
     * Sets what the device signs by.
     *
     * @param value the algorithm: RFC 7518 section 3.1, RFC 8037
     * @return this
     */
    public ProfileForm signingAlgorithm(SigningAlgorithm value) {
        return set(ProfileField.SIGNING_ALGORITHM, value);
    }

    /**
     * Sets the {@code iss} of a self-signed assertion: RFC 7523 section 3.
     *
     * @param value who signs
     * @return this
     */
    public ProfileForm assertionIssuer(String value) {
        return set(ProfileField.ASSERTION_ISSUER, value);
    }

    /**
     * Sets the {@code sub} of a self-signed assertion: RFC 7523 section 3.
     *
     * @param value for whom the token is
     * @return this
     */
    public ProfileForm assertionSubject(String value) {
        return set(ProfileField.ASSERTION_SUBJECT, value);
    }

    /**
     * Sets the {@code aud} of a self-signed assertion: RFC 7523 section 3.
     *
     * @param value who is to accept it
     * @return this
     */
    public ProfileForm assertionAudience(String value) {
        return set(ProfileField.ASSERTION_AUDIENCE, value);
    }

    /**
     * Sets how long a signed assertion lives.
     *
     * @param value whole seconds, 30 to 300
     * @return this
     */
    public ProfileForm assertionLifetime(Duration value) {
        return set(ProfileField.ASSERTION_LIFETIME, value);
    }

    /**
     * Sets further claims of a self-signed assertion.
     *
     * @param value names to texts, numbers, booleans, lists and maps; none of them a claim that the device sets itself
     * @return this
     */
    public ProfileForm assertionClaims(Map<String, ?> value) {
        return set(ProfileField.ASSERTION_CLAIMS, new LinkedHashMap<>(value));
    }

    /**
     * Sets the {@code aud} of the JWT by which the client authenticates.
     *
     * @param value the audience; without it the issuer, or else the token URL
     * @return this
     */
    public ProfileForm clientAssertionAudience(String value) {
        return set(ProfileField.CLIENT_ASSERTION_AUDIENCE, value);
    }

    /**
     * Fills in what an issuer says of itself: its endpoints and, unless one is chosen, the best Client Auth Mode that it offers and this
     * profile can use. What was typed by hand stays. Most callers want {@code OAuthClient.discover}.
     *
     * @param metadata what the issuer says
     * @param certificate whether the client has a TLS certificate of its own to present
     * @return what the operator should know, a sentence without its full stop each
     */
    public List<String> discovered(ServerMetadata metadata, boolean certificate) {
        ServerMetadata before = given.get(ProfileField.SERVER_METADATA) instanceof ServerMetadata known ? known : null;
        for (ProfileField<URI> field : ServerMetadata.fields()) {
            boolean typed = given.get(field) instanceof URI value && (before == null || !before.names(field, value));
            if (!typed && metadata.fills(field)) {
                set(field, metadata.endpoint(field).orElse(null));
            }
        }
        set(ProfileField.ISSUER, metadata.issuer());
        set(ProfileField.SERVER_METADATA, metadata);
        List<String> notes = new ArrayList<>();
        clientAuth(metadata, certificate).ifPresent(notes::add);
        if (!metadata.foreignHosts().isEmpty()) {
            notes.add("endpoints are on other hosts than the issuer: " + String.join(", ", metadata.foreignHosts()));
        }
        Map<ProfileField<?>, Object> values = values();
        if (GrantType.AUTH_CODE_PKCE.equals(values.get(ProfileField.GRANT_TYPE))
                && !metadata.codeChallengeMethods().contains("S256")) {
            notes.add("the server does not say that it knows PKCE with S256");
        }
        grant(metadata, values).ifPresent(notes::add);
        if (values.get(ProfileField.ACCESS_TOKEN_TYPE) == AccessTokenType.DPOP
                && !metadata.dpopAlgorithms().contains("ES256")) {
            notes.add("the server does not say that it takes DPoP proofs signed by ES256");
        }
        return List.copyOf(notes);
    }

    /** A server that says nothing of its grants is taken to have what the operator wants. */
    private static Optional<String> grant(ServerMetadata metadata, Map<ProfileField<?>, Object> values) {
        List<String> offered = metadata.grantTypes();
        return values.get(ProfileField.GRANT_TYPE) instanceof GrantType grant
                        && WIRE_NAMES.containsKey(grant)
                        && !offered.isEmpty()
                        && !offered.contains(WIRE_NAMES.get(grant))
                ? Optional.of("the server does not offer this Grant Type; it offers " + String.join(", ", offered))
                : Optional.empty();
    }

    /**
     * A key proves more than a secret that crosses the wire: RFC 9700 section 2.5. The certificate is the device's, for whatever profile;
     * a secret that was typed tells how this client is registered.
     */
    private Optional<String> clientAuth(ServerMetadata metadata, boolean certificate) {
        List<String> offered = metadata.clientAuthMethods();
        Map<ProfileField<?>, Object> values = values();
        if (!given.containsKey(ProfileField.CLIENT_AUTH_MODE)) {
            boolean secret = values.containsKey(ProfileField.CLIENT_SECRET);
            for (ClientAuthMode mode : ClientAuthMode.byPreference()) {
                boolean able = mode == ClientAuthMode.NONE
                        ? !secret
                        : mode == ClientAuthMode.PRIVATE_KEY_JWT
                                ? values.containsKey(ProfileField.SIGNING_KEY)
                                : mode.needsClientSecret() || (mode.usesCertificate() && certificate && !secret);
                if (able && offered.contains(mode.method())) {
                    set(ProfileField.CLIENT_AUTH_MODE, mode);
                    return Optional.empty();
                }
            }
        }
        return values.get(ProfileField.CLIENT_AUTH_MODE) instanceof ClientAuthMode mode
                        && offered.contains(mode.method())
                ? Optional.empty()
                : Optional.of(
                        "the server does not offer this Client Auth Mode; it offers " + String.join(", ", offered));
    }

    /** {@return the fields that name another endpoint than the issuer's metadata does: those that were set by hand} */
    public List<ProfileField<?>> overridden() {
        Map<ProfileField<?>, Object> values = values();
        return overridden(field -> Optional.ofNullable(values.get(field)));
    }

    static List<ProfileField<?>> overridden(Function<ProfileField<?>, Optional<?>> values) {
        List<ProfileField<?>> overridden = new ArrayList<>();
        if (values.apply(ProfileField.SERVER_METADATA).orElse(null) instanceof ServerMetadata metadata) {
            for (ProfileField<URI> field : ServerMetadata.fields()) {
                if (values.apply(field).orElse(null) instanceof URI url && !metadata.names(field, url)) {
                    overridden.add(field);
                }
            }
        }
        return List.copyOf(overridden);
    }

    /** {@return everything that is wrong with the form as it stands; empty if it can be built} */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(unreadable);
        problems.addAll(new ProfileRules(values(), loopbackHttp, preset).problems(given.keySet()));
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
