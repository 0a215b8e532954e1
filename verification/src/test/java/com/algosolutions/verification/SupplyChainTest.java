package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Members;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the published modules bring along: their bills of materials, and the jars on their runtime class paths, as the phase {@code package} has left them. */
@Tag("artifacts")
class SupplyChainTest {
    private static final Set<String> LICENCES = Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT");

    private static final Path ROOT = Path.of("..");
    private static final String OURS = "com.algosolutions:";

    /** A third-party artifact. */
    record Dependency(String artifact, String licence, String sha256) {
        static Dependency parse(String line) {
            String[] parts = line.split(" ");
            return new Dependency(parts[0], parts[1], parts[2]);
        }

        String jar() {
            String[] parts = artifact.split(":");
            return parts[1] + "-" + parts[2] + ".jar";
        }
    }

    /** The modules whose folders have a bill of materials; {@link ModulesTest} has their names. */
    static List<Path> published() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(module -> module.getFileName().toString().startsWith("algo-")
                            && Files.isDirectory(module.resolve("src")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void billOfMaterials_ofAModule_listsItsRuntimeClassPathWithChecksums(Path module) {
        Map<String, String> listed = new TreeMap<>();
        for (Members component : components(module)) {
            listed.put(
                    component.requiredText("name") + "-" + component.requiredText("version") + ".jar",
                    sha256(component));
        }

        assertThat(listed).isEqualTo(classPath(module));
    }

    @ParameterizedTest
    @MethodSource("published")
    void billOfMaterials_ofAModule_isTheSameEachTime(Path module) {
        Members bill = bill(module);

        assertThat(bill.requiredObject("metadata").text("timestamp")).isEmpty();
        assertThat(bill.requiredText("bomFormat")).isEqualTo("CycloneDX");
    }

    @Test
    void dependencies_ofAllModules_areTheRecordedOnes_withLicenceAndChecksum() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path module : published()) {
            for (Members component : components(module)) {
                String artifact = String.join(
                        ":",
                        component.requiredText("group"),
                        component.requiredText("name"),
                        component.requiredText("version"));
                if (!artifact.startsWith(OURS)) {
                    found.add(artifact + " " + licence(component) + " " + sha256(component));
                }
            }
        }

        assertThat(found)
                .as("If a dependency has changed on purpose: verification/src/test/resources/runtime-dependencies.txt")
                .containsExactlyElementsOf(recordedLines());
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void dependency_recorded_hasAnAllowedLicence_andAReason(Dependency dependency) throws IOException {
        String decisions = Files.readString(ROOT.resolve("docs/decisions/0006-dependencies.md"));

        assertThat(LICENCES).contains(dependency.licence());
        assertThat(decisions).contains(dependency.artifact().split(":")[1]);
    }

    /** Independent of what the bill says: the bytes that a build uses. */
    @ParameterizedTest
    @MethodSource("published")
    void jars_onARuntimeClassPath_haveTheRecordedChecksums(Path module) throws IOException {
        Map<String, String> recorded =
                recorded().stream().collect(Collectors.toMap(Dependency::jar, Dependency::sha256));
        Map<String, String> used = classPath(module);
        used.keySet().removeIf(jar -> jar.startsWith("algo-"));

        assertThat(recorded).containsAllEntriesOf(used);
    }

    private static List<String> recordedLines() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/runtime-dependencies.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    static List<Dependency> recorded() throws IOException {
        return recordedLines().stream().map(Dependency::parse).toList();
    }

    private static Members bill(Path module) {
        try (Stream<Path> files = Files.list(module.resolve("target"))) {
            List<Path> bills = files.filter(file -> file.toString().endsWith("-cyclonedx.json"))
                    .toList();
            assertThat(bills).as("one bill of materials of %s", module).hasSize(1);
            return Members.parse(Files.readAllBytes(bills.get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Members> components(Path module) {
        return bill(module).requiredObjects("components");
    }

    private static String licence(Members component) {
        return component.requiredObjects("licenses").stream()
                .map(entry -> entry.text("expression")
                        .orElseGet(() -> entry.requiredObject("license").requiredText("id")))
                .collect(Collectors.joining(" AND "));
    }

    private static String sha256(Members component) {
        return component.requiredObjects("hashes").stream()
                .filter(hash -> hash.requiredText("alg").equals("SHA-256"))
                .map(hash -> hash.requiredText("content"))
                .findFirst()
                .orElseThrow();
    }

    /** The jars that a module needs at run time, with their checksums. */
    private static Map<String, String> classPath(Path module) {
        try {
            String entries = Files.readString(module.resolve("target/runtime-class-path"));
            return Arrays.stream(entries.strip().split(File.pathSeparator))
                    .map(Path::of)
                    .collect(Collectors.toMap(
                            jar -> jar.getFileName().toString(), SupplyChainTest::sha256, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
