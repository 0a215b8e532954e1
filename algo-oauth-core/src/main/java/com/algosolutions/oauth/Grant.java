package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a token endpoint issued: RFC 6749 section 5.1.
 *
 * @param accessToken the access token
 * @param expiresIn how long it lives from {@code issuedAt}
 * @param refreshToken the refresh token, if one was issued
 * @param refreshExpiresIn how long the refresh token lives, if the reply says so
 * @param scope the scope granted, or an empty text where the reply does not say: then it is the scope asked for
 * @param issuedAt the wall clock when it was asked for; a hint, since that clock may be wrong
 */
record Grant(
        Secret accessToken,
        Duration expiresIn,
        Optional<Secret> refreshToken,
        Optional<Duration> refreshExpiresIn,
        String scope,
        Instant issuedAt) {

    /** The same grant, with the refresh token of an earlier one if this has none: RFC 6749 section 6. */
    Grant keeping(Grant earlier) {
        return refreshToken.isPresent()
                ? this
                : new Grant(
                        accessToken,
                        expiresIn,
                        earlier.refreshToken,
                        earlier.refreshExpiresIn,
                        scope.isEmpty() ? earlier.scope : scope,
                        issuedAt);
    }

    /** The same grant after its refresh token was refused. */
    Grant withoutRefreshToken() {
        return new Grant(accessToken, expiresIn, Optional.empty(), Optional.empty(), scope, issuedAt);
    }
}
