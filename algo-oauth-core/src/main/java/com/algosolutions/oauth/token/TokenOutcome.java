package com.algosolutions.oauth.token;

/** What came of asking for a token: a {@link AccessToken}, or {@link NoToken}. */
public sealed interface TokenOutcome permits AccessToken, NoToken {}
