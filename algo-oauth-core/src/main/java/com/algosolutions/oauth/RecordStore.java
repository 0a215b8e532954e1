package com.algosolutions.oauth;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where the client keeps its records: opaque bytes under an id, each replaced whole. Must be thread-safe.
 *
 * <p>A profile's record holds its configuration, its secrets and its tokens, so a store other than memory keeps it encrypted.
 */
public interface RecordStore {

    /** {@return a store that forgets everything with the process} */
    static RecordStore inMemory() {
        return new MemoryStore();
    }

    /**
     * Reads a record.
     *
     * @param id the record's id: letters, digits and hyphens
     * @return the record, or empty if there is none
     * @throws IOException if the store cannot be read
     */
    Optional<StoredRecord> read(String id) throws IOException;

    /**
     * Replaces a record, if nobody else has done so since it was read. When this returns true the new bytes are durable; when it
     * throws, either the old or the new bytes are, never a mixture.
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
     * Deletes a record, whatever its generation.
     *
     * @param id the record's id
     * @throws IOException if the store cannot be written
     */
    void delete(String id) throws IOException;
}
