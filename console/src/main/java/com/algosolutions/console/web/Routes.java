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

    private record Route(String method, List<String> parts, Handler handler) {}

    /** A handler with the variables of the path. */
    record Match(Handler handler, List<String> variables) {}

    /**
     * Adds a handler.
     *
     * @param path the path; a part {@code *} is a variable
     */
    public Routes on(String method, String path, Handler handler) {
        routes.add(new Route(method, parts(path), handler));
        return this;
    }

    Optional<Match> find(String method, String rawPath) {
        List<String> parts = parts(rawPath);
        return routes.stream()
                .filter(route -> route.method().equals(method) && matches(route.parts(), parts))
                .map(route -> new Match(route.handler(), variables(route.parts(), parts)))
                .findFirst();
    }

    private static List<String> parts(String path) {
        return List.of(path.split("/", -1));
    }

    private static boolean matches(List<String> pattern, List<String> parts) {
        boolean same = pattern.size() == parts.size();
        for (int i = 0; same && i < parts.size(); i++) {
            same = pattern.get(i).equals("*") || pattern.get(i).equals(parts.get(i));
        }
        return same;
    }

    private static List<String> variables(List<String> pattern, List<String> parts) {
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (pattern.get(i).equals("*")) {
                variables.add(Request.decode(parts.get(i).replace("+", "%2B")));
            }
        }
        return variables;
    }
}
