package com.algosolutions.oauth.client;

import com.algosolutions.oauth.credential.ProfileEntry;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that were handed out last. While nothing has changed, the same token is handed out for the same URL again, without another check and
 * without an allocation. Thread-safe.
 */
final class HandedOut {
    private static final int MOST = 16;

    /** Each token at the place of its URL's hash. */
    private final AtomicReferenceArray<@Nullable BearerToken> recent = new AtomicReferenceArray<>(MOST);

    private static int place(URI target) {
        return target.hashCode() & (MOST - 1);
    }

    /** Returns the token of a profile for a URL; null if another one must be obtained. */
    @Nullable
    BearerToken find(@Nullable ProfileEntry entry, URI target) {
        BearerToken last = recent.get(place(target));
        return last != null && entry != null && last.isCurrent(entry, target) ? last : null;
    }

    BearerToken add(BearerToken token) {
        recent.set(place(token.target()), token);
        return token;
    }

    /** Forgets all tokens, since one of them is no longer the client's. */
    void clear() {
        for (int i = 0; i < MOST; i++) {
            recent.set(i, null);
        }
    }
}
