package com.algosolutions.benchmarks.report;

import com.algosolutions.benchmarks.report.Figures.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A target, what the run measured, and whether that meets it; nothing where the run did not measure it. */
record Target(String workload, String wanted, String measured, Optional<Boolean> met) {
    /** All targets. Where times are compared, ours is the median, and the other library's is its worst round: a difference within the spread counts as none. */
    static List<Target> all(Figures figures) {
        return new Targets(figures).list();
    }

    String result() {
        return met.map(yes -> yes ? "met" : "**not met**").orElse("not measured");
    }

    /** Evaluates them one after the other. */
    private static final class Targets {
        private final Figures figures;
        private final List<Target> list = new ArrayList<>();

        Targets(Figures figures) {
            this.figures = figures;
        }

        List<Target> list() {
            calls();
            stampede();
            footprint();
            failures();
            growth();
            return list;
        }

        private void add(String workload, String wanted, String measured, boolean met) {
            list.add(new Target(workload, wanted, measured, Optional.of(met)));
        }

        private double ours(String workload, String variant, String measure) {
            return figures.median(workload, Subject.OURS, variant, measure);
        }

        private Rounds rounds(String workload, Subject subject, String variant, String measure) {
            return figures.find(workload, subject, variant, measure).orElseThrow();
        }

        private void calls() {
            for (String threads : List.of("1 thread", "8 threads")) {
                double bytes = ours("W1", threads, "allocated");
                add("W1", "0 B per call, " + threads, Row.number(bytes) + " B", bytes < 1);
                notSlower("W1", threads, "time", "ns");
            }
            for (String variant : List.of("plain 1 thread", "plain 8 threads", "TLS 1 thread", "TLS 8 threads")) {
                double over =
                        ours("W2", variant, "allocated") - figures.median("W2", Subject.FLOOR, variant, "allocated");
                add(
                        "W2",
                        "at most 1,536 B per call over the floor, " + variant,
                        Row.number(over) + " B",
                        over <= 1_536);
                Rounds floor = rounds("W2", Subject.FLOOR, variant, "throughput");
                double ours = ours("W2", variant, "throughput");
                String ratio = String.format(
                        Locale.ROOT,
                        "%.2f; the floor's spread is ± %.0f %%",
                        ours / floor.median(),
                        100 * floor.spread());
                add("W2", "at least 0.97 of the floor's throughput, " + variant, ratio, ours >= 0.97 * floor.least());
            }
            double over = ours("W8", "1 target", "allocated") - ours("W2", "TLS 1 thread", "allocated");
            add("W8", "a press with one target at most 3,072 B over a POST", Row.number(over) + " B", over <= 3_072);
        }

        private void notSlower(String workload, String variant, String measure, String unit) {
            String wanted = "not slower than google-auth, " + variant;
            Optional<Rounds> google = figures.find(workload, Subject.GOOGLE, variant, measure);
            if (google.isEmpty()) {
                list.add(new Target(workload, wanted, "", Optional.empty()));
            } else {
                double ours = ours(workload, variant, measure);
                String measured =
                        Row.number(ours) + " " + unit + "; google-auth " + Row.number(google.get()) + " " + unit;
                add(workload, wanted, measured, ours <= google.get().most());
            }
        }

        private void stampede() {
            for (String variant : List.of("success", "invalid_grant")) {
                double requests = ours("W3", variant, "token requests");
                add("W3", "1 token request, " + variant, Row.number(requests), requests == 1);
            }
            notSlower("W3", "success", "p99", "ms");
        }

        private void footprint() {
            for (String measure : List.of("time", "CPU", "classes")) {
                double ratio = ours("W4", "POST", measure) / figures.median("W4", Subject.FLOOR, "POST", measure);
                add("W4", "at most 1.15 times the floor, " + measure, Row.number(ratio) + " times", ratio <= 1.15);
            }
            atMost("W5", "class path", "size", 5_000_000, "B", "all runtime jars");
            atMost("W5", "our jars", "size", 600_000, "B", "our jars");
            atMost("W5", "shrunk and optimized", "size", 1_800_000, "B", "shrunk image of a RingCentral press");
            held("memory", 1_000);
            held("directory", 1_600);
            atMost("W9", "1 press", "heap", 3, "MB", "heap for one press");
            atMost("W9", "10000 presses", "heap", 3, "MB", "heap for 10,000 presses");
        }

        private void atMost(String workload, String variant, String measure, double most, String unit, String what) {
            String wanted = what + ": at most " + Row.number(most) + " " + unit;
            Optional<Rounds> found = figures.find(workload, Subject.OURS, variant, measure);
            if (found.isEmpty()) {
                list.add(new Target(workload, wanted, "", Optional.empty()));
            } else {
                double value = found.get().median();
                add(workload, wanted, Row.number(value) + " " + unit, value <= most);
            }
        }

        private void held(String store, double most) {
            double heap = ours("W6", store, "heap");
            double beside = heap - ours("W6", store, "text");
            String wanted = "an idle profile beside its text, " + store + ": at most " + Row.number(most) + " B";
            add("W6", wanted, Row.number(beside) + " B of " + Row.number(heap) + " B", beside <= most);
        }

        private void failures() {
            double seconds = ours("W7", "503 three times", "time");
            boolean delivered = ours("W7", "503 three times", "delivered") == 1;
            add("W7", "503 three times: delivered within 3 s", outcome(delivered, seconds), delivered && seconds <= 3);
            double waited = ours("W7", "429 with Retry-After: 2", "time");
            boolean obeyed = ours("W7", "429 with Retry-After: 2", "delivered") == 1;
            add("W7", "Retry-After: 2 is waited for", outcome(obeyed, waited), obeyed && waited >= 2);
            double requests = ours("W7", "invalid_grant and 100 calls", "token requests");
            add("W7", "invalid_grant and 100 calls: 1 token request", Row.number(requests), requests == 1);
            boolean renewed = ours("W7", "401 of the API", "delivered") == 1;
            add("W7", "401 of the API to a cached token: delivered", renewed ? "delivered" : "not delivered", renewed);
        }

        private static String outcome(boolean delivered, double seconds) {
            return (delivered ? "delivered after " : "not delivered after ") + Row.number(seconds) + " s";
        }

        private void growth() {
            flat("from 1 to 100,000 profiles", "1 profiles", "100000 profiles", "time of a cached token");
            flat("from 1 to 100,000 profiles", "1 profiles", "100000 profiles", "allocated by a POST");
            flat("from 1 to 1,000 threads", "1 threads", "1000 threads", "time of a cached token");
            flat("from 1 to 1,000 threads", "1 threads", "1000 threads", "allocated by a cached token");
            for (String measure : List.of("threads", "connections")) {
                double more = ours("W11", "200 profiles", measure) - ours("W11", "1 profiles", measure);
                add("W11", "no " + measure + " per profile", Row.number(more) + " more for 200 than for 1", more <= 0);
            }
        }

        private void flat(String steps, String small, String large, String measure) {
            double one = ours("W10", small, measure);
            double many = ours("W10", large, measure);
            // Less than a byte per call is what compilers allocate meanwhile.
            boolean met = many <= 1.1 * one || (measure.startsWith("allocated") && many - one < 1);
            add("W10", "at most 10 % more " + steps + ": " + measure, Row.number(one) + " → " + Row.number(many), met);
        }
    }
}
