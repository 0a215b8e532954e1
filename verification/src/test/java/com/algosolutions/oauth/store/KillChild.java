package com.algosolutions.oauth.store;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.RefreshOnly;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.ProfileRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** A device that renews its token and posts repeatedly, until the parent kills it or it halts at a given point. */
public final class KillChild {
    /** The generation of a record's file; empty if the file is torn. */
    public static OptionalLong generationOf(String id, byte[] file) throws IOException {
        RecordFile read = RecordFile.read(id, file);
        return read == null ? OptionalLong.empty() : OptionalLong.of(read.generation());
    }

    /** The point of a renewal at which the process ends. */
    public enum Point {
        BEFORE_JOURNAL,
        AFTER_JOURNAL,
        /** The server has executed the request and sends no response; the parent kills the process. */
        AFTER_SEND,
        BEFORE_SAVE,
        SAVE_FILE_CREATED,
        SAVE_FILE_HALF_WRITTEN,
        SAVE_FILE_WRITTEN,
        SAVE_FILE_FORCED,
        SAVE_OLD_RENAMED,
        SAVE_NEW_RENAMED,
        SAVE_FOLDER_FORCED,
        AFTER_SAVE,
        BEFORE_PUBLISH,
        AFTER_PUBLISH,
        AFTER_POST,
        /** The parent kills the process at a random time. */
        ANYWHERE
    }

    private static volatile Point armed = Point.ANYWHERE;

    /** Writes of the profile's record since the child was armed: the first is the journal, the second the new tokens. */
    private static final AtomicInteger WRITES = new AtomicInteger();

    /** Whether the new tokens are saved. */
    private static volatile boolean saved;

    private KillChild() {}

    /**
     * Renews and posts in an endless loop.
     *
     * @param args folder, proxy port, trust store, team, profile id, point, and the number of renewals before it
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Point point = Point.valueOf(args[5]);
        int before = Integer.parseInt(args[6]);
        String record = ProfileRecord.ID_PREFIX + args[4];
        RecordStore files = new DirectoryStore(new HaltingDisk(new NioDisk(folder)), new FileLocks(folder));
        RecordStore store = new FaultyStore(files.encryptedWith(RefreshOnly.KEY))
                .before((id, bytes) -> {
                    if (id.equals(record)) {
                        haltAt(WRITES.incrementAndGet() == 1 ? Point.BEFORE_JOURNAL : Point.BEFORE_SAVE);
                    }
                })
                .after((id, bytes) -> {
                    if (id.equals(record)) {
                        haltAt(WRITES.get() == 1 ? Point.AFTER_JOURNAL : Point.AFTER_SAVE);
                        saved = WRITES.get() == 2;
                    }
                });
        OAuthClient client = RefreshOnly.child(args[1], args[2])
                .store(store)
                .clock(new HaltingClock())
                .build();
        for (int renewals = 0; ; renewals++) {
            if (renewals >= before) {
                WRITES.set(0);
                saved = false;
                armed = point;
                say("armed");
            }
            ProfileStatus status = client.renew(RefreshOnly.PROFILE);
            haltAt(Point.AFTER_PUBLISH);
            if (status.state() == ProfileStatus.State.REAUTHORIZATION_REQUIRED) {
                say("lost " + status);
                return;
            }
            say("acknowledged " + store.read(record).orElseThrow().generation());
            ApiResult result = RefreshOnly.post(client, args[3]);
            haltAt(Point.AFTER_POST);
            say(result.delivered() ? "delivered" : "not delivered: " + result);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void haltAt(Point point) {
        if (armed == point) {
            Runtime.getRuntime().halt(9);
        }
    }

    private static void haltInSave(Point point) {
        if (WRITES.get() == 2) {
            haltAt(point);
        }
    }

    /** Halts the process when it next reads the time: for the event of the token that it has saved, before it publishes the token. */
    private static final class HaltingClock extends Clock {
        private final Clock real = Clock.systemUTC();

        @Override
        public Instant instant() {
            if (saved) {
                haltAt(Point.BEFORE_PUBLISH);
            }
            return real.instant();
        }

        @Override
        public ZoneId getZone() {
            return real.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return real.withZone(zone);
        }
    }

    /** Halts the process between two file operations. */
    private record HaltingDisk(Disk disk) implements Disk {
        @Override
        public NewFile create(String name) throws IOException {
            NewFile file = disk.create(name);
            haltInSave(Point.SAVE_FILE_CREATED);
            return new NewFile() {
                @Override
                public void write(byte[] bytes) throws IOException {
                    file.write(Arrays.copyOf(bytes, bytes.length / 2));
                    haltInSave(Point.SAVE_FILE_HALF_WRITTEN);
                    file.write(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length));
                    haltInSave(Point.SAVE_FILE_WRITTEN);
                }

                @Override
                public void force() throws IOException {
                    file.force();
                    haltInSave(Point.SAVE_FILE_FORCED);
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }

        @Override
        public void rename(String from, String to) throws IOException {
            disk.rename(from, to);
            haltInSave(to.endsWith(".previous") ? Point.SAVE_OLD_RENAMED : Point.SAVE_NEW_RENAMED);
        }

        @Override
        public void forceFolder() throws IOException {
            disk.forceFolder();
            haltInSave(Point.SAVE_FOLDER_FORCED);
        }

        @Override
        public void createFolder() throws IOException {
            disk.createFolder();
        }

        @Override
        public Optional<byte[]> read(String name, int limit) throws IOException {
            return disk.read(name, limit);
        }

        @Override
        public void delete(String name) throws IOException {
            disk.delete(name);
        }

        @Override
        public List<String> list() throws IOException {
            return disk.list();
        }
    }
}
