package com.algosolutions.oauth.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that passes each call on to another. A test overrides those calls that it watches or makes fail. */
public abstract class ForwardingStore implements RecordStore {
    protected final RecordStore kept;

    protected ForwardingStore(RecordStore kept) {
        this.kept = kept;
    }

    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        return kept.read(id);
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        return kept.replace(id, expectedGeneration, bytes);
    }

    @Override
    public List<String> list() throws IOException {
        return kept.list();
    }

    @Override
    public void delete(String id) throws IOException {
        kept.delete(id);
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        return kept.lock(id, limit);
    }
}
