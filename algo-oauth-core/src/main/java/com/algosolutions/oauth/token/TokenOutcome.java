package com.algosolutions.oauth.token;

/** What came of asking for a token: a {@link Token}, or {@link NoToken}. */
public sealed interface TokenOutcome permits Token, NoToken {}
