package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Screens of buttons, and the document as written back. */
class ScreensTest {
    private final Targets targets = new Targets();

    @AfterEach
    void close() {
        targets.close();
    }

    private static String button(String identifier) {
        return "{\"identifier\":\"" + identifier + "\",\"action\":\"Send API Request\",\"numberOfApiRequests\":1,"
                + "\"requests\":[{\"targets\":\"t1.test\",\"customPath\":\"a\",\"method\":\"GET\"}]}";
    }

    private static List<Problem> problems(String document) {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class, () -> new ButtonReader(false, Placeholders.of(Map.of())).read(document));
        assertThat(refusal).isNotNull();
        return refusal.problems();
    }

    @Test
    void buttons_ofAllScreens_arePressedByTheirIdentifiers() {
        String document = "{\"screens\":[{\"name\":\"Lobby\",\"buttons\":[" + button("b") + "," + button("a")
                + "]},{\"name\":\"Office\",\"buttons\":[]}],\"buttons\":[" + button("c") + "]}";

        ButtonActions buttons = ButtonActions.parse(targets.client(), document);

        assertThat(buttons.screens()).extracting(Screen::name).containsExactly("Lobby", "Office");
        assertThat(buttons.screens().get(0).buttons())
                .extracting(Button::identifier)
                .containsExactly("b", "a");
        assertThat(buttons.buttons()).extracting(Button::identifier).containsExactly("c", "b", "a");
        assertThat(buttons.press("a").results()).hasSize(1);
        assertThat(ButtonSchema.problems(document)).isEmpty();
    }

    @Test
    void document_writtenBack_hasItsMembersAndValuesInTheirOrderAndNoOthers() {
        String document =
                "{\"screens\":[{\"buttons\":[" + button("b") + "],\"name\":\"Lobby\"}],\"$schema\":\"x.json\"}";

        String written = ButtonActions.parse(targets.client(), document).toJson();

        assertThat(Json.write(Json.read(written))).isEqualTo(document);
        assertThat(ButtonActions.parse(targets.client(), written).toJson()).isEqualTo(written);
        assertThat(written).startsWith("{\n  \"screens\": [\n    {\n").endsWith("}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'screens':[{'buttons':[]}]} | screens[0].name | is missing",
                "{'screens':[{'name':' a','buttons':[]}]} | screens[0].name | white space",
                "{'screens':[{'name':'a'}]} | screens[0].buttons | is missing",
                "{'screens':[{'name':'a','buttons':[],'button':1}]} | screens[0].button | is not a field",
                "{'screens':[{'name':'a','buttons':[7]}]} | screens[0].buttons[0] | is not an object",
                "{'screens':7} | screens | list of objects",
                "{'$schema':7,'buttons':[]} | $schema | is not text",
                "{'screens':null} | buttons | is missing",
            })
    void document_withABadScreen_isOneProblemAndTheSchemaRejectsItToo(String document, String path, String wrong) {
        String json = document.replace('\'', '"');

        assertThat(problems(json)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(path);
            assertThat(problem.message()).contains(wrong);
            assertThat(problem.advice()).endsWith(".");
        });
        assertThat(ButtonSchema.problems(json)).isNotEmpty();
    }

    @Test
    void names_usedTwice_areProblemsOfTheLaterOnes() {
        assertThat(problems("{\"buttons\":[" + button("a") + "],\"screens\":[{\"name\":\"s\",\"buttons\":["
                        + button("a") + "]},{\"name\":\"s\",\"buttons\":[]}]}"))
                .extracting(Problem::field)
                .containsExactly("screens[0].buttons[0].identifier", "screens[1].name");
    }
}
