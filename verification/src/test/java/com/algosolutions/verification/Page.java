package com.algosolutions.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation: Markdown in the root, in docs, or beside a module.
 *
 * @param file the page's file
 * @param text its text
 */
record Page(Path file, String text) {
    static final Path ROOT = Path.of("..");
    private static final Pattern FENCE = Pattern.compile("(?ms)^( *)```([a-z]*)\\R(.*?)^ *```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    /**
     * A block of code as a reader copies it.
     *
     * @param line its first line in the page
     * @param language what stands behind its fence
     * @param code the code, without the indentation of a list
     */
    record Block(int line, String language, String code) {}

    /** The pages, without the changelog, which names what was. */
    static List<Page> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> root = Files.walk(ROOT, 2)) {
            return Stream.concat(docs, root.filter(file -> !file.startsWith(ROOT.resolve("docs"))))
                    .filter(file -> file.toString().endsWith(".md") && !file.endsWith("CHANGELOG.md"))
                    .filter(file -> !file.toString().contains("target"))
                    .sorted()
                    .map(Page::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page's path in the repository, such as {@code docs/profile.md}. */
    String name() {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        FENCE.matcher(text).results().forEach(found -> {
            int line = (int) text.substring(0, found.start()).lines().count() + 1;
            String code = found.group(3).replaceAll("(?m)^" + found.group(1), "");
            blocks.add(new Block(line, found.group(2), code));
        });
        return blocks;
    }

    /** The page without its blocks of code. */
    String prose() {
        return FENCE.matcher(text).replaceAll("");
    }

    /** The names by which a link reaches the headings, as GitHub makes them. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> times = new HashMap<>();
        HEADING.matcher(prose()).results().forEach(found -> {
            String anchor = found.group(1)
                    .strip()
                    .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                    .replace(' ', '-');
            int before = times.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    @Override
    public String toString() {
        return name();
    }
}
