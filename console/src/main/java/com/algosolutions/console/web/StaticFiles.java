package com.algosolutions.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page's files: the resources under {@code /web}. */
final class StaticFiles {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./-]+");

    private StaticFiles() {}

    static Optional<Answer> find(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        boolean inFolder = PATH.matcher(path).matches() && !path.contains("/.") && !path.contains("//");
        if (type == null || !inFolder) {
            return Optional.empty();
        }
        try (InputStream in = StaticFiles.class.getResourceAsStream("/web" + path)) {
            return in == null ? Optional.empty() : Optional.of(Answer.of(200, type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the page cannot be read", e);
        }
    }
}
