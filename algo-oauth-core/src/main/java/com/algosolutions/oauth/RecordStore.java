package com.algosolutions.oauth;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

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
     * A store of one file per record in a folder, for any number of threads and processes. It survives a power cut at any instant: what
     * has been written or read is there again, and a file that the disk has damaged is replaced by the generation before it.
     *
     * <p>Nothing is touched before the first use. The folder is made if its parent exists; files have mode 0600. The previous generation of
     * each record stays on the disk, so encrypt: {@code RecordStore.directory(folder).encryptedWith(key)}. The format, and what a write
     * costs, are in docs/storage.md.
     *
     * @param folder a folder for this store alone, on a local disk; all who use it give it by the same user
     * @return the store; a record has at most 16 MiB
     */
    static RecordStore directory(Path folder) {
        return new DirectoryStore(folder);
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

    /**
     * This store with its records encrypted by AES-256-GCM, each bound to its id and generation. A record that was written under another
     * key, changed, or put in another's place is an {@link IOException} that says what to do. Ids are not encrypted.
     *
     * <p>An older record that is put back <em>whole</em> is taken for the newest one: a client then spends a used refresh token, which
     * costs one refused renewal. {@link #encryptedWith(SecretKey, RollbackCounter)} refuses it.
     *
     * @param key an AES key of 256 bits, from where the device keeps such; not from beside the records
     * @return the encrypted store
     * @throws IllegalArgumentException if it is another kind of key
     */
    default RecordStore encryptedWith(SecretKey key) {
        return new EncryptedStore(this, key, null);
    }

    /**
     * This store encrypted as by {@link #encryptedWith(SecretKey)}, and proof against older records: one that was put back is an
     * {@link IOException}, as is a deleted one.
     *
     * @param key an AES key of 256 bits
     * @param counter the device's counters; each write and deletion advances one
     * @return the encrypted store
     * @throws IllegalArgumentException if it is another kind of key
     */
    default RecordStore encryptedWith(SecretKey key, RollbackCounter counter) {
        return new EncryptedStore(this, key, counter);
    }
}
