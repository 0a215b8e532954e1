package com.algosolutions.button;

import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The firmware's store, as the queue uses it: what its contract does not allow, any other {@link Throwable} or another value, is an {@link IOException} here. */
final class QueueStore {
    private final RecordStore store;

    QueueStore(RecordStore store) {
        this.store = store;
    }

    Optional<StoredRecord> read(String id) throws IOException {
        return checked("read", () -> Objects.requireNonNull(store.read(id)).map(StoredRecord.class::cast));
    }

    boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        return checked("replace", () -> store.replace(id, expectedGeneration, bytes));
    }

    List<String> list() throws IOException {
        return checked(
                "list",
                () -> store.list().stream()
                        .map(String.class::cast)
                        .map(Objects::requireNonNull)
                        .toList());
    }

    void delete(String id) throws IOException {
        checked("delete", () -> {
            store.delete(id);
            return true;
        });
    }

    /** A call of the store. */
    private interface Call<T> {
        T run() throws IOException;
    }

    /** The exception does not repeat the store's message, which may quote the record. */
    private static <T> T checked(String call, Call<T> made) throws IOException {
        try {
            return made.run();
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("The store of the queue breaks its contract: " + call + " threw "
                    + e.getClass().getName() + ". Correct the store.");
        }
    }
}
