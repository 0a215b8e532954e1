package com.algosolutions.button;

/**
 * What came of a request that was kept while there was no network. Immutable and thread-safe; prints without a secret.
 *
 * @param press the id of the press that it is of
 * @param button the identifier that was pressed
 * @param outcome what came of it
 */
public record QueuedOutcome(String press, String button, Outcome outcome) {

    /** {@return the button, and what came of it} */
    @Override
    public String toString() {
        return "button " + button + ", press " + press + ": " + outcome;
    }
}
