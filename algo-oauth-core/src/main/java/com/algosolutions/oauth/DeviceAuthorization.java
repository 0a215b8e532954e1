package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * <em>Start Authorization</em> of a profile with the grant {@code DEVICE_CODE}: somebody opens {@link #verificationUri()} on a telephone
 * or a computer, types in {@link #userCode()} and signs in, while this device asks the server every few seconds whether that has
 * happened (RFC 8628). Thread-safe; without secrets.
 *
 * <p>Show user code and verification URI in any case, also beside a QR code of {@link #verificationUriComplete()} (RFC 8628 section
 * 3.3.1). Both URIs are text for people to read; do not open them on the device.
 */
public final class DeviceAuthorization implements StartedAuthorization {
    private final String profile;
    private final String userCode;
    private final String verificationUri;
    private final Optional<String> verificationUriComplete;
    private final DeviceSignIn signIn;

    DeviceAuthorization(String profile, DeviceCode code, DeviceSignIn signIn) {
        this.profile = profile;
        this.userCode = code.userCode();
        this.verificationUri = code.verificationUri();
        this.verificationUriComplete = code.verificationUriComplete();
        this.signIn = signIn;
    }

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

    /** {@return the profile's name when it was started} */
    @Override
    public String profile() {
        return profile;
    }

    /** {@return what to type in, as the server wrote it, such as {@code WDJB-MJHT}; at most 64 characters} */
    public String userCode() {
        return userCode;
    }

    /** {@return where to type it in: an http or https address of at most 2,048 characters} */
    public String verificationUri() {
        return verificationUri;
    }

    /** {@return an address that has the user code in it already, for a QR code; empty if the server has none} */
    public Optional<String> verificationUriComplete() {
        return verificationUriComplete;
    }

    /** {@return how long the code can still be used; zero once this has ended} */
    public Duration expiresIn() {
        return signIn.left();
    }

    /** {@return how it stands at this instant} */
    public State state() {
        return signIn.state();
    }

    /** {@return why it was denied, has expired or failed} */
    public Optional<Failure> failure() {
        return signIn.failure();
    }

    /**
     * Waits for the end.
     *
     * @param limit how long at most, up to a day; an interrupt ends the wait too
     * @return how it stands then: {@link State#WAITING} if it has not ended
     */
    public State await(Duration limit) {
        try {
            return signIn.ended().get(Deadline.after(limit).remaining(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return state();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return state();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an authorization ends with a state, never with an exception", e);
        }
    }

    /**
     * Is completed with the final state.
     *
     * @return a future of its own for each call; what one hangs on it runs on a worker and must return quickly. To cancel it cancels
     *     nothing else: for that there is {@link #cancel()}
     */
    public CompletableFuture<State> ended() {
        return signIn.ended();
    }

    /** Gives it up: the device asks no more, and forgets the code. Does nothing once it has ended. */
    public void cancel() {
        signIn.cancel("cancelled");
    }

    /** {@return what to show, and how it stands, in one line} */
    @Override
    public String toString() {
        State state = state();
        return state == State.WAITING
                ? "enter " + userCode + " at " + verificationUri + " within "
                        + expiresIn().toSeconds() + " s"
                : state.name() + failure().map(why -> ": " + why).orElse("");
    }
}
