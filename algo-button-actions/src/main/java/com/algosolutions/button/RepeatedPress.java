package com.algosolutions.button;

/**
 * What a press does while an earlier press of the same button is running. The device's manual does not define it.
 *
 * @since 0.1.0
 */
public enum RepeatedPress {
    /** It sends nothing and returns {@link PressResult.Outcome#IGNORED} at once. The default. */
    IGNORE,
    /** It joins the running press: same progress, same result, and {@link Press#cancel} cancels that press. */
    JOIN,
    /** It sends after the running press has ended. Its time limit runs while it waits. At most eight presses wait; more are ignored. */
    QUEUE
}
