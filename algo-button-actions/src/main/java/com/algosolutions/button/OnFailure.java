package com.algosolutions.button;

/** What a request that not every target accepted means for the requests after it. The device's manual is silent; this is ours. */
public enum OnFailure {
    /** The later requests are sent all the same. The default: a siren should sound even if a message could not be posted. */
    CONTINUE,
    /** The later requests are not sent, and say so. For requests that build on each other. */
    STOP
}
