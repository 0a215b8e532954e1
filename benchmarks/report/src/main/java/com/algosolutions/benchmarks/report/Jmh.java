package com.algosolutions.benchmarks.report;

import com.algosolutions.benchmarks.Site;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** W1, W2 and W8: time and allocation per call. */
final class Jmh {
    private final Path benchmarks;
    private final String warmUp;
    private final String time;

    /**
     * With these times, such as {@code 2s}.
     *
     * @param warmUp of a POST, until the JVM has compiled it: shorter ones measure the compiler
     * @param time of the warm-up of the rest, and of each measurement
     */
    Jmh(Path benchmarks, String warmUp, String time) {
        this.benchmarks = benchmarks;
        this.warmUp = warmUp;
        this.time = time;
    }

    /** A JMH benchmark of one library: how it is shown in the report. */
    record Run(String workload, String method, Subject subject, String variant, int threads, int round) {
        /** The measure that JMH's score is. */
        String measure() {
            return method.equals("post") ? "throughput" : "time";
        }

        String unit() {
            return method.equals("post") ? "calls/s" : "ns/call";
        }
    }

    /** Runs it in a JVM that JMH starts with the child's options. */
    List<Figure> run(Run run, Site site, List<String> options) throws IOException, InterruptedException {
        Path result = Files.createTempFile("jmh", ".csv");
        List<String> forked = new ArrayList<>(options);
        forked.add("-Dlibrary=" + run.subject().main);
        forked.add("-Dbase=" + site.base());
        List<String> arguments =
                new ArrayList<>(List.of("Calls." + run.method() + "$", "-prof", "gc", "-f", "1", "-t"));
        arguments.add(Integer.toString(run.threads()));
        arguments.addAll(List.of("-wi", "1", "-w", run.method().equals("post") ? warmUp : time, "-i", "1", "-r", time));
        arguments.addAll(List.of("-rf", "csv", "-rff", result.toString(), "-jvmArgs", String.join(" ", forked)));
        List<String> command =
                new Child(benchmarks, run.subject()).command("org.openjdk.jmh.Main", classPath(), arguments);
        Path output = Files.createTempFile("jmh", ".txt");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        List<String> lines = Files.readAllLines(result);
        if (exit != 0 || lines.size() < 2) {
            throw new IOException(String.join(" ", command) + "\nfailed:\n" + Files.readString(output));
        }
        Files.delete(result);
        Files.delete(output);
        List<Figure> figures = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split(",", -1);
            String name = columns[0].replace("\"", "");
            if (name.endsWith("Calls." + run.method())) {
                figures.add(figure(run, run.measure(), run.unit(), columns[4]));
            } else if (name.endsWith("gc.alloc.rate.norm")) {
                figures.add(figure(run, "allocated", "B/call", columns[4]));
            }
        }
        return figures;
    }

    private static Figure figure(Run run, String measure, String unit, String score) {
        return new Figure(
                run.workload(),
                run.subject().label,
                run.variant(),
                measure,
                unit,
                run.round(),
                Double.parseDouble(score));
    }

    /** JMH and the benchmark. */
    private List<Path> classPath() throws IOException {
        Path target = benchmarks.resolve("throughput/target");
        return Stream.concat(
                        Stream.of(target.resolve("classes")),
                        Stream.of(Files.readString(target.resolve("class-path"))
                                        .strip()
                                        .split(File.pathSeparator, -1))
                                .map(Path::of))
                .toList();
    }
}
