package com.algosolutions.oauth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A store on a disk that keeps no more than it was forced to keep. The test cuts the power after each step of a record's life, and again
 * after each step of the next start; it reads each disk that these cuts may leave.
 */
class PowerCutTest {
    private static final String ID = "p";

    /** The test stops after this many faults. */
    private static final int ENOUGH = 20;

    private static final BiPredicate<List<String>, String> FORGETS_NOTHING = (earlier, next) -> false;

    /** The record as a reader finds it. */
    private record State(long generation, String text) {
        private static final State ABSENT = new State(0, "");
        private static final State DAMAGED = new State(-1, "");

        static State of(DirectoryStore store) {
            try {
                return store.read(ID)
                        .map(record -> new State(record.generation(), new String(record.bytes(), UTF_8)))
                        .orElse(ABSENT);
            } catch (IOException e) {
                return DAMAGED;
            }
        }

        State next(String text) {
            return new State(generation + 1, text);
        }
    }

    /** One operation of a store: its first and last step on the disk, and the record before and after it. */
    private record Deed(int from, int to, State before, State after) {}

    /** A store on a recorded disk, and the operations done so far. */
    private static final class Life {
        private final RecordedDisk disk;
        private final DirectoryStore store;
        private final List<Deed> deeds = new ArrayList<>();
        private State state;

        Life(RecordedDisk disk, State state) {
            this.disk = disk;
            this.store = new DirectoryStore(disk, new ThreadLocks());
            this.state = state;
        }

        Life replace(String text) throws IOException {
            int from = disk.steps();
            assertThat(store.replace(ID, state.generation(), text.getBytes(UTF_8)))
                    .isTrue();
            return done(from, state.next(text));
        }

        Life delete() throws IOException {
            int from = disk.steps();
            store.delete(ID);
            return done(from, State.ABSENT);
        }

        private Life done(int from, State after) {
            deeds.add(new Deed(from, disk.steps(), state, after));
            state = after;
            return this;
        }

        /** {@return the states that a reader may find after so many steps: the last acknowledged one, or the one in progress} */
        Set<State> mayBeFound(int steps, State first) {
            State last = first;
            for (Deed deed : deeds) {
                if (steps >= deed.to) {
                    last = deed.after;
                } else if (steps > deed.from) {
                    return new HashSet<>(List.of(deed.before, deed.after));
                }
            }
            return Set.of(last);
        }
    }

    private static Life wholeLife(BiPredicate<List<String>, String> forgets) throws IOException {
        return new Life(new RecordedDisk(forgets), State.ABSENT)
                .replace("one")
                .replace("two")
                .replace("three")
                .delete()
                .replace("four")
                .replace("five")
                .delete();
    }

    private static Life risingLife(BiPredicate<List<String>, String> forgets) throws IOException {
        return new Life(new RecordedDisk(forgets), State.ABSENT)
                .replace("one")
                .replace("two")
                .replace("three")
                .replace("four");
    }

    /** Cuts the power many times, and collects each state that a reader found and must not find. */
    private static final class Cuts {
        private final List<String> wrong = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private final boolean again;
        private int checked;

        /** @param again whether the power is cut a second time, after each step of the next start */
        Cuts(boolean again) {
            this.again = again;
        }

        void check(String when, RecordedDisk disk, Set<State> allowed) {
            if (wrong.size() == ENOUGH) {
                return;
            }
            checked++;
            State found = State.of(new DirectoryStore(disk.afterKill(), new ThreadLocks()));
            if (!allowed.contains(found)) {
                wrong.add(when + ": " + found + " instead of " + allowed + " on " + disk);
            }
        }

        /** Cuts the power after each step of a life and, on each disk that this leaves, after each step of the next start. */
        void cutLife(Life life) throws IOException {
            for (int steps = 0; steps <= life.disk.steps() && wrong.size() < ENOUGH; steps++) {
                Set<State> allowed = life.mayBeFound(steps, State.ABSENT);
                for (RecordedDisk left : life.disk.afterPowerCut(steps)) {
                    check("cut after " + steps, left, allowed);
                    if (again && seen.add(left.toString())) {
                        cutNextLives("cut after " + steps, left);
                    }
                }
            }
        }

        /** Kills the process after each step, has the next process read, and cuts the power: the record that was read is there. */
        void killLife(Life life) throws IOException {
            for (int steps = 0; steps <= life.disk.steps() && wrong.size() < ENOUGH; steps++) {
                String when = "killed after " + steps;
                RecordedDisk left = life.disk.afterKill(steps);
                State found = State.of(new DirectoryStore(left, new ThreadLocks()));
                check(when, left, life.mayBeFound(steps, State.ABSENT));
                for (RecordedDisk cut : left.afterPowerCut(left.steps())) {
                    check(when + ", read, cut", cut, Set.of(found));
                }
                cutNextLives(when, life.disk.afterKill(steps));
                cutNextLives(when + ", read", left);
            }
        }

        /** Cuts the power after each step, with the last created file lost or torn although it was forced. */
        void lieInLife(Life life) {
            for (Deed deed : life.deeds) {
                Set<State> allowed = new HashSet<>(List.of(deed.before, deed.after));
                if (deed.before.equals(State.ABSENT)) {
                    allowed.add(State.DAMAGED); // there is no generation before it, so the reader gets an exception
                }
                for (int steps = deed.from + 1; steps <= deed.to; steps++) {
                    for (RecordedDisk left : life.disk.afterPowerCut(steps, true)) {
                        check("lie after " + steps, left, allowed);
                    }
                }
            }
        }

        private void cutNextLives(String when, RecordedDisk left) throws IOException {
            State first = State.of(new DirectoryStore(left.afterKill(), new ThreadLocks()));
            Set<State> unread = new HashSet<>();
            for (RecordedDisk cut : left.afterPowerCut(left.steps())) {
                unread.add(State.of(new DirectoryStore(cut, new ThreadLocks())));
            }
            cutNextLife(when + ", replaced", new Life(left.afterKill(), first).replace("next"), first, unread);
            cutNextLife(when + ", deleted", new Life(left.afterKill(), first).delete(), first, unread);
        }

        /** @param unread states that no reader has seen, so that they may be lost */
        private void cutNextLife(String when, Life next, State first, Set<State> unread) {
            int to = next.disk.steps();
            for (int steps = next.deeds.get(0).from; steps <= to && wrong.size() < ENOUGH; steps++) {
                Set<State> allowed = new HashSet<>(next.mayBeFound(steps, first));
                if (steps < to) {
                    allowed.addAll(unread);
                }
                for (RecordedDisk cut : next.disk.afterPowerCut(steps)) {
                    check(when + ", cut after " + steps, cut, allowed);
                }
            }
        }
    }

    @Test
    @DisplayName("E10.7 the power cut after any step of a store's life: the last record is left, or the one in flight")
    void powerCut_afterAnyStep_leavesTheLastRecordOrTheOneInFlight() throws IOException {
        Life life = wholeLife(FORGETS_NOTHING);
        Cuts cuts = new Cuts(true);
        cuts.cutLife(life);
        cuts.killLife(life);
        System.out.println(cuts.checked + " disks after power cuts, over " + life.disk.steps() + " steps");
        assertThat(cuts.wrong).isEmpty();
        assertThat(cuts.checked).isGreaterThan(10_000);
    }

    @Test
    void diskThatLosesWhatItForced_costsOneGeneration() throws IOException {
        Cuts cuts = new Cuts(false);
        cuts.lieInLife(risingLife(FORGETS_NOTHING));
        System.out.println(cuts.checked + " disks that have lost a forced file");
        assertThat(cuts.wrong).isEmpty();
        assertThat(cuts.checked).isGreaterThan(100);
    }

    @Test
    void storeThatDoesNotForceItsFiles_isFoundOut() throws IOException {
        assertThat(wrongWith((earlier, next) -> next.equals("force p.new"))).isNotEmpty();
    }

    @Test
    void storeThatDoesNotForceItsFolder_isFoundOut() throws IOException {
        assertThat(wrongWith((earlier, next) -> next.equals("force folder"))).isNotEmpty();
    }

    @Test
    void storeThatDoesNotOrderItsDeletion_isFoundOut() throws IOException {
        assertThat(wrongWith((earlier, next) -> next.equals("force folder")
                        && !earlier.isEmpty()
                        && earlier.get(earlier.size() - 1).equals("delete p.previous")))
                .isNotEmpty();
    }

    @Test
    void storeThatKeepsNoPreviousGeneration_isFoundOut() throws IOException {
        Cuts cuts = new Cuts(false);
        cuts.lieInLife(risingLife((earlier, next) -> next.equals("rename p.record p.previous")));
        assertThat(cuts.wrong).isNotEmpty();
    }

    private static List<String> wrongWith(BiPredicate<List<String>, String> forgets) throws IOException {
        Cuts cuts = new Cuts(false);
        cuts.cutLife(wholeLife(forgets));
        return cuts.wrong;
    }
}
