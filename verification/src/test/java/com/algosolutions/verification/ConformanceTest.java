package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.algosolutions.verification.Conformance.Claim;
import com.algosolutions.verification.Conformance.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Checks {@code docs/conformance.md}: every line of the checklist has a test that passed, or a reason, and the page is current. */
class ConformanceTest {
    private static final Path ROOT = Path.of("..");
    private static Conformance conformance;

    @BeforeAll
    static void read() throws IOException {
        conformance = new Conformance(ROOT);
    }

    @Test
    @DisplayName("every line has a test in every build whose display name carries its number, or a reason")
    void line_hasATestOrAReason() {
        assertThat(conformance.lines().stream()
                        .filter(line -> conformance.testsOf(line.number()).isEmpty()
                                && line.reason().isEmpty())
                        .map(Line::number))
                .as("lines without a test or a reason in conformance.txt")
                .isEmpty();
    }

    /** Without this check, a line that is deleted together with its test would not be noticed. */
    @Test
    @DisplayName("the checklist has all its lines, numbered without gaps")
    void checklist_isComplete() {
        int[] lines = {20, 19, 8, 10, 4, 9, 7, 4, 6, 15};
        List<String> expected = new ArrayList<>();
        for (int section = 1; section <= lines.length; section++) {
            for (int line = 1; line <= lines[section - 1]; line++) {
                expected.add("E" + section + "." + line);
            }
        }
        assertThat(conformance.lines()).extracting(Line::number).isEqualTo(expected);
    }

    @Test
    @DisplayName("every number in a display name is a line of the checklist, and the method is a test that runs")
    void test_namesLinesThatExist() {
        List<String> numbers = conformance.lines().stream().map(Line::number).toList();
        assertThat(conformance.malformed)
                .as("display names that have a number elsewhere than in \"E2.3, E2.4 words\"")
                .isEmpty();
        assertThat(conformance.tests).isNotEmpty().allSatisfy(test -> {
            assertThat(numbers).as(test.toString()).containsAll(test.lines());
            assertThat(test.counts()).as("%s is a test, and not disabled", test).isTrue();
        });
    }

    /** Reads the reports of this build. In a run of selected tests others are missing or stale; this module's do not exist yet. */
    @Test
    @DisplayName("every test for a line ran in this build, and passed")
    void test_hasPassed() throws Exception {
        assumeThat(System.getProperty("test")).as("a run of selected tests").isNull();
        for (Claim test : conformance.tests) {
            if (test.tagged()) {
                continue;
            }
            if (test.module().endsWith("verification")) {
                assertThat(test.simpleName())
                        .as("a class name that Surefire runs")
                        .endsWith("Test");
                continue;
            }
            Path report = test.module().resolve("target/surefire-reports/TEST-" + test.className() + ".xml");
            assertThat(report).as(test.toString()).exists();
            assertThat(Files.getLastModifiedTime(report))
                    .as("the report of %s is of this build", test)
                    .isGreaterThanOrEqualTo(Files.getLastModifiedTime(test.classFile()));
            assertThat(resultsOf(test.method(), report))
                    .as(test.toString())
                    .isNotEmpty()
                    .containsOnly("passed");
        }
    }

    /** The results of a test method: one, or one for each invocation of a parameterized test. */
    private static List<String> resultsOf(String method, Path report) throws Exception {
        DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
        xml.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList cases = xml.newDocumentBuilder().parse(report.toFile()).getElementsByTagName("testcase");
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element run = (Element) cases.item(i);
            if (run.getAttribute("name").matches(Pattern.quote(method) + "(?![A-Za-z0-9_]).*")) {
                ends.add(Stream.of("failure", "error", "skipped")
                        .filter(end -> run.getElementsByTagName(end).getLength() > 0)
                        .findFirst()
                        .orElse("passed"));
            }
        }
        return ends;
    }

    @Test
    @DisplayName("docs/conformance.md equals the page that the tests generate")
    void page_equalsTheGeneratedOne() throws IOException {
        Path written = Path.of("target", "conformance.md");
        Files.writeString(written, conformance.page());

        assertThat(Files.readString(ROOT.resolve("docs/conformance.md")))
                .as("docs/conformance.md is stale: cp verification/target/conformance.md docs/conformance.md")
                .isEqualTo(conformance.page());
    }
}
