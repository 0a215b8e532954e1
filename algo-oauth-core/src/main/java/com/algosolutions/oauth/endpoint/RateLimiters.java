package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** The rate limiters of a client: one for each endpoint and client id, since providers count calls by app. Thread-safe. */
public final class RateLimiters {
    private final RecordStore store;
    private final BackOffs backOffs;

    /** By the id of their records; guarded by itself. */
    private final Map<String, RateLimiter> limiters;

    /** Rate limiters that all stay in memory. */
    public RateLimiters(RecordStore store, LongSupplier ticker) {
        this(store, ticker, new HashMap<>());
    }

    private RateLimiters(RecordStore store, LongSupplier ticker, Map<String, RateLimiter> limiters) {
        this.store = store;
        this.backOffs = new BackOffs(ticker);
        this.limiters = limiters;
    }

    /**
     * Rate limiters of which those that were used last stay in memory. A second limiter of one client counts as another process does, by the
     * record.
     *
     * @param most how many
     */
    public static RateLimiters inMemory(int most, RecordStore store, LongSupplier ticker) {
        return new RateLimiters(store, ticker, new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, RateLimiter> eldest) {
                return size() > most;
            }
        });
    }

    /** The limiter of a profile's client at its token endpoint. */
    public RateLimiter of(OAuthProfile profile, TokenTraits traits) {
        return of(profile.tokenUrl(), profile, traits);
    }

    /** The limiter of a profile's client at an endpoint. */
    RateLimiter of(URI endpoint, OAuthProfile profile, TokenTraits traits) {
        String id = "gate-"
                + Sha256.of(oneForm(endpoint) + "\n" + profile.clientId()).substring(0, 32);
        RateLimiter limiter;
        synchronized (limiters) {
            limiter = limiters.get(id);
        }
        if (limiter == null) {
            String origin = ApiHost.of(endpoint).toString().intern(); // one text for all clients of a server
            RateLimiter opened =
                    new RateLimiter(id, origin, backOffs, traits.rateLimit(), store); // may wait for a store
            synchronized (limiters) {
                RateLimiter other = limiters.putIfAbsent(id, opened);
                limiter = other == null ? opened : other;
            }
        }
        return limiter.within(traits.rateLimit()); // may wait for a store, so only the callers of this client id do
    }

    /** How many calls are still admitted, of the client that has the fewest left; empty if any number. Waits for no store. */
    public OptionalInt fewestLeft() {
        int fewest = Integer.MAX_VALUE;
        synchronized (limiters) {
            for (RateLimiter limiter : limiters.values()) {
                fewest = Math.min(fewest, limiter.left());
            }
        }
        return fewest == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(fewest);
    }

    /** One text for all spellings of a URL: with or without the usual port, in upper case, with percent escapes, dot segments or a query. */
    private static String oneForm(URI endpoint) {
        URI sent = URI.create(HttpTransport.withoutQuery(endpoint));
        return sent.getScheme() + "://" + ApiHost.of(endpoint) + sent.getPath();
    }
}
