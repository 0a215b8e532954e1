package com.algosolutions.oauth.client;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;

/** Is told each step of a call as it is taken. */
interface CallListener {
    /** Watches nothing. */
    CallListener NOBODY = new CallListener() {
        @Override
        public void passed(Step step, String how) {
            // Nobody watches.
        }

        @Override
        public void failed(Failure failure) {
            // Nobody watches.
        }
    };

    void passed(Step step, String how);

    void failed(Failure failure);
}
