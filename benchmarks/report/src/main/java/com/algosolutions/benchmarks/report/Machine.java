package com.algosolutions.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where and when a run took place, for the page. */
final class Machine {
    private Machine() {}

    static List<String> describe() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        return List.of(
                "date: " + LocalDate.now(ZoneOffset.UTC),
                "processor: " + runtime.availableProcessors() + " × " + line("/proc/cpuinfo", "model name"),
                "memory: " + line("/proc/meminfo", "MemTotal"),
                "system: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "JDK: " + System.getProperty("java.vendor") + " " + Runtime.version(),
                String.format(
                        Locale.ROOT,
                        "load before the run: %s",
                        Files.readString(Path.of("/proc/loadavg")).strip()));
    }

    private static String line(String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
