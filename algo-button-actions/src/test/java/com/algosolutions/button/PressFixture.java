package com.algosolutions.button;

import com.algosolutions.button.TargetResult.Outcome;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** Targets, a ticker and settings for tests of running presses. */
abstract class PressFixture {
    final Targets targets = new Targets();
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicLong now = new AtomicLong();

    @AfterEach
    void close() {
        release.countDown();
        targets.close();
    }

    ButtonActions.Builder settings() {
        return ButtonActions.builder(targets.client()).ticker(now::get);
    }

    static List<Outcome> states(PressResult pressed) {
        return pressed.results().stream().map(TargetResult::outcome).toList();
    }

    static PressResult soon(Press press) throws Exception {
        return press.future().get(20, TimeUnit.SECONDS);
    }
}
