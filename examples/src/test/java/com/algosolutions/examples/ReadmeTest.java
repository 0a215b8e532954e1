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
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's program, as a reader completes it, runs in a separate JVM, and prints what README shows. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");
    private static final String TRUST_PASSWORD = "changeit";
    private static final String BEFORE = """
            import com.algosolutions.button.*;
            import com.algosolutions.oauth.client.*;
            import com.algosolutions.oauth.input.*;
            import com.algosolutions.oauth.ringcentral.*;
            import com.algosolutions.oauth.store.*;
            import java.nio.file.*;
            import javax.crypto.*;
            import javax.crypto.spec.*;

            public final class Copied {
                public static void main(String[] args) throws Exception {
                    SecretKey deviceKey = new SecretKeySpec(new byte[32], "AES");
                    String id = args[0], secret = args[1], jwt = args[2], teamLink = args[3];
            """;

    @TempDir
    private Path folder;

    @Test
    void block_copied_putsBothMessagesIntoTheTeam_andPrintsWhatReadmeShows() throws Exception {
        assertThat(javac(block("README.md", "java"))).isEmpty();

        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            SandboxApp app = sandbox.newApp("Front desk app").create();
            SandboxUser user = sandbox.createUser("Lobby console");
            SandboxTeam team = sandbox.createTeam("Reception", user);
            String jwt = sandbox.newJwt(user).create();
            String buttons = block("docs/buttons.md", "json");
            assertThat(buttons).contains("/chats/123456789000/posts");
            Files.writeString(folder.resolve("buttons.json"), buttons.replace("123456789000", team.id()));

            String printed = run(sandbox, app.clientId(), app.clientSecret(), jwt, team.link());

            assertThat(sandbox.posts(team))
                    .as(printed)
                    .extracting(SandboxPost::text)
                    .containsExactly("Hello", "HELLO!");
            assertThat(sandbox.tokenRequestCount()).isEqualTo(1);
            assertThat(printed).doesNotContain(app.clientSecret(), jwt);
            assertThat(withoutNumbers(printed)).isEqualTo(withoutNumbers(block("README.md", "text")));
            assertThat(folder.resolve("oauth")).isNotEmptyDirectory();
        }
    }

    @Test
    void block_thatIsNoJava_doesNotCompile() throws IOException {
        assertThat(javac(block("README.md", "java").replace("buttons.press(", "buttons.pres(")))
                .contains("method pres(");
    }

    /** A run has other ids, sizes and times. */
    private static String withoutNumbers(String printed) {
        return printed.replace(System.lineSeparator(), "\n")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id")
                .replaceAll("\\d+", "0");
    }

    /** The first block of a page in one language, as a reader copies it. */
    private static String block(String page, String language) throws IOException {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /**
     * Compiles the block as the body of a main.
     *
     * @return what the compiler reports
     */
    private String javac(String block) throws IOException {
        Path source = folder.resolve("Copied.java");
        Files.writeString(source, BEFORE + block + "    }\n}\n");
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
