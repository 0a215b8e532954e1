package com.algosolutions.oauth.store;

import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Records in a folder, one file for each: {@code <id>.record} is the newest generation, {@code <id>.previous} the one before it. No file
 * is ever written in place.
 *
 * <p>A write creates {@code <id>.new}, forces it (fsync), renames the newest file to the previous name and the new file to the newest name,
 * and forces the folder. After a power cut at any point, one of the two names has a whole file, of the old generation or the new one. A
 * deletion first removes, durably, the file that must not be found once the newest is gone.
 *
 * <p>A record that was read is durable too. The process that wrote it may have been killed before it forced the folder, so a reader that
 * sees a generation for the first time forces the folder.
 */
final class DirectoryStore implements RecordStore {
    private static final System.Logger LOG = System.getLogger(DirectoryStore.class.getName());
    private static final String NEWEST = ".record";
    private static final String PREVIOUS = ".previous";
    private static final String NEW = ".new";

    /** The name of the lock for writers; no record has this id. */
    private static final String WRITERS = "";

    private static final Duration WRITERS_LIMIT = Duration.ofSeconds(10);
    private static final ByteBuffer ABSENT = ByteBuffer.allocate(0);

    private final Disk disk;
    private final Locks locks;

    /** The header of the generation of each id that is known to be durable; {@link #ABSENT} if the absence of the record is durable. */
    private final Map<String, ByteBuffer> durable = new ConcurrentHashMap<>();

    /** Whether the temporary files of killed processes have been removed; guarded by the writers' lock. */
    private boolean swept;

    DirectoryStore(Path folder) {
        this(new NioDisk(folder), new FileLocks(folder));
    }

    DirectoryStore(Disk disk, Locks locks) {
        this.disk = disk;
        this.locks = locks;
    }

    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        Found found = find(RecordId.check(id));
        makeDurable(id, found == null ? ABSENT : found.file.header());
        if (found == null) {
            return Optional.empty();
        }
        return Optional.of(new StoredRecord(found.file.generation(), found.file.record(), found.newestIsDamaged));
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        RecordId.check(id);
        if (bytes.length > RecordFile.MAX_LENGTH) {
            throw new IllegalArgumentException("a record has at most " + RecordFile.MAX_LENGTH + " bytes");
        }
        RecordLock writing = lockWriting();
        try {
            Found found = find(id);
            if ((found == null ? 0 : found.file.generation()) != expectedGeneration) {
                return false;
            }
            RecordFile next = RecordFile.of(id, expectedGeneration + 1, bytes);
            sweep();
            write(id, next, found != null && found.name.equals(id + NEWEST));
            durable.put(id, next.header());
            return true;
        } finally {
            writing.close();
        }
    }

    private void write(String id, RecordFile next, boolean keepNewest) throws IOException {
        try {
            Uninterruptibly.call(() -> prepare(id, next));
            if (keepNewest) {
                disk.rename(id + NEWEST, id + PREVIOUS);
            }
            disk.rename(id + NEW, id + NEWEST);
        } catch (IOException | RuntimeException e) {
            try {
                disk.delete(id + NEW);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        disk.forceFolder();
    }

    /** Writes the temporary file. An interrupt closes it, and then it is written again. */
    private boolean prepare(String id, RecordFile next) throws IOException {
        disk.delete(id + NEW);
        try (Disk.NewFile file = disk.create(id + NEW)) {
            file.write(next.bytes());
            file.force();
        }
        return true;
    }

    @Override
    public List<String> list() throws IOException {
        TreeSet<String> ids = new TreeSet<>();
        for (String name : disk.list()) {
            idOf(name, NEWEST).ifPresent(ids::add);
            idOf(name, PREVIOUS).ifPresent(ids::add);
        }
        return List.copyOf(ids);
    }

    @Override
    public void delete(String id) throws IOException {
        RecordId.check(id);
        RecordLock writing = lockWriting();
        try {
            sweep();
            String last = nameOfCurrent(id);
            disk.delete(id + NEW);
            disk.delete(last.equals(id + NEWEST) ? id + PREVIOUS : id + NEWEST);
            // Else a power cut could remove the current file and keep an older one, perhaps of a killed process.
            disk.forceFolder();
            disk.delete(last);
            disk.forceFolder();
            durable.remove(id);
        } finally {
            writing.close();
        }
    }

    private String nameOfCurrent(String id) {
        try {
            Found found = find(id);
            return found == null ? id + NEWEST : found.name;
        } catch (IOException e) {
            return id + NEWEST; // a record that cannot be read can still be deleted
        }
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        RecordId.check(id);
        disk.createFolder();
        return locks.lock(id, limit);
    }

    /** An interrupt does not end the wait: the record to be written may be the only copy of a refresh token. */
    private RecordLock lockWriting() throws IOException {
        disk.createFolder();
        Deadline deadline = Deadline.after(WRITERS_LIMIT);
        return Uninterruptibly.call(() -> locks.lock(WRITERS, Duration.ofNanos(deadline.remaining())))
                .orElseThrow(() -> new IOException("Another process has been writing to the record store for "
                        + WRITERS_LIMIT.toSeconds() + " s. Try again, or end that process."));
    }

    /** Removes temporary files of a writer that was killed. Call with the writers' lock held. One that stays blocks its own record only. */
    private void sweep() throws IOException {
        if (!swept) {
            for (String name : disk.list()) {
                try {
                    if (idOf(name, NEW).isPresent()) {
                        disk.delete(name);
                    }
                } catch (IOException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "A temporary file stays in the record store: {0}",
                            e.getMessage());
                }
            }
            swept = true;
        }
    }

    /** Makes a record that was read durable. If the disk cannot write, it cannot lose the record either, until it can write again. */
    private void makeDurable(String id, ByteBuffer header) {
        if (!header.equals(durable.get(id))) {
            try {
                disk.forceFolder();
                durable.put(id, header);
            } catch (IOException e) {
                durable.remove(id); // the next reader forces the folder again
            }
        }
    }

    /** Finds the current generation. Needs no lock: a file keeps its bytes for as long as it has a name. */
    private @Nullable Found find(String id) throws IOException {
        while (true) {
            List<IOException> taken = new ArrayList<>(0);
            Optional<byte[]> newest = read(id + NEWEST, taken);
            RecordFile file = newest.isPresent() ? RecordFile.read(id, newest.get()) : null;
            if (file != null) {
                return new Found(file, id + NEWEST, false);
            }
            Optional<byte[]> previous = read(id + PREVIOUS, taken);
            file = previous.isPresent() ? RecordFile.read(id, previous.get()) : null;
            if (file != null) {
                return new Found(file, id + PREVIOUS, newest.isPresent());
            }
            if (!taken.isEmpty()) {
                throw taken.get(0);
            }
            if (newest.isPresent() || previous.isPresent()) {
                throw new UnreadableRecordException(
                        id,
                        "is damaged, and the generation before it is damaged or missing",
                        "Restore it from a backup, or delete it.");
            }
            if (disk.read(id + NEWEST, 0).isEmpty()) {
                return null;
            } // else it was written between the first two reads
        }
    }

    /** A file's bytes. If its name is taken by something else, such as a pipe, that counts as a damaged file. */
    private Optional<byte[]> read(String name, List<IOException> taken) throws IOException {
        try {
            return disk.read(name, RecordFile.HEADER + RecordFile.MAX_LENGTH + 1);
        } catch (NioDisk.Irregular e) {
            taken.add(e);
            return Optional.of(new byte[0]);
        }
    }

    private static Optional<String> idOf(String name, String suffix) {
        String id = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : "";
        return RecordId.isValid(id) ? Optional.of(id) : Optional.empty();
    }

    /** The current generation, and the name of its file. */
    private static final class Found {
        private final RecordFile file;
        private final String name;
        private final boolean newestIsDamaged;

        Found(RecordFile file, String name, boolean newestIsDamaged) {
            this.file = file;
            this.name = name;
            this.newestIsDamaged = newestIsDamaged;
        }
    }
}
