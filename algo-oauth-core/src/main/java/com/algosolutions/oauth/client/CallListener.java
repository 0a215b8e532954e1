package com.algosolutions.oauth.client;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;

/** Called for each step of a call, in order, on the call's thread. */
interface CallListener {
    /** Does nothing. */
    CallListener NONE = new CallListener() {
        @Override
        public boolean listens() {
            return false;
        }

        @Override
        public void passed(Step step, String how) {
            // Nothing to do.
        }

        @Override
        public void failed(Failure failure) {
            // Nothing to do.
        }
    };

    /** Whether {@link #passed} uses its text; otherwise the caller need not build it. */
    default boolean listens() {
        return true;
    }

    /** Called when a step has passed; {@code how} says what was found or done. */
    void passed(Step step, String how);

    /** Called when a step has failed. */
    void failed(Failure failure);
}
