package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.endpoint.RetryBudget;
import com.algosolutions.oauth.time.Timer;

/** What tests see of a client that applications do not. */
public final class ClientInternals {
    private ClientInternals() {}

    /** Has due tasks run by a test's timer. */
    public static void later(OAuthClient.Builder builder, Timer timer) {
        builder.settings.later = timer;
    }

    /** Has waits before a retry done by a test. */
    public static void pause(OAuthClient.Builder builder, RetryBudget.Pause pause) {
        builder.settings.pause = pause;
    }

    static ClientSettings settings(OAuthClient.Builder builder) {
        return builder.settings;
    }

    /** How many profiles are in memory. */
    public static int profilesInMemory(OAuthClient client) {
        return client.profiles().table.inMemory();
    }

    /** A stored profile in use. */
    public static ProfileEntry entry(OAuthClient client, String name) {
        return requireNonNull(client.profiles().table.find(name), name);
    }
}
