package com.algosolutions.button;

import com.algosolutions.oauth.input.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown for an invalid device configuration, with all of its problems. Each problem has the path of its field and the fix. */
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

    /** {@return the problems, at least one} */
    public List<Problem> problems() {
        return problems;
    }
}
