package com.algosolutions.oauth;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the client keeps its records: opaque bytes under an id, each replaced whole. Must be thread-safe.
 *
 * <p>A record has a generation: 1 when it is created, one more with each write. {@link #replace} is a compare-and-set on it, so that
 * of any number of threads and processes that read the same generation one writes the next, and the others learn that they did not.
 *
 * <p>A profile's record holds its configuration, its secrets and its tokens, so a store other than memory keeps it encrypted.
 *
 * <p>An id is 1 to 128 letters, digits and hyphens of ASCII; every method throws {@link IllegalArgumentException} for another one.
 */
public interface RecordStore {

    /** {@return a store that forgets everything with the process} */
    static RecordStore inMemory() {
        return new MemoryStore();
    }

    /**
     * Reads a record. Waits for no lock.
     *
     * @param id the record's id
     * @return the record, or empty if there is none
     * @throws IOException if the store cannot be read
     */
    Optional<StoredRecord> read(String id) throws IOException;

    /**
     * Replaces a record, if nobody else has done so since it was read. When this returns true the new bytes are durable; when it
     * throws, either the old or the new bytes are, never a mixture: read again before the next attempt.
     *
     * @param id the record's id
     * @param expectedGeneration the generation that was read, or 0 if there must be no record yet
     * @param bytes the new bytes; the record's generation is then {@code expectedGeneration + 1}
     * @return whether the record was replaced; false if its generation is another one
     * @throws IOException if the store cannot be written
     */
    boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException;

    /**
     * Lists the records.
     *
     * @return the ids of all records
     * @throws IOException if the store cannot be read
     */
    List<String> list() throws IOException;

    /**
     * Deletes a record, whatever its generation. When this returns, the record is gone for good, every older generation with it; one
     * that is created later under the same id starts at generation 1.
     *
     * @param id the record's id
     * @throws IOException if the store cannot be written
     */
    void delete(String id) throws IOException;

    /**
     * Waits for the lock of an id, which need not have a record. It keeps others from the same lock, in this process and, for a store
     * that processes share, in the others; it does not keep anybody from reading, replacing or deleting. It ends with the process
     * that holds it.
     *
     * @param id the record's id
     * @param limit how long to wait; zero or less asks once
     * @return the lock, to be closed by whoever obtained it, or empty if somebody else held it all the time
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits; its flag stays set
     * @throws IOException if the store cannot be locked
     */
    Optional<RecordLock> lock(String id, Duration limit) throws IOException;
}
