package com.algosolutions.oauth;

import java.time.Instant;

/**
 * An event in the life of a profile, for a status page. Only the library implements it; it may get more methods in a minor release.
 * Immutable and thread-safe; prints in one line, without a secret.
 */
public interface Event {

    /** {@return the event's number: a client counts its events from 1, so a gap means that older events have been dropped} */
    long number();

    /** {@return the time by the device's wall clock, right or wrong} */
    Instant time();

    /** {@return the profile's name} */
    String profile();

    /** {@return the kind of event} */
    Kind kind();

    /** {@return the event in words, in one line} */
    String text();

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
        TOKEN_REJECTED,
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
}
