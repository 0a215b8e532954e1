package com.algosolutions.oauth;

/** A record as a {@link RecordStore} read it. Immutable and thread-safe. */
public final class StoredRecord {
    private final long generation;
    private final byte[] bytes;

    /**
     * A record.
     *
     * @param generation how often the record has been written, 1 or more
     * @param bytes its bytes, copied
     */
    public StoredRecord(long generation, byte[] bytes) {
        this.generation = generation;
        this.bytes = bytes.clone();
    }

    /** {@return how often the record has been written} */
    public long generation() {
        return generation;
    }

    /** {@return a copy of the bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return generation and length; not the content} */
    @Override
    public String toString() {
        return "generation " + generation + ", " + bytes.length + " bytes";
    }
}
