package com.algosolutions.oauth;

import java.util.Optional;

/**
 * The result of a callback, for the page that the browser shows. It is not the state of the sign-in: a callback that is received again is
 * refused, and changes nothing. Only the library implements this interface; it may get more methods in a minor release. Immutable and
 * thread-safe; without secrets.
 *
 * @since 0.1.0
 */
public interface CallbackResult {

    /** {@return whether the callback's code was redeemed, so that new credentials wait to be saved} */
    boolean accepted();

    /** {@return what has happened and what to do, in whole sentences. Escape it for HTML} */
    String message();

    /** {@return the profile's name; empty if the callback belongs to no sign-in of this device} */
    Optional<String> profile();

    /**
     * Returns why the callback was refused. The kind is {@link Failure.Kind#REQUEST} for a callback that was not expected, such as the same
     * callback again, and for one that came too late or is invalid. The same callback again changes nothing; a late or an invalid one ends
     * the sign-in. {@link SignIn#state()} says whether the sign-in has ended.
     *
     * @return the failure; empty if the callback was accepted
     */
    Optional<Failure> failure();
}
