package com.algosolutions.oauth.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Records in memory, lost when the process ends. */
final class MemoryStore implements RecordStore {
    private final Map<String, StoredRecord> records = new ConcurrentHashMap<>();
    private final Locks locks = new ThreadLocks();

    @Override
    public Optional<StoredRecord> read(String id) {
        return Optional.ofNullable(records.get(RecordId.check(id)));
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) {
        StoredRecord next = new StoredRecord(expectedGeneration + 1, bytes);
        if (expectedGeneration == 0) {
            return records.putIfAbsent(RecordId.check(id), next) == null;
        }
        StoredRecord present = records.get(RecordId.check(id));
        return present != null && present.generation() == expectedGeneration && records.replace(id, present, next);
    }

    @Override
    public List<String> list() {
        return List.copyOf(records.keySet());
    }

    @Override
    public void delete(String id) {
        records.remove(RecordId.check(id));
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        return locks.lock(RecordId.check(id), limit);
    }
}
