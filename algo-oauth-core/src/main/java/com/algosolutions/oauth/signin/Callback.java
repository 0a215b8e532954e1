package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A callback as the device's web server received it: a whole URL, or the path and query of its request line. RFC 6749 sections 4.1.2
 * and 4.1.2.1. Immutable.
 *
 * @param location the part before the query
 * @param query the raw query
 * @param parameters every parameter with all of its values
 */
record Callback(String location, String query, Map<String, List<String>> parameters) {
    private static final int LONGEST = 16_384;

    /** The parameters on which the sign-in depends. */
    private static final Set<String> READ = Set.of("code", "state", "iss", "error");

    /** A name or an error code that can be shown: the callback may come from anyone. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,39}");

    private static final int MOST_NAMES = 8;

    /**
     * Reads a callback.
     *
     * @throws IllegalArgumentException if it cannot be read; the message is the reason, for a sentence that begins with "the callback"
     */
    static Callback read(String received) {
        String whole = received.strip();
        if (whole.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        int fragment = whole.indexOf('#');
        String sent = fragment < 0 ? whole : whole.substring(0, fragment);
        int mark = sent.indexOf('?');
        if (mark < 0) {
            throw new IllegalArgumentException("has no query");
        }
        String query = sent.substring(mark + 1);
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                String decoded = decode(name);
                parameters
                        .computeIfAbsent(decoded, absent -> new ArrayList<>())
                        .add(READ.contains(decoded) ? decode(value) : decodedIfPossible(value));
            }
        }
        return new Callback(sent.substring(0, mark), query, parameters);
    }

    /** A callback to a redirect URI without parameters, as a request target: path and query. */
    static Callback to(URI redirectUri) {
        String own = redirectUri.getRawQuery();
        return new Callback(path(redirectUri.getRawPath()), own == null ? "" : own, Map.of());
    }

    /** A parameter that is shown at most must not cost the code beside it. */
    private static String decodedIfPossible(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a % in its query that no two hex digits follow", e);
        }
    }

    /** The value of a parameter; empty if the parameter is absent or has no value: RFC 6749 section 3.1. */
    Optional<String> value(String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst().filter(text -> !text.isEmpty());
    }

    /** What the callback has instead of what is wanted, for the end of a sentence: its error code, or the names of its parameters. */
    String instead() {
        Optional<String> error =
                value("error").filter(code -> WORD.matcher(code).matches());
        List<String> names = parameters.keySet().stream()
                .filter(name -> WORD.matcher(name).matches())
                .limit(MOST_NAMES)
                .toList();
        return error.map(code -> ", but the error " + code)
                .orElse(names.isEmpty() ? "" : ", but the parameters " + String.join(", ", names));
    }

    /** Whether the parameter occurs more than once. */
    boolean repeats(String name) {
        return parameters.getOrDefault(name, List.of()).size() > 1;
    }

    /** The names of the parameters that occur more than once. */
    List<String> repeated() {
        return parameters.keySet().stream().filter(this::repeats).toList();
    }

    /** Whether the callback came to the redirect URI. If it is a request target, the web server is responsible for scheme and host. */
    boolean cameTo(URI redirectUri) {
        String own = redirectUri.getRawQuery();
        if (own != null && !own.isEmpty() && !query.equals(own) && !query.startsWith(own + "&")) {
            return false;
        }
        if (location.startsWith("/")) {
            return path(location).equals(path(redirectUri.getRawPath()));
        }
        try {
            URI at = URI.create(location);
            return ApiHost.find(at).isPresent()
                    && scheme(at).equals(scheme(redirectUri))
                    && ApiHost.find(at).equals(ApiHost.find(redirectUri))
                    && at.getRawUserInfo() == null
                    && path(at.getRawPath()).equals(path(redirectUri.getRawPath()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String scheme(URI uri) {
        return Objects.toString(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    }

    private static String path(String raw) {
        return raw.isEmpty() ? "/" : raw;
    }

    /** {@return the location; not the query, which contains secrets} */
    @Override
    public String toString() {
        return "Callback[" + location + "]";
    }
}
