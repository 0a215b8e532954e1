package com.algosolutions.oauth.json;

import com.algosolutions.oauth.input.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object that people wrote. Mistakes are collected, not thrown, so that a caller can report all problems of a
 * document at once. Not thread-safe.
 *
 * <p>A caller reads each member that it knows, then calls {@link #refuseUnknown()}: each member that was not read becomes a problem, whose
 * fix names the similar known members, or all of them. A member that is null counts as absent. For records that this library wrote, see {@link
 * Members}.
 *
 * @since 0.1.0
 */
public final class Fields {
    private static final int MOST_SIMILAR = 3;
    private static final int SHORTEST_WORD = 3;

    /** The longest name for which a similar one is looked for, and that a path shows whole, in characters. */
    private static final int LONGEST_NAME = 64;

    /** The most known names with which an unknown one is compared. */
    private static final int MOST_COMPARED = 200;

    /** The most problems with a proposal. */
    private static final int MOST_PROPOSALS = 100;

    /** The most problems that are collected: more than an operator reads at once. */
    private static final int MOST_PROBLEMS = 1_000;

    private static final Pattern WORD_BOUNDARY = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

    private final Map<String, ? extends @Nullable Object> members;
    private final String path;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * The members of the outermost object of a document.
     *
     * @param members the members
     * @param problems the list to which problems are added
     */
    public Fields(Map<String, ? extends @Nullable Object> members, List<Problem> problems) {
        this(members, "", problems);
    }

    private Fields(Map<String, ? extends @Nullable Object> members, String path, List<Problem> problems) {
        this.members = members;
        this.path = path;
        this.problems = problems;
    }

    /**
     * The place of a member in the document.
     *
     * @param member the member's name
     * @return its path, such as {@code requests[0].targets}
     */
    public String path(String member) {
        String name = member.length() > LONGEST_NAME ? member.substring(0, LONGEST_NAME) + "\u2026" : member;
        return path.isEmpty() ? name : path + "." + name;
    }

    /**
     * Adds a problem of a member, unless the document has a thousand already.
     *
     * @param member the member's name
     * @param message what is message, as the rest of a sentence that begins with the member's path
     * @param advice the fix, a sentence in the imperative
     */
    public void problem(String member, String message, String advice) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(Problem.of(path(member), message, advice));
        }
    }

    /**
     * A member of any kind.
     *
     * @param member the member's name
     * @return its value, or null if absent
     */
    public @Nullable Object value(String member) {
        known.add(member);
        return members.get(member);
    }

    /**
     * A string member.
     *
     * @param member the member's name
     * @return the text; null if absent, or of another kind, which adds a problem
     */
    public @Nullable String text(String member) {
        Object value = value(member);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        problem(member, "is not text", "Write it in double quotes.");
        return null;
    }

    /**
     * A whole number member.
     *
     * @param member the member's name
     * @return the number; null if absent, or not a whole number of 32 bits, which adds a problem
     */
    public @Nullable Integer whole(String member) {
        Object value = value(member);
        if (value == null || value instanceof Integer) {
            return (Integer) value;
        }
        problem(member, "is not a whole number", "Write digits without quotes.");
        return null;
    }

    /**
     * A member that is true or false.
     *
     * @param member the member's name
     * @return the value; null if absent, or of another kind, which adds a problem
     */
    public @Nullable Boolean flag(String member) {
        Object value = value(member);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        problem(member, "is neither true nor false", "Write one of them, without quotes.");
        return null;
    }

    /**
     * A list of strings. A single string counts as a list of one.
     *
     * @param member the member's name
     * @return the strings; empty if absent, or of another kind, which adds a problem
     */
    public List<String> texts(String member) {
        Object value = value(member);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return List.of(text);
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            list.forEach(element -> texts.add((String) element));
        } else {
            problem(member, "is not a list of texts", "Write it as [\"first\", \"second\"].");
        }
        return Collections.unmodifiableList(texts);
    }

    /**
     * A list of objects.
     *
     * @param member the member's name
     * @return the objects, each with its path; empty if absent, or of another kind, which adds a problem
     */
    public List<Fields> objects(String member) {
        Object value = value(member);
        List<Fields> objects = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                Map<String, @Nullable Object> object = Json.asObject(list.get(i));
                String place = member + "[" + i + "]";
                if (object == null) {
                    problem(place, "is not an object", "Write it as {\"name\": value}.");
                } else {
                    objects.add(new Fields(object, path(place), problems));
                }
            }
        } else if (value != null) {
            problem(member, "is not a list of objects", "Write it as [{…}, {…}].");
        }
        return objects;
    }

    /**
     * An object.
     *
     * @param member the member's name
     * @return its members, with their path; none if absent, or of another kind, which adds a problem
     */
    public Fields object(String member) {
        Object value = value(member);
        Map<String, @Nullable Object> object = Json.asObject(value);
        if (object == null && value != null) {
            problem(member, "is not an object", "Write it as {\"name\": value}.");
        }
        return new Fields(object == null ? Collections.emptyMap() : object, path(member), problems);
    }

    /**
     * An object whose members are all strings, such as a profile's extra params.
     *
     * @param member the member's name
     * @return the members in order; empty if absent, or of another kind, which adds a problem
     */
    public Map<String, String> strings(String member) {
        Object value = value(member);
        Map<String, String> strings = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map && map.values().stream().allMatch(String.class::isInstance)) {
            map.forEach((name, text) -> strings.put((String) name, (String) text));
        } else if (value != null) {
            problem(member, "is not an object of texts", "Write it as {\"name\": \"value\"}.");
        }
        return strings;
    }

    /** Adds a problem for each member that was not read. */
    public void refuseUnknown() {
        for (String member : members.keySet()) {
            if (!known.contains(member)) {
                problem(member, "is not a field", advice(member));
            }
        }
    }

    /** The known names that an unknown one may stand for: the most similar, else those that share a word with it, else all. */
    private String advice(String member) {
        if (member.length() > LONGEST_NAME || problems.size() >= MOST_PROPOSALS) {
            return "Remove it.";
        }
        String nearest = nearest(member, known);
        List<String> similar = nearest == null
                ? known.stream().filter(name -> shareAWord(member, name)).toList()
                : List.of(nearest);
        if (!similar.isEmpty() && similar.size() <= MOST_SIMILAR) {
            return "Did you mean \"" + String.join("\" or \"", similar) + "\"? If not, remove it.";
        }
        List<String> all = known.stream().filter(name -> !name.startsWith("$")).toList();
        return all.isEmpty()
                ? "Remove it."
                : "The fields here are " + String.join(", ", all) + ". Use one of them, or remove it.";
    }

    /** Whether a word of one name begins with a word of the other, as {@code payload} and {@code dataPayload}, {@code urls} and {@code tokenUrl}. */
    private static boolean shareAWord(String one, String other) {
        List<String> words = words(other);
        return words(one).stream()
                .anyMatch(word -> words.stream().anyMatch(own -> own.startsWith(word) || word.startsWith(own)));
    }

    /** The words of a name in camel case, or with separators; short ones such as {@code of} mean nothing. */
    private static List<String> words(String name) {
        return WORD_BOUNDARY
                .splitAsStream(name)
                .filter(word -> word.length() >= SHORTEST_WORD)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * The known name that is most similar to an unknown one.
     *
     * @param written the unknown name
     * @param known the known names
     * @return the most similar name of the first 200 of about the same length, or null if none is similar, or the unknown name has more than 64
     *     characters
     */
    public static @Nullable String nearest(String written, Collection<String> known) {
        String best = null;
        if (written.length() > LONGEST_NAME) {
            return null;
        }
        int least = Math.max(2, written.length() / 3) + 1;
        int compared = 0;
        for (String candidate : known) {
            if (Math.abs(candidate.length() - written.length()) < least) { // the distance is not smaller
                int distance = distance(written, candidate);
                if (distance < least) {
                    least = distance;
                    best = candidate;
                }
                if (++compared == MOST_COMPARED) {
                    break;
                }
            }
        }
        return best;
    }

    /** Levenshtein's edit distance, case folded. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
