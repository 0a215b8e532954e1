package com.algosolutions.oauth.store;

import com.algosolutions.fuzz.Property;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder in which the two files of a record have any bytes: the first byte of the input says which of them are there, the second is the
 * length of the first file. A record that is written over them reads back equal.
 */
public final class RecordFileTarget {
    private static final String ID = "profile-1";

    private RecordFileTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int split = Math.min(2 + (input[1] & 0xFF), input.length);
        byte[] newest = Arrays.copyOfRange(input, 2, split);
        byte[] previous = Arrays.copyOfRange(input, split, input.length);
        MemoryDisk disk = new MemoryDisk();
        if ((input[0] & 1) != 0) {
            disk.files.put(ID + ".record", file(newest, (input[0] & 4) != 0));
        }
        if ((input[0] & 2) != 0) {
            disk.files.put(ID + ".previous", file(previous, (input[0] & 8) != 0));
        }
        if ((input[0] & 16) != 0) {
            disk.files.put(ID + ".new", previous);
        }
        check(input, new DirectoryStore(disk, new ThreadLocks()), previous);
    }

    /** The bytes; or a whole file with them as its record, which a mutation would find only by breaking the checksum. */
    private static byte[] file(byte[] bytes, boolean whole) {
        return whole ? RecordFile.of(ID, 1 + bytes.length, bytes).bytes() : bytes;
    }

    private static void check(byte[] input, RecordStore store, byte[] next) {
        Optional<Long> generation = Property.value(
                input, () -> store.read(ID).map(StoredRecord::generation).orElse(0L), UnreadableRecordException.class);
        Property.value(input, store::list).orElseThrow();
        Property.value(input, () -> {
                    long there = generation.orElse(-1L);
                    if (there < 0) { // as an operator does with a damaged record
                        store.delete(ID);
                        there = 0;
                    }
                    Property.check(store.replace(ID, there, next), "not replaced");
                    StoredRecord read = store.read(ID).orElseThrow();
                    Property.check(
                            read.generation() == there + 1 && Arrays.equals(read.bytes(), next), "another record");
                    store.delete(ID);
                    Property.check(store.read(ID).isEmpty(), "not deleted");
                    return true;
                })
                .orElseThrow();
    }

    /** A folder in memory. */
    static final class MemoryDisk implements Disk {
        final Map<String, byte[]> files = new HashMap<>();

        @Override
        public void createFolder() {}

        @Override
        public Optional<byte[]> read(String name, int limit) {
            return Optional.ofNullable(files.get(name))
                    .map(bytes -> Arrays.copyOf(bytes, Math.min(limit, bytes.length)));
        }

        @Override
        public NewFile create(String name) {
            files.put(name, new byte[0]);
            return new NewFile() {
                @Override
                public void write(byte[] bytes) {
                    byte[] before = files.get(name);
                    byte[] after = Arrays.copyOf(before, before.length + bytes.length);
                    System.arraycopy(bytes, 0, after, before.length, bytes.length);
                    files.put(name, after);
                }

                @Override
                public void force() {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void rename(String from, String to) throws IOException {
            byte[] bytes = files.remove(from);
            if (bytes == null) {
                throw new IOException("no file " + from);
            }
            files.put(to, bytes);
        }

        @Override
        public void delete(String name) {
            files.remove(name);
        }

        @Override
        public void forceFolder() {}

        @Override
        public List<String> list() {
            return List.copyOf(files.keySet());
        }
    }
}
