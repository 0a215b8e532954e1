package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.PressResult;
import com.algosolutions.button.TargetResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.SignIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the pages: the tests, the types whose names end as a test's does, the files and the headings that they name exist. */
class PagesTest {
    private static final Path ROOT = Page.ROOT;
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern FOREIGN = Pattern.compile("https://[a-z0-9.-]+\\.[a-z]+(/[^\\s)]*)?");

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_namesTestsThatExist(Page page) throws IOException {
        Set<String> missing = new TreeSet<>();
        Matcher named = TEST.matcher(page.text());
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
    void page_linksToWhatExists(Page page) {
        assertThat(LINK.matcher(page.prose()).results().filter(link -> !leadsSomewhere(page, link)))
                .as("links of %s to a file or heading that is missing, or to a malformed address", page)
                .extracting(MatchResult::group)
                .isEmpty();
    }

    /** Another site is not asked: the build uses no network. */
    private static boolean leadsSomewhere(Page from, MatchResult link) {
        if (link.group(1).contains(":")) {
            return FOREIGN.matcher(link.group(1)).matches();
        }
        Path target = link.group(1).isEmpty()
                ? from.file()
                : from.file().toAbsolutePath().normalize().resolveSibling(link.group(1));
        return Files.exists(target)
                && (link.group(2) == null || Page.of(target).anchors().contains(link.group(2)));
    }

    /** A reader finds every page from the index, if not from the README. */
    @Test
    void index_linksToEveryPage() {
        Page index = Page.of(ROOT.resolve("docs/README.md"));
        assertThat(Page.all())
                .filteredOn(page ->
                        page.name().matches("docs/[^/]+\\.md") && !page.name().equals(index.name()))
                .allSatisfy(page ->
                        assertThat(index.text()).contains("](" + page.name().substring(5)));
    }

    /** What an operator sees has a sentence for each state and outcome. */
    @Test
    void operatorsPage_namesEachStateAndOutcome() {
        String page = Page.of(ROOT.resolve("docs/guide-operator.md")).prose();
        assertThat(Stream.of(
                                ProfileStatus.State.values(),
                                PressResult.Outcome.values(),
                                TargetResult.Outcome.values(),
                                SignIn.State.values(),
                                RevocationResult.Outcome.values())
                        .flatMap(Stream::of))
                .allSatisfy(constant -> assertThat(page).contains("`" + constant + "`"));
    }

    /** A line that a page quotes as printed by the library is one of the catalogue. The rest is said by others. */
    @Test
    void troubleshooting_quotesLinesOfTheCatalogue() {
        List<String> others =
                List.of("IllegalAccessError: class okhttp3.tls.HeldCertificate", "Next try in … s at the earliest.");
        String catalogue = Page.of(ROOT.resolve("docs/error-catalogue.md")).text();
        assertThat(Pattern.compile("`([^`\\n|]+)`")
                        .matcher(
                                Page.of(ROOT.resolve("docs/troubleshooting.md")).prose())
                        .results()
                        .map(quoted -> quoted.group(1))
                        .filter(line -> line.split(" ").length > 3 && !others.contains(line)))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(catalogue)
                        .contains(line.replace("RINGCENTRAL", "…").split(" *… *")));
    }

    @Test
    void drawing_hasThePackagesOfCoreInTheirOrder() throws IOException {
        List<String> drawn = Pattern.compile("<text class=\"name\" x=\"54\"[^>]*>(\\w+)<")
                .matcher(Files.readString(ROOT.resolve("docs/architecture.svg")))
                .results()
                .map(name -> name.group(1))
                .toList();
        assertThat(drawn).isEqualTo(CorePackages.topDown());
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
