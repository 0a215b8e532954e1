package com.algosolutions.oauth.profile;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL with placeholders for extra params, such as {@code https://login.example.com/{tenant}/token}. Immutable.
 *
 * @param text the URL; a placeholder is a param's name in braces
 */
record UrlTemplate(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_]+)}");

    /** A value that cannot end a path segment or host label, nor begin another part of the URL. */
    private static final Pattern FITTING = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

    UrlTemplate {
        URI.create(PLACE.matcher(text).replaceAll("x"));
    }

    /** The params that fill its placeholders. */
    Set<String> params() {
        Set<String> params = new LinkedHashSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            params.add(place.group(1));
        }
        return params;
    }

    /** The params that are missing, or not valid in a URL. */
    Set<String> unfilled(Map<String, String> extraParams) {
        Set<String> unfilled = params();
        unfilled.removeIf(
                param -> FITTING.matcher(extraParams.getOrDefault(param, "")).matches());
        return unfilled;
    }

    /** The URL; call only if {@link #unfilled} is empty. */
    URI filled(Map<String, String> extraParams) {
        return URI.create(PLACE.matcher(text).replaceAll(place -> extraParams.get(place.group(1))));
    }
}
