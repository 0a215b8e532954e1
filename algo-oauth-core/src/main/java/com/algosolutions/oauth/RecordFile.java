package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record's file: 24 bytes of header, then the record. Immutable.
 *
 * <pre>
 *  0  magic       "ALGOREC"
 *  7  version     1
 *  8  generation  8 bytes, big-endian, 1 or more
 * 16  length      4 bytes, of the record
 * 20  checksum    CRC-32C of the id, bytes 8 to 19 and the record
 * 24  the record
 * </pre>
 *
 * <p>The id is part of the checksum, so a file in another's place counts as damaged. The version is not, so that a damaged version
 * byte is told from a newer version, whose checksum this one cannot know.
 */
final class RecordFile {
    /** The longest record. */
    static final int MAX_LENGTH = 16 << 20;

    static final int HEADER = 24;

    private static final byte[] MAGIC = "ALGOREC".getBytes(US_ASCII);
    private static final byte VERSION = 1;
    private static final int GENERATION = 8;
    private static final int CHECKSUM = 20;

    private final byte[] file;

    private RecordFile(byte[] file) {
        this.file = file;
    }

    static RecordFile of(String id, long generation, byte[] record) {
        byte[] file = new byte[HEADER + record.length];
        ByteBuffer buffer = ByteBuffer.wrap(file);
        buffer.put(MAGIC).put(VERSION).putLong(generation).putInt(record.length);
        buffer.position(HEADER).put(record);
        buffer.putInt(CHECKSUM, checksum(id, file));
        return new RecordFile(file);
    }

    /**
     * {@return the file, or null if it is damaged or none of ours}
     *
     * @throws IOException if a newer version has written it
     */
    static @Nullable RecordFile read(String id, byte[] file) throws IOException {
        if (file.length < HEADER || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(file).position(MAGIC.length);
        byte version = buffer.get();
        boolean whole = buffer.getLong() > 0
                && buffer.getInt() == file.length - HEADER
                && buffer.getInt() == checksum(id, file);
        if (version != VERSION && version != 0 && !whole) {
            throw new IOException("Record " + id + " has version " + version
                    + ", which this one cannot read. Install the newer firmware again, or delete the record.");
        }
        return whole && version == VERSION ? new RecordFile(file) : null;
    }

    private static int checksum(String id, byte[] file) {
        CRC32C crc = new CRC32C();
        crc.update(id.getBytes(US_ASCII));
        crc.update(file, GENERATION, CHECKSUM - GENERATION);
        crc.update(file, HEADER, file.length - HEADER);
        return (int) crc.getValue();
    }

    long generation() {
        return ByteBuffer.wrap(file).getLong(GENERATION);
    }

    /** {@return a copy of the record} */
    byte[] record() {
        return Arrays.copyOfRange(file, HEADER, file.length);
    }

    /** {@return what goes to the disk; not to be changed} */
    byte[] bytes() {
        return file;
    }

    /** {@return what tells this file from another one of the same id} */
    ByteBuffer header() {
        return ByteBuffer.wrap(Arrays.copyOf(file, HEADER));
    }
}
