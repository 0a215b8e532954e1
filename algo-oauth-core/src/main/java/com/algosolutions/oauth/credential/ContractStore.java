package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of an application, as the client uses it: what its contract does not allow, any other {@link Throwable} or a null result, is an
 * {@link IOException} here, so that the client handles each failure of a store in one way. Everything else passes through.
 *
 * <p>The exception names the call and the place in the store's code. It does not repeat the store's message, which may quote the record. The
 * message of an {@link IOException} is kept, on one line, without what it quotes.
 */
public final class ContractStore implements RecordStore {
    private static final System.Logger LOG = System.getLogger(ContractStore.class.getName());

    /** The characters of a store's message that are kept. */
    private static final int LONGEST = 2_000;

    private final RecordStore store;

    private ContractStore(RecordStore store) {
        this.store = store;
    }

    /** {@return the store with its contract enforced; the same one if it is already} */
    public static RecordStore of(RecordStore store) {
        return store instanceof ContractStore ? store : new ContractStore(store);
    }

    /** A record that was written with a key is an error here, not a damaged one: with the store's key it can be read. */
    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        Optional<StoredRecord> read = checked("read(\"" + id + "\")", () -> only(StoredRecord.class, store.read(id)));
        if (read.isPresent() && read.get().encrypted()) {
            throw new UnreadableRecordException(
                    id,
                    "is encrypted, and this store has no key",
                    "Give the store its key: RecordStore.directory(path).encryptedWith(key).");
        }
        return read;
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        try {
            return checked("replace(\"" + id + "\")", () -> store.replace(id, expectedGeneration, bytes));
        } catch (IOException e) {
            throw withoutQuotes(e, id, bytes);
        }
    }

    /** A failure that does not quote what was to be stored, as one of a database may do. */
    private static IOException withoutQuotes(IOException e, String id, byte[] bytes) {
        List<Secret> stored = new ArrayList<>();
        try {
            gather(Json.read(new String(bytes, UTF_8)), id, stored);
        } catch (MalformedJsonException malformed) { // no record of this library
            return e;
        }
        Redactor redactor = new Redactor(stored);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage());
            if (!redactor.mask(said).equals(said)) {
                IOException safe = new IOException(redactor.clean(String.valueOf(e.getMessage())));
                safe.setStackTrace(e.getStackTrace());
                return safe;
            }
        }
        return e;
    }

    /** All texts of a record but its id and addresses. */
    private static void gather(@Nullable Object value, String id, List<Secret> texts) {
        if (value instanceof Map<?, ?> members) {
            members.values().forEach(member -> gather(member, id, texts));
        } else if (value instanceof List<?> elements) {
            elements.forEach(element -> gather(element, id, texts));
        } else if (value instanceof String text
                && text.length() >= Redactor.PIECE
                && !text.startsWith("https://")
                && !id.contains(text)) {
            texts.add(Secret.of(text));
        }
    }

    /** {@return a copy: the store's own list could throw later, or hold null} */
    @Override
    public List<String> list() throws IOException {
        return checked("list()", () -> {
            List<String> ids = new ArrayList<>();
            for (Object id : store.list()) {
                ids.add(Objects.requireNonNull(String.class.cast(id)));
            }
            return ids;
        });
    }

    @Override
    public void delete(String id) throws IOException {
        checked("delete(\"" + id + "\")", () -> {
            store.delete(id);
            return true;
        });
    }

    /** A lock that cannot be released is reported to the log only: the work that it protected is done. */
    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        String call = "lock(\"" + id + "\")";
        return checked(call, () -> only(RecordLock.class, store.lock(id, limit)))
                .map(lock -> RecordLock.of(() -> release(call, lock)));
    }

    /** The value, checked: a store that was not compiled against its interface, such as a proxy, can return another one. */
    @SuppressWarnings("NullableOptional") // what a store returns that breaks its contract
    private static <T> @Nullable Optional<T> only(Class<T> type, @Nullable Optional<T> value) {
        return value == null ? null : value.map(type::cast);
    }

    private static void release(String call, RecordLock lock) {
        try {
            lock.close();
        } catch (Throwable e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    broken("the release of " + call, thrown(e), e).getMessage());
        }
    }

    /** A call of the store. */
    private interface Call<T> {
        @Nullable
        T run() throws IOException;
    }

    private static <T> T checked(String call, Call<T> made) throws IOException {
        T result;
        try {
            result = made.run();
        } catch (IOException e) {
            throw readable(call, e);
        } catch (Throwable e) {
            throw broken(call, thrown(e), Redactor.trace(e));
        }
        if (result == null) {
            throw broken(call, "returned null", null);
        }
        return result;
    }

    /** The exception, with a message that is one line of visible characters: operators read it, in logs and pages. */
    private static IOException readable(String call, IOException e) {
        IOException safe;
        try {
            String said = e.getMessage();
            String shown = said == null ? e.getClass().getName() : shown(said);
            if (shown.equals(said) || e instanceof InterruptedIOException) {
                return e;
            }
            safe = e instanceof UnreadableRecordException record
                    ? new UnreadableRecordException(
                            shown(record.recordId()), shown(record.reason()), shown(record.advice()))
                    : new IOException(shown);
        } catch (Throwable inItsMessage) {
            return broken(call, thrown(inItsMessage), Redactor.trace(inItsMessage));
        }
        safe.setStackTrace(e.getStackTrace());
        return safe;
    }

    private static String shown(String said) {
        return Redactor.visible(said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said);
    }

    private static String thrown(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return "threw " + Uninterruptibly.caught(e) + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private static IOException broken(String call, String how, @Nullable Throwable cause) {
        return new IOException(
                "The record store breaks its contract: " + call + " " + how + ". Correct the store.", cause);
    }
}
