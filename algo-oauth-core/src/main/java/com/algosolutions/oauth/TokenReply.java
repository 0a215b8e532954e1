package com.algosolutions.oauth;

/** What came of a token request: {@link Issued}, or {@link Failed}. */
sealed interface TokenReply {

    /**
     * The endpoint issued a token.
     *
     * @param grant what it issued
     */
    record Issued(Grant grant) implements TokenReply {}

    /**
     * The endpoint did not.
     *
     * @param failure why
     * @param unreachable whether no reply came
     */
    record Failed(Failure failure, boolean unreachable) implements TokenReply {}
}
