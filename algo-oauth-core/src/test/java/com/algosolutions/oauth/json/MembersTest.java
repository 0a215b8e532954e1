package com.algosolutions.oauth.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
    private static Members parse(String json) {
        return Members.parse(json.getBytes(UTF_8));
    }

    @Test
    void members_ofTheRightKinds_areRead() {
        Members members = parse("{\"t\":\"ö\",\"e\":\"\",\"n\":-7,\"big\":4294967296,\"f\":true,\"at\":1700000000,"
                + "\"for\":90,\"o\":{\"x\":1},\"l\":[1,\"a\",{\"x\":2}],\"os\":[{\"x\":3},{\"x\":4}]}");
        assertThat(members.text("t")).contains("ö");
        assertThat(members.requiredText("e")).isEmpty();
        assertThat(members.secret("t")).contains(Secret.of("ö"));
        assertThat(members.requiredSecret("t").reveal()).isEqualTo("ö");
        assertThat(members.number("n")).contains(-7L);
        assertThat(members.requiredNumber("big")).isEqualTo(4_294_967_296L);
        assertThat(members.flag("f")).isTrue();
        assertThat(members.requiredFlag("f")).isTrue();
        assertThat(members.instant("at")).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(members.requiredInstant("at")).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(members.duration("for")).contains(Duration.ofSeconds(90));
        assertThat(members.requiredDuration("for")).isEqualTo(Duration.ofSeconds(90));
        assertThat(members.object("o").orElseThrow().requiredNumber("x")).isEqualTo(1);
        assertThat(members.requiredObject("o").requiredNumber("x")).isEqualTo(1);
        assertThat(members.list("l")).hasSize(3);
        assertThat(members.requiredList("l")).hasSize(3);
        assertThat(members.objects("l"))
                .extracting(each -> each.requiredNumber("x"))
                .containsExactly(2L);
        assertThat(members.requiredObjects("os"))
                .extracting(each -> each.requiredNumber("x"))
                .containsExactly(3L, 4L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"m\":null}"})
    void member_thatIsAbsentOrNull_isEmpty(String json) {
        Members members = parse(json);
        assertThat(members.text("m")).isEmpty();
        assertThat(members.secret("m")).isEmpty();
        assertThat(members.number("m")).isEmpty();
        assertThat(members.flag("m")).isFalse();
        assertThat(members.instant("m")).isEmpty();
        assertThat(members.duration("m")).isEmpty();
        assertThat(members.object("m")).isEmpty();
        assertThat(members.list("m")).isEmpty();
        assertThat(members.objects("m")).isEmpty();
    }

    @Test
    void member_ofAnotherKind_countsAsAbsent() {
        Members members = parse("{\"t\":1,\"n\":\"1\",\"f\":\"true\",\"o\":[],\"l\":{}}");
        assertThat(members.text("t")).isEmpty();
        assertThat(members.secret("t")).isEmpty();
        assertThat(members.number("n")).isEmpty();
        assertThat(members.flag("f")).isFalse();
        assertThat(members.instant("n")).isEmpty();
        assertThat(members.duration("n")).isEmpty();
        assertThat(members.object("o")).isEmpty();
        assertThat(members.list("l")).isEmpty();
    }

    static Stream<Arguments> required() {
        return Stream.of(
                Arguments.of("text", (BiFunction<Members, String, Object>) Members::requiredText),
                Arguments.of("secret", (BiFunction<Members, String, Object>) Members::requiredSecret),
                Arguments.of("number", (BiFunction<Members, String, Object>) Members::requiredNumber),
                Arguments.of("boolean", (BiFunction<Members, String, Object>) Members::requiredFlag),
                Arguments.of("time in seconds", (BiFunction<Members, String, Object>) Members::requiredInstant),
                Arguments.of("number of seconds", (BiFunction<Members, String, Object>) Members::requiredDuration),
                Arguments.of("object", (BiFunction<Members, String, Object>) Members::requiredObject),
                Arguments.of("list", (BiFunction<Members, String, Object>) Members::requiredList),
                Arguments.of("list", (BiFunction<Members, String, Object>) Members::requiredObjects));
    }

    @ParameterizedTest
    @MethodSource("required")
    void required_ofAnAbsentMember_throws_withItsName(String kind, BiFunction<Members, String, Object> read) {
        assertThatThrownBy(() -> read.apply(parse("{\"other\":1}"), "proofKey"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The record has no " + kind + " \"proofKey\".");
    }

    @ParameterizedTest
    @MethodSource("required")
    void required_ofAnotherKind_throws_withoutTheValue(String kind, BiFunction<Members, String, Object> read) {
        String wrong = kind.equals("text") || kind.equals("secret") ? "[\"hunter2\"]" : "\"hunter2\"";
        assertThatThrownBy(() -> read.apply(parse("{\"proofKey\":" + wrong + "}"), "proofKey"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proofKey")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void secret_thatIsEmpty_throws_withTheName() {
        Members members = parse("{\"proofKey\":\"\"}");
        assertThatThrownBy(() -> members.secret("proofKey"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The record has no secret \"proofKey\".");
        assertThatThrownBy(() -> members.requiredSecret("proofKey")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requiredObjects_withAnotherElement_throws() {
        assertThatThrownBy(() -> parse("{\"l\":[{},\"hunter2\"]}").requiredObjects("l"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The record has no list of objects \"l\".");
    }

    @Test
    void instant_beyondTheRange_countsAsAbsent() {
        Members members = parse("{\"at\":" + Long.MAX_VALUE + "}");
        assertThat(members.instant("at")).isEmpty();
        assertThatThrownBy(() -> members.requiredInstant("at")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void version_thatIsExpected_isPassed() {
        assertThat(parse("{\"version\":1,\"t\":\"x\"}").version(1).requiredText("t"))
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":2}", "{\"version\":\"1\"}", "{\"version\":null}", "{}"})
    void version_ofAnotherKindOrNumber_throws(String json) {
        assertThatThrownBy(() -> parse(json).version(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The record does not have version 1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "hunter2", "{\"a\":hunter2}"})
    void parse_ofOtherBytes_throws_withoutTheText(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(MalformedJsonException.class)
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void asMap_keepsTheOrder_andCannotBeChanged() {
        Map<String, Object> plain = new HashMap<>(Map.of("a", "hunter2"));
        Members members = Members.of(plain);
        assertThat(members.asMap().keySet()).isEqualTo(plain.keySet());
        assertThatThrownBy(() -> members.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(parse("{\"b\":1,\"a\":2}").asMap().keySet()).containsExactlyElementsOf(List.of("b", "a"));
    }

    @Test
    void members_print_theirNamesOnly() {
        assertThat(parse("{\"token\":\"hunter2\"}")).hasToString("Members[token]");
    }
}
