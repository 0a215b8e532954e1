package com.algosolutions.oauth.token;

import java.util.function.Consumer;

/** Renews a token for its {@link TokenManager}. */
@FunctionalInterface
public interface RenewalSource {
    /**
     * Prepares a renewal. Called with the manager's lock held, so that the attempt knows which token set it renews, and can recognise a newer
     * one that is saved before a worker runs it.
     */
    Attempt begin();

    /** One renewal, run by a worker; never two at once. */
    @FunctionalInterface
    interface Attempt {
        /**
         * Obtains a token, or a failure.
         *
         * @param publish takes the result; must be called while the credential is still locked, so that no older result is published after
         *     {@link TokenManager#adopt}
         */
        void run(Consumer<TokenResult> publish);
    }
}
