package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.TokenTraits;
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
 * from the restart on, since the time that has passed is not known. If the record cannot be read, the window counts as full.
 */
final class AuthGate {
    private static final System.Logger LOG = System.getLogger(AuthGate.class.getName());
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(30);

    /** So often the record is read again because other processes write it. */
    private static final int MOST_ATTEMPTS = 5;

    private final String id;
    private final String origin;
    private final Silence silence;
    private final TokenTraits traits;
    private final RecordStore store;
    private final LongSupplier ticker;
    private final Deque<Long> calls = new ArrayDeque<>();
    private long generation;

    /**
     * A gate.
     *
     * @param id its record's id
     * @param origin the endpoint's host and port
     * @param silence who has asked to be left alone
     */
    AuthGate(String id, String origin, Silence silence, TokenTraits traits, RecordStore store, LongSupplier ticker) {
        this.id = id;
        this.origin = origin;
        this.silence = silence;
        this.traits = traits;
        this.store = store;
        this.ticker = ticker;
        load();
    }

    /** Records a call, or says why it must not be made now. */
    Optional<Failure> admit() {
        return admit(origin, traits.authCalls());
    }

    /** The same for another endpoint of the provider: it counts in the same budget, and its origin asks for its own silence. */
    Optional<Failure> admit(URI endpoint) {
        return admit(originOf(endpoint), traits.authCalls());
    }

    /**
     * The same for a poll of a device authorization. A budget is one of calls to the token endpoint, whatever they are for; where there
     * is one, half of it stays free for tokens that somebody waits for at a button.
     */
    Optional<Failure> admitPoll() {
        return admit(origin, traits.authCalls() - traits.authCalls() / 2);
    }

    private synchronized Optional<Failure> admit(String of, int most) {
        long now = ticker.getAsLong();
        Optional<Failure> asked = silence.of(of).or(() -> silence.of(clientAt(of)));
        if (asked.isPresent()) {
            return asked;
        }
        if (traits.authCalls() == 0) {
            return Optional.empty();
        }
        for (int attempt = 0; ; attempt++) {
            forgetOld(now);
            if (calls.size() >= most) {
                return Optional.of(usedUp(
                        leaving(calls.size() - most) + traits.authWindow().toNanos() - now));
            }
            calls.addLast(now);
            if (recorded() || attempt == MOST_ATTEMPTS) {
                return Optional.empty();
            }
            calls.removeLast();
            load(); // Another process has called too: its calls count as made now, and this one comes on top.
        }
    }

    /** Gives back the call that was let through last: it never left the device, so the provider has not counted it. */
    synchronized void notSent() {
        calls.pollLast(); // the record, which still has it, errs on the safe side
    }

    /** Takes note of a reply: one that asks for silence closes the gate. */
    void heed(Failure failure) {
        heed(origin, failure);
    }

    /** The same for a reply of another endpoint of the provider: what it asks for is asked for its own origin. */
    void heed(URI endpoint, Failure failure) {
        heed(originOf(endpoint), failure);
    }

    private synchronized void heed(String of, Failure failure) {
        if (failure.consequence() == Consequence.WAIT) {
            Duration time = failure.retryAfter().orElse(LEAST_SILENCE);
            silence.ask(clientAt(of), time, failure);
            if (!recorded()) {
                load();
                recorded();
            }
        } else if (failure.consequence() == Consequence.OUTAGE) {
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
        while (!calls.isEmpty() && now - calls.getFirst() >= traits.authWindow().toNanos()) {
            calls.removeFirst();
        }
    }

    /** When the call was made that has so many before it. */
    private long leaving(int before) {
        Iterator<Long> made = calls.iterator();
        for (int i = 0; i < before; i++) {
            made.next();
        }
        return made.next();
    }

    private Failure usedUp(long nanos) {
        return Failure.local(
                        Step.TOKEN,
                        Consequence.WAIT,
                        "the provider allows an app " + traits.authCalls() + " logins in "
                                + traits.authWindow().toSeconds() + " s, and they are used up",
                        "Wait; the device asks again by itself when it is needed.")
                .again(Silence.seconds(nanos));
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
                    Consequence.WAIT,
                    "the provider asked for silence before this device was restarted",
                    "Wait; the device asks again by itself when it is needed.");
            silence.extend(id, Duration.ofSeconds(seconds.longValue()), before);
        }
    }

    private void count(int made) {
        long now = ticker.getAsLong();
        for (int i = calls.size(); i < Math.min(made, traits.authCalls()); i++) {
            calls.addLast(now);
        }
    }

    /** Writes the calls; false if another process has written meanwhile. A storage that refuses does not keep the device out. */
    private boolean recorded() {
        try {
            return write();
        } catch (IOException | RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            LOG.log(System.Logger.Level.WARNING, "The login budget could not be stored: {0}", e.getMessage());
            return true;
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
