package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a server or a proxy sends at any endpoint, a device with 16 MB of heap has a result by the deadline, and its next call succeeds. Prints
 * the figures of docs/security.md.
 */
class HostileMatrixTest {
    /** The class path of a device: the jars of the build's tools would take a part of the heap. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(
                        entry -> !entry.endsWith(".jar")
                                || entry.matches(
                                        ".*[/\\\\](algo-|okhttp|okio|kotlin-stdlib|mockwebserver|jackson-core|nimbus|jspecify)[^/\\\\]*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void run(String size, int minutes) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx16m",
                        "-cp",
                        classPath(),
                        HostileMatrix.class.getName(),
                        size)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = child.inputReader()) {
            List<String> lines = out.lines().toList();
            assertThat(child.waitFor(minutes, TimeUnit.MINUTES)).isTrue();
            assertThat(lines).singleElement().asString().contains(" 0 failed");
            System.out.println(lines.get(0));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    @Timeout(300)
    void sample_ofAllFaults_hasAResultInTime_andTheNextCallSucceeds() throws Exception {
        run("sample", 5);
    }

    @Test
    @Tag("heavy")
    @Timeout(3600)
    void eachFault_atEachEndpoint_hasAResultInTime_andTheNextCallSucceeds() throws Exception {
        run("all", 60);
    }
}
