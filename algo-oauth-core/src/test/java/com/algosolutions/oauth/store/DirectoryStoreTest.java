package com.algosolutions.oauth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.client.CapturedLog;
import com.algosolutions.oauth.contract.RecordStoreContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a folder, and how the store reads damaged ones. Power cuts are in {@link PowerCutTest}. */
class DirectoryStoreTest extends RecordStoreContract {
    private static final String ID = "p";

    @TempDir
    private Path parent;

    private Path folder;

    @Override
    protected RecordStore open() {
        folder = parent.resolve("records");
        return RecordStore.directory(folder);
    }

    @Override
    protected Optional<RecordStore> openAgain() {
        return Optional.of(RecordStore.directory(folder));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private RecordStore filled(int generations) throws IOException {
        RecordStore store = RecordStore.directory(folder);
        for (int i = 0; i < generations; i++) {
            assertThat(store.replace(ID, i, bytes("generation " + (i + 1)))).isTrue();
        }
        return store;
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList().stream();
        }
    }

    private static void assertRead(RecordStore store, long generation, boolean recovered) throws IOException {
        assertThat(store.read(ID)).hasValueSatisfying(record -> {
            assertThat(record.generation()).isEqualTo(generation);
            assertThat(new String(record.bytes(), UTF_8)).isEqualTo("generation " + generation);
            assertThat(record.recovered()).isEqualTo(recovered);
        });
    }

    @Test
    void folder_isMadeByTheFirstWrite_ofItsOwner() throws Exception {
        RecordStore store = RecordStore.directory(folder);
        assertThat(store.read(ID)).isEmpty();
        assertThat(store.list()).isEmpty();
        assertThat(folder).doesNotExist();

        filled(3);
        assertThat(files()).containsExactly("p.previous", "p.record", "store.lock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    /** Logs each force and the newest record at that moment, and passes the call on to the operating system. */
    private final class Forced implements NioDisk.Syncs {
        private final List<String> log = new ArrayList<>();

        @Override
        public void file(Path file, FileChannel out) throws IOException {
            REAL.file(file, out);
            log.add("force " + file.getFileName() + " of " + Files.size(file) + " bytes, newest is " + newest());
        }

        @Override
        public void folder(Path forced) throws IOException {
            REAL.folder(forced);
            log.add(forced.equals(folder) ? "force folder, newest is " + newest() : "force " + forced.getFileName());
        }

        private String newest() throws IOException {
            Path newest = folder.resolve("p.record");
            return Files.exists(newest)
                    ? new String(Files.readAllBytes(newest), UTF_8).replaceAll("(?s).*generation ", "")
                    : "none";
        }
    }

    @Test
    @DisplayName("E10.7 a write forces the file before it has its name, the folder after, and the parent folder once")
    void write_forcesTheFileBeforeItsName_andTheFolderAfter_andTheParentOnce() throws Exception {
        Forced forced = new Forced();
        RecordStore store = new DirectoryStore(new NioDisk(folder, forced), new FileLocks(folder));
        assertThat(store.replace(ID, 0, bytes("generation 1"))).isTrue();
        assertThat(store.replace(ID, 1, bytes("generation 2"))).isTrue();
        assertThat(forced.log)
                .containsExactly(
                        "force " + parent.getFileName(),
                        "force p.new of 36 bytes, newest is none",
                        "force folder, newest is 1",
                        "force p.new of 36 bytes, newest is 1",
                        "force folder, newest is 2");
        forced.log.clear();
        store.delete(ID);
        assertThat(forced.log).containsExactly("force folder, newest is 2", "force folder, newest is none");
    }

    /** Linux fails to force a file that has no disk behind it, so the exception shows that the system call was made. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void force_asksTheSystem() throws Exception {
        Path nothing = Path.of("/dev/null");
        try (FileChannel out = FileChannel.open(nothing, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> NioDisk.Syncs.REAL.file(nothing, out))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Invalid argument");
        }
        assertThatThrownBy(() -> NioDisk.Syncs.REAL.folder(Path.of("/proc")))
                .isInstanceOf(IOException.class)
                .hasMessage("Invalid argument");
    }

    @Test
    void folder_withoutParent_isNoNewDevice() {
        RecordStore store = RecordStore.directory(parent.resolve("not/mounted"));
        assertThatThrownBy(() -> store.read(ID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Mount its partition");
        assertThatThrownBy(store::list).isInstanceOf(IOException.class).hasMessageContaining("Mount its partition");
        assertThatThrownBy(() -> store.replace(ID, 0, bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Mount its partition");
    }

    @Test
    void folder_thatIsAFile_isRefused() throws Exception {
        RecordStore store = RecordStore.directory(Files.createFile(parent.resolve("file")));
        assertThatThrownBy(() -> store.read(ID)).isInstanceOf(IOException.class);
        assertThatThrownBy(store::list).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.replace(ID, 0, bytes("x"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.lock(ID, Duration.ZERO)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"PIPE", "LINK_TO_A_PIPE", "LINK_TO_ENDLESS_ZEROS"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(20)
    void folder_thatIsNone_isAnErrorThatNamesIt(Obstacle obstacle) throws Exception {
        obstacle.at(folder);
        RecordStore store = RecordStore.directory(folder);
        List<ThrowingCallable> all = List.of(
                store::list,
                () -> store.read(ID),
                () -> store.replace(ID, 0, bytes("x")),
                () -> store.delete(ID),
                () -> store.lock(ID, Duration.ZERO));
        assertThat(all)
                .allSatisfy(operation -> assertThatThrownBy(operation)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("needs a folder"));
    }

    @Test
    void file_isTheRecordAnd24Bytes() throws Exception {
        filled(1);
        assertThat(Files.size(folder.resolve("p.record"))).isEqualTo(24 + "generation 1".length());
    }

    @Test
    void file_withAnyBitFlipped_givesThePreviousGeneration() throws Exception {
        filled(2);
        Path file = folder.resolve("p.record");
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertRead(RecordStore.directory(folder), 1, true);
        }
    }

    @Test
    void file_cutOrGrown_givesThePreviousGeneration() throws Exception {
        filled(2);
        Path file = folder.resolve("p.record");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRead(RecordStore.directory(folder), 1, true);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertRead(RecordStore.directory(folder), 1, true);
        Files.write(file, new byte[whole.length]);
        assertRead(RecordStore.directory(folder), 1, true);
        Files.writeString(file, "{\"this\": \"is a file of another program\"}");
        assertRead(RecordStore.directory(folder), 1, true);
    }

    @Test
    void file_damaged_isReplacedByTheNextWrite_andThePreviousIsKept() throws Exception {
        RecordStore store = filled(2);
        Path file = folder.resolve("p.record");
        Files.write(file, new byte[3]);
        assertThat(store.list()).containsExactly(ID);
        assertThat(store.replace(ID, 2, bytes("late"))).isFalse();
        assertThat(store.replace(ID, 1, bytes("generation 2"))).isTrue();
        assertRead(store, 2, false);

        Files.write(file, new byte[3]);
        assertRead(store, 1, true);
        store.delete(ID);
        assertThat(store.read(ID)).isEmpty();
        assertThat(files()).containsExactly("store.lock");
    }

    @Test
    void file_damagedWithNoneBefore_isAnError_andCanBeDeleted() throws Exception {
        RecordStore store = filled(1);
        Files.write(folder.resolve("p.record"), new byte[3]);
        assertThatThrownBy(() -> store.read(ID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Record p is damaged")
                .hasMessageContaining("Restore it from a backup, or delete it");
        assertThatThrownBy(() -> store.replace(ID, 0, bytes("x"))).isInstanceOf(IOException.class);
        store.delete(ID);
        filled(1);
        assertRead(store, 1, false);
    }

    @Test
    void file_ofANewerVersion_isAnError_notAnOlderGeneration() throws Exception {
        RecordStore store = filled(2);
        byte[] file = Files.readAllBytes(folder.resolve("p.record"));
        file[7] = 2;
        file[20] ^= 1;
        Files.write(folder.resolve("p.record"), file);
        assertThatThrownBy(() -> store.read(ID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("newer firmware");
    }

    @Test
    void files_swapped_areDamaged() throws Exception {
        RecordStore store = filled(1);
        store.replace("q", 0, bytes("generation 1"));
        Files.copy(folder.resolve("q.record"), folder.resolve("p.previous"));
        Files.delete(folder.resolve("p.record"));
        assertThatThrownBy(() -> store.read(ID)).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    }

    @Test
    void files_ofOthers_areLeftAlone() throws Exception {
        RecordStore store = filled(1);
        for (String name : new String[] {"README", ".record", "a b.record", "x.txt", "p.record.bak", "a.b.new"}) {
            Files.writeString(folder.resolve(name), "others'");
        }
        Files.createDirectory(folder.resolve("lost+found"));
        assertThat(store.list()).containsExactly(ID);
        RecordStore next = RecordStore.directory(folder);
        next.replace(ID, 1, bytes("generation 2"));
        next.delete(ID);
        assertThat(files()).hasSize(8);
    }

    @Test
    void file_leftByAKilledWriter_isRemovedByTheNextOne() throws Exception {
        filled(1);
        Files.writeString(folder.resolve("p.new"), "half a secret");
        Files.writeString(folder.resolve("other.new"), "half another");
        assertThat(RecordStore.directory(folder).list()).containsExactly(ID);
        RecordStore.directory(folder).replace("third", 0, bytes("x"));
        assertThat(files()).containsExactly("p.record", "store.lock", "third.record");
    }

    /** As in a folder with the sticky bit, where another user has made it. */
    @Test
    void temporaryFile_thatCannotBeRemoved_blocksItsOwnRecordOnly() throws Exception {
        RecordedDisk disk = new RecordedDisk();
        disk.create("p.new").close();
        RecordStore store = new DirectoryStore(
                (Disk) Proxy.newProxyInstance(
                        Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("delete") && arguments[0].equals("p.new")) {
                                throw new IOException("Operation not permitted");
                            }
                            return method.invoke(disk, arguments);
                        }),
                new ThreadLocks());
        assertThat(store.replace("other", 0, bytes("x"))).isTrue();
        assertThatThrownBy(() -> store.replace(ID, 0, bytes("x"))).isInstanceOf(IOException.class);
        assertThat(store.replace("other", 1, bytes("y"))).isTrue();
    }

    @Test
    void record_tooLong_isRefused() {
        RecordStore store = RecordStore.directory(folder);
        assertThatThrownBy(() -> store.replace(ID, 0, new byte[(16 << 20) + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("E10.7 a disk that fails at any step of a write keeps the old record, or has the new one")
    void disk_thatFailsAtAnyStep_keepsTheOldRecordOrHasTheNewOne() throws Exception {
        for (int failing = 0; failing < 12; failing++) {
            for (boolean healed : new boolean[] {true, false}) {
                RecordedDisk disk = new RecordedDisk();
                new DirectoryStore(disk, new ThreadLocks()).replace(ID, 0, bytes("generation 1"));
                FailingDisk failingDisk = new FailingDisk(disk, failing, !healed);
                DirectoryStore store = new DirectoryStore(failingDisk, new ThreadLocks());
                boolean failed = false;
                try {
                    store.replace(ID, 1, bytes("generation 2"));
                } catch (IOException e) {
                    assertThat(e).hasMessage("No space left on device");
                    failed = true;
                }
                assertThat(failed).isEqualTo(failingDisk.hasFailed());
                long generation = store.read(ID).orElseThrow().generation();
                assertThat(generation).isBetween(failed ? 1L : 2L, 2L);
                assertRead(store, generation, false);
                if (failed && healed) {
                    assertThat(disk.list()).doesNotContain("p.new");
                    assertThat(store.replace(ID, generation, bytes("generation " + (generation + 1))))
                            .isTrue();
                    assertRead(store, generation + 1, false);
                }
            }
        }
    }

    @Test
    void disk_thatFailsAtAnyStepOfADeletion_neverShowsAnOlderRecord() throws Exception {
        for (int failing = 0; failing < 12; failing++) {
            RecordedDisk disk = new RecordedDisk();
            DirectoryStore filler = new DirectoryStore(disk, new ThreadLocks());
            filler.replace(ID, 0, bytes("generation 1"));
            filler.replace(ID, 1, bytes("generation 2"));
            FailingDisk failingDisk = new FailingDisk(disk, failing, true);
            DirectoryStore store = new DirectoryStore(failingDisk, new ThreadLocks());
            try {
                store.delete(ID);
                assertThat(failingDisk.hasFailed()).isFalse();
                assertThat(store.read(ID)).isEmpty();
            } catch (IOException e) {
                if (store.read(ID).isPresent()) {
                    assertRead(store, 2, false);
                }
            }
        }
    }

    /** What may have the name of a file of the store, and is no regular file. */
    private enum Obstacle {
        PIPE {
            @Override
            void at(Path path) throws Exception {
                assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                        .isZero();
            }
        },
        LINK_TO_A_PIPE {
            @Override
            void at(Path path) throws Exception {
                Path pipe = Files.createTempDirectory("pipe").resolve("pipe");
                PIPE.at(pipe);
                Files.createSymbolicLink(path, pipe);
            }
        },
        LINK_TO_ENDLESS_ZEROS {
            @Override
            void at(Path path) throws Exception {
                Files.createSymbolicLink(path, Path.of("/dev/zero"));
            }
        },
        LINK_TO_NOTHING {
            @Override
            void at(Path path) throws Exception {
                Files.createSymbolicLink(path, Path.of("nothing"));
            }
        },
        EMPTY_FOLDER {
            @Override
            void at(Path path) throws Exception {
                Files.createDirectory(path);
            }
        },
        FOLDER {
            @Override
            void at(Path path) throws Exception {
                Files.createDirectories(path.resolve("deep"));
                Files.writeString(path.resolve("kept"), "of the operator");
            }
        };

        abstract void at(Path path) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(20)
    void newestName_takenByAnObstacle_readsThePreviousGeneration_andTheNextWriteSucceeds(Obstacle obstacle)
            throws Exception {
        filled(2);
        Files.delete(folder.resolve("p.record"));
        obstacle.at(folder.resolve("p.record"));

        RecordStore store = RecordStore.directory(folder);
        assertThat(store.list()).containsExactly(ID);
        StoredRecord read = store.read(ID).orElseThrow();
        assertThat(read.bytes()).isEqualTo(bytes("generation 1"));
        assertThat(read.recovered()).isTrue();
        assertThat(store.replace(ID, 1, bytes("next"))).isTrue();
        assertThat(RecordStore.directory(folder).read(ID).orElseThrow().bytes()).isEqualTo(bytes("next"));
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(20)
    void onlyName_takenByAnObstacle_isAnErrorThatNamesIt_andOtherRecordsWork(Obstacle obstacle) throws Exception {
        filled(1);
        obstacle.at(folder.resolve("other.record"));

        RecordStore store = RecordStore.directory(folder);
        assertThat(store.read(ID)).isPresent();
        assertThatThrownBy(() -> store.read("other"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.record is a ")
                .hasMessageContaining("needs a regular file. Remove it.");
        assertThat(store.replace(ID, 1, bytes("next"))).isTrue();
        store.delete("other");
        assertThat(store.read("other")).isEmpty();
        assertThat(store.list()).containsExactly(ID);
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(20)
    void nameOfAWrite_takenByAnObstacle_blocksNoWrite(Obstacle obstacle) throws Exception {
        filled(2);
        for (String name : List.of("p.new", "other.new")) {
            obstacle.at(folder.resolve(name));
        }
        RecordStore store = RecordStore.directory(folder);
        assertThat(store.replace(ID, 2, bytes("next"))).isTrue();
        assertThat(store.replace("other", 0, bytes("first"))).isTrue();
        obstacle.at(folder.resolve("p.new")); // while the process runs
        assertThat(store.replace(ID, 3, bytes("last"))).isTrue();
        assertThat(store.read(ID).orElseThrow().bytes()).isEqualTo(bytes("last"));
        if (obstacle == Obstacle.FOLDER) {
            assertThat(folder.resolve("p.new.aside-1").resolve("kept")).hasContent("of the operator");
            assertThat(folder.resolve("p.new.aside-2").resolve("kept")).hasContent("of the operator");
        }
    }

    /** Another user of a folder with mode 0777 waits for the temporary file, to have the record written elsewhere. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(60)
    void write_followsNoLinkThatTakesThePlaceOfItsFile() throws Exception {
        filled(1);
        Path victim = Files.writeString(parent.resolve("victim"), "untouched");
        Path temporary = folder.resolve("p.new");
        AtomicBoolean ended = new AtomicBoolean();
        Thread attacker = new Thread(() -> {
            while (!ended.get()) {
                try {
                    Files.delete(temporary);
                    Files.createSymbolicLink(temporary, victim);
                } catch (IOException e) {
                    // too early, or too late
                }
            }
        });
        attacker.start();
        RecordStore store = RecordStore.directory(folder);
        for (int refused = 0; refused < 100; ) {
            try {
                store.replace(ID, store.read(ID).map(StoredRecord::generation).orElse(0L), bytes("next"));
            } catch (IOException e) { // the attacker can always prevent a write
                refused++;
            }
        }
        ended.set(true);
        attacker.join();
        assertThat(victim).hasContent("untouched");
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(20)
    void nameOfThePreviousGeneration_takenByAnObstacle_blocksNoWrite(Obstacle obstacle) throws Exception {
        filled(1);
        obstacle.at(folder.resolve("p.previous"));
        RecordStore store = RecordStore.directory(folder);
        assertThat(store.replace(ID, 1, bytes("next"))).isTrue();
        assertThat(store.read(ID).orElseThrow().bytes()).isEqualTo(bytes("next"));
        store.delete(ID);
        assertThat(store.list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(20)
    void lockFile_thatIsNoRegularFile_isAnErrorThatNamesIt(Obstacle obstacle) throws Exception {
        Files.createDirectory(folder);
        obstacle.at(folder.resolve("store.lock"));
        assertThatThrownBy(() -> RecordStore.directory(folder).replace(ID, 0, bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("store.lock is a ")
                .hasMessageContaining("Remove it.");
    }

    /** A sparse file takes no space on the disk, and would take the whole heap. */
    @ParameterizedTest
    @ValueSource(longs = {RecordFile.HEADER + RecordFile.MAX_LENGTH + 1L, 1L << 30, 1L << 36})
    void file_longerThanAnyRecord_isDamaged_andIsNotReadIntoMemory(long length) throws Exception {
        filled(2);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("p.record").toFile(), "rw")) {
            file.setLength(length);
        }
        RecordStore store = RecordStore.directory(folder);
        int most = RecordFile.HEADER + RecordFile.MAX_LENGTH + 1;
        assertThat(new NioDisk(folder).read("p.record", most).orElseThrow()).hasSize(RecordFile.HEADER);
        assertRead(store, 1, true);
        assertThat(store.replace(ID, 1, bytes("next"))).isTrue();
        assertThat(store.read(ID).orElseThrow().bytes()).isEqualTo(bytes("next"));
    }

    /** No file is written in place, so what another name has is not changed. */
    @Test
    void file_thatHasAnotherNameToo_isReplacedUnderItsOwn() throws Exception {
        filled(1);
        Path other = parent.resolve("other");
        Files.createLink(other, folder.resolve("p.record"));
        byte[] before = Files.readAllBytes(other);
        RecordStore store = RecordStore.directory(folder);
        assertThat(store.replace(ID, 1, bytes("next"))).isTrue();
        assertThat(store.replace(ID, 2, bytes("last"))).isTrue();
        store.delete(ID);
        assertThat(other).hasBinaryContent(before);
    }

    /** A file name can have any character but the slash. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void files_whoseNamesAreNoIds_areNotListed_andNotLogged() throws Exception {
        filled(1);
        for (String name : List.of(
                "a\nWARNING forged.record", "..record", "...record", "\u001b[2J.record", "%n.record", ".record")) {
            Files.writeString(folder.resolve(name), "x");
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        try (CapturedLog log = CapturedLog.open()) {
            assertThat(RecordStore.directory(folder).list()).containsExactly(ID);
            assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain("forged", "\u001b"));
        }
        for (String id : List.of("", "..", "../x", "/etc/passwd", "a\nb", "a/b", "a\u0000")) {
            assertThatThrownBy(() -> RecordStore.directory(folder).read(id))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** As on a device whose folder was removed while it runs. */
    @Test
    void folder_thatIsRemoved_isMadeAgain_andItsRecordsAreMissing() throws Exception {
        RecordStore store = filled(1);
        for (String name : files().toList()) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
        assertThat(store.read(ID)).isEmpty();
        assertThat(store.replace(ID, 1, bytes("next"))).isFalse();
        assertThat(store.replace(ID, 0, bytes("first"))).isTrue();
        try (RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow()) {
            assertThat(lock).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rwxrwxrwx, rw-------, replace the records",
        "rwxrwx---, rw-------, replace the records",
        "rwx----w-, rw-------, replace the records",
        "rwx------, rw-r--r--, read or change",
        "rwx------, rw-----w-, read or change",
        "rwx------, rw-rw----, read or change",
        "rwx------, rw-------,",
        "rwxr-xr-x, rw-------,",
        "r-x------, r--------,"
    })
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void mode_thatLetsOtherUsersIn_isLoggedOnce(String ofFolder, String ofFile, String said) throws IOException {
        filled(1);
        Files.setPosixFilePermissions(folder.resolve("p.record"), PosixFilePermissions.fromString(ofFile));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(ofFolder));
        try (CapturedLog log = CapturedLog.open()) {
            RecordStore store = RecordStore.directory(folder);
            assertThat(store.list()).containsExactly(ID);
            assertThat(store.list()).containsExactly(ID);
            assertThat(store.read(ID)).isPresent();
            assertThat(log.lines())
                    .hasSize(said == null ? 0 : 1)
                    .allSatisfy(line -> assertThat(line).startsWith("WARNING").contains(said));
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
