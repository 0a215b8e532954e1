package com.algosolutions.oauth.token;

import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * {@link TokenManager} under a model checker, which runs random programs with few threads and operations through their interleavings, and
 * switches threads at every access to shared memory.
 *
 * <p>It does not cover: weak memory order (it interleaves as if memory were sequentially consistent; {@code current} is volatile for that
 * reason), longer programs, real time (a caller's deadline passes at once or never), and classes other than {@link TokenManager}: store,
 * network and worker pool have other tests.
 *
 * <p>This class checks a thirtieth of the programs and interleavings; {@link TokenManagerFullModelTest} checks all of them, and more tests.
 */
class TokenManagerModelTest {

    /**
     * How many programs or interleavings a test checks.
     *
     * @param all the number in the full check
     */
    int part(int all) {
        return (all + 29) / 30;
    }

    private ModelCheckingOptions programs(int iterations) {
        return new ModelCheckingOptions()
                .iterations(part(iterations))
                .invocationsPerIteration(250)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(1);
    }

    /** Token calls and rejections are linearizable: the results fit some order of the calls. */
    @Param(name = "number", gen = IntGen.class, conf = "1:2")
    public static class Calls {
        private final TokenLifeModel life = new TokenLifeModel(false, false);

        @Operation
        public String token() {
            return life.token();
        }

        @Operation
        public void reject(@Param(name = "number") int number) {
            life.reject(number);
        }

        @Validate
        public void settled() {
            life.settled();
        }
    }

    /** Background and requested renewals: the invariants of {@link TokenLifeModel} after any interleaving. */
    @Param(name = "number", gen = IntGen.class, conf = "1:4")
    public static class Renewals {
        private final TokenLifeModel life = new TokenLifeModel(true, false);

        @Operation
        public void token() {
            life.token();
        }

        @Operation
        public void used(@Param(name = "number") int number) {
            life.used(number);
        }

        @Operation
        public void work() {
            life.work();
        }

        @Operation
        public void renew() {
            life.renew();
        }

        @Operation
        public void reject(@Param(name = "number") int number) {
            life.reject(number);
        }

        @Operation
        public void turn() {
            life.turn();
        }

        @Operation
        public void settle() {
            life.manager.renewInBackground();
        }

        @Operation
        public void release() {
            life.manager.allowRetry();
        }

        @Operation
        public void adopt() {
            life.adopt();
        }

        @Validate
        public void settled() {
            life.settled();
        }
    }

    @Test
    void calls_ofManyThreads_areAsIfOneAfterTheOther() {
        programs(8).check(Calls.class);
    }

    @Test
    void renewals_inAnyInterleaving_areOneAtATime_andNoneIsLost() {
        programs(14).verifier(EpsilonVerifier.class).check(Renewals.class);
    }

    /** Callers that wait, and a worker that runs at any time: all of them get the result of the one renewal. */
    @Test
    void waitingCallers_inAnyInterleaving_shareOneRenewal() {
        Lincheck.runConcurrentTest(part(100), () -> share(0, "token 1"));
        Lincheck.runConcurrentTest(part(100), () -> share(2, "failure 3"));
    }

    private static void share(int before, String expected) {
        TokenLifeModel life = new TokenLifeModel(false, true);
        for (int number = 1; number <= before; number++) {
            wait(life);
            life.reject(number);
        }
        ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
        together(() -> got.add(wait(life)), () -> got.add(wait(life)));
        life.check(List.copyOf(got).equals(List.of(expected, expected)), got + " instead of " + expected + " twice");
        life.settled();
    }

    private static String wait(TokenLifeModel life) {
        return life.token(Deadline.after(Duration.ofHours(1)));
    }

    /** A late rejection, while the token is being replaced, never drops the new token. */
    @Test
    void reject_inAnyInterleavingWithARenewal_dropsNoNewerToken() {
        Lincheck.runConcurrentTest(part(250), () -> {
            TokenLifeModel life = new TokenLifeModel(true, false);
            life.token();
            together(() -> life.reject(1), life::renew);
            life.settled();
        });
        Lincheck.runConcurrentTest(part(250), () -> {
            TokenLifeModel life = new TokenLifeModel(false, false);
            life.token();
            Runnable rejectAndRequest = () -> {
                life.reject(1);
                life.token();
            };
            together(rejectAndRequest, rejectAndRequest);
            life.settled();
        });
    }

    static TokenLifeModel stale() {
        TokenLifeModel life = new TokenLifeModel(false, false);
        life.token();
        life.turn();
        life.turn();
        return life;
    }

    static void together(Runnable one, Runnable other) {
        Thread first = new Thread(one);
        Thread second = new Thread(other);
        first.start();
        second.start();
        try {
            first.join();
            second.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
