package com.algosolutions.oauth.testkit;

import java.util.Objects;

/**
 * Changes that administrators and RingCentral's staff make without the client.
 *
 * <p><em>Thread safety</em>: safe for any number of threads.
 *
 * @since 0.1.0
 */
public final class SandboxOperator {
    private final RingCentral ringCentral;

    SandboxOperator(RingCentral ringCentral) {
        this.ringCentral = ringCentral;
    }

    /**
     * Invalidates all access tokens that the user has now: the API responds 401 {@code TokenInvalid} with OAU-213. Refresh tokens stay
     * valid.
     *
     * @param user the user
     */
    public void invalidateAccessTokens(SandboxUser user) {
        Objects.requireNonNull(user, "user");
        ringCentral.invalidateAccessTokens(user);
    }

    /**
     * Ends all sessions of a user: access and refresh tokens become invalid. The JWT stays valid.
     *
     * @param user the user
     */
    public void endSessions(SandboxUser user) {
        Objects.requireNonNull(user, "user");
        ringCentral.endSessions(user);
    }

    /**
     * Changes the user's password, which ends all sessions. Whether RingCentral then revokes JWTs is not known; the sandbox does not.
     *
     * @param user the user
     */
    public void changePassword(SandboxUser user) {
        Objects.requireNonNull(user, "user");
        ringCentral.endSessions(user);
    }

    /**
     * Revokes a personal JWT. Sessions that were started with it continue.
     *
     * @param jwt the JWT
     * @throws IllegalArgumentException if this sandbox did not issue it
     */
    public void revokeJwt(String jwt) {
        if (!ringCentral.revokeJwt(jwt)) {
            throw new IllegalArgumentException("This sandbox did not issue that JWT");
        }
    }

    /**
     * Disables a user: all sessions end, and a JWT is rejected with OAU-141.
     *
     * @param user the user
     */
    public void disableUser(SandboxUser user) {
        ringCentral.enableUser(user, false);
    }

    /**
     * Enables a user again. Ended sessions are not restored.
     *
     * @param user the user
     */
    public void enableUser(SandboxUser user) {
        ringCentral.enableUser(user, true);
    }

    /**
     * Enables or disables the JWT flow of an app. While it is disabled, every JWT is rejected with OAU-251 and only refresh tokens work.
     *
     * @param app the app
     * @param enabled whether the app may use it
     */
    public void jwtFlow(SandboxApp app, boolean enabled) {
        ringCentral.jwtFlow(app, enabled);
    }

    /** Resets all rate limits, as if the minute had passed. */
    public void resetRateLimits() {
        ringCentral.resetRateLimits();
    }

    /**
     * The number of active sessions of a user through an app.
     *
     * @param user the user
     * @param app the app
     * @return the number of sessions
     */
    public int liveSessionCount(SandboxUser user, SandboxApp app) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(app, "app");
        return ringCentral.liveSessionCount(user, app);
    }

    /**
     * Whether a refresh token is the newest one of an active session. The check does not use the token.
     *
     * @param app the app to which it was issued
     * @param refreshToken the token
     * @return true if it is
     */
    public boolean isLive(SandboxApp app, String refreshToken) {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(refreshToken, "refreshToken");
        return ringCentral.isLive(app, refreshToken);
    }
}
