package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares {@code docs/buttons.md} with the code. */
class ButtonsPageTest {
    private final String page = read();

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "buttons.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String example() {
        int begin = page.indexOf("```json\n") + "```json\n".length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    @Test
    void example_isTheButtonOfTheDeviceManual() {
        assertThat(Json.readObject(example())).isEqualTo(Json.readObject(new ManualButton("123456789000").json()));
    }

    @Test
    void example_isReadWithoutAProblem() {
        assertThat(new ButtonReader(false, Placeholders.of(Map.of()))
                        .read(example())
                        .buttons())
                .containsOnlyKeys("help");
    }

    @Test
    void members_ofTheExample_haveTheirRows() {
        List<String> members = new ArrayList<>();
        Object button = ((List<?>) Json.readObject(example()).get("buttons")).get(0);
        for (Object name : ((Map<?, ?>) button).keySet()) {
            members.add(name.toString());
        }
        Object request = ((List<?>) ((Map<?, ?>) button).get("requests")).get(0);
        for (Object name : ((Map<?, ?>) request).keySet()) {
            members.add(name.toString());
        }

        assertThat(members)
                .hasSize(14)
                .allSatisfy(member -> assertThat(page.lines())
                        .anySatisfy(line -> assertThat(line).matches("\\| [A-Z][^|]* \\| `" + member + "` \\|.*")));
    }

    @ParameterizedTest
    @EnumSource
    void headersMode_ofTheForm_isNamed(HeadersMode mode) {
        assertThat(page.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("| Headers | `headers` | `.headersMode` |")
                        .contains("`" + mode.label() + "`"));
    }

    @ParameterizedTest
    @EnumSource
    void targetOutcome_ofTheCode_hasItsRow(TargetResult.Outcome outcome) {
        assertThat(page.lines()).anySatisfy(line -> assertThat(line).startsWith("| `" + outcome + "` |"));
    }

    @ParameterizedTest
    @EnumSource
    void pressOutcome_ofTheCode_isNamed(PressResult.Outcome outcome) {
        assertThat(page.lines())
                .anySatisfy(line -> assertThat(line).startsWith("| `outcome` |").contains("`" + outcome + "`"));
    }
}
