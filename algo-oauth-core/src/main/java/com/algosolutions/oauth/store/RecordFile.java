package com.algosolutions.oauth.store;

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
 * <p>The checksum includes the id, so a file under another record's name counts as damaged. It does not include the version: an unknown
 * version is a damaged byte if the checksum is right; if not, the file may be that of a newer version, with another checksum.
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
     * {@return the file, or null if it is damaged or not a record's file}
     *
     * @throws IOException if a newer version of this library has written it
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
            throw new UnreadableRecordException(
                    id,
                    "has the file format " + version + ", and this firmware reads format " + VERSION,
                    "Install the newer firmware again, or delete the record.");
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

    /** {@return the whole file, which must not be changed} */
    byte[] bytes() {
        return file;
    }

    /** {@return the header, which differs between any two files of one id} */
    ByteBuffer header() {
        return ByteBuffer.wrap(Arrays.copyOf(file, HEADER));
    }
}
