package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a successful token response: RFC 6749 section 5.1. Harmless deviations of servers are accepted, and {@link #habits}
 * names them. Not thread-safe.
 */
final class AccessTokenResponse {
    /** The characters that a header can carry without a space: RFC 9110 section 5.5. RFC 6750 section 2.1 allows fewer. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]+");

    private static final Pattern OF_RFC_6750 = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final Pattern WITH_SCHEME = Pattern.compile("(?i)Bearer +");

    /** Other names of {@code bearer}: letters only, in lower case. */
    private static final Pattern BEARER = Pattern.compile("(?:http|oauth|jwt)?bearer(?:token|accesstoken|auth|jwt)?");

    private static final Pattern SECONDS = Pattern.compile("(?i)(.{1,40}?)\\s*(?:s|secs?|seconds?)");

    /** The members with the time of the end, if there is no {@code expires_in}: of GitHub, Entra and others. */
    private static final List<String> EXPIRY = List.of("expires_at", "expires_on");

    /** The members that are read: RFC 6749 section 5.1, and the usual additions. */
    private static final List<String> MEMBERS = List.of(
            "access_token",
            "token_type",
            "expires_in",
            "refresh_token",
            "refresh_token_expires_in",
            "scope",
            "expires",
            "expires_at",
            "expires_on");

    private static final Set<String> NO_TOKEN = Set.of("null", "undefined", "none", "nil");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private final Map<String, ? extends @Nullable Object> members;
    private final Redactor redactor;
    private final StringBuilder habits = new StringBuilder();

    AccessTokenResponse(HttpResponse reply, Map<String, @Nullable Object> members, Redactor redactor) {
        this.members = named(members);
        this.redactor = redactor;
        byte[] body = reply.toBytes();
        int first = body.length < 2 ? 0 : ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
        if (first == 0xEFBB) {
            note("with a byte order mark");
        } else if (first == 0xFEFF || first == 0xFFFE) {
            note("in UTF-16");
        }
        if (!reply.body().replace("\uFEFF", "").stripLeading().startsWith("{")) {
            note("as a form instead of JSON");
        }
        if (members.get("access_token") == null) {
            spelling("access_token", members)
                    .ifPresent(written -> note("with " + written + " instead of access_token"));
        }
    }

    /**
     * The members of a response by the names of RFC 6749, if its access token has its name in another spelling, such as {@code accessToken} or
     * {@code Access-Token}.
     */
    static Map<String, @Nullable Object> named(Map<String, @Nullable Object> members) {
        if (members.get("access_token") != null
                || spelling("access_token", members).isEmpty()) {
            return members;
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>(members);
        for (String name : MEMBERS) {
            spelling(name, members).ifPresent(written -> named.put(name, members.get(written)));
        }
        return named;
    }

    /** The name in its only spelling; empty if it is absent or, so that only one of them could be right, in two spellings. */
    private static Optional<String> spelling(String name, Map<String, ? extends @Nullable Object> members) {
        String letters = name.replace("_", "");
        List<String> found = members.keySet().stream()
                .filter(written ->
                        written.toLowerCase(Locale.ROOT).replaceAll("[_-]", "").equals(letters))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The value of a member, by its name of RFC 6749. */
    @Nullable
    Object value(String name) {
        return members.get(name);
    }

    /** Whether an access token is none, or a word with which a server writes that it has none. */
    static boolean isNone(String token) {
        return token.isBlank() || NO_TOKEN.contains(token.strip().toLowerCase(Locale.ROOT));
    }

    /** The path of an access token deeper in a response; empty if there is none. */
    static String placeOfToken(Map<String, @Nullable Object> body) {
        for (Map.Entry<String, @Nullable Object> member : body.entrySet()) {
            Map<String, @Nullable Object> inner = Json.asObject(member.getValue());
            if (inner != null && NAME.matcher(member.getKey()).matches()) {
                if (named(inner).get("access_token") instanceof String) {
                    return member.getKey();
                }
                String deeper = placeOfToken(inner);
                if (!deeper.isEmpty()) {
                    return member.getKey() + "." + deeper;
                }
            }
        }
        return "";
    }

    /** What a value is that is no access token. */
    static String kind(Object value) {
        return value instanceof String text
                ? text.isBlank() ? "empty" : "the word " + text.strip()
                : (value instanceof Map
                                ? "an object"
                                : value instanceof List
                                        ? "a list"
                                        : value instanceof Number ? "a number" : "true or false")
                        + ", and a text is wanted";
    }

    private void note(String habit) {
        habits.append(", ").append(habit);
    }

    /** Text for the event of the token that names the deviations of the response; empty without any. */
    String habits() {
        return habits.toString();
    }

    /** The access token; empty if it has {@link #unusableCharacters}. */
    Optional<Secret> accessToken() {
        if (!(members.get("access_token") instanceof String text)) {
            return Optional.empty();
        }
        String bare = text.strip();
        Matcher scheme = WITH_SCHEME.matcher(bare);
        String token = scheme.lookingAt() ? bare.substring(scheme.end()) : bare;
        if (!VISIBLE.matcher(token).matches()) {
            return Optional.empty();
        }
        if (bare.length() < text.length()) {
            note("with white space around the access_token (removed)");
        }
        if (token.length() < bare.length()) {
            note("with \"Bearer\" in front of the access_token (removed)");
        }
        if (!OF_RFC_6750.matcher(token).matches()) {
            note("with characters in the access_token that RFC 6750 does not allow (used as they are)");
        }
        return Optional.of(Secret.of(token));
    }

    /** What prevents an access token from being used: characters that no header can carry, which it names. */
    static String unusableCharacters(String token) {
        String seen = token.codePoints()
                .filter(code -> code < 0x21 || code > 0x7E)
                .distinct()
                .limit(3)
                .mapToObj(code -> String.format(Locale.ROOT, "U+%04X", code))
                .collect(Collectors.joining(", "));
        return "the access_token has characters that no header can carry (" + seen + "), and visible ASCII is wanted";
    }

    /**
     * Whether the type of the token is the one that the profile requires.
     *
     * @param bound whether it requires tokens that are bound to a key: RFC 9449
     */
    boolean typeAccepted(boolean bound, OAuthProvider provider) {
        Object value = members.get("token_type");
        String type = value instanceof String text ? text.strip() : "";
        if (bound) {
            return type.equalsIgnoreCase("DPoP");
        }
        if (type.equalsIgnoreCase("bearer") || provider.bearerTypes().stream().anyMatch(type::equalsIgnoreCase)) {
            return true;
        }
        if (value == null || value.equals("")) {
            note("without token_type (used as Bearer)");
            return true;
        }
        boolean bearer = BEARER.matcher(type.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
                .matches();
        if (bearer) {
            note("with the token_type \"" + redactor.clean(type) + "\" (used as Bearer)");
        }
        return bearer;
    }

    /** The lifetime; empty if the response has none, so that it must be assumed. */
    Optional<Duration> expiresIn(Instant now) {
        Object value = members.get("expires_in");
        if (value == null && members.get("expires") != null) {
            value = members.get("expires");
            note("with expires instead of expires_in");
        }
        Optional<Duration> until = value == null ? untilNamedTime(now) : until(value, now);
        if (until.isPresent()) {
            note("with the time of its end instead of expires_in");
            return until;
        }
        Optional<Duration> life = TokenEndpoint.seconds(value, RoundingMode.DOWN);
        if (life.isEmpty() && value instanceof String text) {
            Matcher unit = SECONDS.matcher(text.strip());
            life = unit.matches() ? TokenEndpoint.seconds(unit.group(1), RoundingMode.DOWN) : Optional.empty();
        }
        if (value == null) {
            note("without expires_in");
        } else if (life.isEmpty()) {
            note("with the expires_in \"" + redactor.clean(String.valueOf(value)) + "\", which is not used");
        } else if (value instanceof String) {
            note("with expires_in as text");
        }
        return life;
    }

    private Optional<Duration> untilNamedTime(Instant now) {
        for (String name : EXPIRY) {
            Object value = members.get(name);
            if (value != null) {
                return until(value, now);
            }
        }
        return Optional.empty();
    }

    /** The time to an instant in seconds or milliseconds since 1970, or in ISO 8601, if that is later than now, and at most a year. */
    private static Optional<Duration> until(Object value, Instant now) {
        String text = value.toString().strip();
        try {
            Instant end = text.contains("T") && text.length() <= 40
                    ? Instant.parse(text)
                    : text.matches("[0-9]{10}(?:\\.[0-9]{1,9})?")
                            ? Instant.ofEpochSecond(Long.parseLong(text.substring(0, 10)))
                            : text.matches("[0-9]{13}") ? Instant.ofEpochMilli(Long.parseLong(text)) : now;
            Duration left = Duration.ofSeconds(Duration.between(now, end).toSeconds());
            return left.compareTo(Duration.ofSeconds(1)) >= 0 && left.compareTo(TokenEndpoint.LONGEST_EXPIRES_IN) <= 0
                    ? Optional.of(left)
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The granted scope, values separated by a space; empty if the response has none. */
    String scope() {
        Object scope = members.get("scope");
        if (scope instanceof List<?> values && values.stream().allMatch(String.class::isInstance)) {
            note("with the scope as a list");
            return values.stream().map(String.class::cast).collect(Collectors.joining(" "));
        }
        return scope instanceof String text ? text.strip() : "";
    }
}
