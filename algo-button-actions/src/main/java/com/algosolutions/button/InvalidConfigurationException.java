package com.algosolutions.button;

import com.algosolutions.oauth.json.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A device configuration that cannot be used, with all of its problems at once, each with its field's path and what to do. */
public final class InvalidConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidConfigurationException(List<Problem> problems) {
        super(problems.stream()
                .map(problem ->
                        problem.label().equals(problem.field()) ? problem.toString() : problem.field() + ": " + problem)
                .collect(Collectors.joining(" | ")));
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong, at least one} */
    public List<Problem> problems() {
        return problems;
    }
}
