package com.algosolutions.oauth.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.OAuthClient;
import java.io.BufferedReader;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server could do to the whole JVM, tried in another one: take its heap, or end the thread of Okio's timeouts. */
@Timeout(120)
class HostileServerProcessTest {
    private static final String OK = "200, 2 bytes";
    private static final String BROKEN = "NoResponse[error=BROKEN, mayHaveBeenSent=true, seen=null]";
    private static final String TOO_LARGE = "200, 0 bytes, body lost: " + NetworkError.TOO_LARGE.meaning();

    private static List<String> run(String heap, String what) throws Exception {
        String classPath = Stream.of(
                        root(OAuthClient.class),
                        root(HostileServerChild.class),
                        System.getProperty("java.class.path"),
                        System.getProperty("jdk.module.path"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        heap,
                        "-cp",
                        classPath,
                        HostileServerChild.class.getName(),
                        what)
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

    /** The folder a class was loaded from, also where the tests are patched into the module. */
    private static String root(Class<?> type) throws URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"))
                .toURI());
        for (int i = 0; i < type.getName().split("\\.").length; i++) {
            root = root.getParent();
        }
        return root.toString();
    }

    @Test
    void lineWithoutEnd_takesNoHeapOf16Megabytes() throws Exception {
        assertThat(run("-Xmx16m", "flood"))
                .containsExactly(
                        BROKEN,
                        OK,
                        BROKEN,
                        OK,
                        TOO_LARGE,
                        OK,
                        TOO_LARGE,
                        OK,
                        "200, 0 bytes, body lost: " + NetworkError.BROKEN.meaning(),
                        OK);
    }

    @Test
    void callsEndByTheirDeadlines_withoutTheThreadOfOkio() throws Exception {
        String deadline = "NoResponse[error=DEADLINE, mayHaveBeenSent=%s, seen=null]";
        assertThat(run("-Xmx64m", "stall"))
                .containsExactly(
                        "Okio Watchdog runs: false",
                        deadline.formatted(true),
                        deadline.formatted(false),
                        deadline.formatted(true),
                        deadline.formatted(false),
                        "200, 0 bytes, body lost: " + NetworkError.DEADLINE.meaning());
    }
}
