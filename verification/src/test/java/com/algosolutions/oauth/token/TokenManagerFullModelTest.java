package com.algosolutions.oauth.token;

import org.jetbrains.lincheck.Lincheck;
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
}
