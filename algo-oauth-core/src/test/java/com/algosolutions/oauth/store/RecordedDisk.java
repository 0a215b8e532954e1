package com.algosolutions.oauth.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * A disk that records each step, and computes what a power cut may leave of them: the names as of the last force of the folder, with any
 * subset of the later changes; and of the bytes of a file that was not forced any prefix, or zeros in their place.
 */
final class RecordedDisk implements Disk {
    private final Map<String, Integer> durableNames;
    private final Map<Integer, byte[]> durableBytes;
    private final List<Step> steps = new ArrayList<>();

    /** Given the steps so far and the next one, whether the disk skips that step, as in a store that does not make it. */
    private final BiPredicate<List<String>, String> forgets;

    private final Map<String, Integer> names;
    private final Map<Integer, byte[]> bytes;

    RecordedDisk() {
        this((earlier, next) -> false);
    }

    RecordedDisk(BiPredicate<List<String>, String> forgets) {
        this(Map.of(), Map.of(), forgets);
    }

    private RecordedDisk(
            Map<String, Integer> names, Map<Integer, byte[]> bytes, BiPredicate<List<String>, String> forgets) {
        this.durableNames = new TreeMap<>(names);
        this.durableBytes = new TreeMap<>(bytes);
        this.names = new TreeMap<>(names);
        this.bytes = new TreeMap<>(bytes);
        this.forgets = forgets;
    }

    /** One step; a change of names is the file, its old name and its new name. */
    private record Step(String text, Kind kind, int file, String from, String to, byte[] written) {
        void apply(Map<String, Integer> names) {
            if (kind == Kind.NAMES) {
                if (from != null && Integer.valueOf(file).equals(names.get(from))) {
                    names.remove(from);
                }
                if (to != null) {
                    names.put(to, file);
                }
            }
        }
    }

    private enum Kind {
        NAMES,
        WRITE,
        FORCE,
        FORCE_FOLDER
    }

    private boolean record(String text, Kind kind, int file, String from, String to, byte[] written) {
        if (forgets.test(steps.stream().map(Step::text).toList(), text)) {
            return false;
        }
        Step step = new Step(text, kind, file, from, to, written);
        step.apply(names);
        steps.add(step);
        return true;
    }

    int steps() {
        return steps.size();
    }

    /** {@return this disk as the next process finds it if this one is killed after its first steps: complete, and no more durable} */
    RecordedDisk afterKill(int stepsDone) {
        RecordedDisk next = new RecordedDisk(durableNames, durableBytes, forgets);
        for (Step step : steps.subList(0, stepsDone)) {
            step.apply(next.names);
            if (step.kind == Kind.WRITE) {
                next.append(step.file, step.written);
            } else if (step.kind == Kind.NAMES) {
                next.bytes.putIfAbsent(step.file, new byte[0]);
            }
            next.steps.add(step);
        }
        return next;
    }

    /** {@return this disk as the next process finds it if this one is killed now} */
    RecordedDisk afterKill() {
        return afterKill(steps.size());
    }

    private void append(int file, byte[] more) {
        byte[] before = bytes.getOrDefault(file, new byte[0]);
        byte[] after = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, after, before.length, more.length);
        bytes.put(file, after);
    }

    /** {@return every disk that a power cut after the first steps may leave} */
    List<RecordedDisk> afterPowerCut(int stepsDone) {
        return afterPowerCut(stepsDone, false);
    }

    /**
     * {@return every disk that a power cut after the first steps may leave}
     *
     * @param lastForceFails whether the force of the last created file had no effect; the changes of names are then kept in order
     */
    List<RecordedDisk> afterPowerCut(int stepsDone, boolean lastForceFails) {
        RecordedDisk before = afterKill(stepsDone);
        List<Step> pending = new ArrayList<>();
        Map<String, Integer> forced = new TreeMap<>(durableNames);
        for (Step step : before.steps) {
            if (step.kind == Kind.NAMES) {
                pending.add(step);
            } else if (step.kind == Kind.FORCE_FOLDER) {
                pending.forEach(done -> done.apply(forced));
                pending.clear();
            }
        }
        Map<String, RecordedDisk> left = new TreeMap<>();
        for (int subset = 0; subset < 1 << pending.size(); subset++) {
            if (lastForceFails && (subset & (subset + 1)) != 0) {
                continue; // not a prefix of the pending changes
            }
            Map<String, Integer> namesLeft = new TreeMap<>(forced);
            for (int i = 0; i < pending.size(); i++) {
                if ((subset >> i & 1) == 1) {
                    pending.get(i).apply(namesLeft);
                }
            }
            for (RecordedDisk disk : before.withBytesLeft(namesLeft, lastForceFails)) {
                left.put(disk.toString(), disk);
            }
        }
        return List.copyOf(left.values());
    }

    private List<RecordedDisk> withBytesLeft(Map<String, Integer> namesLeft, boolean lastForceFails) {
        int last = bytes.keySet().stream().max(Integer::compare).orElse(0);
        List<Map<Integer, byte[]>> choices = new ArrayList<>(List.of(new TreeMap<>()));
        for (int file : new TreeSet<>(namesLeft.values())) {
            List<Map<Integer, byte[]>> longer = new ArrayList<>();
            for (byte[] content : mayBeLeft(file, lastForceFails && file == last)) {
                for (Map<Integer, byte[]> choice : choices) {
                    Map<Integer, byte[]> with = new TreeMap<>(choice);
                    with.put(file, content);
                    longer.add(with);
                }
            }
            choices = longer;
        }
        return choices.stream()
                .map(content -> new RecordedDisk(namesLeft, content, forgets))
                .toList();
    }

    private List<byte[]> mayBeLeft(int file, boolean forceFails) {
        byte[] all = bytes.getOrDefault(file, new byte[0]);
        boolean forced = durableBytes.containsKey(file);
        for (Step step : steps) {
            if (step.file == file) {
                forced = step.kind == Kind.FORCE || (forced && step.kind != Kind.WRITE);
            }
        }
        if (forced && !forceFails) {
            return List.of(all);
        }
        List<byte[]> left = new ArrayList<>(List.of(all, new byte[all.length]));
        for (int length = 0; length < all.length; length++) {
            left.add(Arrays.copyOf(all, length));
        }
        return left;
    }

    @Override
    public void createFolder() {
        // the folder was there before the first step
    }

    @Override
    public Optional<byte[]> read(String name, int limit) {
        return Optional.ofNullable(names.get(name)).map(file -> {
            byte[] all = bytes.getOrDefault(file, new byte[0]);
            return Arrays.copyOf(all, Math.min(limit, all.length));
        });
    }

    @Override
    public NewFile create(String name) throws IOException {
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        int file = 1 + bytes.keySet().stream().max(Integer::compare).orElse(0);
        bytes.put(file, new byte[0]);
        record("create " + name, Kind.NAMES, file, null, name, null);
        return new NewFile() {
            @Override
            public void write(byte[] more) {
                append(file, more);
                record("write " + name, Kind.WRITE, file, null, null, more.clone());
            }

            @Override
            public void force() {
                record("force " + name, Kind.FORCE, file, null, null, null);
            }

            @Override
            public void close() {
                // a closed file is no more durable than an open one
            }
        };
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Integer file = names.get(from);
        if (file == null) {
            throw new FileNotFoundException(from);
        }
        record("rename " + from + " " + to, Kind.NAMES, file, from, to, null);
    }

    @Override
    public void delete(String name) {
        Integer file = names.get(name);
        if (file != null) {
            record("delete " + name, Kind.NAMES, file, name, null, null);
        }
    }

    @Override
    public void forceFolder() {
        record("force folder", Kind.FORCE_FOLDER, 0, null, null, null);
    }

    @Override
    public List<String> list() {
        return List.copyOf(names.keySet());
    }

    /** {@return what is on it: names and bytes} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        names.forEach((name, file) -> text.append(name)
                .append('=')
                .append(HexFormat.of().formatHex(bytes.getOrDefault(file, new byte[0])))
                .append(' '));
        return text.toString();
    }
}
