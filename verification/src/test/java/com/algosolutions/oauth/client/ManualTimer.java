package com.algosolutions.oauth.client;

import com.algosolutions.oauth.time.Timer;

/** Replaces the timer of a client, and its waits before a retry, which no application can. */
public final class ManualTimer {
    private ManualTimer() {}

    /** Has the client's polls and other tasks for later run by a test. */
    public static OAuthClient.Builder of(OAuthClient.Builder builder, Timer timer) {
        builder.settings.later = timer;
        return builder;
    }

    /** Has the client try a request again at once. */
    public static OAuthClient.Builder withoutPauses(OAuthClient.Builder builder) {
        builder.settings.pause = time -> {};
        return builder;
    }
}
