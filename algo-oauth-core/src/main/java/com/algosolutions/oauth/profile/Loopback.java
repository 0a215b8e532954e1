package com.algosolutions.oauth.profile;

import org.jspecify.annotations.Nullable;

/** Recognizes loopback hosts by their text, without a name lookup: RFC 8252 section 7.3. */
public final class Loopback {
    private Loopback() {}

    /**
     * Checks whether a host is a loopback host.
     *
     * @param host a URL's host, an IPv6 literal in brackets
     * @return whether it is {@code localhost}, in 127.0.0.0/8, or {@code [::1]}
     */
    public static boolean isLoopback(@Nullable String host) {
        return host != null
                && ("localhost".equalsIgnoreCase(host)
                        || host.equals("[::1]")
                        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}"));
    }
}
