package com.algosolutions.oauth.token;

/** What came of asking for a token: a {@link AccessToken}, or {@link NoToken}. */
public sealed interface TokenResult permits AccessToken, NoToken {}
