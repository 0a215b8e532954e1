package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.time.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access token that has not expired. Its age is measured by the monotonic ticker: it is fresh until {@code staleAt}, then stale (still
 * good, but due for renewal), and no longer sent from {@code goodUntil}, a little before it expires. Immutable.
 *
 * @param authorization the value of the Authorization header: RFC 6750 section 2.1, RFC 9449 section 7.1
 * @param proofKey the key to which it is bound, so that each request needs a proof; null for a bearer token
 * @param staleAt the ticker's nanoseconds at which a renewal becomes due
 * @param goodUntil the ticker's nanoseconds from which it is no longer sent
 * @param origin how it was obtained, for the status page
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
     * A token with windows in proportion to its life. It is no longer sent in the last tenth of its life, at most 30 s. The stale window
     * before that is a quarter of its life, at most 5 min, and begins up to half a window later, by the device's jitter, so that a fleet
     * that was powered on together does not renew together.
     *
     * @param issued the token response
     * @param requestedAt the ticker at the request, so that the time of the request counts as age
     * @param life how long it lives from then
     * @param jitter the device's place in the fleet, 0 to 1
     */
    public static AccessToken of(TokenSet issued, long requestedAt, Duration life, double jitter, String origin) {
        long good =
                life.minus(Durations.min(life.dividedBy(10), LONGEST_MARGIN)).toNanos();
        long window = Durations.min(life.dividedBy(4), LONGEST_WINDOW).toNanos();
        long stale = good - window + (long) (window * jitter / 2);
        Secret proofKey = issued.proofKey().orElse(null);
        String scheme = proofKey == null ? "Bearer " : DpopProofs.SCHEME;
        return new AccessToken(
                Secret.of(scheme + issued.accessToken().reveal()),
                proofKey,
                requestedAt + stale,
                requestedAt + good,
                origin);
    }

    /** Adds the Authorization header and, if the token is bound to a key, a DPoP proof for this request. */
    public void carry(List<Header> headers, String method, URI uri, DpopProofs proofs) {
        headers.add(new Header("Authorization", authorization.reveal()));
        if (proofKey != null) {
            Secret accessToken = Secret.of(authorization.reveal().substring(DpopProofs.SCHEME.length()));
            headers.add(proofs.header(proofKey, method, uri, accessToken));
        }
    }

    boolean freshAt(long ticks) {
        return staleAt - ticks > 0;
    }

    boolean goodAt(long ticks) {
        return goodUntil - ticks > 0;
    }
}
