package com.algosolutions.oauth.store;

import static java.lang.System.Logger.Level.WARNING;

import com.algosolutions.oauth.time.Uninterruptibly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of the operating system. On POSIX systems its files have mode 0600, and the folder 0700.
 *
 * <p>An interrupt does not stop any operation half way, except writing a new file: the thread's flag is set afterwards.
 */
final class NioDisk implements Disk {
    private static final System.Logger LOG = System.getLogger(NioDisk.class.getName());

    private final Path folder;
    private final Syncs syncs;
    private final boolean posix;
    private volatile boolean created;
    private volatile boolean modesChecked;

    NioDisk(Path folder) {
        this(folder, Syncs.REAL);
    }

    NioDisk(Path folder, Syncs syncs) {
        this.folder = folder.toAbsolutePath();
        this.syncs = syncs;
        this.posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The two calls that make something durable. Tests replace them to see when they are made; their effect shows in a power cut only. */
    interface Syncs {
        /** Forces the bytes written to a file. */
        void file(Path file, FileChannel out) throws IOException;

        /** Forces the names in a folder. */
        void folder(Path folder) throws IOException;

        /** The calls of the operating system. */
        Syncs REAL = new Syncs() {
            @Override
            public void file(Path file, FileChannel out) throws IOException {
                out.force(true);
            }

            @Override
            public void folder(Path folder) throws IOException {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        };
    }

    /** Each process forces the parent once: the process that created the folder may have been killed before it did. */
    @Override
    public void createFolder() throws IOException {
        if (!created || !Files.isDirectory(folder)) {
            boolean made = makeFolder();
            Path parent = folder.getParent();
            if (parent != null && (made || Files.isReadable(parent))) {
                force(parent);
            }
            created = true;
        }
    }

    private boolean makeFolder() throws IOException {
        if (Files.isDirectory(folder)) {
            return false;
        }
        try {
            Files.createDirectory(folder, mode("rwx------"));
            return true;
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return false; // another process or thread was faster
            }
            throw explained(folder, "created", e);
        } catch (NoSuchFileException e) {
            throw noParent(e);
        } catch (IOException e) {
            throw explained(folder, "created", e);
        }
    }

    @Override
    public Optional<byte[]> read(String name, int limit) throws IOException {
        try {
            return Optional.of(Uninterruptibly.call(() -> {
                Path file = folder.resolve(name);
                long size = requireRegular(file).size();
                try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    // Of a file that is longer than any record, the header is enough: it may be longer than the heap.
                    return in.readNBytes(size < limit ? limit : Math.min(limit, RecordFile.HEADER));
                }
            }));
        } catch (NoSuchFileException e) {
            requireParent(e);
            return Optional.empty();
        } catch (Irregular e) {
            throw e;
        } catch (IOException e) {
            requireFolder();
            throw explained(folder.resolve(name), "read", e);
        }
    }

    /** One system call makes and opens the file: another user of the folder could put a link in its place before a second one. */
    @Override
    public NewFile create(String name) throws IOException {
        Path file = folder.resolve(name);
        FileChannel out;
        try {
            out = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode("rw-------"));
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw explained(file, "created", e);
        }
        return new NewFile() {
            @Override
            public void write(byte[] bytes) throws IOException {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }

            @Override
            public void force() throws IOException {
                syncs.file(file, out);
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    /** A folder that has the new name is moved aside: a file cannot replace it. */
    @Override
    public void rename(String from, String to) throws IOException {
        Path target = folder.resolve(to);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            moveAside(target);
        }
        try {
            Files.move(folder.resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw explained(target, "written", e);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (DirectoryNotEmptyException e) {
            moveAside(folder.resolve(name));
        } catch (IOException e) {
            throw explained(folder.resolve(name), "removed", e);
        }
    }

    /** Renames a folder that has the name of a record's file. Its content is not of this store, so it is kept. */
    private static void moveAside(Path obstacle) throws IOException {
        Path aside = obstacle;
        for (int i = 1; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = obstacle.resolveSibling(obstacle.getFileName() + ".aside-" + i);
        }
        Files.move(obstacle, aside, StandardCopyOption.ATOMIC_MOVE);
        LOG.log(WARNING, "The folder {0} had the name of a file of the record store. It is now {1}.", obstacle, aside);
    }

    /** Opening a pipe would wait for its writer, and a link or a device may lead to anything. */
    static BasicFileAttributes requireRegular(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            String kind = found.isDirectory()
                    ? "folder"
                    : found.isSymbolicLink() ? "symbolic link" : "pipe, socket or device";
            throw new Irregular(file + " is a " + kind + ", and the record store needs a regular file. Remove it.");
        }
        return found;
    }

    /** A name of the store is taken by something that is no regular file. */
    static final class Irregular extends IOException {
        private static final long serialVersionUID = 1L;

        private Irregular(String message) {
            super(message);
        }
    }

    /** Warns, once, if users of the device other than the store's could replace records or read them. */
    private void checkModes(List<String> names) {
        if (!posix || modesChecked) {
            return;
        }
        modesChecked = true;
        List<String> open = names.stream()
                .filter(name ->
                        name.chars().allMatch(c -> c > ' ' && c < 127)) // a file of another owner can have any name
                .filter(name -> allows(folder.resolve(name), "rw"))
                .limit(3)
                .toList();
        if (allows(folder, "w")) {
            LOG.log(WARNING, "Other users of this device can replace the records in {0}. Run: chmod 700 {0}", folder);
        }
        if (!open.isEmpty()) {
            LOG.log(
                    WARNING,
                    "Other users of this device may read or change {0} in {1}. Run: chmod 600 {1}/*",
                    String.join(", ", open),
                    folder);
        }
    }

    /** Whether a file's mode gives its group or others one of the permissions. */
    private static boolean allows(Path file, String permissions) {
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
            return permissions.chars().anyMatch(each -> mode.indexOf(each, 3) >= 0);
        } catch (IOException e) { // deleted meanwhile, or not ours to look at
            return false;
        }
    }

    @Override
    public void forceFolder() throws IOException {
        force(folder);
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        requireFolder(); // a listing of a pipe would wait for its writer
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (NoSuchFileException e) {
            requireParent(e);
        } catch (DirectoryIteratorException e) {
            throw explained(folder, "read", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw explained(folder, "read", e);
        }
        checkModes(names);
        return names;
    }

    /** The same failure, in words: the message of the operating system's exception is often the path alone. */
    static IOException explained(Path at, String what, IOException e) {
        if (e instanceof AccessDeniedException) {
            return new IOException(
                    at + " cannot be " + what + ": permission denied. Run all processes of the record store as the user"
                            + " who owns its folder.",
                    e);
        }
        if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
            return new IOException(
                    at + " is a file, and the record store needs a folder. Remove the file, or name another folder.",
                    e);
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        String why = reason == null ? e.getClass().getSimpleName() : reason;
        return new IOException(at + " cannot be " + what + ": " + why + ". Check the storage.", e);
    }

    /** Only POSIX systems can open a folder to force it; others order the changes to its names themselves. */
    private void force(Path directory) throws IOException {
        if (posix) {
            Uninterruptibly.call(() -> {
                syncs.folder(directory);
                return true;
            });
        }
    }

    private FileAttribute<?>[] mode(String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** A new device has no folder yet. A device whose partition is not mounted must not look like a new one. */
    private void requireParent(NoSuchFileException missing) throws IOException {
        requireFolder(); // JDK 25 calls a file in it missing
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw noParent(missing);
        }
    }

    private void requireFolder() throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw explained(folder, "read", new NotDirectoryException(folder.toString()));
        }
    }

    private IOException noParent(NoSuchFileException cause) {
        return new IOException(
                "The folder " + folder.getParent()
                        + ", in which the record store is, does not exist. Mount its partition, or create the folder.",
                cause);
    }
}
