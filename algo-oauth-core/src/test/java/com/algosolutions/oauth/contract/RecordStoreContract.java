package com.algosolutions.oauth.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link RecordStore}, as tests. To test a store, extend this class and return the store from {@link #open()}.
 *
 * <p>The tests cover concurrent threads and, by {@link #openAgain()}, a restart. They do not cover a power cut or several processes: test
 * these for each store.
 */
@Timeout(60)
public abstract class RecordStoreContract {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ID = "b2c1-Profile-7";

    private RecordStore store;

    /** Creates the tests; for subclasses. */
    protected RecordStoreContract() {}

    /**
     * Opens a store. Called once before each test.
     *
     * @return a store without records
     * @throws Exception if it cannot be opened
     */
    protected abstract RecordStore open() throws Exception;

    /**
     * Opens the same store a second time, as after a restart.
     *
     * @return a second store with the records of the first, or empty if the store loses its records with the process
     * @throws Exception if it cannot be opened
     */
    protected abstract Optional<RecordStore> openAgain() throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        store = open();
    }

    /** The interrupt of one test must not reach the next test. */
    @AfterEach
    final void clearInterrupt() {
        Thread.interrupted();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void assertRecord(Optional<StoredRecord> record, long generation, String text) {
        assertThat(record).hasValueSatisfying(present -> {
            assertThat(present.generation()).isEqualTo(generation);
            assertThat(new String(present.bytes(), UTF_8)).isEqualTo(text);
            assertThat(present.recovered()).isFalse();
        });
    }

    @Test
    void record_thatWasNeverWritten_isEmpty() throws Exception {
        assertThat(store.read(ID)).isEmpty();
        assertThat(store.list()).isEmpty();
        assertThat(store.replace(ID, 1, bytes("one"))).isFalse();
        assertThat(store.read(ID)).isEmpty();
    }

    @Test
    void record_isCreatedOnce_andReplacedAtItsGenerationOnly() throws Exception {
        assertThat(store.replace(ID, 0, bytes("one"))).isTrue();
        assertThat(store.replace(ID, 0, bytes("another"))).isFalse();
        assertRecord(store.read(ID), 1, "one");

        assertThat(store.replace(ID, 1, bytes("two"))).isTrue();
        assertThat(store.replace(ID, 1, bytes("late"))).isFalse();
        assertThat(store.replace(ID, 3, bytes("early"))).isFalse();
        assertThat(store.replace(ID, -1, bytes("odd"))).isFalse();
        assertRecord(store.read(ID), 2, "two");
    }

    @Test
    void record_staysTheSame_whenTheCallerChangesItsArrays() throws Exception {
        byte[] given = bytes("one");
        store.replace(ID, 0, given);
        given[0] = 'X';
        store.read(ID).orElseThrow().bytes()[0] = 'Y';
        assertRecord(store.read(ID), 1, "one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 1_000_000})
    void record_ofAnyLength_comesBack(int length) throws Exception {
        byte[] given = new byte[length];
        for (int i = 0; i < length; i++) {
            given[i] = (byte) (i * 31 >> 3);
        }
        assertThat(store.replace(ID, 0, given)).isTrue();
        assertThat(store.read(ID).orElseThrow().bytes()).isEqualTo(given);
    }

    @Test
    void record_deleted_isGone_andStartsAnew() throws Exception {
        store.replace(ID, 0, bytes("one"));
        store.replace(ID, 1, bytes("two"));
        store.delete(ID);
        store.delete(ID);
        assertThat(store.read(ID)).isEmpty();
        assertThat(store.list()).isEmpty();
        assertThat(store.replace(ID, 2, bytes("three"))).isFalse();
        assertThat(store.replace(ID, 0, bytes("new"))).isTrue();
        assertRecord(store.read(ID), 1, "new");
    }

    @Test
    void records_manyOfThem_areKeptApart() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add("profile-" + i);
            assertThat(store.replace(ids.get(i), 0, bytes("bytes of " + i))).isTrue();
        }
        store.delete(ids.remove(50));
        assertThat(store.list()).containsExactlyInAnyOrderElementsOf(ids);
        for (String id : ids) {
            assertRecord(store.read(id), 1, "bytes of " + id.substring("profile-".length()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\\b", "../a", "a.b", "a b", "a_b", "\u00e9", "a\u0000", "a\n"})
    void id_withOtherCharacters_isRejected(String id) {
        assertThatThrownBy(() -> store.read(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.replace(id, 0, bytes("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.lock(id, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void id_of128Characters_isTheLongest() throws Exception {
        assertThat(store.replace("a".repeat(128), 0, bytes("x"))).isTrue();
        assertThatThrownBy(() -> store.replace("a".repeat(129), 0, bytes("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threads_thatReplaceTheSameGeneration_oneOfThemDoes() throws Exception {
        int threads = 200;
        store.replace(ID, 0, bytes("start"));
        List<Future<Boolean>> all = atOnce(threads, index -> store.replace(ID, 1, bytes("by " + index)));
        List<String> winners = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            if (all.get(i).get()) {
                winners.add("by " + i);
            }
        }
        assertThat(winners).hasSize(1);
        assertRecord(store.read(ID), 2, winners.get(0));
    }

    @Test
    void threads_thatCountTogether_loseNoCount() throws Exception {
        int threads = 8;
        int each = 25;
        store.replace(ID, 0, bytes("0"));
        for (Future<Boolean> done : atOnce(threads, index -> countUp(each))) {
            assertThat(done.get()).isTrue();
        }
        assertRecord(store.read(ID), 1 + threads * each, String.valueOf(threads * each));
    }

    private boolean countUp(int times) throws Exception {
        for (int done = 0; done < times; ) {
            StoredRecord record = store.read(ID).orElseThrow();
            int next = Integer.parseInt(new String(record.bytes(), UTF_8)) + 1;
            if (store.replace(ID, record.generation(), bytes(String.valueOf(next)))) {
                done++;
            }
        }
        return true;
    }

    @Test
    void lock_isHeldByOne_untilItIsClosed() throws Exception {
        RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow();
        assertThat(store.lock(ID, Duration.ZERO)).isEmpty();
        assertThat(store.lock(ID, Duration.ofMillis(20))).isEmpty();
        assertThat(store.lock(ID, Duration.ofSeconds(-1))).isEmpty();
        lock.close();
        lock.close();
        try (RecordLock again = store.lock(ID, Duration.ZERO).orElseThrow()) {
            assertThat(again).hasToString("held");
            lock.close();
            assertThat(store.lock(ID, Duration.ZERO)).isEmpty();
        }
        assertThat(store.lock(ID, Duration.ZERO)).isPresent();
    }

    @Test
    void lock_preventsTheSameLockOnly() throws Exception {
        try (RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow()) {
            assertThat(lock).hasToString("held");
            assertThat(store.lock("another", Duration.ZERO)).isPresent();
            assertThat(store.replace(ID, 0, bytes("one"))).isTrue();
            assertRecord(store.read(ID), 1, "one");
            assertThat(store.list()).containsExactly(ID);
            store.delete(ID);
            assertThat(store.lock(ID, Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void lock_isHeldByOneThreadAtATime() throws Exception {
        int threads = 16;
        store.replace(ID, 0, bytes("0"));
        for (Future<Boolean> done : atOnce(threads, index -> countUpLocked())) {
            assertThat(done.get()).isTrue();
        }
        assertRecord(store.read(ID), 1 + threads, String.valueOf(threads));
    }

    private boolean countUpLocked() throws Exception {
        RecordLock lock = store.lock(ID, LONG).orElseThrow();
        try {
            StoredRecord record = store.read(ID).orElseThrow();
            int next = Integer.parseInt(new String(record.bytes(), UTF_8)) + 1;
            return store.replace(ID, record.generation(), bytes(String.valueOf(next)));
        } finally {
            lock.close();
        }
    }

    @Test
    void lock_closedByAnotherThread_goesToTheWaitingThread() throws Exception {
        RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow();
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Future<Optional<RecordLock>> waiting = one.submit(() -> store.lock(ID, LONG));
            Thread closing = new Thread(lock::close);
            closing.start();
            assertThat(waiting.get()).isPresent();
            closing.join();
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void lock_ofAnInterruptedThread_isGrantedIfFree_andNotWaitedFor() throws Exception {
        Thread.currentThread().interrupt();
        RecordLock lock = store.lock(ID, LONG).orElseThrow();
        assertThatThrownBy(() -> store.lock(ID, LONG)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        lock.close();
        assertThat(store.lock(ID, Duration.ZERO)).isPresent();
    }

    @Test
    void replace_byAnInterruptedThread_isDone_andTheThreadStaysInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        assertThat(store.replace(ID, 0, bytes("one"))).isTrue();
        assertRecord(store.read(ID), 1, "one");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void store_openedAgain_hasEverything() throws Exception {
        store.replace(ID, 0, bytes("one"));
        store.replace(ID, 1, bytes("two"));
        store.replace("deleted", 0, bytes("one"));
        store.delete("deleted");
        Optional<RecordStore> again = openAgain();
        if (again.isPresent()) {
            assertRecord(again.get().read(ID), 2, "two");
            assertThat(again.get().list()).containsExactly(ID);
            assertThat(again.get().replace(ID, 2, bytes("three"))).isTrue();
            assertThat(store.replace(ID, 2, bytes("late"))).isFalse();
            assertRecord(store.read(ID), 3, "three");
        }
    }

    @Test
    void locks_ofAStoreOpenedTwice_areTheSame() throws Exception {
        Optional<RecordStore> again = openAgain();
        if (again.isPresent()) {
            RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow();
            assertThat(again.get().lock(ID, Duration.ofMillis(20))).isEmpty();
            lock.close();
            assertThat(again.get().lock(ID, Duration.ZERO)).isPresent();
            assertThat(store.lock(ID, Duration.ZERO)).isEmpty();
        }
    }

    /** The task of one of many threads that start at the same moment. */
    private interface Work {
        boolean run(int index) throws Exception;
    }

    private static List<Future<Boolean>> atOnce(int threads, Work work) throws Exception {
        ExecutorService all = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int index = i;
                running.add(all.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return work.run(index);
                }));
            }
            return running;
        } finally {
            all.shutdown();
        }
    }
}
