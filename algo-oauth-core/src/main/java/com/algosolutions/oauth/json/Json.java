package com.algosolutions.oauth.json;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Converts JSON text to plain Java values and back: {@code Map<String, Object>} in the order written, {@code List<Object>}, {@code String},
 * {@code Boolean}, {@code Number} and {@code null}. Thread-safe.
 *
 * <p>Reading is strict (RFC 8259): one value and nothing after it, no member twice, a byte order mark only at the start, at most {@value #MAX_DEPTH} levels deep,
 * {@value #MAX_LENGTH} characters long, and with at most {@value #MAX_VALUES} values. The values returned cannot be changed. A number of more than 100 characters becomes the
 * nearest {@code Double}, at most the largest finite one.
 *
 * @since 0.1.0
 */
public final class Json {
    /** The deepest nesting that is read, in levels. */
    public static final int MAX_DEPTH = 64;

    /** The longest text that is read, in characters. */
    public static final int MAX_LENGTH = 4 * 1024 * 1024;

    /** The most values that are read from one text: objects, lists and plain values. A text of a few bytes for each would fill a small heap. */
    public static final int MAX_VALUES = 20_000;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int LONGEST_EXACT = 100;
    private static final int LINE = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_LENGTH)
                    .maxStringLength(MAX_LENGTH)
                    .maxNumberLength(MAX_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The values read so far. */
    private int values;

    private Json() {}

    /**
     * Reads one JSON value.
     *
     * @param text the JSON text
     * @return the value: a map, list, string, boolean, number or null
     * @throws MalformedJsonException if the text is not JSON or exceeds a limit
     */
    public static @Nullable Object read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedJsonException("JSON longer than " + MAX_LENGTH + " characters");
        }
        String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text; // RFC 8259 section 8.1
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new StringReader(json))) {
            if (parser.nextToken() == null) {
                throw new MalformedJsonException("no JSON value: the text is empty");
            }
            Object value = new Json().value(parser);
            if (parser.nextToken() != null) {
                throw malformed(parser, "text after the end of the JSON value");
            }
            return value;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /**
     * Reads one JSON object.
     *
     * @param text the JSON text
     * @return its members in the order written
     * @throws MalformedJsonException if the text is not a JSON object
     */
    public static Map<String, @Nullable Object> readObject(String text) {
        Map<String, @Nullable Object> object = asObject(read(text));
        if (object == null) {
            throw new MalformedJsonException("not a JSON object: it should begin with {");
        }
        return object;
    }

    /**
     * Casts a value that is an object.
     *
     * @param value a value that {@link #read} returned
     * @return the object's members, or null if the value is not an object
     */
    @SuppressWarnings("unchecked") // every map made here has string keys
    public static @Nullable Map<String, @Nullable Object> asObject(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
    }

    /**
     * Writes a value as JSON on one line.
     *
     * @param value maps with string keys, lists, strings, booleans, numbers and nulls
     * @return the JSON text
     * @throws IllegalArgumentException if a value of another kind is among them
     */
    public static String write(@Nullable Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            write(generator, value);
        }
        return out.toString();
    }

    /**
     * Writes a value as indented JSON, for people and for comparing files: two spaces for each level, a line for each member, and a list of plain
     * values on one line if it fits in 100 characters. Ends with a line break.
     *
     * @param value maps with string keys, lists, strings, booleans, numbers and nulls
     * @return the JSON text
     * @throws IllegalArgumentException if a value of another kind is among them
     */
    public static String writeIndented(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        indented(out, value, "\n");
        return out.append('\n').toString();
    }

    private static void indented(StringBuilder out, @Nullable Object value, String newLine) {
        boolean first = true;
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                out.append(first ? "{" : ",").append(newLine).append("  ");
                out.append(write(String.valueOf(member.getKey()))).append(": ");
                indented(out, member.getValue(), newLine + "  ");
                first = false;
            }
            out.append(newLine).append('}');
        } else if (value instanceof List<?> list && !fits(list)) {
            for (Object element : list) {
                out.append(first ? "[" : ",").append(newLine).append("  ");
                indented(out, element, newLine + "  ");
                first = false;
            }
            out.append(newLine).append(']');
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                out.append(first ? "[" : ", ").append(write(element));
                first = false;
            }
            out.append(first ? "[]" : "]");
        } else {
            out.append(write(value));
        }
    }

    private static boolean fits(List<?> list) {
        return list.stream().noneMatch(element -> element instanceof Map || element instanceof List)
                && write(list).length() <= LINE;
    }

    private @Nullable Object value(JsonParser parser) {
        if (++values > MAX_VALUES) {
            throw overALimit();
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw malformed(parser, "no JSON value");
        };
    }

    /** Exact parsing takes quadratic time in the number of digits, and no document needs more than 100. */
    private static Number number(JsonParser parser) {
        Number number =
                parser.getStringLength() > LONGEST_EXACT ? Double.valueOf(parser.getString()) : parser.getNumberValue();
        return number instanceof Double value && value.isInfinite()
                ? Double.valueOf(Math.copySign(Double.MAX_VALUE, value))
                : number;
    }

    private Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return Collections.unmodifiableMap(members);
    }

    private List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return Collections.unmodifiableList(elements);
    }

    private static void write(JsonGenerator generator, @Nullable Object value) {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.toString());
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                generator.writeName(String.valueOf(member.getKey()));
                write(generator, member.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else {
            throw new IllegalArgumentException(
                    "no JSON form for a " + value.getClass().getName());
        }
    }

    private static MalformedJsonException malformed(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return overALimit();
        }
        TokenStreamLocation at = e.getLocation();
        return new MalformedJsonException(
                at == null ? "not JSON" : "not JSON, at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    private static MalformedJsonException overALimit() {
        return new MalformedJsonException("JSON over a limit: at most " + MAX_DEPTH + " levels deep, " + MAX_LENGTH
                + " characters long, " + MAX_VALUES + " values, and no name of unusual length");
    }

    private static MalformedJsonException malformed(JsonParser parser, String what) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new MalformedJsonException(what + " at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }
}
