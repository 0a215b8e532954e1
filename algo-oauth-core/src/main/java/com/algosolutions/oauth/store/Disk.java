package com.algosolutions.oauth.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The folder of a {@link DirectoryStore}: the few steps whose order decides which files remain after a power cut. Thread-safe.
 *
 * <p>When a step returns, other threads and processes see its effect; it is durable only when the matching {@code force} has returned.
 */
interface Disk {

    /** Creates the folder, durably, if there is none. */
    void createFolder() throws IOException;

    /** {@return a file's first bytes, {@code limit} at most; empty if there is no such file} */
    Optional<byte[]> read(String name, int limit) throws IOException;

    /** {@return a new, empty file that only its owner can open; fails if the name is taken} */
    NewFile create(String name) throws IOException;

    /** Renames a file atomically, and replaces the file that has the new name, if any. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file, if there is one. */
    void delete(String name) throws IOException;

    /** Makes created, renamed and deleted names durable, but not the bytes of the files: see {@link NewFile#force()}. */
    void forceFolder() throws IOException;

    /** {@return the names of the files in the folder; none if there is no folder} */
    List<String> list() throws IOException;

    /** A file being written. Not thread-safe. */
    interface NewFile extends Closeable {

        /** Appends to the file. */
        void write(byte[] bytes) throws IOException;

        /** Makes the written bytes durable. */
        void force() throws IOException;
    }
}
