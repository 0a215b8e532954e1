package com.algosolutions.oauth.profile;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * URLs and lists of hosts that several profiles have: one object for all of them, because a gateway with ten thousand profiles talks to a
 * few servers. The first 64 are kept. They have passed the rules of the form. Thread-safe.
 */
final class SharedValues {
    private static final int MOST = 64;
    private static final Map<String, Object> KNOWN = new ConcurrentHashMap<>();

    private SharedValues() {}

    /** A value of a profile, or the equal value of an earlier one. Two spellings of a URL are not equal: the operator's stays. */
    static Object of(Object value) {
        boolean hosts = value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof ApiHost;
        if (!hosts && !(value instanceof URI)) {
            return value;
        }
        String text = value.toString();
        Object earlier = KNOWN.get(text);
        if (earlier == null && KNOWN.size() < MOST) {
            KNOWN.put(text, value);
        }
        return earlier != null && earlier.equals(value) ? earlier : value;
    }
}
