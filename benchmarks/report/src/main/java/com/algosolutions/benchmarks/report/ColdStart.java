package com.algosolutions.benchmarks.report;

import com.algosolutions.benchmarks.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** W4 and W12: a new JVM until the end of its first POST. */
final class ColdStart {
    private final Figures figures;
    private final String workload;
    private final String variant;
    private final Subject subject;

    ColdStart(Figures figures, String workload, Subject subject, String variant) {
        this.figures = figures;
        this.workload = workload;
        this.variant = variant;
        this.subject = subject;
    }

    /** Measures the time and the CPU time of the process, by the shell's {@code time}. */
    void time(Child child, Site site, int round) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\"", "time"));
        command.addAll(child.command("cold-start", site.base().toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) {
            throw new IOException(String.join("\n", output));
        }
        String[] seconds = output.get(output.size() - 1).split(" ", -1);
        figures.add(workload, subject, variant, "time", "ms", round, 1_000 * Double.parseDouble(seconds[0]));
        double cpu = Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2]);
        figures.add(workload, subject, variant, "CPU", "ms", round, 1_000 * cpu);
    }

    /** Counts the classes that it loads. */
    void classes(Child child, Site site) throws IOException, InterruptedException {
        Path log = Files.createTempFile("classes", ".log");
        child.with(ClassLog.option(log)).run(workload, 1, "cold-start", site, 0);
        Map<String, Integer> counts = ClassLog.byOrigin(log);
        Files.delete(log);
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        figures.add(workload, subject, variant, "classes", "", 1, sum);
        counts.forEach((origin, count) -> figures.add(workload, subject, variant, "origin " + origin, "", 1, count));
    }
}
