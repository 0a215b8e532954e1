package com.algosolutions.oauth;

/**
 * Nothing usable came back.
 *
 * @param trouble why
 * @param mayHaveBeenSent whether the server may have received the request
 */
record NoReply(Trouble trouble, boolean mayHaveBeenSent) implements HttpOutcome {}
