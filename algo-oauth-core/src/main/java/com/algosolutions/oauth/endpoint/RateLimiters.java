package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The rate limiters of a client: one for each endpoint and client id, since providers count calls by app. Thread-safe. */
public final class RateLimiters {
    private final RecordStore store;
    private final BackOffs backOffs;

    /** By the id of their records; guarded by itself. */
    private final Map<String, RateLimiter> limiters;

    /**
     * The limiters of a client.
     *
     * @param most how many profiles stay in memory although nothing uses them; 0 if all do. Then the limiter of a client id that no profile in
     *     memory has leaves too, and its calls are in its record.
     */
    public RateLimiters(int most, RecordStore store, LongSupplier ticker) {
        this.limiters = most == 0 ? new HashMap<>() : new WeakValues<>();
        this.store = store;
        this.backOffs = new BackOffs(ticker);
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
            if (limiter == null) {
                String origin = ApiHost.of(endpoint).toString().intern(); // one text for all clients of a server
                limiter = new RateLimiter(id, origin, backOffs, traits.rateLimit(), store);
                limiters.put(id, limiter);
            }
        }
        return limiter.within(traits.rateLimit()); // may wait for a store, so only the callers of this client id do
    }

    /** One text for all spellings of a URL: with or without the usual port, in upper case, with percent escapes, dot segments or a query. */
    private static String oneForm(URI endpoint) {
        URI sent = URI.create(HttpTransport.withoutQuery(endpoint));
        return sent.getScheme() + "://" + ApiHost.of(endpoint) + sent.getPath();
    }
}
