package com.algosolutions.verification.secrets;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Examines everything that can be printed: all log lines of the JVM, and what can be reached from a value by its public accessors. */
final class Outputs extends Handler implements AutoCloseable {
    /** Accessors that return what an application asked for, and is documented to contain secrets; and methods that change something. */
    private static final Set<String> SKIPPED = Set.of(
            "reveal",
            "revealAll",
            "body",
            "toBytes",
            "future",
            "await",
            "cancel",
            "close",
            "orThrow",
            "hashCode",
            "getClass",
            "notify",
            "notifyAll",
            "wait",
            "toString",
            "fillInStackTrace",
            "printStackTrace");

    private final Logger root = Logger.getLogger("");
    private final List<Handler> before = List.of(root.getHandlers());
    private final Level level = root.getLevel();
    private final Logger ours = Logger.getLogger("com.algosolutions");
    private final Planted planted;
    private final Set<String> leaks = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<String> kinds = Collections.synchronizedSet(new TreeSet<>());
    private volatile String operation = "start";
    private volatile long examined;

    Outputs(Planted planted) {
        this.planted = planted;
        before.forEach(root::removeHandler);
        root.addHandler(this);
        root.setLevel(Level.ALL);
        ours.setLevel(Level.ALL);
    }

    /** Names what happens from now on. */
    void during(String what) {
        operation = what;
    }

    Set<String> leaks() {
        return leaks;
    }

    long examined() {
        return examined;
    }

    Set<String> kinds() {
        return kinds;
    }

    void text(String where, String text) {
        text(where, text, Set.of());
    }

    /** Examines a text that may have some secrets. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // a figure for people
    void text(String where, String text, Set<String> allowed) {
        examined++;
        kinds.add(where);
        Optional<String> found = planted.find(text, allowed);
        found.ifPresent(secret -> leaks.add(operation + ": " + where + " has " + secret + ": "
                + (text.length() > 600 ? text.substring(0, 600) + "…" : text)));
    }

    @Override
    public void publish(LogRecord record) {
        StringBuilder line = new StringBuilder(String.valueOf(record.getMessage()));
        line.append(' ').append(record.getLoggerName());
        if (record.getParameters() != null) {
            line.append(' ').append(Arrays.deepToString(record.getParameters()));
        }
        text("log", line.toString());
        if (record.getThrown() != null) {
            text("log, stack trace", trace(record.getThrown()));
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** Examines a value and all that its public accessors return, and what these return. */
    void value(Object value) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(value));
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (seen.add(next)) {
                examine(next, open);
            }
        }
    }

    private void examine(Object value, Deque<Object> open) {
        String type = value.getClass().getName();
        boolean own = type.startsWith("com.algosolutions.");
        if (value instanceof OAuthProfile profile) { // its accessors return what the operator has filled in
            text("toString of OAuthProfile", value.toString());
            text("toJson of OAuthProfile", profile.toJson(), Set.of("extra param"));
            com.algosolutions.oauth.profile.ProfileField.all().forEach(field -> {
                text("display of OAuthProfile", profile.display(field), Set.of("extra param"));
                if (field.secret()) {
                    text("toString of Secret", String.valueOf(profile.value(field)));
                }
            });
            return;
        }
        text(
                own || value instanceof Throwable
                        ? "toString of " + value.getClass().getSimpleName()
                        : "text",
                String.valueOf(value));
        if (value instanceof Throwable thrown) {
            text("stack trace", trace(thrown));
            Stream.of(thrown.getSuppressed()).forEach(open::push);
            if (thrown.getCause() != null) {
                open.push(thrown.getCause());
            }
        }
        if (own && value instanceof Serializable && !(value instanceof Enum) && !type.contains("$$Lambda")) {
            text("Java serialization of " + value.getClass().getSimpleName(), serialized(value));
        }
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(open::push);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                open.push(name);
                open.push(member);
            });
        } else if (value instanceof Iterable<?> list && !(value instanceof Path)) {
            list.forEach(open::push);
        } else if (own && !(value instanceof Header) && !(value instanceof ApiRequest) && !(value instanceof Enum)) {
            accessors(value).forEach(open::push);
        }
    }

    private static String serialized(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            return e.toString();
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static List<Object> accessors(Object value) {
        List<Object> values = new ArrayList<>();
        for (Method method : publicMethods(value.getClass())) {
            if (method.getParameterCount() == 0
                    && method.getReturnType() != void.class
                    && !Modifier.isStatic(method.getModifiers())
                    && !SKIPPED.contains(method.getName())) {
                try {
                    Object found = method.invoke(value);
                    if (found != null) {
                        values.add(found);
                    }
                } catch (InvocationTargetException e) {
                    values.add(e.getTargetException());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return values;
    }

    /** The methods of the public classes and interfaces of a type: those that an application can call. */
    private static Set<Method> publicMethods(Class<?> type) {
        Set<Method> methods = new LinkedHashSet<>();
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            if (Modifier.isPublic(one.getModifiers())) {
                Stream.of(one.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .forEach(methods::add);
            }
            Stream.of(one.getInterfaces())
                    .filter(face -> face.getName().startsWith("com.algosolutions."))
                    .forEach(face -> methods.addAll(publicMethods(face)));
        }
        return methods;
    }

    /** Examines the names and the bytes of all files in a folder. */
    void files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                text("name of a file", file.getFileName().toString());
                if (Files.isRegularFile(file)) {
                    text("file", Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        root.removeHandler(this);
        before.forEach(root::addHandler);
        root.setLevel(level);
        ours.setLevel(null);
    }
}
