package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.verification.Conformance.Held;
import com.algosolutions.verification.Conformance.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/conformance.md} true: every line of the checklist has a test or a reason, and the page says which. */
class ConformanceTest {
    private static final Path ROOT = Path.of("..");
    private static Conformance conformance;

    @BeforeAll
    static void read() throws IOException {
        conformance = new Conformance(ROOT);
    }

    @Test
    @DisplayName("every line has a test whose display name carries its number, or a reason, or is listed as open")
    void line_hasATestOrAReason() {
        assertThat(conformance.lines().stream()
                        .filter(line -> conformance.heldBy(line.number()).isEmpty()
                                && line.reason().isEmpty()
                                && !conformance.open.contains(line.number()))
                        .map(Line::number))
                .as("lines without a test, a reason or an entry under Open in conformance.txt")
                .isEmpty();
    }

    @Test
    @DisplayName("every number in a display name is a line of the checklist, and the method is a test that runs")
    void test_namesLinesThatExist() {
        List<String> numbers = conformance.lines().stream().map(Line::number).toList();
        assertThat(numbers).doesNotHaveDuplicates().containsAll(conformance.open);
        assertThat(conformance.malformed)
                .as("display names that are not \"E2.3, E2.4 words\"")
                .isEmpty();
        assertThat(conformance.tests).isNotEmpty().allSatisfy(test -> {
            assertThat(numbers).as(test.toString()).containsAll(test.lines());
            assertThat(test.counts()).as("%s is a test, and not disabled", test).isTrue();
        });
    }

    /** The reports of this build; a run of chosen tests leaves the others' reports out or stale. */
    @Test
    @DisplayName("every test that holds a line is in its module's report, and was not skipped")
    void test_wasRun() throws IOException {
        if (System.getProperty("test") != null) {
            return;
        }
        for (Held test : conformance.tests) {
            Path report = test.module().resolve("target/surefire-reports/TEST-" + test.className() + ".xml");
            if (!test.tagged() && !test.module().endsWith("verification") && Files.exists(report)) {
                assertThat(Files.readString(report))
                        .as(test.toString())
                        .containsPattern("<testcase name=\"" + Pattern.quote(test.method())
                                + "(?![A-Za-z0-9_])[^>]*(/>|>(?!\\s*<skipped))");
            }
        }
    }

    @Test
    @DisplayName("docs/conformance.md is what the tests say")
    void page_isWhatTheTestsSay() throws IOException {
        Path written = Path.of("target", "conformance.md");
        Files.writeString(written, conformance.page());

        assertThat(Files.readString(ROOT.resolve("docs/conformance.md")))
                .as("docs/conformance.md is stale: cp verification/target/conformance.md docs/conformance.md")
                .isEqualTo(conformance.page());
    }
}
