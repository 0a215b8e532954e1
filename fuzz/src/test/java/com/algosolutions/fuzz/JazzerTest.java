package com.algosolutions.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs Jazzer on each target for its part of {@code fuzz.minutes}, each in a JVM of its own, as many at a time as there are processors. What it
 * finds is in {@code target/fuzz}: the input belongs into the corpus.
 */
@Tag("deep")
class JazzerTest {
    private static final Path FOLDER = Path.of("target/fuzz").toAbsolutePath();
    private static final Duration MINUTES = Duration.ofMinutes(Integer.getInteger("fuzz.minutes", 60));
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Detectors of Jazzer for what no parser does, or for what a target may do: it connects to its own server, and reads files. */
    private static final String NOT_USED = Stream.of(
                    "ClojureLangHooks",
                    "ExpressionLanguageInjection",
                    "FilePathTraversal",
                    "LdapInjection",
                    "NamingContextLookup",
                    "OsCommandInjection",
                    "ReflectiveCall",
                    "ScriptEngineInjection",
                    "ServerSideRequestForgery",
                    "SqlInjection",
                    "TemplateInjection",
                    "UnsafeSanitizer",
                    "XPathInjection",
                    "XmlParserSsrfGuidance")
            .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
            .collect(Collectors.joining(":"));

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_. -]{2,30}");
    private static final Pattern PROGRESS = Pattern.compile("(?m)^#([0-9]+)\\s.*?\\bcov: ([0-9]+) ft: ([0-9]+)");
    private static final Pattern FOUND =
            Pattern.compile("(?m)^(?:== Java Exception: |SUMMARY: libFuzzer: (?!fuzz target exited)).*$");

    private static List<Target> targets() {
        List<String> named = List.of(System.getProperty("fuzz.targets", "").split(","));
        return Stream.of(Target.values())
                .filter(target -> named.contains("") || named.contains(target.label()))
                .toList();
    }

    @Test
    void targets_underJazzer_haveNoFinding() throws Exception {
        List<Target> targets = targets();
        Duration each =
                MINUTES.multipliedBy(Math.min(PROCESSORS, targets.size())).dividedBy(targets.size());
        ExecutorService pool = Executors.newFixedThreadPool(PROCESSORS);
        try {
            List<Future<Result>> running = new ArrayList<>();
            for (Target target : targets) {
                running.add(pool.submit(() -> run(target, each)));
            }
            List<Result> results = new ArrayList<>();
            for (Future<Result> one : running) {
                results.add(one.get());
            }
            System.out.println("| target | executions | edges | features | findings |\n|---|---:|---:|---:|---:|");
            results.forEach(System.out::println);
            System.out.printf(
                    "| all, %d s each | %,d | | | %d |%n",
                    each.toSeconds(),
                    results.stream().mapToLong(Result::executions).sum(),
                    results.stream()
                            .mapToLong(result -> result.findings().size())
                            .sum());
            assertThat(results).allSatisfy(result -> {
                assertThat(result.executions()).as(result.target().label()).isPositive();
                assertThat(result.findings()).as(result.target().label()).isEmpty();
            });
        } finally {
            pool.shutdownNow();
        }
    }

    private record Result(Target target, long executions, long edges, long features, List<String> findings) {
        @Override
        public String toString() {
            return String.format(
                    "| %s | %,d | %,d | %,d | %d |", target.label(), executions, edges, features, findings.size());
        }
    }

    private static Result run(Target target, Duration time) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(FOLDER.resolve(target.label()));
        Path grown = Files.createDirectories(folder.resolve("corpus"));
        Path found = Files.createDirectories(folder.resolve("found"));
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx512m",
                        "-Xmn256m",
                        "-XX:+UseSerialGC",
                        "-XX:-OmitStackTraceInFastThrow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.type(),
                        "--instrumentation_includes=com.algosolutions.**",
                        "--instrumentation_excludes=com.algosolutions.fuzz.**:" + target.type(),
                        "--disabled_hooks=" + NOT_USED,
                        "--keep_going=20",
                        "--reproducer_path=" + found,
                        "-artifact_prefix=" + found + "/",
                        "-dict=" + dictionary(target, folder),
                        "-max_total_time=" + time.toSeconds(),
                        "-max_len=8192",
                        "-timeout=300",
                        "-rss_limit_mb=2500",
                        "-print_final_stats=1",
                        grown.toString(),
                        target.corpus().toAbsolutePath().toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return result(target, Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private static Result result(Target target, String log) {
        long executions = 0;
        long edges = 0;
        long features = 0;
        Matcher progress = PROGRESS.matcher(log);
        while (progress.find()) {
            executions = Long.parseLong(progress.group(1));
            edges = Long.parseLong(progress.group(2));
            features = Long.parseLong(progress.group(3));
        }
        return new Result(
                target,
                executions,
                edges,
                features,
                FOUND.matcher(log)
                        .results()
                        .map(match -> match.group().strip())
                        .distinct()
                        .toList());
    }

    /** The words of the corpus, so that a mutation is one that the parser knows. */
    private static Path dictionary(Target target, Path folder) throws IOException {
        Set<String> words = new TreeSet<>();
        for (Path file : target.inputs()) {
            Matcher word = WORD.matcher(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            while (word.find()) {
                words.add('"' + word.group().strip() + '"');
            }
        }
        return Files.write(folder.resolve("words.dict"), words);
    }
}
