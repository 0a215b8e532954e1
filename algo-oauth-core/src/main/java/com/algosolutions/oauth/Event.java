package com.algosolutions.oauth;

import java.time.Instant;
import java.util.Optional;

/**
 * An event of a profile, for a status page. Only the library implements it; it may get more methods in a minor release.
 * Immutable and thread-safe; prints in one line, without a secret.
 *
 * @since 0.1.0
 */
public interface Event {

    /** {@return the event's number: a client counts its events from 1, so a gap means that older events have been dropped} */
    long number();

    /** {@return the time by the device's wall clock, which may be wrong} */
    Instant time();

    /**
     * Returns the name of the process whose client has logged the event, for processes that share a store.
     *
     * @return the name that {@code OAuthClient.Builder.processName} has set; empty if none was set
     */
    String process();

    /** {@return the profile's name} */
    String profile();

    /** {@return the kind of event} */
    Kind kind();

    /** {@return what happened, in one line} */
    String message();

    /**
     * Returns the profile's status at the time of the event, if its state has changed: {@link Kind#STATE_CHANGED}. It has no {@link
     * ProfileStatus#signIn()}.
     *
     * @return the status; empty for events of other kinds
     */
    Optional<ProfileStatus> status();

    /**
     * Returns why no token could be obtained: {@link Kind#NO_TOKEN}. For metrics, which count by {@link Failure#kind()}.
     *
     * @return the failure; empty for events of other kinds
     */
    Optional<Failure> failure();

    /** The kinds of events. */
    public enum Kind {
        /** The profile was created, updated or deleted. */
        CONFIGURED,
        /** A token was obtained or renewed. */
        TOKEN,
        /** No token could be obtained: {@link Event#failure()}. */
        NO_TOKEN,
        /** Tokens were revoked, or the revocation failed; the message says which. */
        REVOCATION,
        /** The API rejected an access token as invalid. */
        TOKEN_REJECTED,
        /** The API requires a scope that the token does not have; the message names it if the API does. */
        SCOPE_MISSING,
        /** A response of the API had a status and no usable body: it was missing, short, too large or wrongly encoded. The status counts. */
        BODY_LOST,
        /** A sign-in has started or ended; new credentials wait to be saved, are saved, or are dropped. */
        SIGN_IN,
        /** The profile's state changed: {@link Event#status()}. */
        STATE_CHANGED,
        /** The store could not write data that must survive a power failure. */
        NOT_STORED,
        /** The store works again. */
        STORED
    }
}
