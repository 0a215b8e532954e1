package com.algosolutions.oauth;

import java.time.Duration;

/**
 * When and for how long a client renews tokens.
 *
 * @param timeout how long one renewal may take
 * @param jitter spreads the renewals of a fleet
 * @param keepRefreshTokensAlive whether a refresh token is renewed before it expires unused
 */
record RenewalPolicy(Duration timeout, Jitter jitter, boolean keepRefreshTokensAlive) {}
