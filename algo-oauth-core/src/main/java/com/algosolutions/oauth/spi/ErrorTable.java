package com.algosolutions.oauth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A provider's error rules, in order; the first that matches a response applies. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class ErrorTable {
    private static final ErrorTable EMPTY = new ErrorTable(List.of());

    private final List<ErrorRule> rules;

    private ErrorTable(List<ErrorRule> rules) {
        this.rules = rules;
    }

    /**
     * A table of some rules.
     *
     * @param rules the rules, in order
     * @return the table
     */
    public static ErrorTable of(ErrorRule... rules) {
        return new ErrorTable(List.of(requireNonNull(rules, "rules")));
    }

    /**
     * A table of a list of rules.
     *
     * @param rules the rules, in order; copied
     * @return the table
     */
    public static ErrorTable of(List<ErrorRule> rules) {
        return new ErrorTable(List.copyOf(requireNonNull(rules, "rules")));
    }

    /** {@return a table without rules} */
    public static ErrorTable empty() {
        return EMPTY;
    }

    /** {@return the rules, in order} */
    public List<ErrorRule> rules() {
        return rules;
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
            Optional<ErrorRule> rule = code.isEmpty() ? Optional.empty() : first(endpoint, status, code, body);
            if (rule.isPresent()) {
                return rule;
            }
        }
        return first(endpoint, status, "", body);
    }

    private Optional<ErrorRule> first(Endpoint endpoint, int status, String code, String body) {
        for (ErrorRule rule : rules) {
            if (rule.matches(endpoint, status, code, body)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
