package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A profile cannot be built. Has all of its problems at once. */
public final class InvalidProfileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Creates the exception.
     *
     * @param problems the problems, at least one
     */
    public InvalidProfileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(" | ")));
        this.problems = List.copyOf(problems);
    }

    /** {@return the problems, each with the form's field and the fix} */
    public List<Problem> problems() {
        return problems;
    }
}
