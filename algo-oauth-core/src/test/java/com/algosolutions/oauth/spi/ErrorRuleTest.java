package com.algosolutions.oauth.spi;

import static com.algosolutions.oauth.Failure.Kind.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorRuleTest {
    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        ErrorRule.token("a", REQUEST, "m", "A."), Endpoint.TOKEN, 0, "a", "token endpoint a: m. A."),
                Arguments.of(ErrorRule.api("a", REQUEST, "m", "A."), Endpoint.API, 0, "a", "API a: m. A."),
                Arguments.of(ErrorRule.api(404, REQUEST, "m", "A."), Endpoint.API, 404, "", "API 404: m. A."),
                Arguments.of(ErrorRule.api(404, "a", REQUEST, "m", "A."), Endpoint.API, 404, "a", "API 404 a: m. A."),
                Arguments.of(
                        ErrorRule.of(Endpoint.REVOCATION, "a", REQUEST, "m", "A."),
                        Endpoint.REVOCATION,
                        0,
                        "a",
                        "revocation endpoint a: m. A."),
                Arguments.of(
                        ErrorRule.of(Endpoint.TOKEN, 404, REQUEST, "m", "A."),
                        Endpoint.TOKEN,
                        404,
                        "",
                        "token endpoint 404: m. A."),
                Arguments.of(
                        ErrorRule.of(Endpoint.TOKEN, 404, "a", REQUEST, "m", "A."),
                        Endpoint.TOKEN,
                        404,
                        "a",
                        "token endpoint 404 a: m. A."));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void factory_setsWhatItNames_andMatchesAnyOther(
            ErrorRule rule, Endpoint endpoint, int status, String code, String text) {
        assertThat(rule.endpoint()).isEqualTo(endpoint);
        assertThat(rule.status()).isEqualTo(status == 0 ? OptionalInt.empty() : OptionalInt.of(status));
        assertThat(rule.code()).isEqualTo(Optional.of(code).filter(any -> !any.isEmpty()));
        assertThat(rule.bodyContaining()).isEmpty();
        assertThat(rule.kind()).isEqualTo(REQUEST);
        assertThat(rule.message()).isEqualTo("m");
        assertThat(rule.advice()).isEqualTo("A.");
        assertThat(rule).hasToString(text);
    }

    @Test
    void bodyText_givenTwice_isTheLastOne_inANewRule() {
        ErrorRule rule = ErrorRule.api(404, "a", REQUEST, "m", "A.");
        ErrorRule narrow = rule.withBodyContaining("first").withBodyContaining("second");

        assertThat(narrow.bodyContaining()).hasValue("second");
        assertThat(narrow).hasToString("API 404 a \"second\": m. A.");
        assertThat(rule.bodyContaining()).isEmpty();
    }

    @SuppressWarnings("NullAway") // a caller without null checks
    static Stream<Arguments> nulls() {
        return Stream.of(
                nullOf("endpoint", () -> ErrorRule.of(null, "a", REQUEST, "m", "A.")),
                nullOf("endpoint", () -> ErrorRule.of(null, 404, REQUEST, "m", "A.")),
                nullOf("endpoint", () -> ErrorRule.of(null, 404, "a", REQUEST, "m", "A.")),
                nullOf("code", () -> ErrorRule.of(Endpoint.API, null, REQUEST, "m", "A.")),
                nullOf("code", () -> ErrorRule.of(Endpoint.API, 404, null, REQUEST, "m", "A.")),
                nullOf("code", () -> ErrorRule.token(null, REQUEST, "m", "A.")),
                nullOf("kind", () -> ErrorRule.token("a", null, "m", "A.")),
                nullOf("message", () -> ErrorRule.token("a", REQUEST, null, "A.")),
                nullOf("advice", () -> ErrorRule.token("a", REQUEST, "m", null)),
                nullOf("code", () -> ErrorRule.api(null, REQUEST, "m", "A.")),
                nullOf("kind", () -> ErrorRule.api(404, null, "m", "A.")),
                nullOf("code", () -> ErrorRule.api(404, null, REQUEST, "m", "A.")),
                nullOf("text", () -> ErrorRule.api("a", REQUEST, "m", "A.").withBodyContaining(null)));
    }

    private static Arguments nullOf(String name, ThrowingCallable call) {
        return Arguments.of(name, call);
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void factory_withNull_rejectsItAtOnce(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 600})
    void status_thatDoesNotExist_isRejected(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorRule.api(status, REQUEST, "m", "A."))
                .withMessageContainingAll("Status " + status, "code only");
        assertThatIllegalArgumentException().isThrownBy(() -> ErrorRule.api(status, "a", REQUEST, "m", "A."));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorRule.of(Endpoint.TOKEN, status, "a", REQUEST, "m", "A."));
    }

    @Test
    void emptyText_isNoWildcard() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorRule.token("", REQUEST, "m", "A."))
                .withMessageContaining("Omit it to match any");
        assertThatIllegalArgumentException().isThrownBy(() -> ErrorRule.api("", REQUEST, "m", "A."));
        assertThatIllegalArgumentException().isThrownBy(() -> ErrorRule.api(404, "", REQUEST, "m", "A."));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorRule.api("a", REQUEST, "m", "A.").withBodyContaining(""))
                .withMessageContaining("The text");
    }
}
