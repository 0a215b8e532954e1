package com.algosolutions.button;

import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The records of the waiting presses, one for each press, in the store. Thread-safe. */
final class QueueRecords {
    private static final System.Logger LOG = System.getLogger(QueueRecords.class.getName());
    private static final String ID_PREFIX = "press-";

    /** How often a press is read that a round is changing. A round changes it twice for each request. */
    private static final int MOST_ATTEMPTS = 100;

    private final String process = UUID.randomUUID().toString();
    private final QueueStore store;
    private final int capacity;
    private final Duration expiry;
    private final LongSupplier ticker;

    /** Ticker time since which a record is unreadable. Guarded by this, as are the fields below. */
    private final Map<String, Long> unreadable = new HashMap<>();

    /** Presses that were reported as not stored, and when. A record of them that appears later is removed, and not sent. */
    private final Map<String, Long> refused = new HashMap<>();

    /** The ids of all records at the last read. */
    private final Set<String> ids = new HashSet<>();

    private int size;
    private long order;

    QueueRecords(OfflineQueue settings, LongSupplier ticker) {
        this.ticker = ticker;
        store = new QueueStore(settings.store());
        capacity = settings.capacity();
        expiry = settings.expiry();
    }

    /** Stores a press as the last one, unless it is stored already. Returns why it is not stored; empty if it is. */
    synchronized Optional<String> keep(QueuedPress press) {
        String id = ID_PREFIX + press.press();
        try {
            return add(id, press);
        } catch (Throwable e) { // of a store of the firmware
            LOG.log(Level.WARNING, "a press cannot be stored: " + reason(e));
        }
        if (isStored(id)) {
            return Optional.empty();
        }
        refused.values().removeIf(at -> isOver(at));
        refused.put(id, ticker.getAsLong());
        return Optional.of("The queue could not store it. Check the device's storage.");
    }

    private Optional<String> add(String id, QueuedPress press) throws IOException {
        List<QueuedPress> waiting = read();
        if (ids.contains(id)) {
            return Optional.empty();
        }
        if (waiting.size() >= capacity) {
            return Optional.of("The queue is full.");
        }
        long last = waiting.isEmpty() ? 0 : waiting.get(waiting.size() - 1).order();
        order = Math.max(Math.max(order, last) + 1, press.pressed());
        if (!store.replace(id, 0, press.inOrder(order).toBytes())) {
            throw new IOException("record " + id + " was written by another process");
        }
        size = waiting.size() + 1;
        return Optional.empty();
    }

    /** Whether a write that failed has stored its record all the same. */
    private boolean isStored(String id) {
        try {
            return store.read(id).isPresent();
        } catch (Throwable e) { // of a store of the firmware
            LOG.log(Level.WARNING, "a press cannot be read: " + reason(e));
            return false;
        }
    }

    private void drop(String id) {
        try {
            store.delete(id);
        } catch (IOException | RuntimeException e) { // the next read tries again
            LOG.log(Level.WARNING, "a press that is not queued cannot be removed: " + reason(e));
        }
    }

    /** An exception that the store's contract does not allow may quote the record. */
    private static String reason(Throwable e) {
        return e instanceof IOException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName();
    }

    private boolean isOver(long at) {
        return Duration.ofNanos(ticker.getAsLong() - at).compareTo(expiry) > 0;
    }

    /** The waiting presses in order. An unreadable record is skipped. */
    synchronized List<QueuedPress> read() throws IOException {
        List<QueuedPress> presses = new ArrayList<>();
        List<String> there = ids();
        ids.clear();
        for (String id : there) {
            if (refused.containsKey(id)) {
                drop(id);
            } else {
                ids.add(id);
            }
        }
        for (String id : ids) {
            try {
                press(id).ifPresent(presses::add);
                unreadable.remove(id);
            } catch (IOException | RuntimeException e) { // damaged, encrypted with another key, or of a newer version
                if (unreadable.putIfAbsent(id, ticker.getAsLong()) == null) {
                    LOG.log(Level.WARNING, notRead(id, e) + " It is removed after the expiry of the queue.");
                }
            }
        }
        unreadable.keySet().retainAll(ids);
        presses.removeIf(this::isWithdrawn);
        presses.sort(Comparator.comparingLong(QueuedPress::order));
        size = presses.size();
        return presses;
    }

    /** Whether a press was withdrawn by a process that could not remove its record, which is removed now. */
    private boolean isWithdrawn(QueuedPress press) {
        if (press.dispatches().isEmpty()) {
            drop(ID_PREFIX + press.press());
            return true;
        }
        return false;
    }

    private static String notRead(String id, Exception e) {
        return e instanceof UnreadableRecordException
                ? "A queued press cannot be sent. " + e.getMessage()
                : "A queued press cannot be sent. Record " + id + " cannot be read (" + e.getMessage() + ").";
    }

    private Optional<QueuedPress> press(String id) throws IOException {
        Optional<StoredRecord> stored = store.read(id);
        if (stored.isPresent() && stored.get().encrypted()) {
            throw new UnreadableRecordException(
                    id,
                    "is encrypted, and the store of the queue has no key",
                    "Give the store its key: RecordStore.directory(path).encryptedWith(key).");
        }
        return stored.map(record -> QueuedPress.of(record.bytes(), record.generation()));
    }

    private List<String> ids() throws IOException {
        return store.list().stream().filter(id -> id.startsWith(ID_PREFIX)).toList();
    }

    /** Removes the records that have been unreadable for longer than the expiry. */
    synchronized void dropUnreadable() throws IOException {
        for (Map.Entry<String, Long> entry : unreadable.entrySet()) {
            if (isOver(entry.getValue())) {
                store.delete(entry.getKey());
            }
        }
    }

    /** The number of readable records; if the store fails, the number at the last successful read. */
    synchronized int size() {
        try {
            return read().size();
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "the queue of presses cannot be read: " + e.getClass().getName());
            return size;
        }
    }

    /** Whether a press had a record at the last read, readable or not. */
    synchronized boolean has(String press) {
        return ids.contains(ID_PREFIX + press);
    }

    /** Whether the store has no record of a press, readable or not. */
    boolean isEmpty() throws IOException {
        return ids().isEmpty();
    }

    /**
     * Updates the record of a press, or removes it if no dispatch is left: each of them has ended. Returns the press as it is stored now; empty
     * if the press was withdrawn meanwhile, or changed by another process, which has got the lock of the round because the store has lost it.
     */
    Optional<QueuedPress> write(QueuedPress changed) throws IOException {
        String id = ID_PREFIX + changed.press();
        if (changed.dispatches().isEmpty()) {
            store.delete(id);
            return Optional.of(changed);
        }
        QueuedPress written = changed.by(process, changed.generation() + 1);
        return store.replace(id, changed.generation(), written.toBytes()) ? Optional.of(written) : Optional.empty();
    }

    /** Whether the last {@link #write} of a press was one of this process, also if it was reported as failed. */
    boolean wrote(QueuedPress press) {
        return press.writer().equals(process);
    }

    /** Removes a press; empty if it does not wait, or cannot be read: then no request of it can be sent. */
    Optional<QueuedPress> remove(String press) throws IOException {
        String id = ID_PREFIX + press;
        if (!ids().contains(id)) {
            return Optional.empty();
        }
        Optional<QueuedPress> there = Optional.empty();
        try {
            int attempts = 0;
            do {
                there = press(id);
            } while (there.isPresent() && !withdraw(id, there.get()) && ++attempts < MOST_ATTEMPTS);
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, notRead(id, e));
        }
        store.delete(id);
        return there;
    }

    /** Keeps a round from marking any request of a press; returns whether the press is still as it was read. */
    private boolean withdraw(String id, QueuedPress read) throws IOException {
        try {
            return store.replace(id, read.generation(), read.withOnly(List.of()).toBytes());
        } catch (IOException e) { // for example a full disk, on which a round cannot mark a request either
            LOG.log(Level.WARNING, "a press is removed without a mark: " + reason(e));
            return true;
        }
    }
}
