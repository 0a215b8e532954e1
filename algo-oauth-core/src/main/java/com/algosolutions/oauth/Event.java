package com.algosolutions.oauth;

import java.time.Instant;

/**
 * Something that happened to a profile, for a status page. Immutable and thread-safe; without secrets.
 *
 * @param number counts the events of a client, from 1; a gap in what one reads means that older ones have been dropped
 * @param time the device's wall clock, right or wrong
 * @param profile the profile's name
 * @param kind what happened
 * @param text what happened, in one line
 */
public record Event(long number, Instant time, String profile, Kind kind, String text) {

    /** What can happen. */
    public enum Kind {
        /** The profile was created, updated or deleted. */
        CONFIGURED,
        /** A token was obtained or renewed. */
        TOKEN,
        /** No token could be obtained. */
        NO_TOKEN,
        /** Tokens were revoked, or could not be; the text says what the provider knows. */
        REVOCATION,
        /** The target condemned a token. */
        TOKEN_CONDEMNED,
        /** The target wants a scope that the token does not have; the text names it if the target does. */
        SCOPE_MISSING,
        /** Somebody is asked to sign in, or that has come to an end; new credentials wait, are saved, or are dropped. */
        AUTHORIZATION,
        /** The profile's state changed. */
        STATE,
        /** The storage refused what must outlive a power cut. */
        NOT_STORED,
        /** The storage works again. */
        STORED
    }

    /** {@return the event in one line} */
    @Override
    public String toString() {
        return number + " " + time + " " + profile + " " + kind + ": " + text;
    }
}
