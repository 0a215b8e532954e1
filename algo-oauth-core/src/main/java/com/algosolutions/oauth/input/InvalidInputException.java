package com.algosolutions.oauth.input;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown for a profile, a button document or a device configuration that cannot be used. Has all of its problems at once, so that a form
 * can show each beside its field. The message is the problems in one line, without a secret. Immutable; keeps its problems through Java
 * serialization.
 *
 * @since 0.1.0
 */
public final class InvalidInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The problems, at least one. */
    private final Problem[] problems;

    private static final int MOST = 100;

    /**
     * Makes an exception.
     *
     * @param problems the problems, at least one; of more than a hundred, the exception has the first hundred, and one that says how many more there are
     * @throws IllegalArgumentException if there is no problem
     */
    public InvalidInputException(List<Problem> problems) {
        super(first(problems).stream().map(Problem::toString).collect(Collectors.joining(" | ")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems is empty. Give at least one problem.");
        }
        this.problems = first(problems).toArray(Problem[]::new);
    }

    /** The first hundred problems, and how many more there are. */
    private static List<Problem> first(List<Problem> problems) {
        if (problems.size() <= MOST) {
            return problems;
        }
        List<Problem> first = new ArrayList<>(problems.subList(0, MOST));
        int more = problems.size() - MOST;
        first.add(Problem.of(
                "",
                "The document",
                "has " + more + (more == 1 ? " more problem" : " more problems"),
                "Correct those above first."));
        return first;
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
