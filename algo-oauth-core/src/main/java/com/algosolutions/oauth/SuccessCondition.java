package com.algosolutions.oauth;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which responses of a target mean that it accepted a request, for APIs that answer 200 and mean no. Immutable and thread-safe; a method that
 * changes a part returns a new condition.
 *
 * <pre>{@code
 * // answers {"ok": false, "error": "channel_not_found"} with status 200
 * request.successCondition(SuccessCondition.any().containing("\"ok\": true"));
 * // answers 200 with a page that asks to sign in
 * request.successCondition(SuccessCondition.any().withStatuses(201, 202).notContaining("<html"));
 * // has done it before, and answers 409
 * request.successCondition(SuccessCondition.any().withStatuses(200, 201, 409));
 * }</pre>
 *
 * <p>A text is compared with the whole body, upper and lower case as written. White space is not compared, so that {@code "ok":true} also
 * matches {@code "ok": true}.
 *
 * @since 0.1.0
 */
public final class SuccessCondition {
    private static final SuccessCondition ANY = new SuccessCondition(Set.of(), List.of(), List.of());

    /** Statuses with which a target has certainly not executed a request, or asks for another attempt. */
    private static final Set<Integer> NEVER = Set.of(401, 407, 408, 421, 425, 429);

    /** Each text is searched for in each response: the steps are at most its length times that of the response. */
    private static final int LONGEST_TEXT = 1_000;

    private static final int MOST_TEXTS = 20;

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");

    private final Set<Integer> statuses;
    private final List<String> contained;
    private final List<String> notContained;

    private SuccessCondition(Set<Integer> statuses, List<String> contained, List<String> notContained) {
        this.statuses = statuses;
        this.contained = contained;
        this.notContained = notContained;
    }

    /** {@return the condition that each response with a status in the 200s meets, whatever its text is; the default of a request} */
    public static SuccessCondition any() {
        return ANY;
    }

    /**
     * Sets the statuses that mean success, instead of those in the 200s.
     *
     * @param values at least one status, 200 to 499; not 401, 407, 408, 421, 425 and 429, with which a target does not execute a request
     * @return the new condition
     * @throws IllegalArgumentException if there is no status, or one that cannot mean success
     */
    public SuccessCondition withStatuses(int... values) {
        Set<Integer> set = new TreeSet<>();
        for (int value : requireNonNull(values, "values")) {
            if (value < 200 || value > 499 || NEVER.contains(value)) {
                throw new IllegalArgumentException(
                        "The status " + value
                                + " cannot mean success. Give statuses from 200 to 499, without 401, 407, 408, 421, 425 and 429.");
            }
            set.add(value);
        }
        if (set.isEmpty()) {
            throw new IllegalArgumentException("There is no status. Give at least one, such as 200.");
        }
        return new SuccessCondition(set, contained, notContained);
    }

    /**
     * Adds a text that a response must contain.
     *
     * @param text the text
     * @return the new condition
     * @throws IllegalArgumentException if the text is blank or longer than 1,000 characters, or the condition has twenty of them
     */
    public SuccessCondition containing(String text) {
        return new SuccessCondition(statuses, plus(contained, text), notContained);
    }

    /**
     * Adds a text that a response must not contain.
     *
     * @param text the text
     * @return the new condition
     * @throws IllegalArgumentException if the text is blank or longer than 1,000 characters, or the condition has twenty of them
     */
    public SuccessCondition notContaining(String text) {
        return new SuccessCondition(statuses, contained, plus(notContained, text));
    }

    private static List<String> plus(List<String> texts, String text) {
        if (bare(requireNonNull(text, "text")).isEmpty()) {
            throw new IllegalArgumentException("The text is blank. Give a part of the response, such as \"ok\":true.");
        }
        if (text.length() > LONGEST_TEXT || texts.size() >= MOST_TEXTS) {
            throw new IllegalArgumentException("A success condition has at most " + MOST_TEXTS + " texts of at most "
                    + LONGEST_TEXT + " characters. Give a shorter part of the response, or fewer.");
        }
        List<String> more = new ArrayList<>(texts);
        more.add(text);
        return List.copyOf(more);
    }

    /** {@return the statuses that mean success, in order; empty if those in the 200s do} */
    public List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    /** {@return the texts that a response must contain} */
    public List<String> contained() {
        return contained;
    }

    /** {@return the texts that a response must not contain} */
    public List<String> notContained() {
        return notContained;
    }

    /**
     * Whether a status means success.
     *
     * @param status the HTTP status
     * @return whether it is one of {@link #statuses}, or in the 200s if there are none
     */
    public boolean accepts(int status) {
        return statuses.isEmpty() ? status >= 200 && status < 300 : statuses.contains(status);
    }

    /**
     * What a response breaks.
     *
     * @param response the response
     * @return the first part of the condition that it breaks, as the rest of a sentence that begins with "The request's success condition
     *     requires"; empty if the response means success
     */
    public Optional<String> brokenBy(HttpResponse response) {
        if (!accepts(requireNonNull(response, "response").status())) {
            return Optional.of("a status of " + (statuses.isEmpty() ? "200 to 299" : statuses.toString()));
        }
        if (contained.isEmpty() && notContained.isEmpty()) {
            return Optional.empty();
        }
        String body = bare(response.body());
        for (String text : contained) {
            if (!body.contains(bare(text))) {
                return Optional.of("that the response contains '" + text + "'");
            }
        }
        for (String text : notContained) {
            if (body.contains(bare(text))) {
                return Optional.of("that the response does not contain '" + text + "'");
            }
        }
        return Optional.empty();
    }

    private static String bare(String text) {
        return WHITE_SPACE.matcher(text).replaceAll("");
    }

    /** {@return whether the other object is a condition with the same parts} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SuccessCondition that
                && statuses.equals(that.statuses)
                && contained.equals(that.contained)
                && notContained.equals(that.notContained);
    }

    @Override
    public int hashCode() {
        return List.of(statuses, contained, notContained).hashCode();
    }

    /** {@return the condition in one line, without its texts, which may contain what a response must keep secret} */
    @Override
    public String toString() {
        int texts = contained.size() + notContained.size();
        return (statuses.isEmpty() ? "a status in the 200s" : "a status of " + statuses)
                + (texts == 0 ? "" : ", " + texts + (texts == 1 ? " text compared" : " texts compared"));
    }
}
