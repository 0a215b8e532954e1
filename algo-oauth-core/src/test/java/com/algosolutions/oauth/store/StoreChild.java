package com.algosolutions.oauth.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A second process on a store. Its arguments: the task, the folder, and how often. It prints each result on its standard output. */
final class StoreChild {
    static final String ID = "p";
    static final int LENGTH = 3000;

    private StoreChild() {}

    public static void main(String[] arguments) throws Exception {
        RecordStore store = RecordStore.directory(Path.of(arguments[1]));
        int times = Integer.parseInt(arguments[2]);
        switch (arguments[0]) {
            case "replace" -> replace(store, times);
            case "count" -> count(store, times, false);
            case "count-locked" -> count(store, times, true);
            case "hold" -> hold(store.lock(ID, Duration.ZERO));
            case "hold-writing" ->
                hold(new FileLocks(Path.of(arguments[1])).lock("", Duration.ZERO)); // as DirectoryStore does
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** {@return the record of a generation: all bytes are alike, so that a torn record shows} */
    static byte[] record(long generation) {
        byte[] record = new byte[LENGTH];
        Arrays.fill(record, (byte) generation);
        return record;
    }

    private static void replace(RecordStore store, int times) throws IOException {
        long generation = store.read(ID).map(StoredRecord::generation).orElse(0L);
        for (int i = 0; i < times; i++) {
            if (!store.replace(ID, generation, record(generation + 1))) {
                throw new IllegalStateException("another process has written generation " + (generation + 1));
            }
            generation++;
            print(String.valueOf(generation));
        }
    }

    private static void count(RecordStore store, int times, boolean locked) throws IOException {
        int missed = 0;
        for (int done = 0; done < times; ) {
            RecordLock lock = locked ? store.lock(ID, Duration.ofSeconds(60)).orElseThrow() : RecordLock.of(() -> {});
            StoredRecord record = store.read(ID).orElseThrow();
            int next = Integer.parseInt(new String(record.bytes(), US_ASCII)) + 1;
            if (store.replace(ID, record.generation(), String.valueOf(next).getBytes(US_ASCII))) {
                done++;
            } else {
                missed++;
            }
            lock.close();
        }
        print("missed " + missed);
    }

    private static void hold(Optional<RecordLock> lock) throws IOException {
        print(lock.isPresent() ? "held" : "busy");
        System.in.read();
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
