package com.algosolutions.oauth.client;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;

/** Called for each step of a call, in order, on the call's thread. */
interface CallListener {
    /** Does nothing. */
    CallListener NONE = new CallListener() {
        @Override
        public void passed(Step step, Object how) {
            // Nothing to do.
        }

        @Override
        public void failed(Failure failure) {
            // Nothing to do.
        }
    };

    /** Called when a step has passed; {@code how} prints what was found or done. */
    void passed(Step step, Object how);

    /** Called when a step has failed. */
    void failed(Failure failure);
}
