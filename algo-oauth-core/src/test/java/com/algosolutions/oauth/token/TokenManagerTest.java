package com.algosolutions.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TokenManagerTest {
    private static final NoToken REFUSED =
            NoToken.once(Failure.of(Step.TOKEN, Failure.Kind.CONFIGURATION, "no", "Correct it."), false);

    private final ManualTicker ticker = new ManualTicker();
    private final AtomicInteger flights = new AtomicInteger();
    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "test worker");
        thread.setUncaughtExceptionHandler((dead, error) -> {}); // expected by some tests
        return thread;
    });

    @AfterEach
    void stop() {
        gate.countDown();
        worker.shutdownNow();
    }

    private AccessToken token(String text, long seconds) {
        long until = ticker.getAsLong() + seconds * 1_000_000_000L;
        return new AccessToken(Secret.of(text), until, until, "test");
    }

    private TokenManager manager(Supplier<TokenResult> renewal) {
        return life(renewal, null, ticker, worker);
    }

    private static TokenManager life(
            Supplier<TokenResult> renewal, AccessToken first, LongSupplier ticker, Executor worker) {
        TokenManager life = new TokenManager(
                () -> publish -> publish.accept(renewal.get()),
                false,
                () -> {},
                new TokenManager.Shared(Duration.ofMinutes(1), ticker, worker, new AtomicInteger()));
        life.restore(first, null);
        return life;
    }

    /** A renewal that waits for the gate and then returns a result. */
    private Supplier<TokenResult> gated(Supplier<TokenResult> outcome) {
        return () -> {
            flights.incrementAndGet();
            taken.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                return REFUSED;
            }
            return outcome.get();
        };
    }

    private static Deadline in(long seconds) {
        return Deadline.after(Duration.ofSeconds(seconds));
    }

    @Test
    void token_good_isReturnedWithoutARenewal() {
        AccessToken first = token("a", 10);
        TokenManager manager = life(() -> REFUSED, first, ticker, worker);
        assertThat(manager.token(in(5))).isSameAs(first);
        ticker.seconds(9);
        assertThat(manager.token(in(5))).isSameAs(first);
        ticker.seconds(1);
        assertThat(manager.token(in(5))).isSameAs(REFUSED);
    }

    @Test
    void adopt_whileAFlightIsUnderWay_isInUseAtOnce_andTheFlightGoesOn() throws Exception {
        AtomicReference<AccessToken> newest = new AtomicReference<>();
        TokenManager manager = manager(gated(newest::get));
        CompletableFuture<TokenResult> waiter = Callers.elsewhere(() -> manager.token(in(20)));
        taken.await();
        AccessToken adopted = token("new", 10);
        newest.set(adopted); // found by the renewal when it gets the lock
        manager.adopt(adopted);
        assertThat(manager.token(in(0))).isSameAs(adopted);
        assertThat(manager.snapshot().renewing()).isTrue();
        gate.countDown();
        assertThat(waiter.get(10, TimeUnit.SECONDS)).isSameAs(adopted);
        assertThat(manager.token(in(5))).isSameAs(adopted);
        assertThat(flights).hasValue(1);
    }

    @Test
    void flight_thatWaitsForItsWorker_isAskedForWhenItStarts_soThatAnAdoptionIsNewerThanIt() {
        AtomicReference<String> grant = new AtomicReference<>("old");
        List<Runnable> queue = new ArrayList<>();
        List<String> renewed = new ArrayList<>();
        TokenManager manager = new TokenManager(
                () -> {
                    String asked = grant.get();
                    return publish -> {
                        renewed.add(asked);
                        publish.accept(REFUSED);
                    };
                },
                false,
                () -> {},
                new TokenManager.Shared(Duration.ofMinutes(1), ticker, queue::add, new AtomicInteger()));
        manager.renewInBackground();
        grant.set("adopted");
        manager.adopt(token("adopted", 10));
        queue.get(0).run();
        assertThat(renewed).containsExactly("old");
    }

    @Test
    void flight_thatDoesNotEndInItsTime_isOverForItsCallers_andWhatItBringsLateIsTakenOver() throws Exception {
        AccessToken late = token("late", 10);
        Supplier<TokenResult> hanging = gated(() -> late);
        CountDownLatch told = new CountDownLatch(2);
        TokenManager manager = new TokenManager(
                () -> publish -> publish.accept(hanging.get()),
                false,
                told::countDown,
                new TokenManager.Shared(Duration.ofMillis(1), ticker, worker, new AtomicInteger()));
        assertThat(((NoToken) manager.token(in(20))).failure().message()).contains("has not ended in its time");
        assertThat(told.getCount()).isEqualTo(1); // the state is reported without another renewal
        assertThat(manager.snapshot().renewing()).isFalse();
        assertThat(manager.snapshot().failed()).isNotNull();
        manager.token(in(20));
        manager.renew(in(20));
        manager.renewInBackground();
        assertThat(flights).hasValue(1); // no other one than the one that hangs
        gate.countDown();
        told.await();
        assertThat(manager.token(in(5))).isSameAs(late);
        assertThat(manager.snapshot().failed()).isNull();
        assertThat(flights).hasValue(1);
    }

    @Test
    void flight_thatKillsTheOldToken_isWaitedForByHalfOfTheTime_thenTheOldTokenIsUsed() throws Exception {
        Supplier<TokenResult> hanging = gated(() -> REFUSED);
        TokenManager manager = new TokenManager(
                () -> publish -> publish.accept(hanging.get()),
                true,
                () -> {},
                new TokenManager.Shared(Duration.ofMinutes(1), ticker, worker, new AtomicInteger()));
        AccessToken stale = new AccessToken(Secret.of("a"), ticker.getAsLong(), ticker.getAsLong() + 10, "test");
        manager.restore(stale, null);
        manager.used(stale);
        taken.await();
        Deadline deadline = Deadline.after(Duration.ofSeconds(2));
        assertThat(manager.token(deadline)).isSameAs(stale);
        assertThat(deadline.passed()).isFalse();
        manager.reject(stale);
        assertThat(manager.token(in(0))).isInstanceOf(NoToken.class); // not one that is known to have expired
    }

    @Test
    void threads_many_shareOneFlightAndItsToken() throws Exception {
        assertThat(outcomes(200, gated(() -> token("a", 10))))
                .hasSize(1)
                .first()
                .isInstanceOf(AccessToken.class);
        assertThat(flights).hasValue(1);
    }

    @Test
    void threads_many_shareOneFlightAndItsFailure() throws Exception {
        assertThat(outcomes(200, gated(() -> REFUSED))).containsExactly(REFUSED);
        assertThat(flights).hasValue(1);
    }

    /** How the wait of a caller ends. */
    @ParameterizedTest
    @ValueSource(strings = {"result", "deadline", "interrupt"})
    void waitingCallers_areCounted_untilTheirWaitEnds(String end) throws Exception {
        AtomicInteger waiting = new AtomicInteger();
        AccessToken brought = token("a", 10);
        Supplier<TokenResult> renewal = gated(() -> brought);
        TokenManager manager = new TokenManager(
                () -> publish -> publish.accept(renewal.get()),
                false,
                () -> {},
                new TokenManager.Shared(Duration.ofMinutes(1), ticker, worker, waiting));
        Callers<TokenResult> others =
                Callers.start(7, () -> manager.token(in(20))).awaitWaiting();
        Thread caller = new Thread(
                () -> manager.token(end.equals("deadline") ? Deadline.after(Duration.ofMillis(50)) : in(20)));
        caller.start();
        if (end.equals("interrupt")) {
            Callers.await(() -> waiting.get() == 8);
            caller.interrupt();
        }
        if (!end.equals("result")) {
            caller.join();
            assertThat(waiting).hasValue(7);
        }
        Callers.await(() -> waiting.get() == (end.equals("result") ? 8 : 7));
        gate.countDown();
        caller.join();
        assertThat(others.results()).hasSize(7);
        assertThat(waiting).hasValue(0);
        manager.token(in(20)); // with a token there is no wait
        assertThat(waiting).hasValue(0);
    }

    private Set<TokenResult> outcomes(int threads, Supplier<TokenResult> renewal) throws Exception {
        TokenManager manager = manager(renewal);
        Set<TokenResult> outcomes = ConcurrentHashMap.newKeySet();
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread caller = new Thread(() -> {
                try {
                    together.await();
                    outcomes.add(manager.token(in(20)));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) { // all of them wait for the renewal before it ends
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        gate.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        return outcomes;
    }

    @Test
    void failure_isNotKept_theNextCallerTriesAgain() {
        TokenManager manager = manager(() -> flights.incrementAndGet() == 1 ? REFUSED : token("b", 10));
        assertThat(manager.token(in(5))).isSameAs(REFUSED);
        assertThat(manager.token(in(5))).isInstanceOf(AccessToken.class);
        assertThat(flights).hasValue(2);
    }

    @Test
    void waiter_withAShorterDeadline_leaves_andTheFlightGoesOn() {
        AccessToken brought = token("a", 10);
        TokenManager manager = manager(gated(() -> brought));
        TokenResult early = manager.token(Deadline.after(Duration.ofMillis(50)));
        assertThat(early).isInstanceOf(NoToken.class);
        assertThat(((NoToken) early).failure().message()).contains(NetworkError.DEADLINE.meaning());
        assertThat(((NoToken) early).unreachable()).isTrue();
        gate.countDown();
        assertThat(manager.token(in(10))).isSameAs(brought);
        assertThat(flights).hasValue(1);
    }

    @Test
    void waiter_interrupted_leaves_staysInterrupted_andTheFlightGoesOn() throws Exception {
        AccessToken brought = token("a", 10);
        TokenManager manager = manager(gated(() -> brought));
        AtomicReference<TokenResult> outcome = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            outcome.set(manager.token(in(20)));
            flag.set(Thread.currentThread().isInterrupted());
        });
        waiter.start();
        taken.await();
        waiter.interrupt();
        waiter.join();
        assertThat(((NoToken) outcome.get()).failure().message()).contains(NetworkError.INTERRUPTED.meaning());
        assertThat(flag.get()).isTrue();
        gate.countDown();
        assertThat(manager.token(in(10))).isSameAs(brought);
        assertThat(flights).hasValue(1);
    }

    @Test
    void renewal_thatThrows_freesTheSlot_andTellsItsWaiters() {
        List<Throwable> bad =
                List.of(new IllegalStateException("x"), new OutOfMemoryError("x"), new StackOverflowError());
        TokenManager manager = manager(() -> {
            int flight = flights.getAndIncrement();
            if (flight < bad.size()) {
                throw TokenManagerTest.<RuntimeException>sneaky(bad.get(flight));
            }
            return token("a", 10);
        });
        for (int i = 0; i < bad.size(); i++) {
            TokenResult told = manager.token(in(10));
            assertThat(((NoToken) told).failure().message()).contains("an error in this library");
            assertThat(manager.snapshot().failed()).isSameAs(told);
        }
        assertThat(manager.token(in(10))).isInstanceOf(AccessToken.class);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable any) throws T {
        throw (T) any;
    }

    @Test
    void executor_thatRejects_saysTheClientIsClosed_andFreesTheSlot() {
        AtomicInteger asked = new AtomicInteger();
        TokenManager manager = life(() -> token("a", 10), null, ticker, task -> {
            if (asked.getAndIncrement() < 2) {
                throw new RejectedExecutionException();
            }
            worker.execute(task);
        });
        for (int i = 0; i < 2; i++) {
            assertThat(((NoToken) manager.token(in(5))).failure().message()).isEqualTo("the client is closed");
            assertThat(manager.snapshot().renewing()).isFalse();
        }
        assertThat(manager.token(in(5))).isInstanceOf(AccessToken.class);
    }

    @Test
    void executor_withoutAThreadToGive_freesTheSlot() {
        AtomicInteger asked = new AtomicInteger();
        TokenManager manager = life(() -> token("a", 10), null, ticker, task -> {
            if (asked.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            worker.execute(task);
        });
        assertThatThrownBy(() -> manager.token(in(5))).isInstanceOf(OutOfMemoryError.class);
        assertThat(manager.token(in(5))).isInstanceOf(AccessToken.class);
    }

    @Test
    void reject_ofTheCurrentToken_dropsIt() {
        AccessToken old = token("old", 10);
        AccessToken next = token("new", 10);
        TokenManager manager = life(() -> next, old, ticker, worker);
        manager.reject(old);
        assertThat(manager.token(in(5))).isSameAs(next);
    }

    /** What replaces a token after its renewal has published it, and before the renewal has ended; and what the next caller calls. */
    @ParameterizedTest
    @CsvSource({"reject, token", "adopt, token", "restore, token", "reject, renew", "adopt, renew"})
    void token_replacedBeforeItsFlightHasLanded_isNotHandedOutByIt(String replaced, String call) throws Exception {
        AccessToken old = token("old", 10);
        AccessToken next = token("new", 10);
        TokenManager manager = new TokenManager(
                () -> publish -> {
                    if (flights.getAndIncrement() > 0) {
                        publish.accept(next);
                        return;
                    }
                    publish.accept(old);
                    taken.countDown();
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                false,
                () -> {},
                new TokenManager.Shared(Duration.ofMinutes(1), ticker, worker, new AtomicInteger()));
        manager.renewInBackground();
        taken.await();
        switch (replaced) {
            case "reject" -> assertThat(manager.reject(old)).isTrue();
            case "adopt" -> manager.adopt(null);
            default -> manager.restore(null, null);
        }
        Function<Deadline, TokenResult> caller = call.equals("token") ? manager::token : manager::renew;
        assertThat(((NoToken) caller.apply(in(0))).failure().message()).contains("no token yet");
        Callers<TokenResult> waiter =
                Callers.start(1, () -> caller.apply(in(20))).awaitWaiting();
        gate.countDown();
        assertThat(waiter.results()).containsExactly(next);
        assertThat(flights).hasValue(2);
    }

    /** Whether a renewal kills the old token, whether the token is stale, and how many renewals its hand-out starts. */
    @ParameterizedTest
    @CsvSource({"true, true, 1", "true, false, 0", "false, true, 0"})
    void tokenToHandOut_isRenewedFirst_ifAnotherRenewalWouldKillIt(boolean kills, boolean stale, int renewals) {
        AccessToken next = token("new", 20);
        TokenManager manager = new TokenManager(
                () -> publish -> {
                    flights.incrementAndGet();
                    publish.accept(next);
                },
                kills,
                () -> {},
                new TokenManager.Shared(Duration.ofMinutes(1), ticker, Runnable::run, new AtomicInteger()));
        AccessToken first = new AccessToken(
                Secret.of("old"), ticker.getAsLong() + (stale ? 0 : 1), ticker.getAsLong() + 10, "test");
        assertThat(manager.tokenToHandOut(in(0))).isSameAs(next); // no token yet: as any other caller
        flights.set(0);
        manager.restore(first, null);
        assertThat(manager.tokenToHandOut(in(0))).isSameAs(renewals == 0 ? first : next);
        assertThat(flights).hasValue(renewals);
    }

    @Test
    void renewalInTheBackground_startsWhenTheBackOffEnds_notBefore() {
        AccessToken next = token("new", 20);
        TokenManager manager = life(() -> next, null, ticker, Runnable::run);
        manager.restore(null, new NoToken(REFUSED.failure(), false, Duration.ofSeconds(10)));
        ticker.seconds(9);
        manager.renewInBackground();
        assertThat(manager.snapshot().good()).isNull();
        ticker.seconds(1);
        manager.renewInBackground();
        assertThat(manager.snapshot().good()).isSameAs(next);
    }

    @Test
    void flight_thatWaitsForAWorkerBeyondItsTime_isNotBlamedOnTheStorage() {
        List<Runnable> queue = new ArrayList<>();
        AccessToken brought = token("a", 10);
        TokenManager manager = new TokenManager(
                () -> publish -> publish.accept(brought),
                false,
                () -> {},
                new TokenManager.Shared(Duration.ofMillis(1), ticker, queue::add, new AtomicInteger()));
        Deadline deadline = Deadline.after(Duration.ofMillis(1200));
        NoToken none = (NoToken) manager.token(deadline);
        assertThat(none.failure().message()).contains("no token yet");
        assertThat(deadline.passed()).isTrue(); // the caller has waited for a worker to the end of its time
        assertThat(manager.snapshot().renewing()).isTrue();
        queue.get(0).run();
        assertThat(manager.token(in(5))).isSameAs(brought);
    }

    @Test
    void reject_late_doesNotDropTheReplacement_evenIfItLooksTheSame() {
        AccessToken old = token("same", 10);
        AccessToken next = token("same", 10);
        TokenManager manager = life(
                () -> {
                    flights.incrementAndGet();
                    return next;
                },
                old,
                ticker,
                worker);
        assertThat(manager.reject(old)).isTrue();
        manager.token(in(5));
        assertThat(manager.reject(old)).isFalse();
        assertThat(manager.token(in(5))).isSameAs(next);
        assertThat(flights).hasValue(1);
    }

    @Test
    void waiters_findTheTokenPublished_whenTheyAreReleased() throws Exception {
        AccessToken brought = token("a", 10);
        TokenManager manager = manager(gated(() -> brought));
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> published = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                published.add(callers.submit(() -> {
                    manager.token(in(20));
                    return manager.token(Deadline.after(Duration.ZERO)) == brought;
                }));
            }
            taken.await();
            gate.countDown();
            for (Future<Boolean> each : published) {
                assertThat(each.get(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(flights).hasValue(1);
        } finally {
            callers.shutdownNow();
        }
    }
}
