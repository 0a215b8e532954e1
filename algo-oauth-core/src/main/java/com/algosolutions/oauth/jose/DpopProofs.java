package com.algosolutions.oauth.jose;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.time.TrustedClock;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs DPoP proofs, which show that a request comes from the device to whose key its token is bound (RFC 9449), and keeps the newest nonce
 * of each server, in memory only. Each attempt needs a new proof. Thread-safe.
 */
public final class DpopProofs {
    /** The error code of a server that requires a proof with its nonce: RFC 9449 sections 8 and 9. */
    public static final String NONCE_REQUIRED = "use_dpop_nonce";

    /** The authentication scheme of a bound token. */
    public static final String SCHEME = "DPoP ";

    private static final int MOST_NONCES = 64;

    /** RFC 9449 section 8.1, with a maximum length. */
    private static final Pattern NONCE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,2048}");

    private final TrustedClock clock;

    /** By server, the least recently used first. An authorization server and an API on one origin have separate nonces. */
    private final Map<String, String> nonces = new LinkedHashMap<>(16, 0.75f, true);

    public DpopProofs(TrustedClock clock) {
        this.clock = clock;
    }

    /** Whether a profile requires tokens that are bound to a key. */
    public static boolean requiredBy(OAuthProfile profile) {
        return profile.accessTokenType() == AccessTokenType.DPOP;
    }

    /**
     * The key, a private JWK, for the next token set of a profile: the key of the earlier one, to which a public client's refresh token is
     * bound, or else a new key. Empty if the profile's tokens are not bound.
     */
    public static Optional<Secret> key(OAuthProfile profile, Optional<Secret> before) {
        return requiredBy(profile) ? before.or(() -> Optional.of(JwsSigner.newKey())) : Optional.empty();
    }

    /** The {@code dpop_jkt} that binds an authorization code to the key: RFC 9449 section 10. */
    public static String thumbprint(Secret key) {
        return JwsSigner.thumbprint(key);
    }

    /** The header of one attempt to obtain a token. */
    public Header header(Secret key, String method, URI uri) {
        return header(key, method, uri, Endpoint.TOKEN, null);
    }

    /** The header of one attempt to use a token. */
    public Header header(Secret key, String method, URI uri, Secret accessToken) {
        return header(key, method, uri, Endpoint.API, accessToken);
    }

    private Header header(Secret key, String method, URI uri, Endpoint server, @Nullable Secret accessToken) {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("htm", method);
        claims.put("htu", HttpTransport.withoutQuery(uri));
        claims.put("iat", clock.now(ApiHost.of(uri).host()).getEpochSecond());
        if (accessToken != null) {
            claims.put("ath", Sha256.base64Url(accessToken.reveal()));
        }
        String nonce = nonce(server, uri);
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        return new Header("DPoP", JwsSigner.proof(key, Json.write(claims)));
    }

    private @Nullable String nonce(Endpoint server, URI uri) {
        synchronized (nonces) {
            return nonces.get(key(server, uri));
        }
    }

    /** Keeps the nonce of a response with any status; false if it has no valid nonce. */
    public boolean learn(Endpoint server, URI uri, HttpResponse reply) {
        String nonce = reply.header("DPoP-Nonce").orElse("");
        if (!NONCE.matcher(nonce).matches()) {
            return false;
        }
        synchronized (nonces) {
            nonces.put(key(server, uri), nonce);
            if (nonces.size() > MOST_NONCES) {
                nonces.remove(nonces.keySet().iterator().next());
            }
        }
        return true;
    }

    private static String key(Endpoint server, URI uri) {
        return server + " " + uri.getScheme() + " " + ApiHost.of(uri);
    }
}
