package com.algosolutions.oauth.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"\"",
                "{\"b\":1,\"a\":[true,false,null,\"x\",-7,1.5,12345678901234567890,{\"é\":\"\\\"\\\\\\n\"}]}",
                "\"\uD83D\uDE00\"",
                "2147483648"
            })
    void value_readAndWritten_isTheSameText(String text) {
        assertThat(Json.write(Json.read(text))).isEqualTo(text);
    }

    @Test
    void value_writtenIndented_hasALineForEachMemberAndReadsTheSame() {
        String text = """
                {
                  "b": {
                    "c": [],
                    "d": {}
                  },
                  "a": ["x", 1, null],
                  "list": [
                    {
                      "e": "\\n"
                    },
                    []
                  ]
                }
                """;

        assertThat(Json.writeIndented(Json.read(text))).isEqualTo(text);
        assertThat(Json.writeIndented("x")).isEqualTo("\"x\"\n");
    }

    @Test
    void list_thatIsLong_hasALineForEachElement() {
        String word = "x".repeat(60);

        assertThat(Json.writeIndented(List.of(word, word)))
                .isEqualTo("[\n  \"" + word + "\",\n  \"" + word + "\"\n]\n");
    }

    @Test
    void byteOrderMark_atTheStart_isSkipped() { // as an editor on Windows writes it, and some servers
        assertThat(Json.readObject("\uFEFF{\"a\":1}")).containsEntry("a", 1);
        assertThatThrownBy(() -> Json.read("\uFEFF")).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> Json.read("{\"a\":1}\uFEFF")).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void object_keepsTheOrderWritten() {
        assertThat(Json.readObject("{\"z\":1,\"a\":2,\"m\":3}").keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void values_cannotBeChanged() {
        assertThatThrownBy(() -> Json.readObject("{\"a\":1}").put("b", 2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) Json.read("[1]")).remove(0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "[1,",
                "[1,]",
                "{\"a\":1,}",
                "\"a",
                "tru",
                "nul",
                "-",
                "01",
                "1.",
                "+1",
                ".5",
                "NaN",
                "{} {}",
                "1 2",
                "{}x",
                "{\"a\":1,\"a\":2}",
                "{\"x\":{\"a\":1,\"a\":1}}",
                "{a:1}",
                "{'a':1}",
                "// c\n1",
                "\"a\nb\"",
                "\"\\x\"",
                "\"\\u12\"",
                "]",
                "}"
            })
    void text_thatIsNotJson_isRejected_withItsPlaceOnly(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(MalformedJsonException.class)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"clientSecret\": hunter2}",
                "{\"clientSecret\": \"hunter2",
                "{\"hunter2\": 1, \"hunter2\": 2}",
                "hunter2",
                "{} hunter2",
                "{\"a\": \"hunter2\" \"b\"}"
            })
    void message_neverContainsTheText(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(MalformedJsonException.class)
                .hasNoCause()
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void message_namesLineAndColumn() {
        assertThatThrownBy(() -> Json.read("{\n  \"a\": !\n}")).hasMessageContaining("line 2, column");
    }

    @Test
    void depth_atTheLimit_isRead_beyondIsRejected() {
        assertThat(Json.read("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH)))
                .isInstanceOf(List.class);
        for (String bracket : List.of("[", "{\"a\":")) {
            assertThatThrownBy(() -> Json.read(bracket.repeat(Json.MAX_DEPTH + 1)))
                    .isInstanceOf(MalformedJsonException.class)
                    .hasMessageContaining("over a limit");
            assertThatThrownBy(() -> Json.read(bracket.repeat(100_000))).isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void length_atTheLimit_isRead_beyondIsRejected() {
        String atLimit = "\"" + "x".repeat(Json.MAX_LENGTH - 2) + "\"";
        assertThat(Json.read(atLimit)).isEqualTo("x".repeat(Json.MAX_LENGTH - 2));
        assertThatThrownBy(() -> Json.read(atLimit + " "))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining(String.valueOf(Json.MAX_LENGTH));
    }

    @Test
    void number_ofManyDigits_isTheNearestDouble() {
        assertThat(Json.read("9".repeat(100))).isInstanceOf(Number.class);
        assertThat(Json.read("9".repeat(100))).isEqualTo(new java.math.BigInteger("9".repeat(100)));
        assertThat(Json.read("9".repeat(101))).isEqualTo(1e101);
        assertThat(Json.read("9".repeat(1_000))).isEqualTo(Double.MAX_VALUE);
        assertThat(Json.read("-1e400")).isEqualTo(-Double.MAX_VALUE);
        assertThat(Json.read(Json.write(Json.read("1e400")))).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void readObject_ofAnotherValue_isRejected() {
        assertThatThrownBy(() -> Json.readObject("[1]"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("begin with {");
    }

    @Test
    void write_ofAForeignValue_isRejected() {
        assertThatThrownBy(() -> Json.write(Map.of("a", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }

    private static final class Form {
        final List<Problem> problems = new ArrayList<>();
        final Fields fields;

        Form(String json) {
            fields = new Fields(Json.readObject(json), problems);
        }

        List<String> said() {
            return problems.stream().map(Problem::toString).toList();
        }
    }

    @Test
    void fields_ofTheRightKinds_areRead() {
        Form form = new Form("{\"t\":\"x\",\"n\":7,\"l\":[\"a\",\"b\"],\"one\":\"c\",\"o\":[{\"i\":1},{\"i\":2}],"
                + "\"s\":{\"k\":\"v\"},\"nil\":null}");
        assertThat(form.fields.text("t")).isEqualTo("x");
        assertThat(form.fields.whole("n")).isEqualTo(7);
        assertThat(form.fields.texts("l")).containsExactly("a", "b");
        assertThat(form.fields.texts("one")).containsExactly("c");
        assertThat(form.fields.objects("o")).extracting(o -> o.whole("i")).containsExactly(1, 2);
        assertThat(form.fields.strings("s")).containsExactly(Map.entry("k", "v"));
        assertThat(form.fields.text("nil")).isNull();
        assertThat(form.fields.text("absent")).isNull();
        assertThat(form.fields.texts("absent")).isEmpty();
        form.fields.refuseUnknown();
        assertThat(form.problems).isEmpty();
    }

    @Test
    void fields_ofWrongKinds_areAllProblems_withTheirPaths() {
        Form form = new Form("{\"t\":1,\"n\":\"7\",\"big\":2147483648,\"l\":[\"a\",2],\"o\":[{\"x\":{}},3],\"p\":{},"
                + "\"s\":{\"k\":1},\"q\":[]}");
        form.fields.text("t");
        form.fields.whole("n");
        form.fields.whole("big");
        form.fields.texts("l");
        form.fields.objects("o").get(0).text("x");
        form.fields.objects("p");
        form.fields.strings("s");
        form.fields.strings("q");
        assertThat(form.problems)
                .extracting(Problem::field)
                .containsExactly("t", "n", "big", "l", "o[1]", "o[0].x", "p", "s", "q");
        assertThat(form.problems)
                .allSatisfy(problem -> assertThat(problem.advice()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokenURL | Did you mean \"tokenUrl\"? If not, remove it.",
                "clientSecrt | Did you mean \"clientSecret\"? If not, remove it.",
                "ClientId | Did you mean \"clientId\"? If not, remove it.",
                "clinetId | Did you mean \"clientId\"? If not, remove it.",
                "secret | Did you mean \"clientSecret\"? If not, remove it.",
                "client | Did you mean \"clientId\"? If not, remove it.",
                "client_key | Did you mean \"clientId\" or \"clientSecret\"? If not, remove it.",
                "url | Did you mean \"tokenUrl\"? If not, remove it.",
                "accessTokenUri | Did you mean \"tokenUrl\"? If not, remove it.",
                "oauth-token-endpoint | Did you mean \"tokenUrl\"? If not, remove it.",
                "TOKEN_URLS | Did you mean \"tokenUrl\"? If not, remove it.",
                "entirelyElse | The fields here are tokenUrl, clientId, clientSecret. Use one of them, or remove it.",
                "x | The fields here are tokenUrl, clientId, clientSecret. Use one of them, or remove it.",
                "'' | The fields here are tokenUrl, clientId, clientSecret. Use one of them, or remove it.",
                "\u00dcberschrift | The fields here are tokenUrl, clientId, clientSecret. Use one of them, or remove it.",
            })
    void unknownMember_isAProblem_thatNamesTheKnownOnes(String member, String advice) {
        Form form = new Form("{\"" + member + "\":1}");
        for (String known : List.of("$schema", "tokenUrl", "clientId", "clientSecret")) {
            form.fields.value(known);
        }
        form.fields.refuseUnknown();
        assertThat(form.said()).containsExactly(member + " is not a field. " + advice);
    }

    @Test
    void problem_within_movesItsField_andKeepsTheFormsLabel() {
        assertThat(Problem.of("targets", "is missing", "Name one.").within("requests[0]"))
                .hasToString("requests[0].targets is missing. Name one.");
        assertThat(Problem.of("tokenUrl", "Token URL", "is missing", "Copy it.").within("profile"))
                .hasToString("profile.tokenUrl: Token URL is missing. Copy it.")
                .extracting(Problem::field)
                .isEqualTo("profile.tokenUrl");
    }

    @Test
    void write_ofNullsAndOrderedMaps_isPlain() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("b", null);
        members.put("a", Arrays.asList(1L, null));
        assertThat(Json.write(members)).isEqualTo("{\"b\":null,\"a\":[1,null]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "[],", "0,", "\"\",", "null,", "[[]],", "{\"a\":0},"})
    void values_ofWhichThereAreTooMany_areNotRead(String element) {
        int values = element.equals("[[]],") || element.startsWith("{\"a") ? 2 : 1;
        int most = (Json.MAX_VALUES - 1) / values;
        String fits = "[" + element.repeat(most);
        assertThat((List<?>) Json.read(fits.substring(0, fits.length() - 1) + "]"))
                .hasSize(most);
        assertThatThrownBy(() -> Json.read("[" + element.repeat(most + 1) + "0]"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("20000 values");
    }

    @Test
    void values_ofAnObject_areCounted() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < Json.MAX_VALUES; i++) {
            text.append('"').append(i).append("\":{},");
        }
        assertThatThrownBy(() -> Json.read(text + "\"a\":1}")).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void problems_beyondAThousand_areNotCollected() {
        List<Problem> problems = new ArrayList<>();
        Fields fields = new Fields(new LinkedHashMap<>(), problems);
        for (int i = 0; i < 5_000; i++) {
            fields.problem("x" + i, "is not a field", "Remove it.");
        }
        assertThat(problems).hasSize(1_000);
    }

    @Test
    void problem_ofAnyLength_isCut() {
        Problem problem = Problem.of("path", "is \"" + "x".repeat(3_000_000) + '"', "y".repeat(3_000_000));
        assertThat(problem.message()).startsWith("is \"xxx").endsWith("x\u2026").hasSize(2_001);
        assertThat(problem.within("buttons[0]").toString()).hasSizeLessThan(4_100);
    }

    @Test
    void names_ofTheSameLength_areComparedWithTheFirst200() {
        List<String> known = new ArrayList<>(Collections.nCopies(200, "abcdefgh"));
        known.add("tokenUrl");
        assertThat(Fields.nearest("tokenUrI", known)).isNull();
        assertThat(Fields.nearest("tokenUrI", known.subList(1, known.size()))).isEqualTo("tokenUrl");
        assertThat(Fields.nearest("tokenUrI", List.of("x".repeat(1_000_000), "tokenUrl")))
                .isEqualTo("tokenUrl");
    }

    @Test
    void names_thatAreHostile_areCountedAndCut() {
        Map<String, Object> document = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            document.put("x".repeat(40_000) + i, 1);
        }
        List<Problem> problems = new ArrayList<>();
        Fields fields = new Fields(document, problems);
        fields.text("tokenUrl");
        fields.refuseUnknown();
        InvalidInputException thrown = new InvalidInputException(problems);
        assertThat(thrown.problems()).hasSize(101);
        assertThat(thrown.problems().get(0).toString()).hasSizeLessThan(120).endsWith("is not a field. Remove it.");
        assertThat(thrown)
                .message()
                .hasSizeLessThan(20_000)
                .endsWith("has 200 more problems. Correct those above first.");
        assertThat(Fields.nearest("tokenUrl".repeat(9), List.of("tokenUrl".repeat(9))))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u001b[31m", "\n", "\ue000", "\u0000"})
    void name_withAHiddenCharacter_isShownWithoutIt(String hidden) {
        List<Problem> problems = new ArrayList<>();
        new Fields(Map.of("to" + hidden + "ken", 1), problems).refuseUnknown();
        assertThat(problems.get(0).toString()).doesNotContain(hidden).startsWith("to ");
    }
}
