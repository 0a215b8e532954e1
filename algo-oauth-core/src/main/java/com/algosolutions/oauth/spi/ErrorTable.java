package com.algosolutions.oauth.spi;

import java.util.List;
import java.util.Optional;

/**
 * A provider's error rules, in order. Immutable and thread-safe.
 *
 * @param rules the rules; the first that matches a response applies
 */
public record ErrorTable(List<ErrorRule> rules) {

    /**
     * A table.
     *
     * @param rules the rules, in order
     */
    public ErrorTable {
        rules = List.copyOf(rules);
    }

    /**
     * A table of some rules.
     *
     * @param rules the rules, in order
     * @return the table
     */
    public static ErrorTable of(ErrorRule... rules) {
        return new ErrorTable(List.of(rules));
    }

    /** {@return a table without rules} */
    public static ErrorTable empty() {
        return new ErrorTable(List.of());
    }

    /**
     * Finds the rule for a response: first the rules with a code, for each code of the response in order, then the rules without a code.
     *
     * @param endpoint the endpoint that sent the response
     * @param status the HTTP status
     * @param codes the response's codes, the most specific first
     * @param body the response's body as text
     * @return the first rule that matches, if any does
     */
    public Optional<ErrorRule> find(Endpoint endpoint, int status, List<String> codes, String body) {
        for (String code : codes) {
            for (ErrorRule rule : rules) {
                if (!rule.code().isEmpty() && rule.fits(endpoint, status, code, body)) {
                    return Optional.of(rule);
                }
            }
        }
        for (ErrorRule rule : rules) {
            if (rule.code().isEmpty() && rule.fits(endpoint, status, "", body)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
