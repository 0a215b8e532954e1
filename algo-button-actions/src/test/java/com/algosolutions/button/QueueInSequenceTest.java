package com.algosolutions.button;

import static com.algosolutions.button.QueueingDevice.MORNING;
import static com.algosolutions.button.QueueingDevice.awaitEmpty;
import static com.algosolutions.button.QueueingDevice.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With {@link OnFailure#STOP} the waiting requests are one sequence: a request is sent after all earlier ones were delivered, or not at all. */
class QueueInSequenceTest {
    private final QueueingDevice device = new QueueingDevice();
    private final Targets targets = device.targets();

    @AfterEach
    void close() {
        device.close();
    }

    private ButtonActions start(String document) {
        return device.start(device.queue(), document, builder -> builder.onFailure(OnFailure.STOP));
    }

    private static List<Outcome> pressed(ButtonActions buttons) {
        return buttons.press("go").results().stream().map(TargetResult::outcome).toList();
    }

    @Test
    void requests_afterOneThatWaits_waitToo() {
        targets.dies(1);
        ButtonActions buttons = start(targets.document(2, request -> new int[] {request}));

        assertThat(pressed(buttons)).containsExactly(Outcome.QUEUED, Outcome.QUEUED);
        assertThat(buttons.sendQueued()).isEmpty();
        assertThat(targets.arrived()).isEmpty();
        targets.revives(1);

        assertThat(states(device.drain(buttons, 2))).containsExactly(Outcome.DELIVERED, Outcome.DELIVERED);
        assertThat(targets.arrived()).containsExactly("t1.test /r1", "t2.test /r2");
        awaitEmpty(buttons);
    }

    @Test
    void requests_afterAPermanentFailure_areSkippedAlsoAfterARestart() {
        targets.dies(1);
        start(targets.document(2, request -> new int[] {request})).press("go");
        device.stop();
        targets.revives(1).answers(1, 403);

        ButtonActions restarted = device.start(device.queue(), "{\"buttons\": []}");

        assertThat(states(device.drain(restarted, 2))).containsExactly(Outcome.REJECTED, Outcome.SKIPPED);
        assertThat(targets.arrived()).containsExactly("t1.test /r1");
        awaitEmpty(restarted);
    }

    @Test
    void targets_besideAPermanentFailure_waitAndLaterRequestsDoNot() {
        targets.answers(1, 403).dies(2);
        ButtonActions buttons = start(targets.document(2, 1, 2));

        assertThat(pressed(buttons))
                .containsExactly(Outcome.REJECTED, Outcome.QUEUED, Outcome.SKIPPED, Outcome.SKIPPED);
        targets.revives(2);

        assertThat(states(device.drain(buttons, 1))).containsExactly(Outcome.DELIVERED);
        awaitEmpty(buttons);
        assertThat(targets.arrived()).containsExactly("t1.test /r1", "t2.test /r1");
    }

    @Test
    void requests_afterAnUnconfirmedOne_doNotWait() {
        targets.drops(1);
        ButtonActions buttons = start(targets.document(2, 1));

        assertThat(pressed(buttons)).containsExactly(Outcome.UNCONFIRMED, Outcome.SKIPPED);
        assertThat(buttons.queuedCount()).isZero();
    }

    @Test
    void requests_afterAnInterruptedOne_areSkipped() throws Exception {
        ButtonActions buttons = start(targets.document(2, 1));
        List<QueuedPress.Dispatch> dispatches = new ArrayList<>();
        for (ButtonRequest request : buttons.buttons().get(0).requests()) {
            int number = dispatches.size() + 1;
            dispatches.add(new QueuedPress.Dispatch(number, request.targets().get(0), request, number == 1));
        }
        QueuedPress stopped = new QueuedPress("stopped", "go", MORNING.toEpochMilli(), 1, true, dispatches);
        assertThat(device.store().replace("press-stopped", 0, stopped.toBytes()))
                .isTrue();

        assertThat(states(device.drain(buttons, 2))).containsExactly(Outcome.INTERRUPTED, Outcome.SKIPPED);
        assertThat(targets.arrived()).isEmpty();
    }
}
