package com.algosolutions.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A sign-in of a profile, started by the form's <em>Start Authorization</em>. A page shows what there is: a URL to open in a browser
 * ({@link #browserUrl()}, RFC 6749 section 4.1 with PKCE), a code to enter on another device ({@link #deviceCode()}, RFC 8628), or a
 * failure. If the profile's grant type needs no sign-in, the new credentials are there at once, and the state is {@link State#UNSAVED}.
 *
 * <p>Only the library implements this interface; it may get more methods in a minor release. Thread-safe; prints without a secret.
 *
 * @since 0.1.0
 */
public interface SignIn {

    /** The state of a sign-in. May get more constants in a minor release. */
    public enum State {
        /** The user has not signed in yet, or the code that the browser has brought back is being redeemed. */
        WAITING(false),
        /** New credentials were obtained, and wait to be saved. The profile uses its old ones. */
        UNSAVED(true),
        /** The new credentials were saved; the profile uses them. */
        SAVED(true),
        /** The user has denied access, or is not permitted to sign in. */
        DENIED(true),
        /** The user did not sign in in time. */
        EXPIRED(true),
        /** The sign-in could not be started or completed; {@link SignIn#failure()} says why. */
        FAILED(true),
        /** The sign-in was ended, or its credentials were dropped: by a cancellation, another start, or the deletion of its profile. */
        CANCELLED(true);

        private final boolean ended;

        State(boolean ended) {
            this.ended = ended;
        }

        /**
         * Returns whether there is nothing left for the user to do: true for all states but {@link #WAITING}. Also true for {@link
         * #UNSAVED}, although the new credentials must still be saved: that state becomes SAVED or CANCELLED. The other ended states are
         * final.
         *
         * @return whether the sign-in has ended
         */
        public boolean ended() {
            return ended;
        }
    }

    /** {@return the profile's name} */
    String profile();

    /**
     * Returns the present state, as the store has it: it is right after a restart, and after another process or another client on the same
     * store has completed, saved or cancelled the sign-in. Reads up to three records. If the sign-in has expired, or the process that
     * redeemed its code was stopped, also records that end, and may wait up to 5 s for another thread or process that has the record
     * locked. If the store cannot be read, returns the last state that was read.
     *
     * @return the state
     */
    State state();

    /**
     * Returns the URL to open, in any browser that can reach the device afterwards. It is valid for this sign-in only, for {@link
     * #expiresIn()}.
     *
     * @return the URL; empty if the profile's grant type needs none, or the browser has come back before a restart
     */
    Optional<URI> browserUrl();

    /** {@return the code to show, for a sign-in on another device; empty for other grant types, or if the user has signed in before a restart} */
    Optional<DeviceCode> deviceCode();

    /** {@return how long the URL or the code can still be used; zero once the sign-in has ended} */
    Duration expiresIn();

    /**
     * Returns why the state is {@link State#DENIED}, {@link State#EXPIRED} or {@link State#FAILED}. If the sign-in has ended in another
     * process, the failure has no details.
     *
     * @return the failure; empty in the other states
     */
    Optional<Failure> failure();

    /** {@return the state and what to do, in whole sentences, for a page. Contains no URL of {@link #browserUrl()}} */
    String message();

    /**
     * Waits until the sign-in has ended ({@link State#ended()}). If another process ends it, returns about a second later.
     *
     * @param limit how long to wait at most, up to a day
     * @return the state after the wait; {@link State#WAITING} if the sign-in has not ended within the limit, the thread was interrupted
     *     (its interrupt flag is set then), or the client was closed
     */
    State await(Duration limit);

    /**
     * Waits until the sign-in has ended, for a day at most; no sign-in takes longer.
     *
     * @return the state after the wait, as from {@link #await(Duration)}
     */
    State await();

    /**
     * Returns a future that completes with the first ended state: {@link State#UNSAVED} if the user has signed in. It completes in the
     * process that ends the sign-in. In another process it completes when that process calls {@link #state()} or {@link #await()}, and when
     * the URL or the code expires. When the client is closed, it completes with {@link State#WAITING}: the next client on the same store
     * continues the sign-in.
     *
     * @return a separate future for each call; its dependent stages run on a worker thread and must return quickly. Cancelling the future
     *     does not cancel the sign-in: use {@link #cancel()}
     */
    CompletableFuture<State> future();

    /**
     * Cancels this sign-in: a later callback is refused, and the device stops polling. New credentials that are not saved are dropped, and
     * revoked at the provider if it has a revocation endpoint. A sign-in that a newer start has replaced is not affected, nor is the newer
     * one.
     *
     * @return whether the sign-in was waiting or unsaved; otherwise nothing has changed
     * @throws java.io.UncheckedIOException if the store fails, so that the sign-in is not cancelled
     */
    boolean cancel();
}
