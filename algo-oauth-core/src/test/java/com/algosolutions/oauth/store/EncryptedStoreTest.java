package com.algosolutions.oauth.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.contract.RecordStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedStoreTest extends RecordStoreContract {
    private static final String ID = "p";
    private static final String SECRET = "a secret that must not show";
    private static final SecretKey KEY = key(1);

    @TempDir
    private Path parent;

    private Path folder;
    private final MemoryStore plain = new MemoryStore();
    private final FakeCounter counter = new FakeCounter();

    @Override
    protected RecordStore open() {
        folder = parent.resolve("records");
        return RecordStore.directory(folder).encryptedWith(KEY, counter);
    }

    @Override
    protected Optional<RecordStore> openAgain() {
        return Optional.of(RecordStore.directory(folder).encryptedWith(KEY, counter));
    }

    private static SecretKey key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return new SecretKeySpec(key, "AES");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void assertRead(RecordStore store, String id, String text) throws IOException {
        assertThat(store.read(id))
                .hasValueSatisfying(
                        record -> assertThat(new String(record.bytes(), UTF_8)).isEqualTo(text));
    }

    private static void assertRefused(ThrowingCallable call, String... messageParts) {
        assertThatThrownBy(call)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(messageParts)
                .hasMessageContaining("delete")
                .hasMessageNotContaining(SECRET);
    }

    /** Replaces a record of any generation with bytes at a chosen generation. */
    private void put(String id, byte[] bytes, long generation) {
        plain.delete(id);
        for (long i = 0; i < generation; i++) {
            plain.replace(id, i, bytes);
        }
    }

    @Test
    void record_inTheFile_isUnreadable_andNeverTheSameTwice() throws Exception {
        RecordStore store = RecordStore.directory(folder).encryptedWith(KEY);
        store.replace("p", 0, bytes(SECRET));
        store.replace("q", 0, bytes(SECRET));
        String p = Files.readString(folder.resolve("p.record"), ISO_8859_1);
        String q = Files.readString(folder.resolve("q.record"), ISO_8859_1);
        assertThat(p).doesNotContain("secret").hasSize(24 + 37 + SECRET.length());
        assertThat(p.substring(33, 45)).isNotEqualTo(q.substring(33, 45));
        assertThat(p.substring(45)).isNotEqualTo(q.substring(45));
        assertThat(store.toString()).doesNotContain(SECRET);
    }

    @Test
    void key_thatIsAnother_isRefusedWithTheCure() throws Exception {
        plain.encryptedWith(KEY).replace(ID, 0, bytes(SECRET));
        assertRefused(() -> plain.encryptedWith(key(2)).read(ID), "key", "authorize again");
        assertRead(plain.encryptedWith(KEY), ID, SECRET);
    }

    @Test
    void key_ofAnotherKind_isRefused() {
        assertThatThrownBy(() -> plain.encryptedWith(new SecretKeySpec(new byte[16], "AES")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the store's key is a key for AES of 128 bits. Give an AES key of 256 bits");
        assertThatThrownBy(() -> plain.encryptedWith(new SecretKeySpec(new byte[32], "HmacSHA256")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void record_withAnyBitFlipped_isRefused() throws Exception {
        RecordStore store = plain.encryptedWith(KEY);
        store.replace(ID, 0, bytes(SECRET));
        byte[] sealed = plain.read(ID).orElseThrow().bytes();
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            put(ID, flipped, 1);
            assertRefused(() -> store.read(ID), "Record p");
        }
        for (int length = 0; length < sealed.length; length++) {
            put(ID, Arrays.copyOf(sealed, length), 1);
            assertRefused(() -> store.read(ID), "Record p");
        }
    }

    @Test
    void file_withAnyByteChanged_givesThePreviousGeneration() throws Exception {
        RecordStore store = RecordStore.directory(folder).encryptedWith(KEY);
        store.replace(ID, 0, bytes("one"));
        store.replace(ID, 1, bytes("two"));
        Path file = folder.resolve("p.record");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) 0x55;
            Files.write(file, changed);
            assertRead(store, ID, "one");
            assertThat(store.read(ID).orElseThrow().recovered()).isTrue();
        }
    }

    @Test
    void record_inAnotherPlaceOrTime_isRefused() throws Exception {
        RecordStore store = plain.encryptedWith(KEY);
        store.replace("p", 0, bytes(SECRET));
        byte[] sealed = plain.read("p").orElseThrow().bytes();
        put("q", sealed, 1);
        assertRefused(() -> store.read("q"), "Record q");
        put("p", sealed, 2);
        assertRefused(() -> store.read("p"), "Record p");
        put("p", sealed, 1);
        assertRead(store, "p", SECRET);
    }

    @Test
    void record_thatIsNotEncrypted_isRefused() throws Exception {
        put(ID, bytes("{\"plain\": \"" + SECRET + "\"}"), 1);
        assertRefused(() -> plain.encryptedWith(KEY).read(ID), "not encrypted");
    }

    @Test
    void record_putBack_isTakenWithoutACounter_andRefusedWithOne() throws Exception {
        for (boolean counted : new boolean[] {false, true}) {
            put(ID, new byte[0], 0);
            RecordStore store = counted ? plain.encryptedWith(KEY, counter) : plain.encryptedWith(KEY);
            store.replace(ID, 0, bytes("one"));
            byte[] old = plain.read(ID).orElseThrow().bytes();
            store.replace(ID, 1, bytes("two"));
            assertRead(store, ID, "two");
            put(ID, old, 1);
            if (counted) {
                assertRefused(() -> store.read(ID), "put back", "(its count is 1, the counter's 2)");
            } else {
                assertRead(store, ID, "one");
            }
        }
    }

    @Test
    void record_deletedAndPutBack_isRefused_butANewOneIsNot() throws Exception {
        RecordStore store = plain.encryptedWith(KEY, counter);
        store.replace(ID, 0, bytes("one"));
        byte[] old = plain.read(ID).orElseThrow().bytes();
        store.delete(ID);
        put(ID, old, 1);
        assertRefused(() -> store.read(ID), "put back");
        store.delete(ID);
        assertThat(store.replace(ID, 0, bytes("new"))).isTrue();
        assertRead(store, ID, "new");
    }

    @Test
    void device_stoppedBetweenRecordAndCounter_goesOn_andTheOlderRecordIsRefusedOnceRead() throws Exception {
        RecordStore store = plain.encryptedWith(KEY, counter);
        store.replace(ID, 0, bytes("one"));
        byte[] old = plain.read(ID).orElseThrow().bytes();
        counter.stopped = true;
        assertThatThrownBy(() -> store.replace(ID, 1, bytes("two"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.read(ID)).isInstanceOf(IOException.class).hasMessageContaining("counter");
        counter.stopped = false;

        RecordStore next = plain.encryptedWith(KEY, counter);
        assertRead(next, ID, "two");
        put(ID, old, 1);
        assertRefused(() -> next.read(ID), "put back");
    }

    @Test
    void counter_givenLater_takesWhatIsThere() throws Exception {
        plain.encryptedWith(KEY).replace(ID, 0, bytes("one"));
        RecordStore counted = plain.encryptedWith(KEY, counter);
        assertRead(counted, ID, "one");
        assertThat(counted.replace(ID, 1, bytes("two"))).isTrue();
        assertRead(counted, ID, "two");
    }

    /** The device's counters, which can stop working. */
    private static final class FakeCounter implements RollbackCounter {
        private final Map<String, Long> values = new ConcurrentHashMap<>();
        private volatile boolean stopped;

        @Override
        public long value(String id) {
            return values.getOrDefault(id, 0L);
        }

        @Override
        public void advance(String id, long value) throws IOException {
            if (stopped) {
                throw new IOException("the counter does not answer");
            }
            values.merge(id, value, Math::max);
        }
    }
}
