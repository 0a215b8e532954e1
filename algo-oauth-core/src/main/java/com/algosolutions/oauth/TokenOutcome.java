package com.algosolutions.oauth;

/** What came of asking for a token: a {@link Token}, or {@link NoToken}. */
sealed interface TokenOutcome permits Token, NoToken {}
