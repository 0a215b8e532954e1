package com.algosolutions.button;

/** What becomes of a press of a button whose last press is still running. The device's manual is silent; this is ours. */
public enum RepeatedPress {
    /** It sends nothing and says so at once: {@link PressResult.State#IGNORED}. The default. */
    IGNORE,
    /** It sends nothing of its own and shares the running press: its progress, its result, its cancel. */
    JOIN,
    /** It waits for the running one and then sends. Its time runs while it waits; more than eight waiting are ignored. */
    QUEUE
}
