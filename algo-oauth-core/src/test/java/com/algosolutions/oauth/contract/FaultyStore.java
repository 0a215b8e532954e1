package com.algosolutions.oauth.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store in front of another, for tests: it fails in the way that a test has set, and shows each write to the test's watchers.
 * Thread-safe.
 */
public final class FaultyStore implements RecordStore {
    /** The ways in which it fails. */
    public enum Fault {
        /** Works. */
        NONE,
        /** Every call but reads fails, as on a full disk. */
        DISK_FULL,
        /** Every call fails, as on a disk that was removed. */
        DISK_GONE,
        /** Reads and locks fail; writes do not. */
        UNREADABLE,
        /** Locks fail; nothing else does. */
        UNLOCKABLE,
        /** Every call but reads throws an exception that the contract does not allow. */
        BUG,
        /** Every call throws an exception that the contract does not allow. */
        BROKEN,
        /** Each write finds that another process has written first. */
        WRITTEN_BY_ANOTHER
    }

    /** Is called for each write; may wait, count, reject it with an exception, or end the process. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * Called when a record is being replaced.
         *
         * @param id its id
         * @param bytes the new bytes
         * @throws IOException to reject the write
         */
        void write(String id, byte[] bytes) throws IOException;
    }

    private final RecordStore kept;
    private volatile Fault fault = Fault.NONE;
    private volatile Watcher before = (id, bytes) -> {};
    private volatile Watcher after = (id, bytes) -> {};
    private volatile Consumer<String> reading = id -> {};

    /** Creates it in front of a store in memory. */
    public FaultyStore() {
        this(RecordStore.inMemory());
    }

    /**
     * Creates it in front of a store.
     *
     * @param kept the store that has the records
     */
    public FaultyStore(RecordStore kept) {
        this.kept = kept;
    }

    /**
     * Sets how it fails from now on.
     *
     * @param next the kind of failure
     */
    public void fail(Fault next) {
        fault = next;
    }

    /** {@return the current kind of failure} */
    public Fault fault() {
        return fault;
    }

    /**
     * Sets a watcher that is called before each write.
     *
     * @param watcher the watcher, in place of any earlier one
     * @return this
     */
    public FaultyStore before(Watcher watcher) {
        before = watcher;
        return this;
    }

    /**
     * Sets a watcher that is called after each write that has taken effect. An exception of it does not undo the write.
     *
     * @param watcher the watcher, in place of any earlier one
     * @return this
     */
    public FaultyStore after(Watcher watcher) {
        after = watcher;
        return this;
    }

    /**
     * Sets what is called before each read.
     *
     * @param watcher gets the id of the record, in place of any earlier one
     * @return this
     */
    public FaultyStore reading(Consumer<String> watcher) {
        reading = watcher;
        return this;
    }

    /** {@return all records as text, one after the other} */
    public String text() {
        try {
            StringBuilder all = new StringBuilder();
            for (String id : kept.list()) {
                all.append(new String(kept.read(id).orElseThrow().bytes(), UTF_8));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        reading.accept(id);
        if (fault != Fault.DISK_FULL && fault != Fault.BUG) {
            checkReading();
        }
        return kept.read(id);
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        before.write(id, bytes);
        check();
        boolean replaced = fault != Fault.WRITTEN_BY_ANOTHER && kept.replace(id, expectedGeneration, bytes);
        if (replaced) {
            after.write(id, bytes);
        }
        return replaced;
    }

    @Override
    public List<String> list() throws IOException {
        if (fault != Fault.DISK_FULL) { // a full disk can be read
            checkReading();
        }
        return kept.list();
    }

    @Override
    public void delete(String id) throws IOException {
        check();
        kept.delete(id);
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        if (fault != Fault.DISK_FULL && fault != Fault.BUG) {
            checkReading();
        }
        if (fault == Fault.UNLOCKABLE) {
            throw new IOException("the database has no more connections. Allow more.");
        }
        return kept.lock(id, limit);
    }

    private void checkReading() throws IOException {
        if (fault == Fault.UNREADABLE) {
            throw new IOException("input/output error");
        }
        check();
    }

    private void check() throws IOException {
        switch (fault) {
            case DISK_FULL -> throw new IOException("no space left");
            case DISK_GONE -> throw new IOException("no such device");
            case BUG, BROKEN -> throw new IllegalStateException("a bug in the store");
            case NONE, WRITTEN_BY_ANOTHER, UNREADABLE, UNLOCKABLE -> {}
        }
    }
}
