package com.algosolutions.oauth.token;

import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * {@link TokenManager} under a model checker, which runs random programs with few threads and operations through their interleavings, and
 * switches threads at every access to shared memory.
 *
 * <p>It does not cover: weak memory order (it interleaves as if memory were sequentially consistent; {@code current} is volatile for that
 * reason), longer programs, real time (a caller's deadline passes at once or never), and classes other than {@link TokenManager}: store,
 * network and worker pool have other tests.
 *
 * <p>This class checks a thirtieth of the interleavings of one program; {@link TokenManagerFullModelTest} checks all of them, and all programs.
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
