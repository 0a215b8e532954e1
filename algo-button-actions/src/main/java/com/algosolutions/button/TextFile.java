package com.algosolutions.button;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A text that an operator has written: a file in UTF-8, with or without a byte order mark. */
final class TextFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The most bytes of a document, far above what a device needs. */
    private static final int LONGEST_DOCUMENT = 4 << 20;

    private TextFile() {}

    /** Why a text cannot be used. Its message never quotes the text. */
    static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        /** What is wrong. */
        private final String reason;

        /** What to do. */
        private final String advice;

        /**
         * Makes an exception.
         *
         * @param reason the rest of a sentence that begins with the name of the text, without a full stop
         * @param advice the fix, a sentence in the imperative
         */
        Unusable(String reason, String advice) {
            super(reason + ". " + advice);
            this.reason = reason;
            this.advice = advice;
        }

        String reason() {
            return reason;
        }

        String advice() {
            return advice;
        }
    }

    /**
     * Reads a file.
     *
     * @param most the most bytes that it may have
     * @throws NoSuchFileException if it does not exist
     * @throws Unusable if it cannot be used
     */
    static String read(Path file, int most) throws NoSuchFileException, Unusable {
        if (!Files.exists(file)) {
            if (Files.isReadable(parent(file))) {
                throw new NoSuchFileException(file.toString());
            }
        } else if (!Files.isRegularFile(file)) {
            throw new Unusable(
                    Files.isDirectory(file) ? "is a folder, not a file" : "is not a regular file", "Name a file.");
        }
        return text(bytes(file, most), most);
    }

    /**
     * Reads a document.
     *
     * @param what what it contains, for a message
     * @throws UncheckedIOException if it cannot be used
     */
    static String document(String what, Path file) {
        String of = "The file of the " + what + ", " + file.toAbsolutePath() + ", ";
        try {
            return read(file, LONGEST_DOCUMENT);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException(of + "does not exist. Correct the path, or write the file.", e);
        } catch (Unusable e) {
            throw new UncheckedIOException(of + e.getMessage(), e);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    private static byte[] bytes(Path file, int most) throws NoSuchFileException, Unusable {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw because(e, "cannot be read: permission denied", "Give this program's user the right to read it.");
        } catch (IOException e) {
            throw because(e, "cannot be read (" + e.getClass().getSimpleName() + ")", "Check the storage.");
        }
    }

    private static Unusable because(IOException cause, String reason, String advice) {
        Unusable unusable = new Unusable(reason, advice);
        unusable.initCause(cause);
        return unusable;
    }

    private static String text(byte[] bytes, int most) throws Unusable {
        if (bytes.length > most) {
            throw new Unusable("is longer than " + most / 1024 + " KiB", "Name the right file.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            }
        } catch (CharacterCodingException e) {
            throw because(e, "is not a text in UTF-8", "Save it in UTF-8.");
        }
        throw new Unusable("is not a text in UTF-8", "Save it in UTF-8.");
    }
}
