package com.algosolutions.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The paths of the interface and their handlers. Built once, then only read. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    /** Handles a request. It may throw a {@link HttpError}. */
    public interface Handler {
        Answer answer(Request request);
    }

    private record Route(String method, String[] parts, Handler handler) {}

    /** A handler with the variables of the path. */
    record Match(Handler handler, List<String> variables) {}

    /**
     * Adds a handler.
     *
     * @param path the path; a part {@code *} is a variable
     */
    public Routes on(String method, String path, Handler handler) {
        routes.add(new Route(method, path.split("/", -1), handler));
        return this;
    }

    Optional<Match> find(String method, String rawPath) {
        String[] parts = rawPath.split("/", -1);
        return routes.stream()
                .filter(route -> route.method().equals(method) && matches(route.parts(), parts))
                .map(route -> new Match(route.handler(), variables(route.parts(), parts)))
                .findFirst();
    }

    private static boolean matches(String[] pattern, String[] parts) {
        boolean same = pattern.length == parts.length;
        for (int i = 0; same && i < parts.length; i++) {
            same = pattern[i].equals("*") || pattern[i].equals(parts[i]);
        }
        return same;
    }

    private static List<String> variables(String[] pattern, String[] parts) {
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (pattern[i].equals("*")) {
                variables.add(Request.decode(parts[i].replace("+", "%2B")));
            }
        }
        return variables;
    }
}
