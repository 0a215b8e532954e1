package com.algosolutions.oauth.spi;

import java.util.List;
import java.util.Optional;

/**
 * A provider's error rules in the order in which they are asked. Immutable and thread-safe.
 *
 * @param rules the rules; the first that fits a reply decides
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
     * The rule for a reply. The reply's codes are asked one after the other, the most telling first; then the rules that need none.
     *
     * @param endpoint who replied
     * @param status the HTTP status
     * @param codes the reply's codes, the most telling first
     * @param body the reply's body as text
     * @return the first rule that fits, if any does
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
