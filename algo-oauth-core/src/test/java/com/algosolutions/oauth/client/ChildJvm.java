package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another JVM, which runs a main method of the tests on their class path. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Runs it to its end, and returns what it has printed. */
    public static List<String> run(Class<?> main, List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.addAll(options);
        command.add("-cp");
        command.add(Stream.of(
                        root(OAuthClient.class),
                        root(main),
                        System.getProperty("java.class.path"),
                        System.getProperty("jdk.module.path"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = child.inputReader()) {
            List<String> lines = out.lines().toList();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return lines;
        } finally {
            child.destroyForcibly();
        }
    }

    /** The folder that a class was loaded from, also where the tests are patched into the module. */
    public static String root(Class<?> type) throws URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"))
                .toURI());
        for (int i = 0; i < type.getName().split("\\.").length; i++) {
            root = root.getParent();
        }
        return root.toString();
    }
}
