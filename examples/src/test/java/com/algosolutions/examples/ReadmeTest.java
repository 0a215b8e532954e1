package com.algosolutions.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java blocks of README.md compile as they stand, with the imports that they show; the first one also runs, in a separate JVM. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");
    private static final String TRUST_PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void firstBlock_copied_putsBothMessagesIntoTheTeam() throws Exception {
        assertThat(javacOfFirst(blocks("README.md", "java").get(0))).isEmpty();

        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            SandboxApp app = sandbox.newApp("Front desk app").create();
            SandboxUser user = sandbox.createUser("Lobby console");
            SandboxTeam team = sandbox.createTeam("Reception", user);
            String jwt = sandbox.newJwt(user).create();
            String buttons = blocks("docs/buttons.md", "json").get(0);
            assertThat(buttons).contains("/chats/123456789000/posts");
            Files.writeString(folder.resolve("buttons.json"), buttons.replace("123456789000", team.id()));

            String printed = run(sandbox, app.clientId(), app.clientSecret(), jwt, team.id());

            assertThat(sandbox.posts(team))
                    .as(printed)
                    .extracting(SandboxPost::text)
                    .containsExactly("Hello from OAuth test", "HELLO!");
            assertThat(sandbox.tokenRequestCount()).isEqualTo(1);
            assertThat(printed).contains("201").doesNotContain(app.clientSecret(), jwt);
            assertThat(folder.resolve("oauth")).isNotEmptyDirectory();
        }
    }

    @Test
    void testkitBlock_copied_compiles() throws IOException {
        String block = blocks("README.md", "java").stream()
                .filter(text -> text.contains("RingCentralSandbox.start()"))
                .findFirst()
                .orElseThrow();

        assertThat(javac(block, "")).isEmpty();
    }

    @Test
    void fakeBlock_copied_compiles() throws IOException {
        String block = blocks("README.md", "java").stream()
                .filter(text -> text.contains("ApiClient fake"))
                .findFirst()
                .orElseThrow();

        assertThat(javac(block, "", "json")).isEmpty();
    }

    @Test
    void block_thatIsNoJava_doesNotCompile() throws IOException {
        String block = blocks("README.md", "java").get(0);

        assertThat(javacOfFirst(block.replace("client.post(", "client.posts("))).contains("method posts(");
        assertThat(javacOfFirst(block.replaceFirst("import [^\n]*OAuthClient;", "")))
                .contains("class OAuthClient");
    }

    /** The blocks of a page in one language, as a reader copies them. */
    private static List<String> blocks(String page, String language) throws IOException {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    /** Compiles a form of the first block, which leaves it to the reader where these values come from. */
    private String javacOfFirst(String block) throws IOException {
        return javac(block, "byte[] keyBytes = new byte[32];", "id", "secret", "jwt", "teamId");
    }

    /**
     * Compiles a block as the body of a main: its imports go above the class.
     *
     * @param before what stands before the block in the method
     * @param arguments the names by which the block knows the arguments of main
     * @return what the compiler reports
     */
    private String javac(String block, String before, String... arguments) throws IOException {
        StringBuilder program = new StringBuilder();
        block.lines()
                .filter(line -> line.startsWith("import "))
                .forEach(line -> program.append(line).append('\n'));
        program.append("public final class Copied {\n    public static void main(String[] args) throws Exception {\n");
        for (int i = 0; i < arguments.length; i++) {
            program.append("String ")
                    .append(arguments[i])
                    .append(" = args[")
                    .append(i)
                    .append("];\n");
        }
        program.append(before).append('\n');
        block.lines()
                .filter(line -> !line.startsWith("import "))
                .forEach(line -> program.append(line).append('\n'));
        program.append("    }\n}\n");
        Path source = folder.resolve("Copied.java");
        Files.writeString(source, program);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(out, out, "-proc:none", "-cp", libraries(), "-d", folder.toString(), source.toString());
        return status == 0 ? "" : said.toString();
    }

    /** What the tests have on their module path and class path, as one class path. */
    private static String libraries() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(paths -> System.getProperty(paths, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs the compiled block in the folder; the JVM's own settings lead it to the sandbox. */
    private String run(RingCentralSandbox sandbox, String... arguments) throws Exception {
        Path trust = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            sandbox.trustStore().store(out, TRUST_PASSWORD.toCharArray());
        }
        int proxy = ((InetSocketAddress) sandbox.proxy().address()).getPort();
        Path printed = folder.resolve("printed.txt");
        Stream<String> command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=" + proxy,
                "-Djavax.net.ssl.trustStore=" + trust,
                "-Djavax.net.ssl.trustStorePassword=" + TRUST_PASSWORD,
                "-cp",
                folder + File.pathSeparator + libraries(),
                "Copied");
        Process program = new ProcessBuilder(
                        Stream.concat(command, Stream.of(arguments)).toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
            assertThat(program.exitValue()).as(Files.readString(printed)).isZero();
            return Files.readString(printed);
        } finally {
            program.destroyForcibly();
        }
    }
}
