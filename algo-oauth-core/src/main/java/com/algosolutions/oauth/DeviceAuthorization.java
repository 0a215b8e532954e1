package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A sign-in with a code, for a profile with the grant {@code DEVICE_CODE} (RFC 8628): a user opens {@link #verificationUri()} on a telephone
 * or a computer, enters {@link #userCode()} and signs in. Meanwhile this device polls the token endpoint every few seconds. Only the
 * library implements it; it may get more methods in a minor release. Thread-safe; without secrets.
 *
 * <p>Always show the user code and the verification URI, also beside a QR code of {@link #verificationUriComplete()} (RFC 8628 section
 * 3.3.1). Both URIs are text for the user; do not open them on the device.
 */
public non-sealed interface DeviceAuthorization extends StartedAuthorization {

    /** The state of a sign-in. All states but {@link #WAITING} are final. */
    public enum State {
        /** The user has not signed in yet. */
        WAITING,
        /** The user has signed in; the new credentials wait to be saved. */
        AUTHORIZED,
        /** The user has denied access. */
        DENIED,
        /** The code expired before the user signed in. */
        EXPIRED,
        /** The server has rejected the request; {@link DeviceAuthorization#failure()} says why. */
        FAILED,
        /** The sign-in was cancelled: by {@link DeviceAuthorization#cancel()}, by another start, or with its profile. */
        CANCELLED
    }

    /** {@return the user code as the server wrote it, such as {@code WDJB-MJHT}; at most 64 characters} */
    String userCode();

    /** {@return where to enter it: an http or https URL of at most 2,048 characters} */
    String verificationUri();

    /** {@return a URL that contains the user code, for a QR code; empty if the server has none} */
    Optional<String> verificationUriComplete();

    /** {@return how long the code can still be used; zero once the sign-in has ended} */
    Duration expiresIn();

    /** {@return the present state} */
    State state();

    /** {@return why the sign-in was denied, has expired or failed} */
    Optional<Failure> failure();

    /**
     * Waits for the end of the sign-in.
     *
     * @param limit how long to wait at most, up to a day; an interrupt ends the wait too
     * @return the state after the wait; {@link State#WAITING} if the sign-in has not ended
     */
    State await(Duration limit);

    /**
     * Returns a future that completes with the final state.
     *
     * @return a separate future for each call; its dependent stages run on a worker thread and must return quickly. Cancelling the future
     *     does not cancel the sign-in: use {@link #cancel()}
     */
    CompletableFuture<State> ended();

    /** Cancels the sign-in: the device stops polling and deletes the code. Has no effect once the sign-in has ended. */
    void cancel();
}
