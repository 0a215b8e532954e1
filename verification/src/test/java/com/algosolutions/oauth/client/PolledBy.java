package com.algosolutions.oauth.client;

import com.algosolutions.oauth.time.Timer;

/** Replaces the timer of a client, which no application can. */
public final class PolledBy {
    private PolledBy() {}

    /** Has the client's polls and other tasks for later run by a test. */
    public static OAuthClient.Builder timer(OAuthClient.Builder builder, Timer timer) {
        builder.settings.later = timer;
        return builder;
    }
}
