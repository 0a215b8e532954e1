package com.algosolutions.oauth.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.RecordLock;
import com.algosolutions.oauth.RecordStore;
import com.algosolutions.oauth.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A store in front of another, for tests: it fails when a test says so, in the way it says, and shows each write to whoever looks.
 * Thread-safe.
 */
public final class FaultyStore implements RecordStore {
    /** How it fails. */
    public enum Fault {
        /** Not at all. */
        NONE,
        /** Everything but reading is refused, as by a disk that is full. */
        DISK_FULL,
        /** Everything is refused, as by a disk that is gone. */
        DISK_GONE,
        /** Everything but reading throws what the contract does not know. */
        BUG,
        /** Everything throws what the contract does not know. */
        BROKEN,
        /** Each write finds that another process has been faster. */
        WRITTEN_BY_ANOTHER
    }

    /** Sees a write; it may wait, count, refuse by throwing, or end the process. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * A record is being replaced.
         *
         * @param id its id
         * @param bytes the new bytes
         * @throws IOException to refuse it
         */
        void write(String id, byte[] bytes) throws IOException;
    }

    private final RecordStore kept;
    private volatile Fault fault = Fault.NONE;
    private volatile Watcher before = (id, bytes) -> {};
    private volatile Watcher after = (id, bytes) -> {};

    /** A store in memory. */
    public FaultyStore() {
        this(RecordStore.inMemory());
    }

    /**
     * A store in front of another.
     *
     * @param kept where the records are
     */
    public FaultyStore(RecordStore kept) {
        this.kept = kept;
    }

    /**
     * Fails from now on.
     *
     * @param next how
     */
    public void fail(Fault next) {
        fault = next;
    }

    /** {@return how it fails now} */
    public Fault fault() {
        return fault;
    }

    /**
     * Shows each write before it is made.
     *
     * @param watcher sees it
     * @return this
     */
    public FaultyStore before(Watcher watcher) {
        before = watcher;
        return this;
    }

    /**
     * Shows each write that was made or lost against another one.
     *
     * @param watcher sees it
     * @return this
     */
    public FaultyStore after(Watcher watcher) {
        after = watcher;
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
        if (fault == Fault.BROKEN || fault == Fault.DISK_GONE) {
            check();
        }
        return kept.read(id);
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        before.write(id, bytes);
        check();
        boolean replaced = fault != Fault.WRITTEN_BY_ANOTHER && kept.replace(id, expectedGeneration, bytes);
        after.write(id, bytes);
        return replaced;
    }

    @Override
    public List<String> list() throws IOException {
        if (fault != Fault.DISK_FULL) { // which can be read
            check();
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
        if (fault == Fault.BROKEN || fault == Fault.DISK_GONE) {
            check();
        }
        return kept.lock(id, limit);
    }

    private void check() throws IOException {
        switch (fault) {
            case DISK_FULL -> throw new IOException("no space left");
            case DISK_GONE -> throw new IOException("no such device");
            case BUG, BROKEN -> throw new IllegalStateException("a bug in the store");
            case NONE, WRITTEN_BY_ANOTHER -> {}
        }
    }
}
