package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A challenge of {@code WWW-Authenticate}: RFC 9110 section 11.6.1. It is read in one pass from left to right, with the deviations that servers
 * have: values without quotes, attributes without commas. What is no challenge is skipped. Immutable.
 */
final class Challenge {
    /** More than any server sends. */
    private static final int MOST = 8;

    /** The longest header value that is read, in characters. The {@code claims} of Microsoft take more than a thousand. */
    private static final int LONGEST = 4_096;

    private static final int LONGEST_VALUE = 512;
    private static final int LONGEST_ERROR = 100;

    private final String scheme;
    private String error = "";
    private String scope = "";

    private Challenge(String scheme) {
        this.scheme = scheme;
    }

    /** The first challenges of a response, at most eight. */
    static List<Challenge> of(HttpResponse reply) {
        List<Challenge> found = new ArrayList<>();
        int headers = 0;
        for (Header header : reply.headers()) {
            if (headers < MOST && header.name().equalsIgnoreCase("WWW-Authenticate")) {
                headers++;
                found.addAll(read(header.value()));
            }
        }
        return List.copyOf(found.subList(0, Math.min(found.size(), MOST)));
    }

    /** The challenges of one header value, at most eight. Reads each character a constant number of times. */
    static List<Challenge> read(CharSequence value) {
        List<Challenge> found = new ArrayList<>();
        int end = Math.min(value.length(), LONGEST);
        boolean first = true; // whether a scheme may begin here: at the start, and after a comma
        int at = 0;
        while (at < end && found.size() < MOST) {
            char c = value.charAt(at);
            if (c == '"') {
                at = closingQuote(value, at + 1, end) + 1;
            } else if (!token(c)) {
                first |= c == ',';
                at++;
            } else {
                int from = at;
                at = endOfToken(value, at, end);
                String name = value.subSequence(from, at).toString();
                int next = afterSpace(value, at, end);
                char follower = next < end ? value.charAt(next) : ' ';
                if (follower == '=') {
                    at = attribute(found, name, value, afterSpace(value, next + 1, end), end);
                } else if (first && follower != ',') {
                    found.add(new Challenge(name));
                }
                first = false;
            }
        }
        return Collections.unmodifiableList(found);
    }

    /** Reads the value of an attribute and returns where it ends. */
    private static int attribute(List<Challenge> found, String name, CharSequence text, int from, int end) {
        boolean quoted = from < end && text.charAt(from) == '"';
        int start = quoted ? from + 1 : from;
        int to = quoted ? closingQuote(text, start, end) : endOfToken(text, start, end);
        if (!found.isEmpty() && to - start <= LONGEST_VALUE) {
            found.get(found.size() - 1).put(name, text.subSequence(start, to).toString(), quoted);
        }
        return quoted ? to + 1 : to;
    }

    /** The first attribute of a name counts. A scope is always in quotes: RFC 6750 section 3. */
    private void put(String name, String value, boolean quoted) {
        if (name.equalsIgnoreCase("error") && error.isEmpty()) {
            int to = 0;
            while (to < value.length() && to < LONGEST_ERROR && code(value.charAt(to))) {
                to++;
            }
            error = value.substring(0, to);
        } else if (name.equalsIgnoreCase("scope") && scope.isEmpty() && quoted) {
            scope = value.strip();
        }
    }

    private static int closingQuote(CharSequence text, int from, int end) {
        int at = from;
        while (at < end && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, end);
    }

    private static int endOfToken(CharSequence text, int from, int end) {
        int at = from;
        while (at < end && token(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int afterSpace(CharSequence text, int from, int end) {
        int at = from;
        while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** The characters of a token, RFC 9110 section 5.6.2. */
    private static boolean token(char c) {
        return code(c) || "!#$%&'*+^`|~".indexOf(c) >= 0;
    }

    private static boolean code(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == '-';
    }

    /** Whether the challenge is about an access token: RFC 6750 section 3 and RFC 9449 section 7.1. */
    boolean forTokens() {
        return scheme.equalsIgnoreCase("Bearer") || scheme.equalsIgnoreCase("DPoP");
    }

    /** The error attribute; empty if there is none. */
    String error() {
        return error;
    }

    /** The scope attribute; empty if there is none. */
    String scope() {
        return scope;
    }
}
