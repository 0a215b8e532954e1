package com.algosolutions.benchmarks.report;

import com.algosolutions.benchmarks.Server;
import com.algosolutions.benchmarks.Site;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM in which one library runs one workload. */
final class Child {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String FIGURE = "figure\t";

    private final Path benchmarks;
    private final Subject subject;
    private final List<String> options = new ArrayList<>();

    /** With the modules in this folder, which Maven has built. */
    Child(Path benchmarks, Subject subject) {
        this.benchmarks = benchmarks.toAbsolutePath().normalize();
        this.subject = subject;
    }

    /** Adds options of the JVM. */
    Child with(String... more) {
        options.addAll(Arrays.asList(more));
        return this;
    }

    /** Trusts the key of {@link Server#createKeyStore}. */
    Child trusting(Path keyStore) {
        return with("-Djavax.net.ssl.trustStore=" + keyStore, "-Djavax.net.ssl.trustStorePassword=" + Server.PASSWORD);
    }

    /** The options of the JVM. */
    List<String> options() {
        return List.copyOf(options);
    }

    /** Runs a workload, which must succeed, and returns the figures that it prints. */
    List<Figure> run(String label, int round, String workload, Site site, int size)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("child", ".txt");
        try {
            List<String> command = command(workload, site.base().toString(), Integer.toString(size));
            if (!succeeds(command, output, LIMIT)) {
                throw new IOException(String.join(" ", command) + "\nfailed:\n" + Files.readString(output));
            }
            return Files.readAllLines(output).stream()
                    .filter(line -> line.startsWith(FIGURE))
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Figure(
                            label,
                            subject.label,
                            columns[1],
                            columns[2],
                            columns[3],
                            round,
                            Double.parseDouble(columns[4])))
                    .toList();
        } finally {
            Files.delete(output);
        }
    }

    /** Whether a workload succeeds within the time. */
    boolean succeeds(Duration limit, String workload, Site site, int size) throws IOException, InterruptedException {
        Path output = Files.createTempFile("child", ".txt");
        try {
            return succeeds(command(workload, site.base().toString(), Integer.toString(size)), output, limit);
        } finally {
            Files.delete(output);
        }
    }

    private static boolean succeeds(List<String> command, Path output, Duration limit)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            return false;
        }
        return process.exitValue() == 0;
    }

    /** The command line with these arguments of the library's main class. */
    List<String> command(String... arguments) throws IOException {
        return command(subject.main, List.of(), List.of(arguments));
    }

    /** The command line of another main class, which is in the module or on the class path that is added to the library's. */
    List<String> command(String main, List<Path> more, List<String> arguments) throws IOException {
        List<Path> classPath = new ArrayList<>(libraries());
        classPath.add(classes(subject.module));
        classPath.add(classes("common"));
        classPath.addAll(more);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp", classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)), main));
        command.addAll(arguments);
        return command;
    }

    /** The classes of a module of the benchmarks: its jar, since class-data sharing takes no folders, or the folder if Maven has not packaged it yet. */
    private Path classes(String module) {
        Path target = benchmarks.resolve(module + "/target");
        Path jar = target.resolve("algo-oauth-benchmarks-" + module + ".jar");
        return Files.exists(jar) ? jar : target.resolve("classes");
    }

    /** The class path of the library, without the classes of the benchmarks. */
    List<Path> libraries() throws IOException {
        String entries = Files.readString(benchmarks.resolve(subject.module + "/target/class-path"));
        return Stream.of(entries.strip().split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(entry -> !entry.startsWith(benchmarks))
                .toList();
    }
}
