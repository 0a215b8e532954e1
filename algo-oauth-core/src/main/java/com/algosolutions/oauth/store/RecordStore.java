package com.algosolutions.oauth.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Keeps the client's records: opaque bytes under an id, each record replaced as a whole. Implementations must be thread-safe.
 *
 * <p>A record has a generation: 1 when it is created, one more with each write. {@link #replace} is a compare-and-set on the generation:
 * if several threads or processes have read the same generation, one of them writes the next, and the others get false.
 *
 * <p>A profile's record holds its configuration, its secrets and its tokens, so a store other than memory must keep it encrypted.
 *
 * <p>An id is 1 to 128 ASCII letters, digits and hyphens; every method that takes an id throws {@link IllegalArgumentException} for any
 * other text. Every other failure must be an {@link IOException}.
 *
 * @since 0.1.0
 */
public interface RecordStore {

    /** {@return a new store in memory, which is lost when the process ends} */
    static RecordStore inMemory() {
        return new MemoryStore();
    }

    /**
     * A store with one file per record in a folder, for any number of threads and processes. It survives a power cut at any instant:
     * each record that was written or read is still there. If the disk has damaged a file, the generation before it is read instead.
     *
     * <p>The folder is not touched before the first use. It is created if its parent exists; files have mode 0600. The previous generation
     * of each record stays on the disk, so encrypt: {@code RecordStore.directory(folder).encryptedWith(key)}. docs/storage.md describes the
     * format and the cost of a write.
     *
     * @param folder a folder for this store alone, on a local disk; all processes that use it must run as the same user
     * @return the store; a record has at most 16 MiB
     */
    static RecordStore directory(Path folder) {
        return new DirectoryStore(requireNonNull(folder, "folder"));
    }

    /**
     * Reads a record. Does not wait for a lock.
     *
     * @param id the record's id
     * @return the record, or empty if there is none
     * @throws UnreadableRecordException if the record is there, and is damaged or needs another key or a newer format
     * @throws IOException if the store cannot be read
     */
    Optional<StoredRecord> read(String id) throws IOException;

    /**
     * Replaces a record if it still has the generation that was read. When this returns true, the new bytes are durable. When it throws,
     * either the old or the new bytes are durable, never a mixture: read again before the next attempt.
     *
     * @param id the record's id
     * @param expectedGeneration the generation that was read, or 0 if there must be no record yet
     * @param bytes the new bytes; the record then has the generation {@code expectedGeneration + 1}
     * @return whether the record was replaced; false if it has another generation
     * @throws IOException if the store cannot be written
     */
    boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException;

    /**
     * Lists the ids of all records.
     *
     * @return the ids, in any order
     * @throws IOException if the store cannot be read
     */
    List<String> list() throws IOException;

    /**
     * Deletes a record of any generation; does nothing if there is none. When this returns, the record and its older generations are
     * durably gone. A record that is created later under the same id starts at generation 1.
     *
     * @param id the record's id
     * @throws IOException if the store cannot be written
     */
    void delete(String id) throws IOException;

    /**
     * Waits for the lock of an id, which need not have a record. One caller has it at a time: in this process and, for a store that
     * processes share, in all of them. It does not prevent reading, replacing or deleting. It is released when its process ends.
     *
     * @param id the record's id
     * @param limit how long to wait; zero or less tries once
     * @return the lock, which the caller must close, or empty if it was not free in time
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits; its interrupt flag stays set
     * @throws IOException if the store cannot be locked
     */
    Optional<RecordLock> lock(String id, Duration limit) throws IOException;

    /**
     * This store with its records encrypted by AES-256-GCM, each bound to its id and generation. Reading a record that was written with
     * another key, without one, changed, or moved to another id is an {@link UnreadableRecordException}, which says how to go on. Ids are not
     * encrypted.
     *
     * <p>An older record that is put back <em>unchanged</em> counts as the newest one: the client then sends a refresh token that was used
     * before, and the server rejects one renewal. {@link #encryptedWith(SecretKey, RollbackCounter)} detects such a record.
     *
     * @param key an AES key of 256 bits, from the device's key storage; it must not lie beside the records
     * @return the encrypted store
     * @throws IllegalArgumentException if the key is of another kind or length
     */
    default RecordStore encryptedWith(SecretKey key) {
        return new EncryptedStore(this, requireNonNull(key, "key"), null);
    }

    /**
     * This store encrypted as by {@link #encryptedWith(SecretKey)}, and protected from older records: reading an older or deleted record
     * that was put back is an {@link UnreadableRecordException}.
     *
     * @param key an AES key of 256 bits
     * @param counter the device's counters; each write and deletion advances one
     * @return the encrypted store
     * @throws IllegalArgumentException if the key is of another kind or length
     */
    default RecordStore encryptedWith(SecretKey key, RollbackCounter counter) {
        return new EncryptedStore(this, requireNonNull(key, "key"), requireNonNull(counter, "counter"));
    }
}
