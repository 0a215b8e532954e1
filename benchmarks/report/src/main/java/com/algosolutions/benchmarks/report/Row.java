package com.algosolutions.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A line of the table, and a group of bars in the workload's plot. */
record Row(String workload, String variant, String measure, String unit) {
    /** Every line, in the order of the page. */
    static final List<Row> ALL = List.of(
            new Row("W1", "1 thread", "time", "ns/call"),
            new Row("W1", "8 threads", "time", "ns/call"),
            new Row("W1", "System.nanoTime", "time", "ns/call"),
            new Row("W1", "1 thread", "allocated", "B/call"),
            new Row("W1", "8 threads", "allocated", "B/call"),
            new Row("W2", "plain 1 thread", "throughput", "calls/s"),
            new Row("W2", "plain 8 threads", "throughput", "calls/s"),
            new Row("W2", "TLS 1 thread", "throughput", "calls/s"),
            new Row("W2", "TLS 8 threads", "throughput", "calls/s"),
            new Row("W2", "plain 1 thread", "allocated", "B/call"),
            new Row("W2", "plain 8 threads", "allocated", "B/call"),
            new Row("W2", "TLS 1 thread", "allocated", "B/call"),
            new Row("W2", "TLS 8 threads", "allocated", "B/call"),
            new Row("W3", "success", "token requests", ""),
            new Row("W3", "success", "p99", "ms"),
            new Row("W3", "invalid_grant", "token requests", ""),
            new Row("W3", "invalid_grant", "p99", "ms"),
            new Row("W4", "POST", "time", "ms"),
            new Row("W4", "POST", "CPU", "ms"),
            new Row("W4", "POST", "classes", ""),
            new Row("W4", "encrypted directory", "time", "ms"),
            new Row("W4", "press", "time", "ms"),
            new Row("W4", "press", "classes", ""),
            new Row("W5", "class path", "jars", ""),
            new Row("W5", "class path", "size", "B"),
            new Row("W5", "our jars", "size", "B"),
            new Row("W5", "shrunk", "size", "B"),
            new Row("W5", "shrunk and optimized", "size", "B"),
            new Row("W6", "memory", "heap", "B/profile"),
            new Row("W6", "memory", "text", "B/profile"),
            new Row("W6", "memory", "own strings", "B/profile"),
            new Row("W6", "directory", "heap", "B/profile"),
            new Row("W6", "directory", "text", "B/profile"),
            new Row("W6", "directory", "own strings", "B/profile"),
            new Row("W7", "503 three times", "delivered", ""),
            new Row("W7", "503 three times", "time", "s"),
            new Row("W7", "503 three times", "token requests", ""),
            new Row("W7", "429 with Retry-After: 2", "delivered", ""),
            new Row("W7", "429 with Retry-After: 2", "time", "s"),
            new Row("W7", "429 with Retry-After: 2", "token requests", ""),
            new Row("W7", "invalid_grant and 100 calls", "token requests", ""),
            new Row("W7", "401 of the API", "delivered", ""),
            new Row("W8", "1 target", "throughput", "calls/s"),
            new Row("W8", "1 target", "allocated", "B/call"),
            new Row("W8", "40 targets", "throughput", "calls/s"),
            new Row("W8", "40 targets", "allocated", "B/call"),
            new Row("W9", "1 press", "heap", "MB"),
            new Row("W9", "10000 presses", "heap", "MB"),
            new Row("W10", "1 profiles", "time of a cached token", "ns/call"),
            new Row("W10", "1000 profiles", "time of a cached token", "ns/call"),
            new Row("W10", "100000 profiles", "time of a cached token", "ns/call"),
            new Row("W10", "1 profiles", "allocated by a POST", "B/call"),
            new Row("W10", "1000 profiles", "allocated by a POST", "B/call"),
            new Row("W10", "100000 profiles", "allocated by a POST", "B/call"),
            new Row("W10", "1 profiles", "time to create", "us/profile"),
            new Row("W10", "1000 profiles", "time to create", "us/profile"),
            new Row("W10", "100000 profiles", "time to create", "us/profile"),
            new Row("W10", "1 threads", "time of a cached token", "ns/call"),
            new Row("W10", "1000 threads", "time of a cached token", "ns/call"),
            new Row("W10", "1 threads", "allocated by a cached token", "B/call"),
            new Row("W10", "1000 threads", "allocated by a cached token", "B/call"),
            new Row("W11", "1 profiles", "threads", ""),
            new Row("W11", "200 profiles", "threads", ""),
            new Row("W11", "1 profiles", "connections", ""),
            new Row("W11", "200 profiles", "connections", ""),
            new Row("W12", "POST", "time", "ms"),
            new Row("W12", "POST", "CPU", "ms"));

    static Stream<Row> of(String workload) {
        return ALL.stream().filter(row -> row.workload.equals(workload));
    }

    String name() {
        return variant + ", " + measure + (unit.isEmpty() ? "" : ", " + unit);
    }

    boolean moreIsBetter() {
        return measure.equals("throughput") || measure.equals("delivered");
    }

    /** A value as the page shows it. */
    static String number(double value) {
        if (Math.abs(value) < 0.005) {
            return "0";
        }
        String pattern = Math.abs(value) >= 100 || value == Math.rint(value) ? "%,.0f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }

    /** A measured value with its spread. */
    static String number(Figures.Rounds rounds) {
        String median = number(rounds.median());
        return rounds.spread() < 0.005
                ? median
                : median + String.format(Locale.ROOT, " ± %.0f %%", 100 * rounds.spread());
    }
}
