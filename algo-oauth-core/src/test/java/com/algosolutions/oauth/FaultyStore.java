package com.algosolutions.oauth;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store in memory that fails when a test says so, in the way it says. */
final class FaultyStore implements RecordStore {
    /** How it fails. */
    enum Fault {
        NONE,
        DISK_FULL,
        BUG,
        WRITTEN_BY_ANOTHER
    }

    private final RecordStore kept = RecordStore.inMemory();
    private volatile Fault fault = Fault.NONE;

    void fail(Fault next) {
        fault = next;
    }

    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        return kept.read(id);
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        check();
        return fault != Fault.WRITTEN_BY_ANOTHER && kept.replace(id, expectedGeneration, bytes);
    }

    @Override
    public List<String> list() throws IOException {
        check();
        return kept.list();
    }

    @Override
    public void delete(String id) throws IOException {
        check();
        kept.delete(id);
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        return kept.lock(id, limit);
    }

    private void check() throws IOException {
        if (fault == Fault.DISK_FULL) {
            throw new IOException("no space left");
        }
        if (fault == Fault.BUG) {
            throw new IllegalStateException("a bug in the store");
        }
    }

    String text() {
        try {
            StringBuilder all = new StringBuilder();
            for (String id : kept.list()) {
                all.append(new String(kept.read(id).orElseThrow().bytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
            return all.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
