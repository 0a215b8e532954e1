package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The signing library costs a device without signatures nothing: not one of its classes is loaded. */
class SigningLoadTest {
    private static List<String> loaded(String clientAuthMode) throws Exception {
        String classPath = Stream.of(
                        root(OAuthClient.class),
                        root(SigningChild.class),
                        System.getProperty("java.class.path"),
                        System.getProperty("jdk.module.path"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load:stdout",
                        "-cp",
                        classPath,
                        SigningChild.class.getName(),
                        clientAuthMode)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = child.inputReader()) {
            List<String> lines = out.lines().toList();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lines).contains("delivered true");
            return lines.stream()
                    .filter(line ->
                            line.contains("com.nimbusds.") || line.contains("com.algosolutions.oauth.jose.JwsSigner"))
                    .toList();
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
    void pressRenewalAndRevocation_withoutASignature_loadNoSigningLibrary() throws Exception {
        assertThat(loaded("HTTP_BASIC")).isEmpty();
    }

    @Test
    void signature_loadsIt() throws Exception {
        assertThat(loaded("CLIENT_SECRET_JWT")).isNotEmpty();
    }
}
