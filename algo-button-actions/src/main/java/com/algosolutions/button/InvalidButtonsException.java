package com.algosolutions.button;

import com.algosolutions.oauth.json.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A button document that cannot be used, with all of its problems at once, each with its field's path and what to do. */
public final class InvalidButtonsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidButtonsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(" | ")));
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong, at least one} */
    public List<Problem> problems() {
        return problems;
    }
}
