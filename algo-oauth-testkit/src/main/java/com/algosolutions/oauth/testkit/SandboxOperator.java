package com.algosolutions.oauth.testkit;

/**
 * What administrators and operators do behind a client's back.
 *
 * <p><em>Thread safety</em>: safe for any number of threads.
 *
 * @since 0.1
 */
public final class SandboxOperator {
    private final RingCentral ringCentral;

    SandboxOperator(RingCentral ringCentral) {
        this.ringCentral = ringCentral;
    }

    /**
     * Makes the API answer 401 {@code TokenInvalid} with OAU-213 to every access token that the user has now. Refresh
     * tokens stay good.
     *
     * @param user the user
     */
    public void invalidateAccessTokens(SandboxUser user) {
        ringCentral.invalidateAccessTokens(user);
    }

    /**
     * Ends all sessions of a user: access and refresh tokens are not found any more. The JWT stays good.
     *
     * @param user the user
     */
    public void endSessions(SandboxUser user) {
        ringCentral.endSessions(user);
    }

    /**
     * Changes the user's password, which ends all sessions. Whether it touches JWTs is not known; here it does not.
     *
     * @param user the user
     */
    public void changePassword(SandboxUser user) {
        ringCentral.endSessions(user);
    }

    /**
     * Revokes a personal JWT. Sessions that were opened with it go on.
     *
     * @param jwt the JWT
     * @throws IllegalArgumentException if this sandbox has not issued it
     */
    public void revokeJwt(String jwt) {
        if (!ringCentral.revokeJwt(jwt)) {
            throw new IllegalArgumentException("This sandbox has not issued that JWT");
        }
    }

    /**
     * Disables a user by administration: all sessions end, and a JWT is answered with OAU-141.
     *
     * @param user the user
     */
    public void disableUser(SandboxUser user) {
        ringCentral.enableUser(user, false);
    }

    /**
     * Enables a user again; old sessions stay ended.
     *
     * @param user the user
     */
    public void enableUser(SandboxUser user) {
        ringCentral.enableUser(user, true);
    }

    /**
     * Switches the JWT flow of an app: off, every JWT is answered with OAU-251, and refresh tokens must do alone.
     *
     * @param app the app
     * @param enabled whether the app may use it
     */
    public void jwtFlow(SandboxApp app, boolean enabled) {
        ringCentral.jwtFlow(app, enabled);
    }

    /** Opens every rate window again, as if the minute had passed. */
    public void resetRateLimits() {
        ringCentral.resetRateLimits();
    }

    /**
     * How many sessions of a user through an app are alive.
     *
     * @param user the user
     * @param app the app
     * @return the number of sessions
     */
    public int liveSessions(SandboxUser user, SandboxApp app) {
        return ringCentral.liveSessions(user, app);
    }

    /**
     * Whether a refresh token is the newest one of a session that is alive. Asking uses nothing up.
     *
     * @param app the app to which it was issued
     * @param refreshToken the token
     * @return whether it is
     */
    public boolean isLive(SandboxApp app, String refreshToken) {
        return ringCentral.isLive(app, refreshToken);
    }
}
