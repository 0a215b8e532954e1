package com.algosolutions.oauth.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.client.ChildJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that use one folder, and processes that are killed. */
@Timeout(120)
class StoreProcessTest {
    private static final String ID = StoreChild.ID;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endChildren() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    private Process child(String task, int times) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ChildJvm.root(RecordStore.class) + File.pathSeparator + ChildJvm.root(StoreChild.class),
                        StoreChild.class.getName(),
                        task,
                        folder.toString(),
                        String.valueOf(times))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        children.add(child);
        return child;
    }

    private static void assertMissed(Process child, boolean none) throws Exception {
        try (BufferedReader out = child.inputReader(US_ASCII)) {
            String line = out.readLine();
            assertThat(line).startsWith("missed ");
            if (none) {
                assertThat(line).isEqualTo("missed 0");
            }
        }
        assertThat(child.waitFor()).isZero();
    }

    @Test
    void processes_thatCountTogether_loseNoCount() throws Exception {
        RecordStore store = RecordStore.directory(folder);
        store.replace(ID, 0, "0".getBytes(US_ASCII));
        Process one = child("count", 100);
        Process two = child("count", 100);
        assertMissed(one, false);
        assertMissed(two, false);
        assertThat(store.read(ID).orElseThrow().generation()).isEqualTo(201);
        assertThat(store.read(ID).orElseThrow().bytes()).asString(US_ASCII).isEqualTo("200");
    }

    @Test
    void processes_thatLock_neverMeet() throws Exception {
        RecordStore store = RecordStore.directory(folder);
        store.replace(ID, 0, "0".getBytes(US_ASCII));
        Process one = child("count-locked", 50);
        Process two = child("count-locked", 50);
        assertMissed(one, true);
        assertMissed(two, true);
        assertThat(store.read(ID).orElseThrow().bytes()).asString(US_ASCII).isEqualTo("100");
    }

    @Test
    void lock_ofAnotherProcess_isBusy_untilThatIsKilled() throws Exception {
        RecordStore store = RecordStore.directory(folder);
        Process child = child("hold", 1);
        assertThat(child.inputReader(US_ASCII).readLine()).isEqualTo("held");
        assertThat(store.lock(ID, Duration.ZERO)).isEmpty();
        assertThat(store.lock(ID, Duration.ofMillis(30))).isEmpty();
        try (RecordLock other = store.lock("other", Duration.ZERO).orElseThrow()) {
            assertThat(other).hasToString("held");
        }
        child.destroyForcibly();
        try (RecordLock lock = store.lock(ID, LONG).orElseThrow()) {
            assertThat(lock).hasToString("held");
        }
    }

    /** A process that is stopped, as by a debugger or a freezer, keeps its locks and is not killed: only the deadline ends the wait. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void lock_ofAStoppedProcess_isBusyUntilTheDeadline_andFreeOnceThatHasEnded() throws Exception {
        RecordStore store = RecordStore.directory(folder);
        Process child = child("hold", 1);
        assertThat(child.inputReader(US_ASCII).readLine()).isEqualTo("held");
        signal(child, "STOP");
        assertThat(store.replace(ID, 0, new byte[1])).isTrue(); // the lock of a record keeps no writer waiting
        for (Duration limit : List.of(Duration.ZERO, Duration.ofMillis(100))) {
            long began = System.nanoTime();
            assertThat(store.lock(ID, limit)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(limit, limit.plusSeconds(10));
        }
        signal(child, "CONT");
        child.getOutputStream().close();
        try (RecordLock lock = store.lock(ID, LONG).orElseThrow()) {
            assertThat(lock).hasToString("held");
        }
    }

    /** Takes the 10 s for which a writer waits. */
    @Test
    @Tag("heavy")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void write_whileAStoppedProcessWrites_failsInTime_andSucceedsOnceThatHasEnded() throws Exception {
        RecordStore store = RecordStore.directory(folder);
        Process child = child("hold-writing", 1);
        assertThat(child.inputReader(US_ASCII).readLine()).isEqualTo("held");
        signal(child, "STOP");
        long began = System.nanoTime();
        assertThatThrownBy(() -> store.replace(ID, 0, new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Another process has been writing to the record store for ")
                .hasMessageEndingWith(" s. Try again, or end that process.");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        assertThat(store.read(ID)).isEmpty(); // a reader waits for no writer
        signal(child, "KILL");
        assertThat(store.replace(ID, 0, new byte[1])).isTrue();
    }

    private static void signal(Process child, String name) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + child.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void lock_heldHere_isBusyThere_whateverOtherStoresOfThisProcessDo() throws Exception {
        RecordStore store = RecordStore.directory(folder);
        RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow();
        RecordStore second = RecordStore.directory(folder);
        assertThat(second.lock(ID, Duration.ZERO)).isEmpty();
        second.replace("other", 0, new byte[1]);
        second.lock("other", Duration.ZERO).orElseThrow().close();

        Process child = child("hold", 1);
        assertThat(child.inputReader(US_ASCII).readLine()).isEqualTo("busy");
        lock.close();
        Process next = child("hold", 1);
        assertThat(next.inputReader(US_ASCII).readLine()).isEqualTo("held");
    }

    @Test
    void process_killedWhileItWrites_losesNothingThatItAcknowledged() throws Exception {
        kill(6);
    }

    @Test
    @Tag("heavy")
    void process_killedThirtyTimesWhileItWrites_losesNothingThatItAcknowledged() throws Exception {
        kill(30);
    }

    private void kill(int times) throws Exception {
        Random random = new Random(20261123);
        long acknowledged = 0;
        int unacknowledged = 0;
        int cutShort = 0;
        for (int kill = 0; kill < times; kill++) {
            Process child = child("replace", 1_000_000);
            BufferedReader out = child.inputReader(US_ASCII);
            int lines = 1 + random.nextInt(20);
            for (int line = 0; line < lines; line++) {
                acknowledged = Math.max(acknowledged, Long.parseLong(out.readLine()));
            }
            long moment = System.nanoTime() + random.nextInt(3_000_000);
            while (System.nanoTime() < moment) {
                Thread.onSpinWait();
            }
            child.toHandle().destroyForcibly(); // unlike Process.destroyForcibly, leaves the output to be read
            acknowledged = Math.max(acknowledged, lastLine(out));
            child.waitFor();

            cutShort += Files.exists(folder.resolve("p.new")) ? 1 : 0;
            StoredRecord record = RecordStore.directory(folder).read(ID).orElseThrow();
            assertThat(record.generation()).isBetween(acknowledged, acknowledged + 1);
            assertThat(record.bytes()).isEqualTo(StoreChild.record(record.generation()));
            assertThat(record.recovered()).isFalse();
            unacknowledged += record.generation() > acknowledged ? 1 : 0;
        }
        System.out.println(times + " kills, " + acknowledged + " writes acknowledged, " + unacknowledged
                + " more done, " + cutShort + " cut short, none lost");
    }

    /** {@return the last whole line that a killed child has written; a torn line may follow it} */
    private static long lastLine(BufferedReader out) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int c = out.read(); c >= 0; c = out.read()) {
            lines.append((char) c);
        }
        int end = lines.lastIndexOf("\n");
        return end < 0 ? 0 : Long.parseLong(lines.substring(lines.lastIndexOf("\n", end - 1) + 1, end));
    }
}
