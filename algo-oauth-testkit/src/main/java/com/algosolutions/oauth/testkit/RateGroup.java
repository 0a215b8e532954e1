package com.algosolutions.oauth.testkit;

/**
 * RingCentral's rate groups, with the requests per minute that an app gets by default.
 *
 * @since 0.1.0
 */
public enum RateGroup {
    /** Cheap reads, for example one chat. */
    LIGHT(50),
    /** Posts, and lists of teams and chats. */
    MEDIUM(40),
    /** Expensive requests; the sandbox implements none. */
    HEAVY(10),
    /** Token and revoke requests, counted together for an app. */
    AUTH(5);

    private final int perMinute;

    RateGroup(int perMinute) {
        this.perMinute = perMinute;
    }

    /**
     * The default limit.
     *
     * @return requests per minute
     */
    public int perMinute() {
        return perMinute;
    }
}
