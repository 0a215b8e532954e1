package com.algosolutions.console.device;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A device's store, whose disk can be full, and whose power can be cut: from then on it changes nothing and answers nothing. Thread-safe. */
final class BenchStore implements RecordStore {
    private final RecordStore disk;
    private final AtomicBoolean full;
    private volatile boolean cut;

    /**
     * A store.
     *
     * @param full whether the disk is full
     */
    BenchStore(RecordStore disk, AtomicBoolean full) {
        this.disk = disk;
        this.full = full;
    }

    /** Cuts the power of this device. Its records stay as they are, for the next start. */
    void cutPower() {
        cut = true;
    }

    private RecordStore powered() throws IOException {
        if (cut) {
            throw new IOException("The device has no power");
        }
        return disk;
    }

    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        return powered().read(id);
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        RecordStore writable = powered();
        if (full.get()) {
            throw new IOException("No space left on device");
        }
        return writable.replace(id, expectedGeneration, bytes);
    }

    @Override
    public List<String> list() throws IOException {
        return powered().list();
    }

    @Override
    public void delete(String id) throws IOException {
        powered().delete(id);
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        return powered().lock(id, limit);
    }
}
