package com.algosolutions.oauth.credential;

import java.time.Duration;

/**
 * When and for how long a client renews tokens.
 *
 * @param timeout how long one renewal may take
 * @param jitter spreads the renewals of a fleet
 * @param keepRefreshTokensAlive whether a refresh token is renewed before it expires unused
 * @param shared whether other processes renew the same tokens
 */
public record RenewalPolicy(Duration timeout, Jitter jitter, boolean keepRefreshTokensAlive, boolean shared) {}
