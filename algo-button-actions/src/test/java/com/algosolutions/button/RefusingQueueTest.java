package com.algosolutions.button;

import static com.algosolutions.button.QueueingDevice.await;
import static com.algosolutions.button.QueueingDevice.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.QueueingDevice.Store.Refusal;
import com.algosolutions.button.TargetResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An offline queue whose store refuses a change: to keep the press, to mark it, to take the mark back, or to remove it. Then the store works
 * again, or the device restarts.
 */
class RefusingQueueTest {
    /** The change that fails first, in the order in which the queue makes them. */
    private enum Change {
        KEEP(1),
        MARK(2),
        REMOVE(3);

        final int number;

        Change(int number) {
            this.number = number;
        }
    }

    /**
     * One cell.
     *
     * @param late whether the change is on the disk although it was refused
     * @param reads whether the store cannot be read either
     * @param reached whether the target can be reached after the press
     */
    private record Cell(
            Change from,
            int times,
            boolean late,
            boolean reads,
            boolean repeatable,
            boolean reached,
            boolean restarts) {}

    private static List<Cell> matrix() {
        List<Cell> all = new ArrayList<>();
        for (Change from : Change.values()) {
            for (int times : new int[] {1, 2, 1000}) {
                for (int bits = 0; bits < 32; bits++) {
                    all.add(new Cell(
                            from,
                            times,
                            (bits & 1) > 0,
                            (bits & 2) > 0,
                            (bits & 4) > 0,
                            (bits & 8) > 0,
                            (bits & 16) > 0));
                }
            }
        }
        return all;
    }

    /** A part of the cells that has each value of each member. */
    private static List<Cell> some() {
        List<Cell> all = matrix();
        return IntStream.range(0, all.size())
                .filter(i -> i % 11 == 0)
                .mapToObj(all::get)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("some")
    void press_onAStoreThatRefuses_arrivesOnce_orItsResultSaysSo(Cell cell) {
        check(cell);
    }

    @Tag("heavy")
    @ParameterizedTest
    @MethodSource("matrix")
    void press_onAStoreThatRefuses_inEveryCell_arrivesOnce_orItsResultSaysSo(Cell cell) {
        check(cell);
    }

    /**
     * A press that is reported as queued is delivered, or the listener learns that the device stopped while it was being sent. A press that is
     * reported as not queued is not sent as long as the device runs. A request that is not repeatable arrives once at most.
     */
    private static void check(Cell cell) {
        try (QueueingDevice device = new QueueingDevice()) {
            Targets targets = device.targets();
            String document = targets.document(1, 1);
            String buttonsDocument =
                    cell.repeatable ? document.replace("\"method\"", "\"repeatable\":true,\"method\"") : document;
            targets.dies(1);
            ButtonActions buttons = device.start(device.queue(), buttonsDocument);
            buttons.sendQueued();
            device.store().refuse(new Refusal(cell.from.number, cell.times, cell.late, cell.reads));

            TargetResult pressed = buttons.press("go").results().get(0);
            boolean queued = pressed.queued();
            assertThat(queued).isEqualTo(cell.from != Change.KEEP || (cell.late && !cell.reads));
            if (!queued) {
                assertThat(pressed.outcome()).isEqualTo(Outcome.UNREACHABLE);
                assertThat(pressed.safeToRepeat()).isTrue();
                assertThat(List.of(pressed.message(), pressed.toString()))
                        .allSatisfy(words ->
                                assertThat(words).contains("could not store it", "Check the device's storage"));
            }
            if (cell.reached) {
                targets.revives(1);
            }
            for (int i = 0; i < 3; i++) {
                buttons.sendQueued();
            }
            if (cell.restarts) {
                device.stop();
            }
            device.store().refuse(null);
            targets.revives(1);
            ButtonActions now = cell.restarts ? device.start(device.queue(), buttonsDocument) : buttons;
            await("an empty queue", () -> now.queuedCount() == 0, now::sendQueued);

            List<Outcome> reported = states(device.reported());
            long arrived = targets.arrivedAt(1);
            String what = cell + " " + reported + " arrived " + arrived;
            if (!cell.repeatable || !cell.restarts) {
                assertThat(arrived).as(what).isLessThanOrEqualTo(1);
            }
            if (!queued && !cell.restarts) {
                assertThat(arrived).as(what).isZero();
                assertThat(reported).as(what).isEmpty();
            } else if (queued && !cell.restarts) {
                assertThat(arrived).as(what).isEqualTo(1);
                assertThat(reported).as(what).containsExactly(Outcome.DELIVERED);
            } else if (queued) {
                assertThat(reported).as(what).isNotEmpty();
                assertThat(arrived > 0 || reported.contains(Outcome.INTERRUPTED))
                        .as(what)
                        .isTrue();
            }
        }
    }
}
