package com.algosolutions.console.device;

import com.algosolutions.console.web.View;
import com.algosolutions.oauth.spi.TokenTraits;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of the token endpoint in a provider's window. Thread-safe. */
public final class LoginBudget {
    private final TokenTraits.RateLimit limit;
    private final Deque<Instant> calls = new ArrayDeque<>();

    public LoginBudget(TokenTraits.RateLimit limit) {
        this.limit = limit;
    }

    /** Counts a call. */
    public synchronized void called(Instant now) {
        calls.addLast(now);
    }

    synchronized Map<String, @Nullable Object> view(Instant now) {
        while (!calls.isEmpty() && !calls.getFirst().plus(limit.window()).isAfter(now)) {
            calls.removeFirst();
        }
        return new View()
                .with("used", calls.size())
                .with("limit", limit.calls())
                .with("windowMillis", limit.window())
                .with("freeAt", calls.isEmpty() ? null : calls.getFirst().plus(limit.window()))
                .map();
    }
}
