package com.algosolutions.button;

import com.algosolutions.button.Outcome.State;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RecordLock;
import com.algosolutions.oauth.RecordStore;
import com.algosolutions.oauth.StoredRecord;
import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What waits for the network: one record for each press in the store. A request is marked in its record before it is sent and taken out when
 * its outcome is known, so that after a stop at any instant it is known which may have been delivered. Thread-safe.
 */
final class PressQueue {
    private static final System.Logger LOG = System.getLogger(PressQueue.class.getName());
    private static final String ID_PREFIX = "press-";

    /** Who holds this lock sends; of several processes on one store, one. */
    private static final String LOCK = "press-queue";

    /** A clock that shows less has not been set since power came; the age of such a press is counted from the start of this process. */
    private static final long SET_CLOCK = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final OfflineQueue settings;
    private final PressSettings presses;
    private final RecordStore store;
    private final long started = System.nanoTime();

    /** Guarded by this, as is the one below. */
    private long order;

    private boolean scheduled;

    /** Whether something may be waiting, so that a press that was delivered need not ask the store. */
    private volatile boolean waiting = true;

    PressQueue(OfflineQueue settings, PressSettings presses) {
        this.settings = settings;
        this.presses = presses;
        store = settings.store();
        schedule(Duration.ofMillis(1));
    }

    /** Whether an outcome of a press can wait: certainly nothing was done, and another time it may be. */
    private static boolean canWait(Outcome outcome, boolean repeatable) {
        return switch (outcome.state()) {
            case UNREACHABLE, OUT_OF_TIME -> true;
            case UNCONFIRMED -> repeatable;
            case REFUSED, UNAUTHORIZED ->
                outcome.result()
                        .flatMap(ApiResult::failure)
                        .map(Failure::mayPass)
                        .orElse(false);
            default -> false;
        };
    }

    /** Whether an outcome of a button's press can wait. */
    static boolean canWait(Button button, Outcome outcome) {
        return canWait(outcome, button.requests().get(outcome.request() - 1).repeatable());
    }

    /** The outcomes of a press, of which those that can wait are kept, and say so, if there is room and the store takes them. */
    List<Outcome> keep(String press, Button button, Placeholders values, List<Outcome> outcomes) {
        List<QueuedPress.Sending> kept = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            ButtonRequest request = button.requests().get(outcome.request() - 1);
            if (canWait(button, outcome)) {
                boolean under = outcome.state() == State.UNCONFIRMED;
                kept.add(new QueuedPress.Sending(outcome.request(), outcome.target(), request.filled(values), under));
            }
        }
        if (kept.isEmpty() || !keep(press, button.identifier(), kept)) {
            return outcomes;
        }
        waiting = true;
        schedule(settings.interval());
        return outcomes.stream()
                .map(outcome -> canWait(button, outcome) ? outcome.as(State.QUEUED) : outcome)
                .toList();
    }

    /** Whether it is kept; a press that is kept already is not kept twice. */
    synchronized boolean keep(String press, String button, List<QueuedPress.Sending> kept) {
        try {
            List<String> ids = ids();
            if (ids.contains(ID_PREFIX + press)) {
                return true;
            }
            if (ids.size() >= settings.capacity()) {
                LOG.log(Level.WARNING, "the queue of presses is full");
                return false;
            }
            long now = presses.clock().millis();
            if (order == 0) {
                order = read().stream().mapToLong(QueuedPress::order).max().orElse(0);
            }
            order = Math.max(order + 1, now);
            return store.replace(ID_PREFIX + press, 0, new QueuedPress(press, button, now, order, kept).toBytes());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a press cannot be kept: " + e.getClass().getName());
            return false;
        }
    }

    private List<String> ids() throws IOException {
        return store.list().stream().filter(id -> id.startsWith(ID_PREFIX)).toList();
    }

    private List<QueuedPress> read() throws IOException {
        List<QueuedPress> presses = new ArrayList<>();
        for (String id : ids()) {
            try {
                store.read(id).map(StoredRecord::bytes).map(QueuedPress::of).ifPresent(presses::add);
            } catch (IOException | RuntimeException e) { // damaged, or of a newer version: it holds up no other
                LOG.log(Level.WARNING, "a queued press cannot be read: " + id);
            }
        }
        presses.sort(Comparator.comparingLong(QueuedPress::order));
        return presses;
    }

    /** A target was reached: what waits is tried at once. */
    void reached() {
        if (waiting) {
            presses.threads().execute(this::send);
        }
    }

    /** How many presses wait. */
    int size() {
        try {
            return ids().size();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "the queue of presses cannot be read: " + e.getClass().getName());
            return 0;
        }
    }

    void schedule(Duration after) {
        synchronized (this) {
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS, presses.threads())
                .execute(() -> {
                    synchronized (this) {
                        scheduled = false;
                    }
                    send();
                });
    }

    /** Sends what waits, in order, and says what came of it; nothing if somebody else is sending. */
    List<QueuedOutcome> send() {
        List<QueuedOutcome> told = new ArrayList<>();
        try (RecordLock lock = store.lock(LOCK, Duration.ZERO).orElse(null)) {
            if (lock != null) {
                Set<ApiHost> dead = new HashSet<>();
                for (QueuedPress queued : read()) {
                    send(queued, dead, told);
                }
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "the queue of presses is in trouble: " + e.getClass().getName());
        }
        waiting = size() > 0;
        if (waiting) {
            schedule(settings.interval());
        }
        return told;
    }

    private void send(QueuedPress queued, Set<ApiHost> dead, List<QueuedOutcome> told) throws IOException {
        QueuedPress now = queued;
        for (QueuedPress.Sending sending : queued.sendings()) {
            Outcome outcome;
            if (sending.under() && !sending.request().repeatable()) {
                outcome = Outcome.without(sending.number(), sending.target(), State.INTERRUPTED);
            } else if (expired(queued)) {
                // An attempt before this one may have been delivered.
                State state = sending.under() ? State.UNCONFIRMED : State.EXPIRED;
                outcome = Outcome.without(sending.number(), sending.target(), state);
            } else if (dead.contains(sending.target()) || undated(queued)) {
                continue;
            } else {
                now = write(now.with(sending.begun(true)));
                outcome = execute(sending);
                if (waitsOn(outcome, sending.request().repeatable())) {
                    dead.add(sending.target());
                    now = write(now.with(sending.begun(sending.under() || outcome.state() == State.UNCONFIRMED)));
                    continue;
                }
            }
            // Told first: a device that stops here tells it twice, not never.
            tell(new QueuedOutcome(queued.press(), queued.button(), outcome), told);
            now = write(now.without(sending));
        }
    }

    /** Once kept, it waits for whatever can change as long as it was certainly not done. */
    private static boolean waitsOn(Outcome outcome, boolean repeatable) {
        return outcome.state() == State.UNAUTHORIZED || canWait(outcome, repeatable);
    }

    private Outcome execute(QueuedPress.Sending sending) {
        try {
            ApiRequest request = sending.request().to(sending.target(), presses.signers(), Placeholders.filled());
            return Outcome.of(
                    sending.number(), sending.target(), presses.client().execute(request.within(presses.timeout())));
        } catch (RuntimeException e) { // of a store or a signer
            LOG.log(Level.WARNING, "a queued sending failed: " + e.getClass().getName());
            return Outcome.without(sending.number(), sending.target(), State.UNCONFIRMED);
        }
    }

    private QueuedPress write(QueuedPress changed) throws IOException {
        String id = ID_PREFIX + changed.press();
        if (changed.sendings().isEmpty()) {
            store.delete(id);
            return changed;
        }
        long generation = store.read(id).map(StoredRecord::generation).orElse(0L);
        if (!store.replace(id, generation, changed.toBytes())) {
            throw new IOException("somebody else writes " + id);
        }
        return changed;
    }

    private boolean expired(QueuedPress queued) {
        long age = queued.pressed() < SET_CLOCK || undated(queued)
                ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)
                : presses.clock().millis() - queued.pressed();
        return age > settings.expiry().toMillis();
    }

    /** Whether it was pressed when the clock was set, which it is not now: how old it is can be told when the clock is set again. */
    private boolean undated(QueuedPress queued) {
        return queued.pressed() >= SET_CLOCK && presses.clock().millis() < SET_CLOCK;
    }

    private void tell(QueuedOutcome outcome, List<QueuedOutcome> told) {
        told.add(outcome);
        try {
            settings.listener().accept(outcome);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "a listener of queued presses failed: " + e.getClass().getName());
        }
    }
}
