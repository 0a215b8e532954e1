package com.algosolutions.oauth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.algosolutions.oauth.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTableTest {
    private static final Failure.Kind KIND = Failure.Kind.REQUEST;

    private static final ErrorTable TABLE = ErrorTable.of(
            ErrorRule.api(401, KIND, "any 401", "x"),
            ErrorRule.api("OUTER", KIND, "outer", "x"),
            ErrorRule.api("INNER", KIND, "inner", "x"),
            ErrorRule.api(403, "NARROW", KIND, "narrow with text", "x").withBodyContaining("scope"),
            ErrorRule.api(403, "NARROW", KIND, "narrow", "x"),
            ErrorRule.api(500, KIND, "500 with text", "x").withBodyContaining("limits"),
            ErrorRule.token("INNER", KIND, "of the token endpoint", "x"),
            ErrorRule.of(Endpoint.REVOCATION, 400, "TYPE", KIND, "of a revocation", "x"),
            ErrorRule.of(Endpoint.DEVICE, "TYPE", KIND, "of a device, any status", "x"),
            ErrorRule.of(Endpoint.DEVICE, 404, KIND, "of a device, any code", "x"));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "API, 400, INNER OUTER, x, inner",
                "API, 400, OUTER INNER, x, outer",
                "API, 400, OTHER INNER, x, inner",
                "API, 401, INNER, x, inner",
                "API, 401, OTHER, x, any 401",
                "API, 401, '', x, any 401",
                "API, 401, ' OUTER', x, outer",
                "API, 403, NARROW, the scope is missing, narrow with text",
                "API, 403, NARROW, x, narrow",
                "API, 404, NARROW, x, -",
                "API, 500, '', over your limits, 500 with text",
                "API, 500, '', x, -",
                "TOKEN, 400, INNER, x, of the token endpoint",
                "TOKEN, 401, OTHER, x, -",
                "REVOCATION, 400, TYPE, x, of a revocation",
                "REVOCATION, 401, TYPE, x, -",
                "DEVICE, 401, TYPE, x, 'of a device, any status'",
                "DEVICE, 404, TYPE, x, 'of a device, any status'",
                "DEVICE, 404, OTHER, x, 'of a device, any code'"
            })
    void find_asksCodesInOrder_thenRulesWithoutACode(
            Endpoint endpoint, int status, String codes, String body, String message) {
        assertThat(TABLE.find(endpoint, status, List.of(codes.split(" ")), body)
                        .map(ErrorRule::message)
                        .orElse(null))
                .isEqualTo(message);
    }

    @Test
    void table_ofAList_keepsTheRulesOfThatMoment() {
        List<ErrorRule> rules = new ArrayList<>(TABLE.rules());
        ErrorTable table = ErrorTable.of(rules);
        rules.clear();

        assertThat(table.rules()).isEqualTo(TABLE.rules());
        assertThat(ErrorTable.empty().rules()).isEmpty();
    }

    @Test
    void table_ofNull_isRejected() {
        assertThatNullPointerException()
                .isThrownBy(() -> ErrorTable.of(Arrays.asList(TABLE.rules().get(0), null)));
    }
}
