package com.algosolutions.console.web;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request: its path's variables, its query and its JSON body. For one thread. */
public final class Request {
    private static final int LONGEST_BODY = 256 * 1024;

    private final HttpExchange exchange;
    private final List<String> variables;
    private final String csrf;
    private @Nullable Map<String, ? extends @Nullable Object> body;

    Request(HttpExchange exchange, List<String> variables, String csrf) {
        this.exchange = exchange;
        this.variables = variables;
        this.csrf = csrf;
    }

    /** {@return the session's CSRF token, for the page; empty without a session} */
    public String csrf() {
        return csrf;
    }

    /** {@return the decoded text of a variable part of the path, by its place from 0} */
    public String variable(int place) {
        return variables.get(place);
    }

    /** {@return path and query, undecoded} */
    public String target() {
        return exchange.getRequestURI().toString();
    }

    /** {@return a parameter of the query} */
    public Optional<String> query(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && decode(part.substring(0, equals)).equals(name)) {
                return Optional.of(decode(part.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    /** {@return a header} */
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** {@return a cookie's value} */
    Optional<String> cookie(String name) {
        for (String header : exchange.getRequestHeaders().getOrDefault("Cookie", List.of())) {
            for (String pair : header.split(";", -1)) {
                if (pair.strip().startsWith(name + "=")) {
                    return Optional.of(pair.strip().substring(name.length() + 1));
                }
            }
        }
        return Optional.empty();
    }

    /** {@return the body's text that is required} */
    public String text(String member) {
        return optionalText(member).orElseThrow(() -> HttpError.badRequest("The body has no text \"" + member + "\"."));
    }

    /** {@return the body's text, if there is one} */
    public Optional<String> optionalText(String member) {
        Object value = body().get(member);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw HttpError.badRequest("\"" + member + "\" is not a text.");
    }

    /** {@return the body's true or false; the given one if it is left out} */
    public boolean flag(String member, boolean otherwise) {
        Object value = body().get(member);
        if (value == null || value instanceof Boolean) {
            return value == null ? otherwise : (Boolean) value;
        }
        throw HttpError.badRequest("\"" + member + "\" is not true or false.");
    }

    /** {@return the body's number; the given one if it is left out} */
    public int number(String member, int otherwise) {
        Object value = body().get(member);
        if (value == null || value instanceof Number) {
            return value == null ? otherwise : ((Number) value).intValue();
        }
        throw HttpError.badRequest("\"" + member + "\" is not a number.");
    }

    /** {@return the body's object, empty if it is left out} */
    public Map<String, ? extends @Nullable Object> object(String member) {
        Object value = body().get(member);
        Map<String, ? extends @Nullable Object> object = Json.asObject(value);
        if (value == null || object != null) {
            return object == null ? Map.of() : object;
        }
        throw HttpError.badRequest("\"" + member + "\" is not an object.");
    }

    /** {@return the body's list of texts, empty if it is left out} */
    public List<String> texts(String member) {
        Object value = body().get(member);
        List<String> texts = new ArrayList<>();
        if (value != null) {
            if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
                throw HttpError.badRequest("\"" + member + "\" is not a list of texts.");
            }
            list.forEach(text -> texts.add((String) text));
        }
        return texts;
    }

    private Map<String, ? extends @Nullable Object> body() {
        Map<String, ? extends @Nullable Object> read = body;
        if (read == null) {
            read = readBody();
            body = read;
        }
        return read;
    }

    private Map<String, ? extends @Nullable Object> readBody() {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] bytes = in.readNBytes(LONGEST_BODY + 1);
            if (bytes.length > LONGEST_BODY) {
                throw new HttpError(413, "too-large", "The body is longer than " + LONGEST_BODY + " bytes.");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.isBlank() ? Map.of() : Json.readObject(text);
        } catch (MalformedJsonException e) {
            throw HttpError.badRequest("The body is " + e.getMessage() + ".");
        } catch (IOException e) {
            throw HttpError.badRequest("The body could not be read.");
        }
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest("The address has a damaged percent encoding.");
        }
    }
}
