package com.algosolutions.oauth.input;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown for a profile, a button document or a device configuration that cannot be used. Has all of its problems at once, so that a form
 * can show each beside its field. The message is the problems in one line, without a secret. Immutable; keeps its problems through Java
 * serialization.
 */
public final class InvalidInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The problems, at least one. */
    private final Problem[] problems;

    /**
     * Makes an exception.
     *
     * @param problems the problems, at least one
     * @throws IllegalArgumentException if there is no problem
     */
    public InvalidInputException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(" | ")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems is empty. Give at least one problem.");
        }
        this.problems = problems.toArray(Problem[]::new);
    }

    /**
     * Makes an exception with one problem.
     *
     * @param problem the problem
     */
    public InvalidInputException(Problem problem) {
        this(List.of(problem));
    }

    /** {@return the problems, at least one, in the order of the form's fields} */
    public List<Problem> problems() {
        return List.of(problems);
    }
}
