package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The firmware's store, as the queue uses it: what its contract does not allow, any other {@link Throwable} or another value, is an
 * {@link IOException} here. The message of an {@link IOException} is one short line, without secrets and without what it quotes of a record that
 * was to be stored.
 */
final class QueueStore {
    /** In characters, of the message of a store. */
    private static final int LONGEST = 2_000;

    private final RecordStore store;

    QueueStore(RecordStore store) {
        this.store = store;
    }

    Optional<StoredRecord> read(String id) throws IOException {
        return checked("read", () -> Objects.requireNonNull(store.read(id)).map(StoredRecord.class::cast));
    }

    boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        return checked("replace", () -> store.replace(id, expectedGeneration, bytes), bytes);
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

    private static <T> T checked(String call, Call<T> made) throws IOException {
        return checked(call, made, new byte[0]);
    }

    private static <T> T checked(String call, Call<T> made, byte[] record) throws IOException {
        try {
            return made.run();
        } catch (IOException e) {
            throw readable(call, e, record);
        } catch (Throwable e) {
            throw broken(call, e);
        }
    }

    /** Does not repeat the store's message, which may quote the record. */
    private static IOException broken(String call, Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new IOException("The store of the queue breaks its contract: " + call + " threw "
                + e.getClass().getName() + ". Correct the store.");
    }

    /** The failure without its cause, whose message may quote the record too. */
    private static IOException readable(String call, IOException e, byte[] record) {
        IOException safe;
        try {
            Secret[] quoted = record.length < 2
                    ? new Secret[0]
                    : new Secret[] {Secret.of(new String(record, UTF_8).substring(1))
                    }; // the whole would be read as a key
            safe = e instanceof UnreadableRecordException unreadable
                    ? new UnreadableRecordException(
                            shown(unreadable.recordId(), quoted),
                            shown(unreadable.reason(), quoted),
                            shown(unreadable.advice(), quoted))
                    : new IOException(e.getMessage() == null ? e.getClass().getName() : shown(e.getMessage(), quoted));
        } catch (Throwable inItsMessage) {
            return broken(call, inItsMessage);
        }
        safe.setStackTrace(e.getStackTrace());
        return safe;
    }

    private static String shown(String said, Secret... quoted) {
        String start = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
        return Secret.mask(start, quoted)
                .replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\\s]+", " ")
                .strip();
    }
}
