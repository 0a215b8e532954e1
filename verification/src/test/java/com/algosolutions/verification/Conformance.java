package com.algosolutions.verification;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
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
 * Finds the tests for each line of the checklist in {@code conformance.txt}, by the display names in the compiled tests of all modules
 * (classes whose name ends in Test, as for Surefire), and generates {@code docs/conformance.md}.
 */
final class Conformance {
    private static final Pattern LINE = Pattern.compile("(E\\d+\\.\\d+) \\| ([^|]+?)(?: \\| (.+))?");
    private static final Pattern NUMBERS = Pattern.compile("(E\\d+\\.\\d+(?:, E\\d+\\.\\d+)*)[:,]? (.*)");
    private static final Pattern NUMBER = Pattern.compile("\\bE\\d+\\.\\d+");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** The annotations of a test method. */
    private static final Set<String> TESTS = Set.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.params.ParameterizedTest");

    /** A line of the checklist, with the reason if no test covers it completely. */
    record Line(String number, String requirement, Optional<String> reason) {}

    /** A test whose display name starts with lines of the checklist. */
    record Claim(
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
    final List<Claim> tests = new ArrayList<>();
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
        tests.sort(Comparator.comparing(Claim::simpleName)
                .thenComparing(Claim::displayName)
                .thenComparing(Claim::method));
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
                throw new IllegalStateException("malformed row in conformance.txt: " + row);
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
        for (JavaClass type : classes(classes)) {
            for (JavaMethod method : type.getMethods()) {
                Matcher numbers = NUMBERS.matcher(displayName(method));
                if (numbered(numbers.matches() ? numbers.group(2) : displayName(method))) {
                    malformed.add(type.getSimpleName() + ": " + displayName(method));
                } else if (numbers.matches()) {
                    tests.add(new Claim(
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

    /** The test classes, without those that they use: only their own methods and annotations are read. */
    private static JavaClasses classes(Path folder) {
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .withImportOption(location -> location.contains("Test"))
                    .importPath(folder);
        });
    }

    /** Whether a text contains a line's number at a place where it is not read. */
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

    /** The tests for a line that run in every build. */
    List<Claim> testsOf(String line) {
        return tests.stream()
                .filter(test -> test.counts() && !test.tagged() && test.lines().contains(line))
                .toList();
    }

    /** The text of docs/conformance.md. */
    String page() {
        StringBuilder page = new StringBuilder("""
            # Conformance

            The requirements of the RFCs on an OAuth client, and those from experience with other libraries, with the tests for each line. A test names its lines at the
            start of its display name. `ConformanceTest` in `verification` generates this page from the compiled tests, and checks in the reports of the build that each test named
            here ran and passed. [CONTRIBUTING](../CONTRIBUTING.md) says how to regenerate the page.
            """);
        sections.forEach((title, lines) -> {
            page.append("\n## ").append(title).append("\n\n| Line | Requirement | Tests |\n|---|---|---|\n");
            for (Line line : lines) {
                page.append("| ")
                        .append(line.number())
                        .append(" | ")
                        .append(line.requirement())
                        .append(" | ")
                        .append(proof(line))
                        .append(" |\n");
            }
        });
        return page.toString();
    }

    private String proof(Line line) {
        List<String> proofs = new ArrayList<>();
        for (Claim test : testsOf(line.number())) {
            String words =
                    NUMBERS.matcher(test.displayName()).replaceFirst("$2").replace("|", "\\|");
            proofs.add("`" + test.simpleName() + "`: " + words);
        }
        line.reason().ifPresent(proofs::add);
        return String.join("<br>", proofs);
    }
}
