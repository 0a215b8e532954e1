package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A {@link TokenManager} for a model checker. The ticker advances only in {@link #turn()}. Renewals result in tokens 1, 2 and failure 3,
 * tokens 4, 5 and failure 6, and so on. The worker is a slot for one task, which any thread can take and run. A renewal and a commit
 * exclude each other, as with the lock of a credential; a renewal that finds tokens saved while it waited for the lock publishes those.
 */
final class TokenLifeModel {
    private static final int MOST = 64;
    private static final long FRESH = 2;
    private static final long GOOD = 4;
    private static final long BACK_OFF = 2;

    final TokenManager manager;
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicReference<Runnable> slot = new AtomicReference<>();
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger flying = new AtomicInteger();
    private final AccessToken[] issued = new AccessToken[MOST];
    private final boolean[] seen = new boolean[MOST];
    private final boolean[] rejected = new boolean[MOST];
    private final boolean[] adopted = new boolean[MOST];
    private final Object credential = new Object();

    /** The number of the newest token; written with the lock of the credential. */
    private volatile int known;

    private final boolean ownThread;
    private volatile String violated = "";

    /**
     * A model.
     *
     * @param renewalKills whether a renewal invalidates the token before it
     * @param ownThread whether each renewal gets a thread; otherwise a caller must {@link #work()}
     */
    TokenLifeModel(boolean renewalKills, boolean ownThread) {
        this.ownThread = ownThread;
        manager = new TokenManager(
                () -> this::renewal,
                renewalKills,
                () -> {},
                new TokenManager.Shared(Duration.ofDays(1), ticks::get, this::enqueue, new AtomicInteger()));
    }

    private void enqueue(Runnable flight) {
        check(slot.compareAndSet(null, flight), "a second renewal was queued before the first has started");
        if (ownThread) {
            new Thread(this::work).start();
        }
    }

    private void renewal(Consumer<TokenResult> publish) {
        int before = known;
        check(flying.incrementAndGet() == 1, "two renewals at the same time");
        synchronized (credential) {
            AccessToken saved = known > before ? issued[known] : null;
            publish.accept(saved != null && saved.goodAt(ticks.get()) ? saved : next());
        }
        flying.decrementAndGet();
    }

    private TokenResult next() {
        int number = renewals.incrementAndGet();
        if (number % 3 == 0) {
            Failure failure = Failure.of(Step.TOKEN, Failure.Kind.UNAVAILABLE, "failure " + number, "");
            return new NoToken(failure, false, Duration.ofNanos(BACK_OFF));
        }
        return issue(number);
    }

    private AccessToken issue(int number) {
        long requestedAt = ticks.get();
        AccessToken token = new AccessToken(Secret.of("x"), requestedAt + FRESH, requestedAt + GOOD, "token " + number);
        synchronized (issued) {
            issued[number] = token;
        }
        known = number;
        return token;
    }

    /** An operator saves new credentials with a good token. No thread rejects that token, because a renewal may have read it already. */
    void adopt() {
        synchronized (credential) {
            int number = renewals.incrementAndGet();
            adopted[number] = true;
            manager.adopt(issue(number));
        }
    }

    /** Runs the queued renewal, if there is one. */
    void work() {
        Runnable flight = slot.getAndSet(null);
        if (flight != null) {
            flight.run();
        }
    }

    /** The result for a caller that runs queued renewals while it waits. */
    String token() {
        return token(Deadline.after(Duration.ZERO));
    }

    String token(Deadline deadline) {
        long began = ticks.get();
        boolean[] rejectedBefore = rejected();
        TokenResult outcome = manager.token(deadline);
        while (notYet(outcome)) {
            work();
            outcome = manager.token(deadline);
        }
        if (outcome instanceof AccessToken token) {
            check(token.goodAt(began), token.origin() + " had expired before it was requested");
            synchronized (issued) {
                seen[numberOf(token)] = true;
            }
            check(!rejectedBefore[numberOf(token)], token.origin() + " was returned although it was rejected");
        }
        return text(outcome);
    }

    void renew() {
        if (notYet(manager.renew(Deadline.after(Duration.ZERO)))) {
            work();
        }
    }

    void used(int number) {
        AccessToken token = issued(number);
        if (token != null) {
            manager.used(token);
        }
    }

    void reject(int number) {
        AccessToken token = issued(number);
        if (token != null) {
            manager.reject(token);
            synchronized (issued) {
                rejected[number] = true;
            }
        }
    }

    void turn() {
        ticks.incrementAndGet();
    }

    /** Call when all threads have ended. Checks that nothing was violated, no renewal is stuck, and the newest token is present. */
    void settled() {
        work();
        TokenManager.Snapshot end = manager.snapshot();
        check(!end.renewing(), "the renewal's slot was not released");
        AccessToken newest = null;
        int number = 0;
        for (int n = 1; n <= renewals.get(); n++) {
            number = issued[n] == null ? number : n;
            newest = issued[n] == null ? newest : issued[n];
        }
        boolean expected = newest != null && newest.goodAt(ticks.get()) && !rejected[number];
        check(!expected || end.good() == newest, "token " + number + " was lost");
        if (!violated.isEmpty()) {
            throw new IllegalStateException(violated);
        }
    }

    static String text(TokenResult outcome) {
        return outcome instanceof AccessToken token
                ? token.origin()
                : ((NoToken) outcome).failure().message();
    }

    static boolean notYet(TokenResult outcome) {
        return outcome instanceof NoToken none && none.failure().message().startsWith("no token yet");
    }

    /** A token that a caller has got; null for one that is not yet returned, which no caller can use or reject. */
    private AccessToken issued(int number) {
        synchronized (issued) {
            return seen[number] && !adopted[number] ? issued[number] : null;
        }
    }

    private boolean[] rejected() {
        synchronized (issued) {
            return rejected.clone();
        }
    }

    private static int numberOf(AccessToken token) {
        return Integer.parseInt(token.origin().substring("token ".length()));
    }

    void check(boolean satisfied, String otherwise) {
        if (!satisfied) {
            violated = otherwise;
        }
    }
}
