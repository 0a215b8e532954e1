package com.algosolutions.verification;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which test holds which line of the checklist that {@code conformance.txt} has: read from the display names in the compiled tests of all
 * modules (classes named Test, as Surefire has it), and written as {@code docs/conformance.md}.
 */
final class Conformance {
    private static final Pattern LINE = Pattern.compile("(E\\d+\\.\\d+) \\| ([^|]+?)(?: \\| (.+))?");
    private static final Pattern NUMBERS = Pattern.compile("(E\\d+\\.\\d+(?:, E\\d+\\.\\d+)*)[:,]? (.*)");
    private static final Pattern NUMBER = Pattern.compile("\\bE\\d+\\.\\d+");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** What makes a method a test. */
    private static final Set<String> TESTS = Set.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.params.ParameterizedTest");

    /** A line of the checklist. */
    record Line(String number, String asks, Optional<String> reason) {}

    /** A test that names lines. */
    record Held(
            Path module,
            Path classFile,
            String className,
            String method,
            String displayName,
            Set<String> lines,
            boolean counts,
            boolean tagged) {
        String simpleName() {
            return className.substring(className.lastIndexOf('.') + 1);
        }
    }

    final Map<String, List<Line>> sections = new LinkedHashMap<>();
    final List<Held> tests = new ArrayList<>();
    final List<String> malformed = new ArrayList<>();

    /**
     * Reads the checklist, and the compiled tests of all modules.
     *
     * @param root the folder of the parent project
     */
    Conformance(Path root) throws IOException {
        readLines();
        Matcher module = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
        while (module.find()) {
            readTests(root.resolve(module.group(1)));
        }
        tests.sort(Comparator.comparing(Held::simpleName)
                .thenComparing(Held::displayName)
                .thenComparing(Held::method));
    }

    private void readLines() throws IOException {
        String text;
        try (var in = Conformance.class.getResourceAsStream("/conformance.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Line> section = new ArrayList<>();
        for (String row : text.lines()
                .filter(row -> !row.isBlank() && !row.startsWith("#"))
                .toList()) {
            Matcher line = LINE.matcher(row);
            if (row.startsWith("== E")) {
                section = new ArrayList<>();
                sections.put(row.substring(3), section);
            } else if (line.matches()) {
                section.add(new Line(line.group(1), line.group(2), Optional.ofNullable(line.group(3))));
            } else {
                throw new IllegalStateException("conformance.txt has a row that is none: " + row);
            }
        }
    }

    private void readTests(Path module) throws IOException {
        Path classes = module.resolve("target/test-classes");
        if (!Files.isDirectory(classes)) {
            try (Stream<Path> sources = Files.isDirectory(module.resolve("src/test/java"))
                    ? Files.walk(module.resolve("src/test/java"))
                    : Stream.empty()) {
                if (sources.anyMatch(source -> source.toString().endsWith("Test.java"))) {
                    throw new IllegalStateException("The tests of " + module.getFileName()
                            + " are not compiled: build with -am, or from the root.");
                }
            }
            return;
        }
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(location -> location.contains("Test"))
                .importPath(classes)) {
            for (JavaMethod method : type.getMethods()) {
                Matcher numbers = NUMBERS.matcher(displayName(method));
                if (numbered(numbers.matches() ? numbers.group(2) : displayName(method))) {
                    malformed.add(type.getSimpleName() + ": " + displayName(method));
                } else if (numbers.matches()) {
                    tests.add(new Held(
                            module,
                            classes.resolve(type.getFullName().replace('.', '/') + ".class"),
                            type.getFullName(),
                            method.getName(),
                            displayName(method),
                            new TreeSet<>(List.of(numbers.group(1).split(", "))),
                            isTest(method) && !has(method, "org.junit.jupiter.api.Disabled"),
                            has(method, "org.junit.jupiter.api.Tag")));
                }
            }
        }
    }

    /** Whether a text has a number where none is read: behind others that are not separated by a comma, or in the middle. */
    private static boolean numbered(String text) {
        return NUMBER.matcher(text).find();
    }

    private static String displayName(JavaMethod method) {
        return method.getAnnotations().stream()
                .filter(annotation -> annotation.getRawType().getFullName().equals("org.junit.jupiter.api.DisplayName"))
                .map(annotation -> String.valueOf(annotation.get("value").orElse("")))
                .findFirst()
                .orElse("");
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(JavaAnnotation::getRawType)
                .anyMatch(type -> TESTS.contains(type.getFullName()));
    }

    private static boolean has(JavaMethod method, String annotation) {
        return Stream.concat(method.getAnnotations().stream(), method.getOwner().getAnnotations().stream())
                .anyMatch(each -> each.getRawType().getFullName().equals(annotation));
    }

    List<Line> lines() {
        return sections.values().stream().flatMap(List::stream).toList();
    }

    /** Those that run in every build. */
    List<Held> heldBy(String line) {
        return tests.stream()
                .filter(test -> test.counts() && !test.tagged() && test.lines().contains(line))
                .toList();
    }

    /** The page. */
    String page() {
        StringBuilder page = new StringBuilder("""
                # Conformance

                What the RFCs and the experience of other libraries ask of an OAuth client, line by line, and the test that holds each line. A test names its lines at the
                beginning of its display name. This page is written from the compiled tests by `verification`, `ConformanceTest`, which also looks into the reports of the build: each test that is
                named here has run in it, and passed. [CONTRIBUTING](../CONTRIBUTING.md) says how to write it anew.
                """);
        sections.forEach((title, lines) -> {
            page.append("\n## ").append(title).append("\n\n| Line | Asks for | Held by |\n|---|---|---|\n");
            for (Line line : lines) {
                page.append("| ")
                        .append(line.number())
                        .append(" | ")
                        .append(line.asks())
                        .append(" | ")
                        .append(proof(line))
                        .append(" |\n");
            }
        });
        return page.toString();
    }

    private String proof(Line line) {
        List<String> proofs = new ArrayList<>();
        for (Held test : heldBy(line.number())) {
            String words =
                    NUMBERS.matcher(test.displayName()).replaceFirst("$2").replace("|", "\\|");
            proofs.add("`" + test.simpleName() + "`: " + words);
        }
        line.reason().ifPresent(proofs::add);
        return String.join("<br>", proofs);
    }
}
