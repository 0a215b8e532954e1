package com.algosolutions.shrunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.examples.PressOnADevice;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An image of a RingCentral press that ProGuard has made with the rules of the jars does what the unshrunk class path does: {@link Device}, and
 * the example {@code PressAButton}. Writes sizes to {@code target/shrunk.properties}.
 */
@Tag("heavy")
class ShrunkImageTest {
    /** For the program, this library and the libraries below it. */
    private static final long MOST_BYTES = 1_800_000;

    private static final Properties FIGURES = new Properties();

    private static Image unshrunk;
    private static List<String> device;
    private static List<String> press;

    @TempDir
    static Path folder;

    @BeforeAll
    static void runUnshrunk() throws Exception {
        unshrunk = Image.unshrunk();
        device = device(unshrunk, unshrunk);
        press = press(unshrunk);
        figures("unshrunk", unshrunk);
    }

    @AfterAll
    static void writeFigures() throws IOException {
        try (OutputStream out = Files.newOutputStream(Path.of("target", "shrunk.properties"))) {
            FIGURES.store(out, "An image of a RingCentral press: bytes and classes");
        }
        System.out.println(FIGURES);
    }

    @Test
    void unshrunk_signsInPressesRenewsAndSigns() {
        assertThat(String.join("\n", device))
                .contains("saved true", "READY", "DELIVERED", "delivered", "access_token")
                .doesNotContain(SignatureServer.TOKEN);
        assertThat(press).contains("Done.");
    }

    /** What a device has while it is developed: stack traces are readable. */
    @Test
    void shrunk_runsAsUnshrunk() throws Exception {
        Image image = shrunk("shrunk", "-dontoptimize", "-dontobfuscate");

        assertRunsAsUnshrunk(image);
        assertThat(image.bytes()).isLessThan(unshrunk.bytes() / 2);
    }

    @Test
    void optimizedAndObfuscated_runsAsUnshrunk_andIsSmall() throws Exception {
        Image image = shrunk("optimized");

        assertRunsAsUnshrunk(image);
        assertThat(image.bytes()).isLessThanOrEqualTo(MOST_BYTES);
    }

    private static Image shrunk(String name, String... options) throws IOException, InterruptedException {
        Image image = unshrunk.shrunk(name, List.of(options));
        figures(name, image);
        assertThat(image.refused()).isEmpty();
        return image;
    }

    /** Also if an update of the firmware replaces one image by the other. */
    private static void assertRunsAsUnshrunk(Image image) throws Exception {
        assertThat(device(unshrunk, image)).isEqualTo(device);
        assertThat(device(image, unshrunk)).isEqualTo(device);
        assertThat(press(image)).isEqualTo(press);
    }

    private static void figures(String name, Image image) throws IOException {
        assertThat(Files.readString(Path.of("../docs/small-devices.md"))) // to 0.1 MB
                .containsAnyOf(row(image.bytes() - 100_000), row(image.bytes()), row(image.bytes() + 100_000));
        FIGURES.setProperty(name + ".bytes", String.valueOf(image.bytes()));
        FIGURES.setProperty(name + ".classes", String.valueOf(image.classes()));
    }

    private static String row(long bytes) {
        return String.format(Locale.ROOT, "| %.1f MB |", bytes / 1e6);
    }

    /** Runs the example with an account of a sandbox; returns what it prints. */
    private static List<String> press(Image image) throws Exception {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            Map<String, String> environment = new HashMap<>(sandbox.environment());
            environment.put(
                    "OAUTH_STORE", Files.createTempDirectory(folder, "press").toString());
            environment.put("OAUTH_STORE_KEY", "5e".repeat(32));
            return run(image, sandbox, environment, url -> url, PressOnADevice.class.getName());
        }
    }

    /** Runs the device with a user who signs in, and runs it again as another image with the same records; returns what both print. */
    private static List<String> device(Image image, Image next) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair key = generator.generateKeyPair();
        Path home = Files.createTempDirectory(folder, "device");
        Files.writeString(home.resolve("key.pem"), pem(key.getPrivate().getEncoded()));
        try (RingCentralSandbox sandbox = RingCentralSandbox.start();
                SignatureServer server = new SignatureServer((ECPublicKey) key.getPublic())) {
            SandboxApp app = sandbox.newApp("Front desk app")
                    .redirectUris(URI.create("https://192.0.2.7/control/oauth-callback.lua"))
                    .create();
            SandboxUser user = sandbox.createUser("Lobby console");
            SandboxTeam team = sandbox.createTeam("Reception", user);
            String[] main = {
                Device.class.getName(),
                home.toString(),
                app.clientId(),
                app.clientSecret(),
                team.link(),
                server.uri().toString()
            };
            Browser browser = url -> sandbox.person(user).open(url);
            List<String> printed = new ArrayList<>(run(image, sandbox, Map.of(), browser, main));
            printed.addAll(run(next, sandbox, Map.of(), browser, main));
            assertThat(sandbox.posts(team))
                    .as(String.join("\n", printed))
                    .extracting(SandboxPost::text)
                    .containsExactly("Hello from OAuth test", "Help", "Hello", "Hello");
            assertThat(sandbox.tokenRequestCount()).isEqualTo(4); // the code, and three refresh tokens
            return printed;
        }
    }

    private static String pem(byte[] key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** What a user does with the address of a sign-in page; returns the callback. */
    private interface Browser {
        URI open(URI url);
    }

    private static List<String> run(
            Image image, RingCentralSandbox sandbox, Map<String, String> environment, Browser browser, String... main)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path trusted = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(trusted)) {
            sandbox.trustStore().store(out, "changeit".toCharArray());
        }
        InetSocketAddress proxy = (InetSocketAddress) sandbox.proxy().address();
        List<String> command = new ArrayList<>(image.command());
        command.addAll(List.of(
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=" + proxy.getPort(),
                "-Djavax.net.ssl.trustStore=" + trusted,
                "-Djavax.net.ssl.trustStorePassword=changeit",
                "-Duser.language=en",
                "-Duser.country=US"));
        command.addAll(List.of(main));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process child = builder.start();
        CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(child::destroyForcibly);
        List<String> printed = new ArrayList<>();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
                PrintWriter answers = new PrintWriter(child.outputWriter(StandardCharsets.UTF_8), true)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("open ")) {
                    answers.println(browser.open(URI.create(line.substring("open ".length()))));
                } else {
                    printed.add(withoutWhatVaries(line));
                }
            }
        }
        assertThat(child.waitFor()).as(String.join("\n", printed)).isZero();
        return printed;
    }

    /** Without ids, durations and the lengths of bodies that contain ids. */
    private static String withoutWhatVaries(String line) {
        return line.replaceAll("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", "#")
                .replaceAll("\\d+ (ms|s|bytes)\\b", "# $1")
                .replaceAll("\\d{6,}", "#")
                .replaceAll("Client ID .*", "Client ID #");
    }
}
