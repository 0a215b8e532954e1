package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.json.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A profile that cannot be built, with all of its problems at once. */
public final class InvalidProfileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * A refusal.
     *
     * @param problems what is wrong, at least one
     */
    public InvalidProfileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(" | ")));
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong, each with the form's field and what to do} */
    public List<Problem> problems() {
        return problems;
    }
}
