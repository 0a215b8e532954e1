package com.algosolutions.oauth.testkit;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * An app registration: the client id and secret that a profile is configured with, and what the app may do.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public final class SandboxApp {
    private final String name;
    private final String clientId;
    private final String clientSecret;
    private final boolean jwtFlow;
    private final boolean refreshTokens;
    private final List<String> scopes;
    private final List<URI> redirectUris;
    private final boolean publicClient;
    private final boolean requirePushedAuthorizationRequests;
    private final boolean deviceFlow;

    private SandboxApp(Builder builder, String clientId, String clientSecret) {
        this.name = builder.name;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.jwtFlow = builder.jwtFlow;
        this.refreshTokens = builder.refreshTokens;
        this.scopes = builder.scopes;
        this.redirectUris = builder.redirectUris;
        this.publicClient = builder.publicClient;
        this.requirePushedAuthorizationRequests = builder.requirePushedAuthorizationRequests;
        this.deviceFlow = builder.deviceFlow;
    }

    /**
     * The name that it was created with.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The client id: letters, digits, {@code _} and {@code -}.
     *
     * @return the client id
     */
    public String clientId() {
        return clientId;
    }

    /**
     * The client secret: letters, digits, {@code _} and {@code -}.
     *
     * @return the client secret; empty for a public client
     */
    public String clientSecret() {
        return clientSecret;
    }

    /**
     * Whether the app was registered for the JWT flow.
     *
     * @return true by default
     */
    public boolean jwtFlow() {
        return jwtFlow;
    }

    /**
     * Whether the app issues refresh tokens.
     *
     * @return true by default
     */
    public boolean refreshTokens() {
        return refreshTokens;
    }

    /**
     * The app's permissions, in the order of the token response's {@code scope}.
     *
     * @return the permissions
     */
    public List<String> scopes() {
        return scopes;
    }

    /**
     * The redirect URIs that are registered for the authorization code flow.
     *
     * @return the redirect URIs; none by default, and then the app cannot use the flow
     */
    public List<URI> redirectUris() {
        return redirectUris;
    }

    /**
     * Whether the app has no secret.
     *
     * @return false by default
     */
    public boolean publicClient() {
        return publicClient;
    }

    /**
     * Whether the app must push its authorization requests.
     *
     * @return false by default
     */
    public boolean requirePushedAuthorizationRequests() {
        return requirePushedAuthorizationRequests;
    }

    /**
     * Whether the app may use the device authorization flow.
     *
     * @return false by default
     */
    public boolean deviceFlow() {
        return deviceFlow;
    }

    /** Does not contain the secret. */
    @Override
    public String toString() {
        return "SandboxApp[" + clientId + ", " + name + "]";
    }

    /**
     * Builds an app registration; {@link #create()} registers the app.
     *
     * <p><em>Thread safety</em>: not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private final String name;
        private final UnaryOperator<SandboxApp> registration;
        private final Ids ids;
        private boolean jwtFlow = true;
        private boolean refreshTokens = true;
        private List<String> scopes = List.of("TeamMessaging", "ReadAccounts");
        private List<URI> redirectUris = List.of();
        private boolean publicClient;
        private boolean requirePushedAuthorizationRequests;
        private boolean deviceFlow;

        Builder(String name, Ids ids, UnaryOperator<SandboxApp> registration) {
            this.name = Objects.requireNonNull(name, "name");
            this.ids = ids;
            this.registration = registration;
        }

        /**
         * Whether the app is registered for the JWT flow. Otherwise a JWT is rejected with OAU-251.
         *
         * @param enabled true (the default) to allow it
         * @return this builder
         */
        public Builder jwtFlow(boolean enabled) {
            this.jwtFlow = enabled;
            return this;
        }

        /**
         * Whether the app issues refresh tokens. At RingCentral this is off by default.
         *
         * @param issued true (the default) to issue them
         * @return this builder
         */
        public Builder refreshTokens(boolean issued) {
            this.refreshTokens = issued;
            return this;
        }

        /**
         * The app's permissions. Without {@code TeamMessaging} a post is rejected with 403 CMN-401.
         *
         * @param permissions the permissions; {@code TeamMessaging} and {@code ReadAccounts} by default
         * @return this builder
         */
        public Builder scopes(String... permissions) {
            this.scopes = List.of(permissions);
            return this;
        }

        /**
         * Registers the app for the authorization code flow, with PKCE or without (RFC 6749 section 4.1, RFC 7636): {@code GET
         * /restapi/oauth/authorize}, which {@link SandboxPerson#open} opens. A redirect URI that differs in any character is rejected with
         * OAU-109.
         *
         * @param uris the redirect URIs; none by default
         * @return this builder
         */
        public Builder redirectUris(URI... uris) {
            this.redirectUris = List.of(uris);
            return this;
        }

        /**
         * Whether the app is a public client, which RingCentral calls a client-side app: it has no secret, sends its client id in the body,
         * must use PKCE, and cannot use the JWT flow.
         *
         * @param secretless false by default
         * @return this builder
         */
        public Builder publicClient(boolean secretless) {
            this.publicClient = secretless;
            return this;
        }

        /**
         * Whether the app must push its authorization requests (RFC 9126) to {@code /restapi/oauth/par}, which otherwise answers 404.
         * RingCentral documents no such endpoint.
         *
         * @param required false by default
         * @return this builder
         */
        public Builder requirePushedAuthorizationRequests(boolean required) {
            this.requirePushedAuthorizationRequests = required;
            return this;
        }

        /**
         * Whether the app may use the device authorization flow (RFC 8628) at {@code /restapi/oauth/device_authorization}, which otherwise
         * answers 404; {@link SandboxPerson#enter} types its user codes. RingCentral documents no such endpoint.
         *
         * @param enabled false by default
         * @return this builder
         */
        public Builder deviceFlow(boolean enabled) {
            this.deviceFlow = enabled;
            return this;
        }

        /**
         * Registers the app.
         *
         * @return the app, with its client id and secret
         */
        public SandboxApp create() {
            return registration.apply(new SandboxApp(this, ids.token(16), publicClient ? "" : ids.token(32)));
        }
    }
}
