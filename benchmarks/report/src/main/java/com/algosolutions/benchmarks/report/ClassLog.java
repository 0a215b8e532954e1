package com.algosolutions.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The classes that a JVM has loaded, by origin: its log of {@code class+load}. */
final class ClassLog {
    /** Prefixes of class names, and their origin. The first that fits counts. */
    private static final List<String[]> ORIGINS = List.of(
            new String[] {"com.algosolutions.benchmarks.", "the benchmark"},
            new String[] {"com.algosolutions.", "algo-oauth"},
            new String[] {"kotlin.", "Kotlin"},
            new String[] {"okhttp3.", "OkHttp and Okio"},
            new String[] {"okio.", "OkHttp and Okio"},
            new String[] {"tools.jackson.", "Jackson"},
            new String[] {"com.fasterxml.jackson.", "Jackson"},
            new String[] {"com.nimbusds.", "Nimbus"},
            new String[] {"java.", "JDK"},
            new String[] {"javax.", "JDK"},
            new String[] {"jdk.", "JDK"},
            new String[] {"sun.", "JDK"},
            new String[] {"com.sun.", "JDK"});

    private ClassLog() {}

    static String option(Path log) {
        return "-Xlog:class+load:file=" + log + "::filecount=0";
    }

    static Map<String, Integer> byOrigin(Path log) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : Files.readAllLines(log)) {
            int source = line.indexOf(" source:");
            if (source >= 0) {
                counts.merge(origin(line.substring(line.lastIndexOf(' ', source - 1) + 1, source)), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Of a class that the JVM spins for a lambda, a method handle or a proxy too, whatever it belongs to. */
    private static String origin(String type) {
        if (type.contains("/0x")
                || type.contains("$$Lambda")
                || type.contains("LambdaForm$")
                || type.contains("$Proxy")) {
            return "lambdas and other generated classes";
        }
        return ORIGINS.stream()
                .filter(origin -> type.startsWith(origin[0]))
                .map(origin -> origin[1])
                .findFirst()
                .orElse("other libraries");
    }
}
