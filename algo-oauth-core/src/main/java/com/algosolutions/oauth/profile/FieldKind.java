package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.PastedText;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a field's value is read from JSON or from the text of a form, and written as JSON. */
enum FieldKind {
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
            case URIS -> words(json).stream().map(FieldKind::uri).toList();
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
            case URIS, HOSTS -> ((List<?>) value).stream().map(Object::toString).toList();
            case WORDS, PARAMS, CLAIMS, TEXT -> value;
            case SECONDS -> ((Duration) value).toSeconds();
            case METADATA -> ((ServerMetadata) value).members();
            case URL, GRANT -> value.toString();
            default -> written((Enum<?>) value);
        };
    }

    /** A value that the application cannot change afterwards. */
    static Object copy(Object value) {
        if (value instanceof List<?> list) {
            return List.copyOf(list);
        }
        if (value instanceof Map<?, ?> map) { // not Map.copyOf, which loses the operator's order
            Map<Object, Object> copied = new LinkedHashMap<>();
            map.forEach((name, text) -> copied.put(Objects.requireNonNull(name), Objects.requireNonNull(text)));
            return Collections.unmodifiableMap(copied);
        }
        return value;
    }

    /** The texts in a value, in its order. */
    List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        gather(
                this == SECRET
                        ? ((Secret) value).reveal()
                        : this == METADATA ? ((ServerMetadata) value).members() : value,
                texts);
        return texts;
    }

    private static void gather(Object value, List<String> texts) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                texts.add(name.toString());
                gather(member, texts);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(each -> gather(each, texts));
        } else if (value instanceof String
                || value instanceof URI
                || value instanceof ApiHost
                || value instanceof GrantType) {
            texts.add(value.toString());
        }
    }

    private Object constant(String name) {
        for (Enum<?> constant : constants()) {
            if (written(constant).equalsIgnoreCase(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("Choose one of " + String.join(", ", choices()) + ".");
    }

    /** The form has {@code code} in lower case, as RFC 6749, and all other names in capitals. */
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
            throw new IllegalArgumentException("Write a whole URL, such as https://platform.example.com/oauth/token.");
        }
    }

    private static List<String> words(Object json) {
        List<String> words = new ArrayList<>();
        if (json instanceof List<?> list) {
            list.forEach(word -> words.add(text(word).strip()));
        } else if (list(text(json)) instanceof List<?> list) {
            return words(list);
        } else {
            words.addAll(Arrays.asList(text(json).strip().split("[\\s,]+")));
        }
        return List.copyOf(words);
    }

    /** A text that is a JSON list; null for any other text, which may begin with a bracket too: an IPv6 literal. */
    private static @Nullable Object list(String text) {
        try {
            return text.strip().startsWith("[") ? Json.read(text) : null;
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private static List<ApiHost> hosts(List<String> words) {
        List<ApiHost> hosts = new ArrayList<>();
        for (String word : words) {
            if (PastedText.problem("", "", word)
                    .isPresent()) { // before an international name is converted: it could be a look-alike
                throw new IllegalArgumentException("Write the host as the provider's documentation has it.");
            }
            try {
                hosts.add(ApiHost.of(word));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
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

    /** Converts the claims as writing and reading JSON does, so that equal claims are equal after a restart too. */
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
