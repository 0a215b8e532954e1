package com.algosolutions.oauth.spi;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTableTest {
    private static final ErrorTable TABLE = ErrorTable.of(
            rule(401, "", "", "any 401"),
            rule(0, "OUTER", "", "outer"),
            rule(0, "INNER", "", "inner"),
            rule(403, "NARROW", "scope", "narrow with text"),
            rule(403, "NARROW", "", "narrow"),
            new ErrorRule(Endpoint.TOKEN, 0, "INNER", "", Failure.Kind.THROTTLED, "of the token endpoint", "x"));

    private static ErrorRule rule(int status, String code, String text, String meaning) {
        return ErrorRule.api(status, code, Failure.Kind.REQUEST, meaning, "x").saying(text);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "API, 400, INNER OUTER, x, inner",
                "API, 400, OUTER INNER, x, outer",
                "API, 401, INNER, x, inner",
                "API, 401, OTHER, x, any 401",
                "API, 403, NARROW, the scope is missing, narrow with text",
                "API, 403, NARROW, x, narrow",
                "API, 404, NARROW, x, -",
                "TOKEN, 400, INNER, x, of the token endpoint",
                "TOKEN, 401, OTHER, x, -"
            })
    void find_asksCodesInOrder_thenRulesWithoutACode(
            Endpoint endpoint, int status, String codes, String body, String meaning) {
        assertThat(TABLE.find(endpoint, status, List.of(codes.split(" ")), body)
                        .map(ErrorRule::meaning)
                        .orElse(null))
                .isEqualTo(meaning);
    }
}
