package com.algosolutions.oauth.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * Thrown by {@link RecordStore#read} for a record that is there and cannot be used: it is damaged, was written with another key or by a
 * newer format. Reading it again does not help. Any other {@link IOException} of a store may be temporary.
 *
 * <p>The message names the record, the reason and the fix. Immutable.
 *
 * @since 0.1.0
 */
public final class UnreadableRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The record's id. */
    private final String recordId;

    /** What is wrong. */
    private final String reason;

    /** What to do. */
    private final String advice;

    /**
     * Makes an exception.
     *
     * @param recordId the record's id
     * @param reason what is wrong, as the rest of a sentence that begins with the record and has no full stop: {@code is damaged}
     * @param advice the fix, one or more sentences in the imperative
     */
    public UnreadableRecordException(String recordId, String reason, String advice) {
        super("Record " + requireNonNull(recordId, "recordId") + " " + requireNonNull(reason, "reason") + ". "
                + requireNonNull(advice, "advice"));
        this.recordId = recordId;
        this.reason = reason;
        this.advice = advice;
    }

    /** {@return the record's id} */
    public String recordId() {
        return recordId;
    }

    /** {@return what is wrong, as the rest of a sentence that begins with the record, without a full stop} */
    public String reason() {
        return reason;
    }

    /** {@return the fix, one or more sentences in the imperative} */
    public String advice() {
        return advice;
    }
}
