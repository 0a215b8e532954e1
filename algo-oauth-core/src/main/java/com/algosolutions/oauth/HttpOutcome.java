package com.algosolutions.oauth;

/** What came of sending a request: a {@link Reply}, or {@link NoReply}. */
sealed interface HttpOutcome permits Reply, NoReply {}
