package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A device with an offline queue that can be restarted: its targets, store, clocks, and the outcomes that its listener got. */
final class QueueingDevice implements AutoCloseable {
    static final Duration NEVER = Duration.ofDays(1);
    static final Instant MORNING = Instant.parse("2027-03-01T08:00:00Z");

    private final Targets targets = new Targets();
    private final Store store = new Store();
    private final AtomicReference<Instant> now = new AtomicReference<>(MORNING);
    private final AtomicLong ticker = new AtomicLong();
    private final List<ButtonActions> running = new ArrayList<>();

    /** Guarded by itself. */
    private final List<QueuedResult> reported = new ArrayList<>();

    Targets targets() {
        return targets;
    }

    Store store() {
        return store;
    }

    /** Settings without periodic rounds. */
    OfflineQueue queue() {
        return OfflineQueue.in(store).interval(NEVER).listener(outcome -> {
            synchronized (reported) {
                reported.add(outcome);
            }
        });
    }

    /** Starts the device on the store. Earlier instances keep running. */
    ButtonActions start(OfflineQueue queue, String document) {
        return start(queue, document, builder -> builder);
    }

    ButtonActions start(OfflineQueue queue, String document, UnaryOperator<ButtonActions.Builder> more) {
        ButtonActions buttons = more.apply(ButtonActions.builder(targets.client())
                        .pressTimeout(Duration.ofSeconds(8))
                        .debounce(Duration.ZERO)
                        .clock(clock(now::get))
                        .ticker(ticker::get)
                        .offlineQueue(queue))
                .parse(document);
        running.add(buttons);
        return buttons;
    }

    /** A clock in UTC. */
    static Clock clock(Supplier<Instant> instant) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return instant.get();
            }
        };
    }

    /** Closes all instances, as a restart does. */
    void stop() {
        running.forEach(ButtonActions::close);
        running.clear();
    }

    /** Advances ticker and clock. */
    void pass(Duration time) {
        ticker.addAndGet(time.toNanos());
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** Sets the clock. */
    void set(Instant instant) {
        now.set(instant);
    }

    List<QueuedResult> reported() {
        synchronized (reported) {
            return List.copyOf(reported);
        }
    }

    static List<Outcome> states(List<QueuedResult> outcomes) {
        return outcomes.stream().map(outcome -> outcome.result().outcome()).toList();
    }

    /** Waits for a condition, and runs an action repeatedly meanwhile. */
    static void await(String what, BooleanSupplier condition, Runnable meanwhile) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(end);
            meanwhile.run();
        }
    }

    /** Runs rounds until a number of outcomes was reported. A round of the start or of a press may be running too. */
    List<QueuedResult> drain(ButtonActions buttons, int count) {
        await(count + " outcomes", () -> reported().size() >= count, buttons::sendQueued);
        return reported();
    }

    /** Waits until an outcome was reported. */
    void awaitReported() {
        await("a reported outcome", () -> !reported().isEmpty(), Thread::onSpinWait);
    }

    /** Waits until the queue is empty: requests are removed after they are reported. */
    static void awaitEmpty(ButtonActions buttons) {
        await("an empty queue", () -> buttons.queuedCount() == 0, Thread::onSpinWait);
    }

    @Override
    public void close() {
        stop();
        targets.close();
    }

    /** A store in memory with failures. */
    static final class Store implements RecordStore {
        private final RecordStore sound = RecordStore.inMemory();
        private final AtomicInteger failures = new AtomicInteger();
        private volatile String damaged = "";
        private volatile CountDownLatch held = new CountDownLatch(0);
        private volatile @Nullable Exception everything;
        private volatile boolean removalsFail;
        private volatile boolean late;
        private final AtomicInteger writes = new AtomicInteger(Integer.MAX_VALUE);
        private final AtomicInteger changes = new AtomicInteger();
        private final AtomicReference<@Nullable Callable<?>> afterRead = new AtomicReference<>();
        private volatile Refusal refusal = new Refusal(Integer.MAX_VALUE, 0, false, false);

        /**
         * Which changes fail, counted from now on.
         *
         * @param first the first one that fails
         * @param times how many fail
         * @param late whether they fail after they were executed
         * @param reads whether all other calls fail from the first of them on
         */
        record Refusal(int first, int times, boolean late, boolean reads) {
            boolean refuses(int change) {
                return change >= first && change - first < times;
            }
        }

        /** Makes replacements and removals fail; null for none. */
        void refuse(@Nullable Refusal next) {
            changes.set(0);
            refusal = next == null ? new Refusal(Integer.MAX_VALUE, 0, false, false) : next;
        }

        /** Executes a change, and fails as the test demands. */
        private <T> T change(Callable<T> execution) throws IOException {
            Refusal now = refusal;
            boolean refused = now.refuses(changes.incrementAndGet());
            try {
                T result = refused && !now.late() ? null : execution.call();
                if (refused) {
                    throw new IOException("no space left on device");
                }
                return result;
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        /** Makes a record unreadable. */
        void damage(String id) {
            damaged = id;
        }

        /** Blocks writes until the latch is counted down. */
        void hold(CountDownLatch release) {
            held = release;
        }

        /** Makes every call fail with an exception, or none. */
        void fail(@Nullable Exception by) {
            everything = by;
        }

        /** Makes removals fail, and writes after a number of further ones. */
        void fill(int more) {
            removalsFail = more < Integer.MAX_VALUE;
            writes.set(more);
        }

        /** Makes writes fail after they were executed, which the contract of the store allows. */
        void failAfterwards() {
            late = true;
            writes.set(0);
        }

        /** Another thread or process does something right after the next read. */
        void afterRead(Callable<?> action) {
            afterRead.set(action);
        }

        int failures() {
            return failures.get();
        }

        private void failIfAsked() throws IOException {
            if (refusal.reads() && refusal.refuses(changes.get())) {
                throw new IOException("input/output error");
            }
            failEverything();
        }

        private void failEverything() throws IOException {
            Exception by = everything;
            if (by != null) {
                failures.incrementAndGet();
            }
            if (by instanceof IOException io) {
                throw io;
            }
            if (by instanceof RuntimeException unexpected) {
                throw unexpected;
            }
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            failIfAsked();
            if (id.equals(damaged)) {
                throw new IOException("damaged");
            }
            Optional<StoredRecord> read = sound.read(id);
            Callable<?> action = afterRead.getAndSet(null);
            if (action != null) {
                change(action);
            }
            return read;
        }

        @Override
        public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            failEverything();
            if (writes.getAndDecrement() <= 0) {
                if (late) {
                    sound.replace(id, expectedGeneration, bytes);
                }
                throw new IOException("no space left on device");
            }
            return change(() -> sound.replace(id, expectedGeneration, bytes));
        }

        @Override
        public List<String> list() throws IOException {
            failIfAsked();
            return sound.list();
        }

        @Override
        public void delete(String id) throws IOException {
            failEverything();
            if (removalsFail) {
                throw new IOException("no space left on device");
            }
            change(() -> {
                sound.delete(id);
                return true;
            });
        }

        @Override
        public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
            failIfAsked();
            return sound.lock(id, limit);
        }
    }
}
