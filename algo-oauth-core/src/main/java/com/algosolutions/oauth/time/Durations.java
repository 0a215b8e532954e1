package com.algosolutions.oauth.time;

import java.time.Duration;

/** The shorter and the longer of two durations. */
public final class Durations {
    private Durations() {}

    public static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    public static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
