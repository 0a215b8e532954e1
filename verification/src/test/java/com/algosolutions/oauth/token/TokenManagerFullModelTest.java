package com.algosolutions.oauth.token;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole model check; {@code mvn -B test -Pheavy -Dmodel.check=20} checks twenty times as many programs and interleavings. */
@Tag("heavy")
class TokenManagerFullModelTest extends TokenManagerModelTest {
    private static final int TIMES = Integer.getInteger("model.check", 1);

    @Override
    int part(int all) {
        return all * TIMES;
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

    /** A background renewal, started after a call or by the timer, does not start while another renewal is in progress. */
    @Test
    void backgroundRenewals_inAnyInterleaving_startNoSecondRenewal() {
        Lincheck.runConcurrentTest(part(250), () -> {
            TokenLifeModel life = stale();
            together(() -> life.used(1), life::renew);
            life.settled();
        });
        Lincheck.runConcurrentTest(part(250), () -> {
            TokenLifeModel life = stale();
            together(() -> life.used(1), life.manager::renewInBackground);
            life.settled();
        });
    }

    /** New credentials that are saved during a renewal: their token is in use, or the renewal's token replaces it later. */
    @Test
    void adopt_inAnyInterleavingWithARenewal_isTheLastWord_orRenewedAfterIt() {
        Lincheck.runConcurrentTest(part(250), () -> {
            TokenLifeModel life = new TokenLifeModel(false, false);
            together(life::adopt, life::token);
            life.settled();
        });
        Lincheck.runConcurrentTest(part(250), () -> {
            TokenLifeModel life = stale();
            together(life::adopt, life::renew);
            life.settled();
        });
    }

    /** The token expires during a call: a later call gets the next token. */
    @Test
    void token_thatExpires_inAnyInterleavingWithACall_isNotServedAfterwards() {
        Lincheck.runConcurrentTest(part(250), () -> {
            TokenLifeModel life = stale();
            life.turn();
            together(life::turn, life::token);
            life.token();
            life.settled();
        });
    }

    private static TokenLifeModel stale() {
        TokenLifeModel life = new TokenLifeModel(false, false);
        life.token();
        life.turn();
        life.turn();
        return life;
    }
}
