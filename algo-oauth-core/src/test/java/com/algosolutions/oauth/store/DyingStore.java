package com.algosolutions.oauth.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that makes a number of writes, and rejects all later ones, as after a power cut. It can be read. */
public record DyingStore(RecordStore kept, AtomicInteger left) implements RecordStore {
    public DyingStore(RecordStore kept, int writes) {
        this(kept, new AtomicInteger(writes));
    }

    private boolean dead() {
        return left.getAndDecrement() <= 0;
    }

    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        return kept.read(id);
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        if (dead()) {
            throw new IOException("the power is gone");
        }
        return kept.replace(id, expectedGeneration, bytes);
    }

    @Override
    public List<String> list() throws IOException {
        return kept.list();
    }

    @Override
    public void delete(String id) throws IOException {
        if (dead()) {
            throw new IOException("the power is gone");
        }
        kept.delete(id);
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        return kept.lock(id, limit);
    }
}
