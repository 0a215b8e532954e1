package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.TokenTraits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private final String id;
    private final String origin;
    private final Silence origins;
    private final TokenTraits traits;
    private final RecordStore store;
    private final LongSupplier ticker;
    private final Deque<Long> calls = new ArrayDeque<>();
    private long generation;
    private long silentUntil;
    private boolean silent;

    /**
     * A gate.
     *
     * @param id its record's id
     * @param origin the endpoint's scheme, host and port
     * @param origins the origins that asked to be left alone
     */
    AuthGate(String id, String origin, Silence origins, TokenTraits traits, RecordStore store, LongSupplier ticker) {
        this.id = id;
        this.origin = origin;
        this.origins = origins;
        this.traits = traits;
        this.store = store;
        this.ticker = ticker;
        load();
    }

    /** Records a call, or says why it must not be made now. */
    synchronized Optional<Failure> admit() {
        long now = ticker.getAsLong();
        Optional<Duration> outage = origins.left(origin);
        if (outage.isPresent()) {
            return Optional.of(closed(
                    "the provider is unavailable and has said for how long",
                    outage.get().toNanos(),
                    "Wait; the device asks again by itself when it is needed."));
        }
        if (silent && silentUntil - now > 0) {
            return Optional.of(closed(
                    "the provider asked for silence",
                    silentUntil - now,
                    "Wait; the device asks again by itself when it is needed."));
        }
        silent = false;
        if (traits.authCalls() == 0) {
            return Optional.empty();
        }
        forgetOld(now);
        if (calls.size() >= traits.authCalls()) {
            return Optional.of(closed(
                    "the provider allows " + traits.authCalls() + " logins in "
                            + traits.authWindow().toSeconds() + " s for each app, and they are used up",
                    calls.getFirst() + traits.authWindow().toNanos() - now,
                    "Wait; other devices with the same client id are counted too."));
        }
        calls.addLast(now);
        record(now);
        return Optional.empty();
    }

    /** Takes note of a reply: one that asks for silence closes the gate. */
    synchronized void heed(Failure failure) {
        if (failure.consequence() == Consequence.WAIT) {
            Duration asked = failure.retryAfter().orElse(LEAST_SILENCE);
            silentUntil = ticker.getAsLong() + asked.toNanos();
            silent = true;
            record(ticker.getAsLong());
        } else if (failure.consequence() == Consequence.OUTAGE) {
            failure.retryAfter().ifPresent(time -> origins.ask(origin, time));
        }
    }

    private void forgetOld(long now) {
        while (!calls.isEmpty() && now - calls.getFirst() >= traits.authWindow().toNanos()) {
            calls.removeFirst();
        }
    }

    private static Failure closed(String why, long nanos, String advice) {
        // Rounded up: asked again at the second named, the gate must be open.
        Duration wait = Duration.ofSeconds(Math.max(1, (nanos + 999_999_999L) / 1_000_000_000L));
        return new Failure(Step.TOKEN, Consequence.WAIT, why, advice, Optional.empty(), Optional.of(wait));
    }

    private void load() {
        try {
            Optional<StoredRecord> stored = store.read(id);
            if (stored.isPresent()) {
                generation = stored.get().generation();
                restore(Json.readObject(new String(stored.get().bytes(), UTF_8)));
            }
        } catch (IOException | IllegalArgumentException e) {
            count(traits.authCalls());
        }
    }

    private void restore(Map<String, @Nullable Object> record) {
        count(record.get("calls") instanceof Number number ? number.intValue() : traits.authCalls());
        if (record.get("silentSeconds") instanceof Number seconds && seconds.longValue() > 0) {
            silent = true;
            silentUntil =
                    ticker.getAsLong() + Duration.ofSeconds(seconds.longValue()).toNanos();
        }
    }

    private void count(int made) {
        long now = ticker.getAsLong();
        for (int i = calls.size(); i < Math.min(made, traits.authCalls()); i++) {
            calls.addLast(now);
        }
    }

    private void record(long now) {
        try {
            if (!write(now)) {
                load(); // Another process has called too: its calls count as made now.
                write(now);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The login budget could not be stored: {0}", e.getMessage());
        }
    }

    private boolean write(long now) throws IOException {
        long silence = silent ? Math.max(0, silentUntil - now) / 1_000_000_000L : 0;
        Map<String, Object> record =
                Map.<String, Object>of("version", 1, "calls", calls.size(), "silentSeconds", silence);
        boolean written = store.replace(id, generation, Json.write(record).getBytes(UTF_8));
        generation += written ? 1 : 0;
        return written;
    }
}
