package com.algosolutions.oauth;

import static java.util.Objects.requireNonNull;

/** What tests see of a client that applications do not. */
final class ClientInternals {
    private ClientInternals() {}

    /** Has due tasks run by a test's timer. */
    static void later(OAuthClient.Builder builder, Later timer) {
        builder.settings.later = timer;
    }

    /** Has waits before a retry done by a test. */
    static void pause(OAuthClient.Builder builder, RetryBudget.Pause pause) {
        builder.settings.pause = pause;
    }

    static ClientSettings settings(OAuthClient.Builder builder) {
        return builder.settings;
    }

    /** A stored profile in use. */
    static ActiveProfile entry(OAuthClient client, String name) {
        return requireNonNull(client.profiles().table.find(name), name);
    }
}
