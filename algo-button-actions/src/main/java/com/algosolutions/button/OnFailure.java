package com.algosolutions.button;

/**
 * What happens to the later requests of a press when a target did not accept a request. The device's manual does not define it.
 *
 * @since 0.1.0
 */
public enum OnFailure {
    /** The later requests are sent. The default: a siren should sound even if a message could not be posted. */
    CONTINUE,
    /** The later requests are not sent, and are {@link TargetResult.Outcome#SKIPPED}. For requests that depend on each other. */
    STOP
}
