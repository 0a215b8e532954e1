package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls through to one (endpoint, client id), no more than the provider's budget, and none while the provider has asked for
 * silence. All profiles of that client share it. Thread-safe.
 *
 * <p>Each call is recorded before it is made, so that a restart forgets none; the recorded calls, and a silence that was asked for, count
 * from the restart on, since the time that has passed is not known. If the record cannot be read, or the first one of a process cannot be
 * written, the window counts as full from the restart on.
 */
public final class RateLimiter {
    private static final System.Logger LOG = System.getLogger(RateLimiter.class.getName());
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(30);

    /** So often the record is read again because other processes write it. */
    private static final int MOST_ATTEMPTS = 5;

    /** So many calls are remembered while there is no budget, in case that one comes. */
    private static final int REMEMBERED = 100;

    private final String id;
    private final String origin;
    private final BackOffs silence;
    private final RecordStore store;
    private final LongSupplier ticker;
    private final long loaded;

    /** In the order of their times. */
    private final Deque<Call> calls = new ArrayDeque<>();

    private TokenTraits traits;
    private long generation;

    /** Whether the record is known to hold what earlier processes have written, or their calls have been counted as a full window. */
    private boolean settled;

    /**
     * A gate.
     *
     * @param id its record's id
     * @param origin the endpoint's host and port
     * @param silence who has asked to be left alone
     */
    RateLimiter(
            String id, String origin, BackOffs silence, TokenTraits traits, RecordStore store, LongSupplier ticker) {
        this.id = id;
        this.origin = origin;
        this.silence = silence;
        this.traits = traits;
        this.store = store;
        this.ticker = ticker;
        this.loaded = ticker.getAsLong();
        load();
    }

    /** A call that counts: from when it was let through, and once it has ended from then, since the provider counts when it arrives. */
    private static final class Call {
        private long at;

        Call(long at) {
            this.at = at;
        }
    }

    private enum Written {
        YES,
        BY_ANOTHER,
        REFUSED
    }

    /** Holds all profiles of the client to the strictest budget that one of their providers declares. */
    synchronized RateLimiter within(TokenTraits declared) {
        if (declared.authCalls() > 0
                && (traits.authCalls() == 0 || perTime(declared, traits) < perTime(traits, declared))) {
            traits = declared;
            load();
        }
        return this;
    }

    /** How many calls the first allows in the product of both windows. */
    private static double perTime(TokenTraits of, TokenTraits and) {
        return (double) of.authCalls() * and.authWindow().toNanos();
    }

    /** {@return a way through the gate for one who makes one call after the other} */
    public Permit pass() {
        return new Permit();
    }

    /** Lets one caller through, for one call at a time. Not thread-safe. */
    public final class Permit {
        private @Nullable Call call;

        private Permit() {}

        /** Records a call, or says why it must not be made now. An earlier call has ended. */
        public Optional<Failure> admit() {
            return admit(origin, false);
        }

        /** The same for another endpoint of the provider: it counts in the same budget, and its origin asks for its own silence. */
        Optional<Failure> admit(URI endpoint) {
            return admit(originOf(endpoint), false);
        }

        /**
         * The same for a poll of a device authorization. A budget is one of calls to the token endpoint, whatever they are for; where
         * there is one, half of it stays free for tokens that somebody waits for at a button.
         */
        public Optional<Failure> admitPoll() {
            return admit(origin, true);
        }

        private Optional<Failure> admit(String of, boolean poll) {
            ended();
            Call next = new Call(ticker.getAsLong());
            Optional<Failure> closed = RateLimiter.this.admit(next, of, poll);
            call = closed.isPresent() ? null : next;
            return closed;
        }

        /** The call has ended, at the latest now it has arrived. */
        public void ended() {
            Call made = call;
            call = null;
            if (made != null) {
                arrived(made);
            }
        }

        /** Gives the call back: it never left the device, so the provider has not counted it. */
        public void notSent() {
            Call unmade = call;
            call = null;
            if (unmade != null) {
                forget(unmade);
            }
        }
    }

    private synchronized Optional<Failure> admit(Call call, String of, boolean poll) {
        for (int attempt = 0; ; attempt++) {
            Optional<Failure> asked = silence.of(of).or(() -> silence.of(clientAt(of)));
            if (asked.isPresent()) {
                return asked;
            }
            forgetOld(call.at);
            int most = poll ? traits.authCalls() - traits.authCalls() / 2 : traits.authCalls();
            if (traits.authCalls() > 0 && calls.size() >= most) {
                return Optional.of(usedUp(
                        leaving(calls.size() - most) + traits.authWindow().toNanos() - call.at));
            }
            calls.addLast(call);
            Written written = traits.authCalls() == 0 ? Written.YES : record();
            if (written == Written.YES || attempt == MOST_ATTEMPTS || (written == Written.REFUSED && settled)) {
                settled |= traits.authCalls() > 0;
                return Optional.empty();
            }
            calls.removeLast();
            if (written == Written.REFUSED) {
                countEarlierOnes();
            } else {
                load(); // Another process has called too: its calls count as made now, and this one comes on top.
            }
        }
    }

    /** A disk that refuses may have refused the calls of earlier processes too. */
    private void countEarlierOnes() {
        for (int i = calls.size(); i < traits.authCalls(); i++) {
            calls.addFirst(new Call(loaded));
        }
        settled = true;
    }

    private synchronized void arrived(Call call) {
        calls.remove(call);
        call.at = ticker.getAsLong();
        calls.addLast(call);
    }

    private synchronized void forget(Call call) {
        calls.remove(call); // the record, which still has it, errs on the safe side
    }

    /** Takes note of a reply: one that asks for silence closes the gate. */
    public void record(Failure failure) {
        record(origin, failure);
    }

    /** The same for a reply of another endpoint of the provider: what it asks for is asked for its own origin. */
    void record(URI endpoint, Failure failure) {
        record(originOf(endpoint), failure);
    }

    private synchronized void record(String of, Failure failure) {
        if (failure.kind() == Failure.Kind.THROTTLED) {
            Duration time = failure.retryAfter().orElse(LEAST_SILENCE);
            silence.ask(clientAt(of), time, failure);
            if (record() == Written.BY_ANOTHER) {
                load();
                record();
            }
        } else if (failure.kind() == Failure.Kind.UNAVAILABLE) {
            failure.retryAfter().ifPresent(time -> silence.ask(of, time, failure));
        }
    }

    private static String originOf(URI endpoint) {
        return ApiHost.of(endpoint).toString();
    }

    /** Whom a 429 silences: this client, at the origin that has said so. */
    private String clientAt(String of) {
        return of.equals(origin) ? id : id + " " + of;
    }

    private void forgetOld(long now) {
        while (!calls.isEmpty()
                && (traits.authCalls() == 0
                        ? calls.size() >= REMEMBERED
                        : now - calls.getFirst().at >= traits.authWindow().toNanos())) {
            calls.removeFirst();
        }
    }

    /** When the call was made that has so many before it. */
    private long leaving(int before) {
        Iterator<Call> made = calls.iterator();
        for (int i = 0; i < before; i++) {
            made.next();
        }
        return made.next().at;
    }

    private Failure usedUp(long nanos) {
        return Failure.local(
                        Step.TOKEN,
                        Failure.Kind.THROTTLED,
                        "the provider allows an app " + traits.authCalls() + " logins in "
                                + traits.authWindow().toSeconds() + " s, and they are used up",
                        "Wait; the device asks again by itself when it is needed.")
                .withRetryAfter(BackOffs.seconds(nanos));
    }

    private void load() {
        try {
            Optional<StoredRecord> stored = store.read(id);
            if (stored.isPresent()) {
                generation = stored.get().generation();
                restore(Json.readObject(new String(stored.get().bytes(), UTF_8)));
            }
        } catch (IOException | RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            LOG.log(System.Logger.Level.WARNING, "The login budget could not be read: {0}", e.getMessage());
            count(traits.authCalls());
        }
    }

    private void restore(Map<String, @Nullable Object> record) {
        count(record.get("calls") instanceof Number number ? number.intValue() : traits.authCalls());
        if (record.get("silentSeconds") instanceof Number seconds && seconds.longValue() > 0) {
            Failure before = Failure.local(
                    Step.TOKEN,
                    Failure.Kind.THROTTLED,
                    "the provider asked for silence before this device was restarted",
                    "Wait; the device asks again by itself when it is needed.");
            silence.ask(id, Duration.ofSeconds(seconds.longValue()), before);
        }
    }

    private void count(int made) {
        long now = ticker.getAsLong();
        for (int i = calls.size(); i < Math.min(made, traits.authCalls()); i++) {
            calls.addLast(new Call(now));
        }
    }

    /** Writes the calls. A storage that refuses does not keep the device out. */
    private Written record() {
        try {
            return write() ? Written.YES : Written.BY_ANOTHER;
        } catch (IOException | RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            LOG.log(System.Logger.Level.WARNING, "The login budget could not be stored: {0}", e.getMessage());
            return Written.REFUSED;
        }
    }

    private boolean write() throws IOException {
        long silent = silence.of(id)
                .flatMap(Failure::retryAfter)
                .map(Duration::toSeconds)
                .orElse(0L);
        Map<String, Object> record =
                Map.<String, Object>of("version", 1, "calls", calls.size(), "silentSeconds", silent);
        boolean written = store.replace(id, generation, Json.write(record).getBytes(UTF_8));
        generation += written ? 1 : 0;
        return written;
    }
}
