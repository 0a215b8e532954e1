package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import java.time.Instant;
import java.util.Optional;

/** An event of a client's log. */
record LoggedEvent(
        long number,
        Instant time,
        String process,
        String profile,
        Kind kind,
        String message,
        Optional<ProfileStatus> status,
        Optional<Failure> failure)
        implements Event {

    /** {@return the event in one line} */
    @Override
    public String toString() {
        return number + " " + time + " " + (process.isEmpty() ? "" : process + " ") + profile + " " + kind + ": "
                + message;
    }
}
