package com.algosolutions.oauth.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Locks between threads and processes: {@link ThreadLocks} between the threads, and between processes one byte for each name, which the
 * operating system locks in one empty file of the folder. The file is never renamed or deleted. The operating system releases the locks
 * of a process when it ends, killed or not.
 */
final class FileLocks implements Locks {
    private static final System.Logger LOG = System.getLogger(FileLocks.class.getName());
    private static final String FILE = "store.lock";
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * The open lock files, by folder; guarded by itself. Static, because POSIX locks belong to the process: it loses all its locks on a
     * file when it closes any of its channels to that file. So there is one channel to each file, for any number of stores.
     */
    private static final Map<Path, LockFile> OPEN = new HashMap<>();

    private final Path folder;

    FileLocks(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<RecordLock> lock(String name, Duration limit) throws IOException {
        Deadline deadline = Deadline.after(limit);
        LockFile file = enter(folder.toRealPath());
        RecordLock obtained = null;
        try {
            Optional<RecordLock> ofThreads = file.threads.lock(name, limit);
            if (ofThreads.isPresent()) {
                obtained = lock(file, name, deadline, ofThreads.get());
            }
            return Optional.ofNullable(obtained);
        } finally {
            if (obtained == null) {
                leave(file);
            }
        }
    }

    private static @Nullable RecordLock lock(LockFile file, String name, Deadline deadline, RecordLock ofThreads)
            throws IOException {
        FileLock ofProcesses = null;
        try {
            ofProcesses = poll(file.channel, position(name), deadline);
        } finally {
            if (ofProcesses == null) {
                ofThreads.close();
            }
        }
        if (ofProcesses == null) {
            return null;
        }
        FileLock obtained = ofProcesses;
        return RecordLock.of(() -> {
            release(obtained);
            ofThreads.close();
            leave(file);
        });
    }

    /** Polls, because the blocking call has no time limit, and an interrupt in it would close the channel and release all its locks. */
    private static @Nullable FileLock poll(FileChannel channel, long position, Deadline deadline) throws IOException {
        for (long pause = SHORTEST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            FileLock lock = tryLock(channel, position);
            if (lock != null || deadline.passed()) {
                return lock;
            }
            LockSupport.parkNanos(Math.min(pause, Math.max(1, deadline.remaining())));
            if (Thread.currentThread().isInterrupted()) {
                throw ThreadLocks.interrupted();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, long position) throws IOException {
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // held by a second copy of this class, from another class loader
        }
    }

    private static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A record's lock could not be released: " + e.getMessage());
        }
    }

    /** {@return the position of the byte that is locked for a name; the file need not be that long} */
    private static long position(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(US_ASCII));
            return ByteBuffer.wrap(digest).getLong() >>> 2;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static LockFile enter(Path folder) throws IOException {
        synchronized (OPEN) {
            LockFile file = OPEN.get(folder);
            if (file == null) {
                file = new LockFile(folder, open(folder.resolve(FILE)));
                OPEN.put(folder, file);
            }
            file.users++;
            return file;
        }
    }

    private static void leave(LockFile file) {
        synchronized (OPEN) {
            if (--file.users == 0) {
                OPEN.remove(file.folder);
                try {
                    file.channel.close();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "A lock file could not be closed: " + e.getMessage());
                }
            }
        }
    }

    /** For reading too: to open a pipe that takes the name after the check would otherwise wait for its reader, with {@link #OPEN} locked. */
    private static FileChannel open(Path path) throws IOException {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            BasicFileAttributes unused = NioDisk.requireRegular(path);
        }
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                FileAttribute<?> owner =
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
                return FileChannel.open(path, options, owner);
            }
            return FileChannel.open(path, options);
        } catch (IOException e) {
            throw NioDisk.explained(path, "opened", e);
        }
    }

    /** The lock file of a folder. */
    private static final class LockFile {
        private final Path folder;
        private final FileChannel channel;
        private final ThreadLocks threads = new ThreadLocks();

        /** Number of locks held or waited for; guarded by {@link #OPEN}. */
        private int users;

        LockFile(Path folder, FileChannel channel) {
            this.folder = folder;
            this.channel = channel;
        }
    }
}
