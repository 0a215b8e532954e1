package com.algosolutions.oauth.store;

/**
 * A record that a {@link RecordStore} has read. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class StoredRecord {
    /** An encrypted record begins with its version. Later formats may use the versions up to this one; the client's own records are JSON texts, which never begin with such a byte. */
    private static final byte LATEST_ENCRYPTED = 8;

    /** The version, count, nonce and tag of an encrypted record that is empty. */
    private static final int SHORTEST_ENCRYPTED = 37;

    private final long generation;
    private final byte[] bytes;
    private final boolean recovered;

    /**
     * Creates a record that is not {@linkplain #recovered() recovered}.
     *
     * @param generation how often the record has been written, 1 or more
     * @param bytes its bytes, copied
     */
    public StoredRecord(long generation, byte[] bytes) {
        this(generation, bytes, false);
    }

    /**
     * Creates a record.
     *
     * @param generation how often the record has been written, 1 or more
     * @param bytes its bytes, copied
     * @param recovered whether a newer generation was found damaged
     */
    public StoredRecord(long generation, byte[] bytes, boolean recovered) {
        this.generation = generation;
        this.bytes = bytes.clone();
        this.recovered = recovered;
    }

    /** {@return how often the record has been written} */
    public long generation() {
        return generation;
    }

    /** {@return a copy of the bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Whether this is the previous generation, because the newest one was found damaged: the disk has lost bytes that it had confirmed.
     * The last write is lost. The next write ends this state.
     *
     * @return whether the newest generation was damaged
     */
    public boolean recovered() {
        return recovered;
    }

    /**
     * Whether the bytes begin as those of an encrypted record: a store without a key has read a record that was written with one.
     *
     * @return whether the record is encrypted
     */
    public boolean encrypted() {
        return bytes.length >= SHORTEST_ENCRYPTED && bytes[0] > 0 && bytes[0] <= LATEST_ENCRYPTED;
    }

    /** {@return generation and length, without the bytes} */
    @Override
    public String toString() {
        return "generation " + generation + ", " + bytes.length + " bytes" + (recovered ? ", recovered" : "");
    }
}
