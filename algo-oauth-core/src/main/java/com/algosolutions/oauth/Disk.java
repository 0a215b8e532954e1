package com.algosolutions.oauth;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The folder of a {@link DirectoryStore}, in the few steps whose order decides what a power cut leaves. Thread-safe.
 *
 * <p>A step is done when it returns, and others see it; it is durable only once the matching {@code force} has returned.
 */
interface Disk {

    /** Makes the folder, if there is none, and makes that durable. */
    void createFolder() throws IOException;

    /** {@return a file's first bytes, {@code limit} at most; empty if there is no such file} */
    Optional<byte[]> read(String name, int limit) throws IOException;

    /** {@return a new, empty file that only its owner can open; fails if the name is taken} */
    NewFile create(String name) throws IOException;

    /** Gives a file another name, at once; a file that had that name is gone. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file, if there is one. */
    void delete(String name) throws IOException;

    /** Makes what was created, renamed and deleted durable. Not what was written: that is for {@link NewFile#force()}. */
    void forceFolder() throws IOException;

    /** {@return the names of the files in the folder; none if there is no folder} */
    List<String> list() throws IOException;

    /** A file being written. Not thread-safe. */
    interface NewFile extends Closeable {

        /** Appends to the file. */
        void write(byte[] bytes) throws IOException;

        /** Makes what was written durable. */
        void force() throws IOException;
    }
}
