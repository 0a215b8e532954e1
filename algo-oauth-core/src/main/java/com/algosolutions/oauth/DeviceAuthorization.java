package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * <em>Start Authorization</em> of a profile with the grant {@code DEVICE_CODE}: a person opens {@link #verificationUri()} on a telephone
 * or a computer, types in {@link #userCode()} and signs in, while this device asks the server every few seconds whether that has
 * happened (RFC 8628). Only the library implements it; it may get more methods in a minor release. Thread-safe; without secrets.
 *
 * <p>Show user code and verification URI in any case, also beside a QR code of {@link #verificationUriComplete()} (RFC 8628 section
 * 3.3.1). Both URIs are text for people to read; do not open them on the device.
 */
public non-sealed interface DeviceAuthorization extends StartedAuthorization {

    /** How an authorization stands. All states but {@link #WAITING} are final. */
    public enum State {
        /** Nobody has signed in yet. */
        WAITING,
        /** Somebody has; the new credentials wait to be saved. */
        AUTHORIZED,
        /** The one who was asked has refused. */
        DENIED,
        /** Nobody signed in while the code was good. */
        EXPIRED,
        /** The server has refused; {@link DeviceAuthorization#failure()} says why. */
        FAILED,
        /** It was given up: by {@link DeviceAuthorization#cancel()}, by another start, or with its profile. */
        CANCELLED
    }

    /** {@return the user code as the server wrote it, such as {@code WDJB-MJHT}; at most 64 characters} */
    String userCode();

    /** {@return where to type it in: an http or https address of at most 2,048 characters} */
    String verificationUri();

    /** {@return an address that contains the user code, for a QR code; empty if the server has none} */
    Optional<String> verificationUriComplete();

    /** {@return how long the code can still be used; zero once this has ended} */
    Duration expiresIn();

    /** {@return the state at this instant} */
    State state();

    /** {@return why the sign-in was denied, has expired or failed} */
    Optional<Failure> failure();

    /**
     * Waits for the end.
     *
     * @param limit how long at most, up to a day; an interrupt ends the wait too
     * @return the state then: {@link State#WAITING} if it has not ended
     */
    State await(Duration limit);

    /**
     * A future that completes with the final state.
     *
     * @return a separate future for each call; its dependent stages run on a worker and must return quickly. Cancelling it cancels nothing
     *     else: use {@link #cancel()} for that
     */
    CompletableFuture<State> ended();

    /** Gives the sign-in up: the device asks no more, and forgets the code. Does nothing once it has ended. */
    void cancel();
}
