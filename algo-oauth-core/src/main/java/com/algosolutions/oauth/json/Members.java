package com.algosolutions.oauth.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.input.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object that this library wrote, such as a stored record. Immutable and thread-safe. For documents that people
 * write, see {@link Fields}.
 *
 * <p>A member that is null or of another kind counts as absent. The methods that begin with {@code required} throw an {@link
 * IllegalArgumentException} for it. The message names the member and never has its value, which may be a secret.
 *
 * @since 0.1.0
 */
public final class Members {
    private final Map<String, ? extends @Nullable Object> members;

    private Members(Map<String, ? extends @Nullable Object> members) {
        this.members = members;
    }

    /**
     * Reads the members of an object that is parsed already.
     *
     * @param members the object's members
     * @return the reader; it reads the map itself, not a copy
     */
    public static Members of(Map<String, ? extends @Nullable Object> members) {
        return new Members(requireNonNull(members, "members"));
    }

    /**
     * Parses a record.
     *
     * @param json a JSON object in UTF-8
     * @return the reader
     * @throws MalformedJsonException if the bytes are not a JSON object
     */
    public static Members parse(byte[] json) {
        return new Members(Json.readObject(new String(requireNonNull(json, "json"), UTF_8)));
    }

    /**
     * Checks the member {@code version}.
     *
     * @param version the version that the caller can read
     * @return this
     * @throws IllegalArgumentException if the record has another version, or none
     */
    public Members version(int version) {
        if (number("version").orElse(-1L) != version) {
            throw new IllegalArgumentException("The record does not have version " + version + ".");
        }
        return this;
    }

    /**
     * A text.
     *
     * @param name the member's name
     * @return the text, which may be empty, or an empty Optional if the member is absent
     */
    public Optional<String> text(String name) {
        return member(name, String.class);
    }

    /**
     * A text that must be there.
     *
     * @param name the member's name
     * @return the text, which may be empty
     * @throws IllegalArgumentException if the member is absent
     */
    public String requiredText(String name) {
        return required(text(name), name, "text");
    }

    /**
     * A secret text.
     *
     * @param name the member's name
     * @return the secret, or an empty Optional if the member is absent
     * @throws IllegalArgumentException if the text is empty
     */
    public Optional<Secret> secret(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().isEmpty()) {
            throw missing(name, "secret");
        }
        return Optional.of(Secret.of(text.get()));
    }

    /**
     * A secret text that must be there.
     *
     * @param name the member's name
     * @return the secret
     * @throws IllegalArgumentException if the member is absent or empty
     */
    public Secret requiredSecret(String name) {
        return required(secret(name), name, "secret");
    }

    /**
     * A number.
     *
     * @param name the member's name
     * @return the number without its fraction, or empty if the member is absent
     */
    public Optional<Long> number(String name) {
        return member(name, Number.class).map(Number::longValue);
    }

    /**
     * A number that must be there.
     *
     * @param name the member's name
     * @return the number without its fraction
     * @throws IllegalArgumentException if the member is absent
     */
    public long requiredNumber(String name) {
        return required(number(name), name, "number");
    }

    /**
     * A member that is true or false.
     *
     * @param name the member's name
     * @return whether it is true; false if the member is absent
     */
    public boolean flag(String name) {
        return member(name, Boolean.class).orElse(false);
    }

    /**
     * A member that is true or false and must be there.
     *
     * @param name the member's name
     * @return whether it is true
     * @throws IllegalArgumentException if the member is absent
     */
    public boolean requiredFlag(String name) {
        return required(member(name, Boolean.class), name, "boolean");
    }

    /**
     * An instant, written as seconds since 1970.
     *
     * @param name the member's name
     * @return the instant, or empty if the member is absent or beyond the range of {@link Instant}
     */
    public Optional<Instant> instant(String name) {
        return number(name)
                .filter(seconds -> seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    /**
     * An instant that must be there, written as seconds since 1970.
     *
     * @param name the member's name
     * @return the instant
     * @throws IllegalArgumentException if the member is absent or beyond the range of {@link Instant}
     */
    public Instant requiredInstant(String name) {
        return required(instant(name), name, "time in seconds");
    }

    /**
     * A duration, written in seconds.
     *
     * @param name the member's name
     * @return the duration, or empty if the member is absent
     */
    public Optional<Duration> duration(String name) {
        return number(name).map(Duration::ofSeconds);
    }

    /**
     * A duration that must be there, written in seconds.
     *
     * @param name the member's name
     * @return the duration
     * @throws IllegalArgumentException if the member is absent
     */
    public Duration requiredDuration(String name) {
        return required(duration(name), name, "number of seconds");
    }

    /**
     * An object.
     *
     * @param name the member's name
     * @return its members, or empty if the member is absent
     */
    public Optional<Members> object(String name) {
        return Optional.ofNullable(Json.asObject(members.get(name))).map(Members::new);
    }

    /**
     * An object that must be there.
     *
     * @param name the member's name
     * @return its members
     * @throws IllegalArgumentException if the member is absent
     */
    public Members requiredObject(String name) {
        return required(object(name), name, "object");
    }

    /**
     * A list.
     *
     * @param name the member's name
     * @return the elements as {@link Json#read} returned them; none if the member is absent
     */
    public List<?> list(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }

    /**
     * A list that must be there.
     *
     * @param name the member's name
     * @return the elements as {@link Json#read} returned them
     * @throws IllegalArgumentException if the member is absent
     */
    public List<?> requiredList(String name) {
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw missing(name, "list");
    }

    /**
     * A list of objects.
     *
     * @param name the member's name
     * @return those elements that are objects; none if the member is absent
     */
    public List<Members> objects(String name) {
        return objects(list(name));
    }

    /**
     * A list of objects that must be there.
     *
     * @param name the member's name
     * @return the elements
     * @throws IllegalArgumentException if the member is absent, or an element is not an object
     */
    public List<Members> requiredObjects(String name) {
        List<?> list = requiredList(name);
        List<Members> objects = objects(list);
        if (objects.size() < list.size()) {
            throw missing(name, "list of objects");
        }
        return objects;
    }

    private static List<Members> objects(List<?> list) {
        List<Members> objects = new ArrayList<>();
        for (Object element : list) {
            Map<String, @Nullable Object> object = Json.asObject(element);
            if (object != null) {
                objects.add(new Members(object));
            }
        }
        return Collections.unmodifiableList(objects);
    }

    /** {@return the members as plain values, in the order written; the map cannot be changed} */
    public Map<String, ? extends @Nullable Object> asMap() {
        return Collections.unmodifiableMap(members);
    }

    private <T> Optional<T> member(String name, Class<T> kind) {
        Object value = members.get(name);
        return kind.isInstance(value) ? Optional.of(kind.cast(value)) : Optional.empty();
    }

    private static <T> T required(Optional<T> found, String name, String kind) {
        if (found.isEmpty()) {
            throw missing(name, kind);
        }
        return found.get();
    }

    private static IllegalArgumentException missing(String name, String kind) {
        return new IllegalArgumentException("The record has no " + kind + " \"" + name + "\".");
    }

    /** {@return the names of the members; not their values} */
    @Override
    public String toString() {
        return "Members" + members.keySet();
    }
}
