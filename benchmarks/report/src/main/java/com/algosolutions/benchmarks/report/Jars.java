package com.algosolutions.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.ZipFile;

/** W5: the bytes that a device stores. */
final class Jars {
    private Jars() {}

    static void measure(Figures figures, Subject subject, List<Path> jars) throws IOException {
        figures.add("W5", subject, "class path", "jars", "", 1, jars.size());
        figures.add("W5", subject, "class path", "size", "B", 1, bytes(jars));
        if (subject == Subject.OURS) {
            figures.add("W5", subject, "our jars", "size", "B", 1, bytes(ours(jars)));
            byPackage(ours(jars))
                    .forEach((name, bytes) -> figures.add("W5", subject, "our jars", "package " + name, "B", 1, bytes));
            for (Path jar : jars) {
                figures.add("W5", subject, "class path", "jar " + jar.getFileName(), "B", 1, (double) Files.size(jar));
            }
        }
    }

    /** The compressed bytes of the classes, by package. */
    private static Map<String, Double> byPackage(List<Path> jars) throws IOException {
        Map<String, Double> bytes = new TreeMap<>();
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream().filter(entry -> entry.getName().endsWith(".class")).forEach(entry -> {
                    int end = Math.max(0, entry.getName().lastIndexOf('/'));
                    String name = entry.getName().substring(0, end).replace('/', '.');
                    bytes.merge(name, (double) entry.getCompressedSize(), Double::sum);
                });
            }
        }
        bytes.remove("");
        return bytes;
    }

    /** What the module {@code shrunk} has measured, if its test has run. */
    static void measureShrunk(Figures figures, Path benchmarks) throws IOException {
        Path file = benchmarks.resolveSibling("shrunk/target/shrunk.properties");
        if (Files.exists(file)) {
            Properties shrunk = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                shrunk.load(in);
            }
            Map.of("shrunk", "shrunk", "optimized", "shrunk and optimized")
                    .forEach((key, variant) -> figures.add(
                            "W5",
                            Subject.OURS,
                            variant,
                            "size",
                            "B",
                            1,
                            Double.parseDouble(shrunk.getProperty(key + ".bytes"))));
        }
    }

    static List<Path> ours(List<Path> jars) {
        return jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("algo-"))
                .toList();
    }

    static double bytes(List<Path> jars) throws IOException {
        double sum = 0;
        for (Path jar : jars) {
            sum += Files.size(jar);
        }
        return sum;
    }
}
