package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access token while it is good. Its age is told by the monotonic ticker: fresh until {@code staleAt}, then stale (still good, and
 * to be renewed when nobody waits for it), and expired at {@code goodUntil}, a little before it dies.
 *
 * @param authorization the header value that carries it: RFC 6750 section 2.1, RFC 9449 section 7.1
 * @param proofKey the key to which it is bound, so that each request needs a proof; null for a bearer token
 * @param staleAt the ticker's nanoseconds at which a renewal becomes due
 * @param goodUntil the ticker's nanoseconds from which it is not sent any more
 * @param origin how it was obtained, in an operator's words
 */
public record AccessToken(Secret authorization, @Nullable Secret proofKey, long staleAt, long goodUntil, String origin)
        implements TokenResult {
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);

    /** A bearer token. */
    public AccessToken(Secret authorization, long staleAt, long goodUntil, String origin) {
        this(authorization, null, staleAt, goodUntil, origin);
    }

    /**
     * A token with windows that follow its life: it expires a tenth of its life, at most 30 s, before it dies; the stale window before
     * that is a quarter of its life, at most 5 min, and begins up to half a window later, by the device's jitter, so that a fleet that
     * was powered on together does not renew together.
     *
     * @param issued what was issued
     * @param asked the ticker when it was asked for, so that the time of the request counts as age
     * @param life how long it lives from then
     * @param jitter the device's place in the fleet, 0 to 1
     */
    public static AccessToken of(TokenSet issued, long asked, Duration life, double jitter, String origin) {
        long good = life.minus(least(life.dividedBy(10), LONGEST_MARGIN)).toNanos();
        long window = least(life.dividedBy(4), LONGEST_WINDOW).toNanos();
        long stale = good - window + (long) (window * jitter / 2);
        Secret proofKey = issued.proofKey().orElse(null);
        String scheme = proofKey == null ? "Bearer " : DpopProofs.SCHEME;
        return new AccessToken(
                Secret.of(scheme + issued.accessToken().reveal()), proofKey, asked + stale, asked + good, origin);
    }

    /** Adds what carries it in one request, and in that one only. */
    public void carry(List<Header> headers, String method, URI uri, DpopProofs proofs) {
        headers.add(new Header("Authorization", authorization.reveal()));
        if (proofKey != null) {
            Secret accessToken = Secret.of(authorization.reveal().substring(DpopProofs.SCHEME.length()));
            headers.add(proofs.header(proofKey, method, uri, accessToken));
        }
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    boolean freshAt(long ticks) {
        return staleAt - ticks > 0;
    }

    boolean goodAt(long ticks) {
        return goodUntil - ticks > 0;
    }
}
