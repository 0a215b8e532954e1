package com.algosolutions.oauth.profile;

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
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One field of the device's OAuth profile form: its label, its property name, and how its value is read and written. Immutable and
 * thread-safe.
 *
 * <p>{@link #all()} is the whole form in its order, so a web page, a JSON document and this library's own checks cannot disagree about
 * it.
 *
 * @param <T> what the field holds
 */
public final class ProfileField<T> {
    /** Every field in the order of the form, which is the order of the constants below. */
    private static final List<ProfileField<?>> FORM = new ArrayList<>();

    /** Unique in the store. */
    public static final ProfileField<String> NAME = field("name", "Name", Kind.TEXT);
    /** The id of an installed provider: {@code RINGCENTRAL}, {@code GENERIC}. */
    public static final ProfileField<String> PROVIDER_TYPE = field("providerType", "Provider Type", Kind.TEXT);
    /** How the token is obtained. */
    public static final ProfileField<GrantType> GRANT_TYPE = field("grantType", "Grant Type", Kind.GRANT);
    /** The token endpoint: RFC 6749 section 3.2. */
    public static final ProfileField<URI> TOKEN_URL = field("tokenUrl", "Token URL", Kind.URL);
    /** The authorization endpoint: RFC 6749 section 3.1. */
    public static final ProfileField<URI> AUTH_URL = field("authUrl", "Auth URL", Kind.URL);
    /** The pushed authorization request endpoint: RFC 9126 section 2. */
    public static final ProfileField<URI> PAR_URL = field("parUrl", "PAR URL", Kind.URL);
    /** The device authorization endpoint: RFC 8628 section 3.1. */
    public static final ProfileField<URI> DEVICE_URL = field("deviceUrl", "Device URL", Kind.URL);
    /** The revocation endpoint: RFC 7009. */
    public static final ProfileField<URI> REVOCATION_URL = field("revocationUrl", "Revocation URL", Kind.URL);
    /** The authorization server's issuer identifier: RFC 8414 section 2. */
    public static final ProfileField<URI> ISSUER = field("issuer", "Issuer", Kind.URL);
    /** The hosts that the token may be sent to. This library's own field. */
    public static final ProfileField<List<ApiHost>> API_HOSTS = field("apiHosts", "API Hosts", Kind.HOSTS);
    /** The client identifier: RFC 6749 section 2.2. */
    public static final ProfileField<String> CLIENT_ID = field("clientId", "Client ID", Kind.TEXT);
    /** The client secret: RFC 6749 section 2.3.1. */
    public static final ProfileField<Secret> CLIENT_SECRET = field("clientSecret", "Client Secret", Kind.SECRET);
    /** How the client authenticates. */
    public static final ProfileField<ClientAuthMode> CLIENT_AUTH_MODE =
            field("clientAuthMode", "Client Auth Mode", Kind.CLIENT_AUTH_MODE);
    /** Whether scopes are asked for. */
    public static final ProfileField<ScopeMode> SCOPE_MODE = field("scopeMode", "Scope Mode", Kind.SCOPE_MODE);
    /** The scopes asked for: RFC 6749 section 3.3. */
    public static final ProfileField<List<String>> SCOPES = field("scopes", "Scope", Kind.WORDS);
    /** The resources that the token is asked for: RFC 8707. This library's own field. */
    public static final ProfileField<List<URI>> RESOURCES = field("resources", "Resources", Kind.URIS);
    /** Further parameters of the token and authorization requests; the provider may keep some to itself. */
    public static final ProfileField<Map<String, String>> EXTRA_PARAMS =
            field("extraParams", "Extra Params (JSON)", Kind.PARAMS);
    /** Who signs the assertion. */
    public static final ProfileField<JwtAssertionMode> JWT_ASSERTION_MODE =
            field("jwtAssertionMode", "JWT Assertion Mode", Kind.JWT_ASSERTION_MODE);
    /** The pasted assertion: RFC 7523 section 2.1. */
    public static final ProfileField<Secret> JWT_ASSERTION =
            field("jwtAssertion", "JWT Assertion/JWT Credential", Kind.SECRET);
    /** How the code verifier is challenged: RFC 7636 section 4.2. */
    public static final ProfileField<PkceMethod> PKCE_METHOD = field("pkceMethod", "PKCE Method", Kind.PKCE_METHOD);
    /** Where the browser returns to: RFC 6749 section 3.1.2. */
    public static final ProfileField<URI> REDIRECT_URI = field("redirectUri", "PKCE Redirect URI", Kind.URL);
    /** What the authorization endpoint returns: RFC 6749 section 3.1.1. */
    public static final ProfileField<ResponseType> RESPONSE_TYPE =
            field("responseType", "Response Type", Kind.RESPONSE_TYPE);
    /** Whether callbacks have to name their issuer: RFC 9207. This library's own field. */
    public static final ProfileField<IssuerCheck> ISSUER_CHECK =
            field("issuerCheck", "Issuer Check", Kind.ISSUER_CHECK);
    /** How long a token is taken to live when its reply does not say. This library's own field; JSON holds seconds. */
    public static final ProfileField<Duration> DEFAULT_EXPIRES_IN =
            field("defaultExpiresIn", "Default Expiry", Kind.SECONDS);
    /** What kind of access token is asked for; bearer tokens if left empty. This library's own field. */
    public static final ProfileField<AccessTokenType> ACCESS_TOKEN_TYPE =
            field("accessTokenType", "Access Token Type", Kind.ACCESS_TOKEN_TYPE);
    /** The device's private key: PKCS#8 in PEM, a JWK, or PKCS#12 in Base64. This library's own field. */
    public static final ProfileField<Secret> SIGNING_KEY = field("signingKey", "Signing Key", Kind.SECRET);
    /** The password of a PKCS#12 signing key. This library's own field. */
    public static final ProfileField<Secret> SIGNING_KEY_PASSWORD =
            field("signingKeyPassword", "Signing Key Password", Kind.SECRET);
    /** The id by which the provider knows the key: RFC 7515 section 4.1.4. This library's own field. */
    public static final ProfileField<String> SIGNING_KEY_ID = field("signingKeyId", "Signing Key ID", Kind.TEXT);
    /** What the device signs by. This library's own field. */
    public static final ProfileField<SigningAlgorithm> SIGNING_ALGORITHM =
            field("signingAlgorithm", "Signing Algorithm", Kind.SIGNING_ALGORITHM);
    /** Who signs: the {@code iss} of a self-signed assertion. This library's own field. */
    public static final ProfileField<String> ASSERTION_ISSUER = field("assertionIssuer", "Assertion Issuer", Kind.TEXT);
    /** For whom the token is: the {@code sub} of a self-signed assertion. This library's own field. */
    public static final ProfileField<String> ASSERTION_SUBJECT =
            field("assertionSubject", "Assertion Subject", Kind.TEXT);
    /** Who is to accept it: the {@code aud} of a self-signed assertion. This library's own field. */
    public static final ProfileField<String> ASSERTION_AUDIENCE =
            field("assertionAudience", "Assertion Audience", Kind.TEXT);
    /** How long a signed assertion lives; JSON holds seconds. This library's own field. */
    public static final ProfileField<Duration> ASSERTION_LIFETIME =
            field("assertionLifetime", "Assertion Lifetime", Kind.SECONDS);
    /** Further claims of a self-signed assertion, each a text, number, boolean, list or map. This library's own field. */
    public static final ProfileField<Map<String, Object>> ASSERTION_CLAIMS =
            field("assertionClaims", "Assertion Claims (JSON)", Kind.CLAIMS);
    /** The {@code aud} of the JWT by which the client authenticates. This library's own field. */
    public static final ProfileField<String> CLIENT_ASSERTION_AUDIENCE =
            field("clientAssertionAudience", "Client Assertion Audience", Kind.TEXT);

    /** What the issuer says of itself, as discovery left it: RFC 8414. This library's own field. */
    public static final ProfileField<ServerMetadata> SERVER_METADATA =
            field("serverMetadata", "Server Metadata (JSON)", Kind.METADATA);

    private final String property;
    private final String label;
    private final Kind kind;
    private final int place;

    private ProfileField(int place, String property, String label, Kind kind) {
        this.place = place;
        this.property = property;
        this.label = label;
        this.kind = kind;
    }

    private static <T> ProfileField<T> field(String property, String label, Kind kind) {
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

    /** {@return the label as the device's form shows it, such as {@code Token URL}} */
    public String label() {
        return label;
    }

    /** {@return whether the value is a secret, which no document and no print shows} */
    public boolean secret() {
        return kind == Kind.SECRET;
    }

    /** {@return the names that the form offers, or an empty list where any text can stand} */
    public List<String> choices() {
        return kind.choices();
    }

    /**
     * A problem of this field.
     *
     * @param wrong what is wrong, as the rest of a sentence that begins with the label
     * @param cure what to do
     * @return the problem
     */
    public Problem problem(String wrong, String cure) {
        return new Problem(property, label, wrong, cure);
    }

    /** {@return the label} */
    @Override
    public String toString() {
        return label;
    }

    /**
     * Reads the field from a JSON value or from the text of a form.
     *
     * @param json the value; a string is read for every kind of field
     * @return the field's value, or null if the field is left empty
     * @throws IllegalArgumentException if the value does not fit; its message is what to do, and never repeats a secret
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
     * The JSON form of a value: text, a list of texts, an object of texts, or a number of seconds.
     *
     * @param value the value
     * @return what stands in JSON; for a secret its text
     */
    Object write(T value) {
        return kind.write(value);
    }

    private enum Kind {
        TEXT,
        SECRET,
        URL,
        URIS,
        HOSTS,
        WORDS,
        PARAMS,
        CLAIMS,
        SECONDS,
        METADATA,
        GRANT,
        CLIENT_AUTH_MODE,
        SCOPE_MODE,
        JWT_ASSERTION_MODE,
        PKCE_METHOD,
        RESPONSE_TYPE,
        ACCESS_TOKEN_TYPE,
        ISSUER_CHECK,
        SIGNING_ALGORITHM;

        private List<? extends Enum<?>> constants() {
            return switch (this) {
                case CLIENT_AUTH_MODE -> List.of(ClientAuthMode.values());
                case SCOPE_MODE -> List.of(ScopeMode.values());
                case JWT_ASSERTION_MODE -> List.of(JwtAssertionMode.values());
                case PKCE_METHOD -> List.of(PkceMethod.values());
                case RESPONSE_TYPE -> List.of(ResponseType.values());
                case ACCESS_TOKEN_TYPE -> List.of(AccessTokenType.values());
                case ISSUER_CHECK -> List.of(IssuerCheck.values());
                case SIGNING_ALGORITHM -> List.of(SigningAlgorithm.values());
                default -> List.of();
            };
        }

        List<String> choices() {
            List<String> names = new ArrayList<>();
            if (this == GRANT) {
                names.addAll(List.of("JWT_BEARER", "CLIENT_CREDENTIALS", "AUTH_CODE_PKCE", "DEVICE_CODE"));
            }
            for (Enum<?> constant : constants()) {
                names.add(written(constant));
            }
            return names;
        }

        Object read(Object json) {
            return switch (this) {
                case TEXT -> text(json);
                case SECRET -> Secret.of(text(json));
                case URL -> url(text(json).strip());
                case URIS -> words(json).stream().map(Kind::uri).toList();
                case HOSTS -> hosts(words(json));
                case WORDS -> words(json);
                case PARAMS -> params(json);
                case CLAIMS -> claims(json);
                case SECONDS -> seconds(json);
                case METADATA -> ServerMetadata.kept(params(json));
                case GRANT -> new GrantType(text(json).strip());
                default -> constant(text(json).strip());
            };
        }

        Object write(Object value) {
            return switch (this) {
                case SECRET -> ((Secret) value).reveal();
                case URIS, HOSTS ->
                    ((List<?>) value).stream().map(Object::toString).toList();
                case WORDS, PARAMS, CLAIMS, TEXT -> value;
                case SECONDS -> ((Duration) value).toSeconds();
                case METADATA -> ((ServerMetadata) value).members();
                case URL, GRANT -> value.toString();
                default -> written((Enum<?>) value);
            };
        }

        private Object constant(String name) {
            for (Enum<?> constant : constants()) {
                if (written(constant).equalsIgnoreCase(name)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("Choose one of " + String.join(", ", choices()) + ".");
        }

        /** The form writes {@code code} small, as RFC 6749 does, and all other names in capitals. */
        private static String written(Enum<?> constant) {
            return constant instanceof ResponseType ? constant.name().toLowerCase(Locale.ROOT) : constant.name();
        }

        private static String text(Object json) {
            if (json instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("Write a text.");
        }

        private static URI uri(String text) {
            try {
                return URI.create(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Write whole URIs, such as https://api.example.com/.");
            }
        }

        private static URI url(String text) {
            try {
                return URI.create(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Write a whole URL, such as https://platform.example.com/oauth/token.");
            }
        }

        private static List<String> words(Object json) {
            List<String> words = new ArrayList<>();
            if (json instanceof List<?> list) {
                list.forEach(word -> words.add(text(word).strip()));
            } else {
                words.addAll(Arrays.asList(text(json).strip().split("[\\s,]+")));
            }
            return List.copyOf(words);
        }

        private static List<ApiHost> hosts(List<String> words) {
            List<ApiHost> hosts = new ArrayList<>();
            for (String word : words) {
                try {
                    hosts.add(ApiHost.of(word));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "Write hosts only, such as platform.ringcentral.com or 192.0.2.7:8443, without https:// and path.");
                }
            }
            return List.copyOf(hosts);
        }

        private static Map<String, String> params(Object json) {
            Map<String, @Nullable Object> map = object(json);
            if (map == null) {
                throw new IllegalArgumentException("Write a JSON object, such as {\"environment\": \"production\"}.");
            }
            Map<String, String> params = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (!(value instanceof String text)) {
                    throw new IllegalArgumentException("Put the value of \"" + name + "\" in double quotes.");
                }
                params.put(name, text);
            });
            return Collections.unmodifiableMap(params);
        }

        /** As JSON reads them, whatever they were made of: the same claims are equal before and after a restart. */
        private static Map<String, Object> claims(Object json) {
            Map<String, @Nullable Object> map = object(json instanceof Map ? written(json) : json);
            if (map == null) {
                throw new IllegalArgumentException("Write a JSON object, such as {\"roles\": [\"console\"]}.");
            }
            Map<String, Object> claims = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (value == null) {
                    throw new IllegalArgumentException("Give \"" + name + "\" a value, or remove it.");
                }
                claims.put(name, value);
            });
            return Collections.unmodifiableMap(claims);
        }

        private static String written(Object claims) {
            try {
                return Json.write(claims);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Use texts, numbers, booleans, lists and maps only.", e);
            }
        }

        private static @Nullable Map<String, @Nullable Object> object(Object json) {
            try {
                return Json.asObject(json instanceof String text ? Json.read(text) : json);
            } catch (MalformedJsonException e) {
                return null;
            }
        }

        private static Duration seconds(Object json) {
            try {
                return Duration.ofSeconds(
                        json instanceof Integer || json instanceof Long
                                ? ((Number) json).longValue()
                                : Long.parseLong(text(json).strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("Write a whole number of seconds, such as 3600.");
            }
        }
    }
}
