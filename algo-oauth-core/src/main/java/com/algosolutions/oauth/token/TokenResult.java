package com.algosolutions.oauth.token;

/** The result of a token request: an {@link AccessToken}, or {@link NoToken}. */
public sealed interface TokenResult permits AccessToken, NoToken {}
