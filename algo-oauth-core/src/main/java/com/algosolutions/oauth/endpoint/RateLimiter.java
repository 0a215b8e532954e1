package com.algosolutions.oauth.endpoint;

import static java.lang.System.Logger.Level.WARNING;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.spi.TokenTraits.RateLimit;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Admits the calls of one (endpoint, client id): no more than the provider's rate limit ({@link CallWindow}), and none during a back-off
 * ({@link BackOffs}). All profiles of that client share it. Thread-safe.
 *
 * <p>Each call is recorded ({@link RateLimitRecord}) before it is made, so that a restart forgets none; the recorded calls, and a back-off
 * after a 429, count from the restart on, since the time that has passed is not known. If the record cannot be read, or the first one of a
 * process cannot be written, the window counts as full from the restart on.
 */
public final class RateLimiter {
    private static final System.Logger LOG = System.getLogger(RateLimiter.class.getName());

    /** How often at least the record is read again because other processes write it. */
    private static final int MOST_ATTEMPTS = 5;

    private static final String ADVICE = "Wait; the device tries again by itself when needed.";

    private final String origin;
    private final BackOffs backOffs;
    private final long loaded;
    private final boolean shared;

    private final CallWindow window;

    /** Guarded by this, as are the fields below. */
    private final RateLimitRecord record;

    /** Whether the calls of earlier processes are in the window: their record was read, or they were counted as a full window. */
    private boolean settled;

    /** What the store said when it last failed to take the record. */
    private @Nullable String lastError;

    /** What the store said if the window is full because the calls of earlier processes are not known; null otherwise. */
    private @Nullable String unknown;

    /** A rate limiter of a client whose apps no other process uses at the same time. */
    RateLimiter(String id, String origin, BackOffs backOffs, Optional<RateLimit> limit, RecordStore store) {
        this(id, origin, backOffs, limit, store, false);
    }

    /**
     * A rate limiter.
     *
     * @param id the id of its record
     * @param origin the endpoint's host and port
     * @param backOffs the back-offs of all clients
     * @param shared whether other processes call too: then a call that cannot be recorded is not admitted
     */
    RateLimiter(
            String id, String origin, BackOffs backOffs, Optional<RateLimit> limit, RecordStore store, boolean shared) {
        this.origin = origin;
        this.backOffs = backOffs;
        this.shared = shared;
        this.loaded = backOffs.now();
        this.window = new CallWindow(limit);
        this.record = new RateLimitRecord(store, id);
        load();
    }

    private enum Saved {
        YES,
        OVERTAKEN,
        FAILED
    }

    /** Applies the limit that the provider of a profile declares. The strictest one counts for all profiles of the client. */
    synchronized RateLimiter within(Optional<RateLimit> declared) {
        if (window.tighten(declared)) {
            load();
        }
        return this;
    }

    /** How many calls are admitted now, as far as this process knows; {@link Integer#MAX_VALUE} if any number. Waits for no store. */
    int left() {
        return backOff(origin).isPresent() ? 0 : window.left(backOffs.now());
    }

    /**
     * Whether a call may be made now for which no caller waits, as far as this process knows: as a poll, it leaves half of the limit to the
     * others. Waits for no store.
     */
    public boolean admitsUnawaited() {
        return backOff(origin).isEmpty() && window.wait(backOffs.now(), true).isEmpty();
    }

    private Optional<Failure> backOff(String called) {
        return backOffs.of(called).or(() -> backOffs.of(clientAt(called)));
    }

    /** {@return a permit for one caller, which makes one call after the other} */
    public Permit permit() {
        return new Permit();
    }

    /** Admits the calls of one caller, one at a time. Not thread-safe. */
    public final class Permit {
        /** Whether a call was admitted and has not ended, and when it was admitted. */
        private boolean calling;

        private long admitted;

        private Permit() {}

        /** Records a call, or returns why it must not be made now. The permit's earlier call counts as ended. */
        public Optional<Failure> admit() {
            return admit(origin, false);
        }

        /** Admits a call to another endpoint of the provider. It counts in the same limit; back-offs are those of that endpoint's origin. */
        Optional<Failure> admit(URI endpoint) {
            return admit(originOf(endpoint), false);
        }

        /** Admits a poll of a device authorization, if half of the limit is still free. Without a limit all polls are admitted. */
        public Optional<Failure> admitPoll() {
            return admit(origin, true);
        }

        private Optional<Failure> admit(String called, boolean poll) {
            ended();
            admitted = backOffs.now();
            Optional<Failure> rejection = RateLimiter.this.admit(admitted, called, poll);
            calling = rejection.isEmpty();
            return rejection;
        }

        /** The call has ended, so the provider has received it by now. */
        public void ended() {
            if (calling) {
                calling = false;
                RateLimiter.this.ended(admitted);
            }
        }

        /** Gives the call back: it never left the device, so the provider has not counted it. */
        public void notSent() {
            if (calling) {
                calling = false;
                forget(admitted);
            }
        }
    }

    /** Each attempt that another process overtakes is a call of that process, so the window is full before the attempts end. */
    private synchronized Optional<Failure> admit(long call, String called, boolean poll) {
        int mostAttempts = Math.max(MOST_ATTEMPTS, window.most());
        for (int attempt = 0; ; attempt++) {
            Optional<Failure> backOff = backOff(called);
            if (backOff.isPresent()) {
                return backOff;
            }
            OptionalLong wait = window.wait(call, poll);
            if (wait.isPresent()) {
                return Optional.of(usedUp(wait.getAsLong()));
            }
            unknown = null;
            window.add(call);
            Saved saved = window.limited() ? save() : Saved.YES;
            if (saved == Saved.YES || attempt == mostAttempts || (saved == Saved.FAILED && settled && !shared)) {
                settled |= window.limited();
                return Optional.empty();
            }
            window.remove(call);
            if (saved == Saved.FAILED && shared) {
                return Optional.of(notRecorded());
            }
            if (saved == Saved.FAILED) {
                window.fillBefore(loaded); // the disk may have lost the calls of earlier processes too
                settled = true;
            } else {
                load(); // Another process has called too: its calls count as made now, and this one is added to them.
            }
        }
    }

    private synchronized void ended(long call) {
        window.end(call, backOffs.now());
    }

    private synchronized void forget(long call) {
        window.remove(call); // the record still has it until the next write, which errs on the safe side
    }

    /** Records a failure; a 429, or a 503 with Retry-After, blocks further calls until then. */
    public void record(Failure failure) {
        record(origin, failure);
    }

    /** Records a failure of another endpoint of the provider. It blocks calls to that endpoint's origin only. */
    void record(URI endpoint, Failure failure) {
        record(originOf(endpoint), failure);
    }

    private synchronized void record(String called, Failure failure) {
        if (backOffs.record(clientAt(called), called, failure) && save() == Saved.OVERTAKEN) {
            load();
            save();
        }
    }

    private static String originOf(URI endpoint) {
        return ApiHost.of(endpoint).toString();
    }

    /** The key under which a 429 is recorded: this client at that origin. */
    private String clientAt(String called) {
        return called.equals(origin) ? record.id() : record.id() + " " + called;
    }

    private Failure usedUp(long nanos) {
        return Failure.of(
                        Step.TOKEN,
                        Failure.Kind.THROTTLED,
                        (unknown == null
                                        ? "the provider's rate limit is used up: "
                                        : "the storage fails to keep the number of token-endpoint calls (" + unknown
                                                + "), so the provider's rate limit counts as used up after a restart: ")
                                + window.most() + " calls per app in "
                                + Duration.ofNanos(window.nanos()).toSeconds() + " s",
                        unknown == null ? ADVICE : ADVICE + " Check the storage.")
                .withRetryAfter(BackOffs.seconds(nanos));
    }

    /** Why a call that other processes do not know of is not made: they may make as many as the limit allows. */
    private Failure notRecorded() {
        return Failure.of(
                Step.STORAGE,
                Failure.Kind.UNAVAILABLE,
                "the storage fails to keep the number of token-endpoint calls (" + lastError
                        + "), by which all processes keep to the provider's rate limit",
                "Check the storage, and try again.");
    }

    /** Adds the calls and the back-off of the stored record to those known here. */
    private void load() {
        int full = window.most();
        try {
            record.read(full).ifPresent(stored -> {
                window.fill(stored.calls(), backOffs.now());
                if (!stored.backOff().isNegative() && !stored.backOff().isZero()) {
                    backOffs.start(record.id(), stored.backOff(), backOffBeforeRestart());
                }
            });
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(WARNING, "The record of the rate limit could not be read: {0}", e.getMessage());
            boolean damaged = e instanceof UnreadableRecordException || e instanceof IllegalArgumentException;
            if (damaged || !shared) { // else the first write shows that the store has a record, which is read then
                window.fill(full, backOffs.now());
                unknown = e.getMessage();
            }
        }
    }

    private static Failure backOffBeforeRestart() {
        return Failure.of(
                Step.TOKEN,
                Failure.Kind.THROTTLED,
                "the provider limited the request rate before this device was restarted",
                ADVICE);
    }

    /** Writes the record. A failing store does not keep the device from calling. */
    private Saved save() {
        Duration backOff = backOffs.of(record.id()).flatMap(Failure::retryAfter).orElse(Duration.ZERO);
        try {
            return record.write(new RateLimitRecord.State(window.size(), backOff)) ? Saved.YES : Saved.OVERTAKEN;
        } catch (IOException e) {
            LOG.log(WARNING, "The record of the rate limit could not be written: {0}", e.getMessage());
            lastError = e.getMessage();
            unknown = settled || shared ? null : e.getMessage();
            return Saved.FAILED;
        }
    }
}
