package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.PastedText;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One field of the device's OAuth profile form: its label, its property name, and how its value is read and written. Immutable and
 * thread-safe.
 *
 * <p>{@link #all()} is the whole form in its order, so a web page, a JSON document and this library's own checks cannot disagree about
 * it.
 *
 * @param <T> what the field holds
 * @since 0.1.0
 */
public final class ProfileField<T> {
    /** Every field in the order of the form, which is the order of the constants below. */
    private static final List<ProfileField<?>> FORM = new ArrayList<>();

    /** The profile's name, unique in the store. */
    public static final ProfileField<String> NAME = field("name", "Name", FieldKind.TEXT);
    /** The id of an installed provider: {@code RINGCENTRAL}, {@code GENERIC}. */
    public static final ProfileField<String> PROVIDER_TYPE = field("providerType", "Provider Type", FieldKind.TEXT);
    /** How the token is obtained. */
    public static final ProfileField<GrantType> GRANT_TYPE = field("grantType", "Grant Type", FieldKind.GRANT);
    /** The token endpoint: RFC 6749 section 3.2. */
    public static final ProfileField<URI> TOKEN_URL = field("tokenUrl", "Token URL", FieldKind.URL);
    /** The authorization endpoint: RFC 6749 section 3.1. */
    public static final ProfileField<URI> AUTH_URL = field("authUrl", "Auth URL", FieldKind.URL);
    /** The pushed authorization request endpoint: RFC 9126 section 2. */
    public static final ProfileField<URI> PAR_URL = field("parUrl", "PAR URL", FieldKind.URL);
    /** The device authorization endpoint: RFC 8628 section 3.1. */
    public static final ProfileField<URI> DEVICE_URL = field("deviceUrl", "Device URL", FieldKind.URL);
    /** The revocation endpoint: RFC 7009. */
    public static final ProfileField<URI> REVOCATION_URL = field("revocationUrl", "Revocation URL", FieldKind.URL);
    /** The authorization server's issuer identifier: RFC 8414 section 2. */
    public static final ProfileField<URI> ISSUER = field("issuer", "Issuer", FieldKind.URL);
    /** The hosts that the token may be sent to. This library's own field. */
    public static final ProfileField<List<ApiHost>> API_HOSTS = field("apiHosts", "API Hosts", FieldKind.HOSTS);
    /** The client identifier: RFC 6749 section 2.2. */
    public static final ProfileField<String> CLIENT_ID = field("clientId", "Client ID", FieldKind.TEXT);
    /** The client secret: RFC 6749 section 2.3.1. */
    public static final ProfileField<Secret> CLIENT_SECRET = field("clientSecret", "Client Secret", FieldKind.SECRET);
    /** How the client authenticates. */
    public static final ProfileField<ClientAuthMode> CLIENT_AUTH_MODE =
            field("clientAuthMode", "Client Auth Mode", FieldKind.CLIENT_AUTH_MODE);
    /** Whether scopes are requested. */
    public static final ProfileField<ScopeMode> SCOPE_MODE = field("scopeMode", "Scope Mode", FieldKind.SCOPE_MODE);
    /** The requested scopes: RFC 6749 section 3.3. */
    public static final ProfileField<List<String>> SCOPES = field("scopes", "Scope", FieldKind.WORDS);
    /** The resources that the token is requested for: RFC 8707. This library's own field. */
    public static final ProfileField<List<URI>> RESOURCES = field("resources", "Resources", FieldKind.URIS);
    /** Further parameters of the token and authorization requests; {@link Preset#ownParams()} are not sent. */
    public static final ProfileField<Map<String, String>> EXTRA_PARAMS =
            field("extraParams", "Extra Params (JSON)", FieldKind.PARAMS);
    /** Who signs the assertion. */
    public static final ProfileField<JwtAssertionMode> JWT_ASSERTION_MODE =
            field("jwtAssertionMode", "JWT Assertion Mode", FieldKind.JWT_ASSERTION_MODE);
    /** The pasted assertion: RFC 7523 section 2.1. */
    public static final ProfileField<Secret> JWT_ASSERTION =
            field("jwtAssertion", "JWT Assertion/JWT Credential", FieldKind.SECRET);
    /** The code challenge method: RFC 7636 section 4.2. */
    public static final ProfileField<PkceMethod> PKCE_METHOD =
            field("pkceMethod", "PKCE Method", FieldKind.PKCE_METHOD);
    /** The redirect URI: RFC 6749 section 3.1.2. */
    public static final ProfileField<URI> REDIRECT_URI = field("redirectUri", "PKCE Redirect URI", FieldKind.URL);
    /** What the authorization endpoint returns: RFC 6749 section 3.1.1. */
    public static final ProfileField<ResponseType> RESPONSE_TYPE =
            field("responseType", "Response Type", FieldKind.RESPONSE_TYPE);
    /** Whether callbacks must have an {@code iss}: RFC 9207. This library's own field. */
    public static final ProfileField<IssuerCheck> ISSUER_CHECK =
            field("issuerCheck", "Issuer Check", FieldKind.ISSUER_CHECK);
    /** The lifetime of a token whose response has no {@code expires_in}, in seconds in JSON. This library's own field. */
    public static final ProfileField<Duration> DEFAULT_EXPIRES_IN =
            field("defaultExpiresIn", "Default Expiry", FieldKind.SECONDS);
    /** The type of access token to request; bearer tokens if empty. This library's own field. */
    public static final ProfileField<AccessTokenType> ACCESS_TOKEN_TYPE =
            field("accessTokenType", "Access Token Type", FieldKind.ACCESS_TOKEN_TYPE);
    /** The device's private key: in PEM, a JWK, or PKCS#12 in Base64. This library's own field. */
    public static final ProfileField<Secret> SIGNING_KEY = field("signingKey", "Signing Key", FieldKind.SECRET);
    /** The password of a signing key in PKCS#12 or encrypted PKCS#8. This library's own field. */
    public static final ProfileField<Secret> SIGNING_KEY_PASSWORD =
            field("signingKeyPassword", "Signing Key Password", FieldKind.SECRET);
    /** The id by which the provider knows the key: RFC 7515 section 4.1.4. This library's own field. */
    public static final ProfileField<String> SIGNING_KEY_ID = field("signingKeyId", "Signing Key ID", FieldKind.TEXT);
    /** The algorithm that the device signs with. This library's own field. */
    public static final ProfileField<SigningAlgorithm> SIGNING_ALGORITHM =
            field("signingAlgorithm", "Signing Algorithm", FieldKind.SIGNING_ALGORITHM);
    /** The party that signs: the {@code iss} of a self-signed assertion. This library's own field. */
    public static final ProfileField<String> ASSERTION_ISSUER =
            field("assertionIssuer", "Assertion Issuer", FieldKind.TEXT);
    /** The party that the token is issued for: the {@code sub} of a self-signed assertion. This library's own field. */
    public static final ProfileField<String> ASSERTION_SUBJECT =
            field("assertionSubject", "Assertion Subject", FieldKind.TEXT);
    /** The party that accepts the assertion: the {@code aud} of a self-signed assertion. This library's own field. */
    public static final ProfileField<String> ASSERTION_AUDIENCE =
            field("assertionAudience", "Assertion Audience", FieldKind.TEXT);
    /** The lifetime of a signed assertion, in seconds in JSON. This library's own field. */
    public static final ProfileField<Duration> ASSERTION_LIFETIME =
            field("assertionLifetime", "Assertion Lifetime", FieldKind.SECONDS);
    /** Further claims of a self-signed assertion, each a text, number, boolean, list or map. This library's own field. */
    public static final ProfileField<Map<String, Object>> ASSERTION_CLAIMS =
            field("assertionClaims", "Assertion Claims (JSON)", FieldKind.CLAIMS);
    /** The {@code aud} of the JWT that authenticates the client. This library's own field. */
    public static final ProfileField<String> CLIENT_ASSERTION_AUDIENCE =
            field("clientAssertionAudience", "Client Assertion Audience", FieldKind.TEXT);

    /** The issuer's metadata that discovery stored: RFC 8414. This library's own field. */
    public static final ProfileField<ServerMetadata> SERVER_METADATA =
            field("serverMetadata", "Server Metadata (JSON)", FieldKind.METADATA);

    /** The text of a secret that is set. */
    static final String HIDDEN = "***";

    private final String property;
    private final String label;
    private final FieldKind kind;
    private final int place;

    private ProfileField(int place, String property, String label, FieldKind kind) {
        this.place = place;
        this.property = property;
        this.label = label;
        this.kind = kind;
    }

    private static <T> ProfileField<T> field(String property, String label, FieldKind kind) {
        ProfileField<T> field = new ProfileField<>(FORM.size(), property, label, kind);
        FORM.add(field);
        return field;
    }

    /** {@return all fields in the order of the form} */
    public static List<ProfileField<?>> all() {
        return Collections.unmodifiableList(FORM);
    }

    /** {@return the field's place in {@link #all()}} */
    int place() {
        return place;
    }

    /** {@return the property's name in the builder and in JSON, such as {@code tokenUrl}} */
    public String property() {
        return property;
    }

    /** {@return the label as the device's form shows it, such as {@code AccessToken URL}} */
    public String label() {
        return label;
    }

    /** {@return whether the value is a secret, which is never printed or written to a document} */
    public boolean secret() {
        return kind == FieldKind.SECRET;
    }

    /** {@return the names that the form offers, or an empty list if the field is free text} */
    public List<String> choices() {
        return kind.choices();
    }

    /**
     * A problem of this field.
     *
     * @param message what is message, as the rest of a sentence that begins with the label
     * @param advice the fix, a sentence in the imperative
     * @return the problem
     */
    public Problem problem(String message, String advice) {
        return Problem.of(property, label, message, advice);
    }

    /** {@return the label} */
    @Override
    public String toString() {
        return label;
    }

    /**
     * Reads the field from a JSON value or from the text of a form.
     *
     * @param json the value; every kind of field can be read from a string
     * @return the field's value, or null if the field is left empty
     * @throws IllegalArgumentException if the value cannot be read; the message is the fix and never contains a secret
     */
    @SuppressWarnings("unchecked") // a field is made with the kind of its T
    @Nullable
    T read(@Nullable Object json) {
        if (json == null || (json instanceof String text && text.isBlank())) {
            return null;
        }
        return (T) kind.read(json);
    }

    /**
     * What pasting has added to a value, or changed in it. A key is read without it; a text for people, and a password that they chose, may
     * contain everything that can be seen.
     */
    Optional<Problem> pasted(Object value) {
        if (equals(SIGNING_KEY)) {
            return Optional.empty();
        }
        boolean people =
                equals(NAME) || equals(SIGNING_KEY_PASSWORD) || kind == FieldKind.PARAMS || kind == FieldKind.CLAIMS;
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .flatMap(member -> pasted(label, String.valueOf(member.getKey()), people)
                            .or(() ->
                                    pasted(member.getKey() + " in " + label, String.valueOf(member.getValue()), people))
                            .stream())
                    .findFirst();
        }
        return kind.texts(value).stream()
                .flatMap(text -> pasted(label, text, people).stream())
                .findFirst();
    }

    private Optional<Problem> pasted(String where, String text, boolean people) {
        return people ? PastedText.invisible(property, where, text) : PastedText.problem(property, where, text);
    }

    /** The problem of a text that cannot be read: what pasting has added to it or changed in it, or else the advice of the reader. */
    Problem unreadable(@Nullable Object json, String advice) {
        boolean manyLines = kind.name().endsWith("S") || kind == FieldKind.METADATA;
        return (json instanceof List<?> list ? list.stream() : Stream.ofNullable(json))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .flatMap(text -> PastedText.invisible(property, label, text)
                        .or(() -> PastedText.problem(
                                property,
                                label,
                                manyLines ? text.strip().replaceAll("[\\r\\n\\t]", " ") : text.strip()))
                        .stream())
                .findFirst()
                .orElseGet(() -> problem("cannot be read", advice));
    }

    /**
     * The JSON form of a value: text, a list of texts, an object of texts, or a number of seconds.
     *
     * @param value the value
     * @return the JSON value; for a secret its text
     */
    Object write(T value) {
        return kind.write(value);
    }

    /** The text of a value, which {@link #read} reads as an equal value, except that a secret is hidden and an empty list is an empty text. */
    String display(T value) {
        if (secret()) {
            return HIDDEN;
        }
        Object json = write(value);
        if (json instanceof List<?> list) {
            String words = list.stream().map(Object::toString).collect(Collectors.joining(" "));
            return list.isEmpty() || value.equals(read(words))
                    ? words
                    : Json.write(list); // an item may contain a comma
        }
        return json instanceof Map<?, ?> ? Json.write(json) : json.toString();
    }
}
