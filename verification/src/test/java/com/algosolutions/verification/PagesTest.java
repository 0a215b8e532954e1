package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the pages: the tests, the types whose names end as a test's does, and the files that they name exist. */
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)\\s]*)?\\)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> root = Files.list(ROOT)) {
            return Stream.concat(docs, root)
                    .filter(page ->
                            page.toString().endsWith(".md") && !page.endsWith("CHANGELOG.md")) // which names what was
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_namesTestsThatExist(Path page) throws IOException {
        Set<String> missing = new TreeSet<>();
        Matcher named = TEST.matcher(Files.readString(page));
        while (named.find()) {
            List<Path> sources = sources(named.group(1));
            if (sources.isEmpty() || named.group(2) != null && !has(sources, named.group(2))) {
                missing.add(named.group());
            }
        }
        assertThat(missing).as("tests that %s names", page).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_linksToFilesThatExist(Path page) throws IOException {
        Path folder = page.toAbsolutePath().getParent();
        Set<String> missing = LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains(":") && !Files.exists(folder.resolve(link)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(missing).as("files that %s links to", page).isEmpty();
    }

    /** A threat without a test is a claim. */
    @Test
    void security_eachSectionNamesATest() throws IOException {
        String[] sections = Files.readString(ROOT.resolve("docs/security.md")).split("(?m)^## ");
        assertThat(sections).hasSizeGreaterThan(7);
        assertThat(Stream.of(sections).skip(1).filter(section -> !section.matches("(?s)(Assets|Actors)\\b.*")))
                .allSatisfy(section -> assertThat(section).containsPattern(TEST));
    }

    private static List<Path> sources(String simpleName) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT);
                Stream<Path> benchmarks = Files.list(ROOT.resolve("benchmarks"))) {
            List<Path> found = new ArrayList<>();
            for (Path source : Stream.concat(modules, benchmarks)
                    .map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(source)) {
                    files.filter(file -> file.endsWith(simpleName + ".java")).forEach(found::add);
                }
            }
            return found;
        }
    }

    private static boolean has(List<Path> sources, String method) throws IOException {
        for (Path source : sources) {
            if (Files.readString(source).contains(" " + method + "(")) {
                return true;
            }
        }
        return false;
    }
}
