package com.algosolutions.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.CodeAuthorization;
import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.DeviceCommand;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxCard;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    private static final Map<String, Example> EXAMPLES = Map.of(
            "PressAButton", PressAButton::run,
            "RunTheOAuthTest", RunTheOAuthTest::run,
            "FindTheTeamId", FindTheTeamId::run,
            "LobbyHelp", (account, out) -> LobbyHelp.run(environment(account), account.client(), out));

    @TempDir
    private Path folder;

    private final CountDownLatch hanging = new CountDownLatch(1);
    private RingCentralSandbox sandbox;
    private SandboxUser user;
    private SandboxTeam team;

    @BeforeEach
    void start() {
        sandbox = RingCentralSandbox.start();
        user = sandbox.user("Lobby console");
        team = sandbox.team("Reception", user);
    }

    @AfterEach
    void stop() {
        hanging.countDown();
        sandbox.close();
    }

    @Test
    void pressAButton_sandbox_putsBothMessagesIntoTheTeamAndPrintsTheirIds() {
        Run run = run("PressAButton", account(sandbox.app("app").create()));

        assertThat(run.status).isZero();
        List<SandboxPost> posts = sandbox.posts(team);
        assertThat(posts).extracting(SandboxPost::text).containsExactly("Hello from OAuth test", "HELLO!");
        assertThat(run.printed)
                .contains("Token URL", "https://platform.ringcentral.com/restapi/oauth/token")
                .contains("OAuth test", "issued for the JWT credential")
                .contains("button help: sent")
                .contains("post " + posts.get(0).id() + ": \"Hello from OAuth test\"")
                .contains("post " + posts.get(1).id() + ": \"HELLO!\"")
                .endsWith("Done." + System.lineSeparator());
        assertThat(sandbox.tokenRequests()).isEqualTo(1);
    }

    @Test
    void runTheOAuthTest_sandbox_printsEveryStep() {
        Run run = run("RunTheOAuthTest", account(sandbox.app("app").create()));

        assertThat(run.status).isZero();
        assertThat(run.printed)
                .contains(
                        "ok      profile", "ok      target host", "ok      token", "ok      request", "ok      reply");
    }

    @Test
    void findTheTeamId_sandbox_namesTheTeam() {
        Run run = run("FindTheTeamId", account(sandbox.app("app").create()));

        assertThat(run.status).isZero();
        assertThat(run.printed).contains("the team id is " + team.id(), "Reception");
    }

    @Test
    void signInWithAQrCode_showsCodeAndWords_andPosts() {
        Run run = new Run();

        assertThat(SignInWithAQrCode.run(run.out)).isTrue();

        assertThat(run.text())
                .contains(SignInWithAQrCode.blocks("https://example.com/device?user_code=WDJB-MJHT"))
                .contains("https://example.com/device", "WDJB-MJHT", "15 minutes")
                .contains("Authorization: AUTHORIZED")
                .doesNotContain("GmRhmhcxhwAzkoEqiMEg", "2YotnFZFEjr1zCsicMWpAA");
    }

    @Test
    void signInWithABrowser_tellsEachStep_andPosts() {
        Run run = new Run();

        assertThat(SignInWithABrowser.run(run.out)).isTrue();

        assertThat(run.text())
                .contains("To do:  sign in for Meeting room at 127.0.0.1 within 600 s")
                .contains("Page:   New credentials wait to be saved. Press Update Profile.")
                .contains("Status: AUTHORIZING")
                .doesNotContain("SplxlOBeZQQYbYS6WxSbIA", "2YotnFZFEjr1zCsicMWpAA", "state=");
    }

    @ParameterizedTest
    @DisplayName(
            "E1.10, E1.20 the callback page names no referrer, leads nowhere, and has the callback's words as text and not as markup")
    @ValueSource(
            strings = {
                "error=access_denied&error_description=%3Cscript+src%3D%22https://evil.example/x%22%3E%3C/script%3E&state=",
                "code=planted-code&redirect_uri=https://evil.example&state="
            })
    void callbackPage_namesNoReferrer_leadsNowhere_andHasNoMarkup(String query) throws IOException {
        HttpServer device = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + device.getAddress().getPort() + SignInWithABrowser.CALLBACK;
        try (OAuthClient client =
                OAuthClient.builder().allowLoopbackHttp().proxy(Proxy.NO_PROXY).build()) {
            device.createContext(SignInWithABrowser.CALLBACK, exchange -> SignInWithABrowser.page(exchange, client));
            device.start();
            client.profiles()
                    .create(client.draft("Meeting room", "GENERIC")
                            .grantType(GrantType.AUTH_CODE_PKCE)
                            .authUrl(URI.create("http://127.0.0.1:1/authorize"))
                            .tokenUrl(URI.create("http://127.0.0.1:1/token"))
                            .redirectUri(URI.create(address))
                            .apiHosts(ApiHost.of("api.example.com"))
                            .clientId("meeting-room-console")
                            .clientAuthMode(ClientAuthMode.NONE)
                            .scopes("post")
                            .build());
            CodeAuthorization code = (CodeAuthorization) client.authorizations().start("Meeting room");
            String state = code.url().getRawQuery().replaceAll(".*state=([^&]*).*", "$1");

            HttpURLConnection page = (HttpURLConnection)
                    URI.create(address + "?" + query + state).toURL().openConnection(Proxy.NO_PROXY);
            page.setInstanceFollowRedirects(false);

            assertThat(page.getResponseCode()).isEqualTo(400);
            assertThat(page.getHeaderField("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.getHeaderField("Cache-Control")).isEqualTo("no-store");
            assertThat(page.getHeaderField("Content-Type")).startsWith("text/plain");
            assertThat(page.getHeaderField("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.getHeaderFields()).doesNotContainKeys("Location", "Refresh", "Link");
            try (InputStream body = page.getErrorStream()) {
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .doesNotContain(state, "planted-code")
                        .endsWith(".");
            }
        } finally {
            device.stop(0);
        }
    }

    /** The three finder patterns of a QR code: a dark frame of 7 modules, 4 light modules from the edge. */
    @Test
    void blocks_areAQrCode_darkOnLight_withItsQuietZone() {
        String[] lines = SignInWithAQrCode.blocks("https://example.com/device?user_code=WDJB-MJHT")
                .split(System.lineSeparator());
        int size = 33;

        assertThat(lines)
                .hasSize((size + 8 + 1) / 2)
                .allSatisfy(line -> assertThat(line).hasSize(size + 8));
        assertThat(lines[0]).isEqualTo("█".repeat(size + 8));
        assertThat(lines[1]).isEqualTo("█".repeat(size + 8));
        assertThat(lines[2]).startsWith("████ ▄▄▄▄▄ ").endsWith(" ▄▄▄▄▄ ████");
        assertThat(lines[5]).startsWith("████▄▄▄▄▄▄▄");
    }

    @Test
    void lobbyHelp_sandbox_postsWhoWantsHelpAndWhere() {
        Run run = run("LobbyHelp", account(sandbox.app("app").create()));

        assertThat(run.status).as(run.printed).isZero();
        assertThat(sandbox.posts(team))
                .extracting(SandboxPost::text)
                .singleElement()
                .asString()
                .matches("\\*\\*Help\\*\\* wanted at Lobby console, \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat(run.printed).contains("screen: sending…", "button help: sent");
    }

    private static Map<String, String> environment(Account account) {
        return Map.of(
                "RINGCENTRAL_CLIENT_ID", account.clientId(),
                "RINGCENTRAL_CLIENT_SECRET", account.clientSecret().reveal(),
                "RINGCENTRAL_JWT", account.jwt().reveal(),
                "RINGCENTRAL_TEAM", account.team());
    }

    /** Three simulated devices. */
    private static List<AlgoDeviceSimulator> devices() {
        return Stream.of("Hall horn", "Gate horn", "Lobby strobe")
                .map(name -> AlgoDeviceSimulator.start(name, "algo"))
                .toList();
    }

    private Run lockdown(List<AlgoDeviceSimulator> devices) {
        Account account = account(sandbox.app("app").create());
        Map<String, String> environment = new HashMap<>(environment(account));
        environment.putAll(AlgoDeviceSimulator.environment(devices.toArray(AlgoDeviceSimulator[]::new)));
        Run run = new Run();
        run.status = Lockdown.run(environment, account.client(), run.out) ? 0 : 1;
        return run;
    }

    @Test
    void lockdown_simulatedDevices_soundFlashAndPostACard() {
        List<AlgoDeviceSimulator> devices = devices();
        try {
            Run run = lockdown(devices);

            assertThat(run.status).as(run.text()).isZero();
            assertThat(devices).hasSize(3).allSatisfy(device -> {
                assertThat(device.commands())
                        .extracting(DeviceCommand::path)
                        .containsExactly("/api/controls/tone/start", "/api/controls/strobe/start");
                assertThat(device.refusals()).isEmpty();
            });
            assertThat(sandbox.cards(team))
                    .extracting(SandboxCard::fallbackText)
                    .containsExactly("Lockdown, from Lobby console");
            assertThat(run.text()).contains("button lockdown: sent");
        } finally {
            devices.forEach(AlgoDeviceSimulator::close);
        }
    }

    @Test
    void lockdown_withADeadDevice_reachesTheOthersAndSaysWhichOneIsDead() {
        List<AlgoDeviceSimulator> devices = devices();
        try {
            devices.get(1).close();

            Run run = lockdown(devices);

            assertThat(run.status).isEqualTo(1);
            assertThat(devices.get(0).commands()).hasSize(2);
            assertThat(devices.get(2).commands()).hasSize(2);
            assertThat(sandbox.cards(team)).hasSize(1);
            assertThat(run.text())
                    .contains("5 of 7 delivered")
                    .contains("to " + devices.get(1).target() + " unreachable:");
        } finally {
            devices.forEach(AlgoDeviceSimulator::close);
        }
    }

    @Test
    void unlockTheDoor_simulatedIntercom_opensForFiveSeconds() {
        Run run = new Run();
        try (AlgoDeviceSimulator door = AlgoDeviceSimulator.start("Front door", "algo")) {
            assertThat(UnlockTheDoor.run(AlgoDeviceSimulator.environment(door), run.out))
                    .as(run.text())
                    .isTrue();

            assertThat(run.text()).contains("Unlock Door For", "delivered");
            assertThat(door.commands())
                    .containsExactly(new DeviceCommand(
                            "POST", "/api/controls/door/munlock", "{\"doorid\":\"local\",\"duration\":\"5\"}"));
        }
    }

    @Test
    void unlockTheDoor_wrongPassword_failsAndNamesTheCause() {
        Run run = new Run();
        try (AlgoDeviceSimulator door = AlgoDeviceSimulator.start("Front door", "other")) {
            Map<String, String> environment = Map.of(
                    "ALGO_DEVICES", door.target() + "=" + door.fingerprint(), "ALGO_PASSWORD", "not-the-password");

            assertThat(UnlockTheDoor.run(environment, run.out)).isFalse();

            assertThat(run.text()).contains("403").doesNotContain("not-the-password");
            assertThat(door.commands()).isEmpty();
        }
    }

    @Test
    void devices_writtenWrong_sayWhatIsMissing() {
        Run run = new Run();

        assertThatThrownBy(() -> UnlockTheDoor.run(Map.of("ALGO_DEVICES", "a.example=00"), run.out))
                .hasMessageContaining("secret is empty");
        assertThatThrownBy(() -> UnlockTheDoor.run(Map.of("ALGO_DEVICES", "a.example", "ALGO_PASSWORD", "x"), run.out))
                .hasMessageContaining("64 hex digits");
        assertThatThrownBy(() -> Lockdown.run(
                        Map.of("ALGO_DEVICES", "a.example", "RINGCENTRAL_TEAM", "7"), OAuthClient.builder(), run.out))
                .hasMessageContainingAll(
                        "device.pins.a.example", "64 hex digits", "env:ALGO_PASSWORD", "env:RINGCENTRAL_JWT");
    }

    /** Whoever copies one of them has all of it. */
    @ParameterizedTest
    @ValueSource(strings = {"LobbyHelp", "Lockdown", "UnlockTheDoor"})
    void example_compilesAloneWithTheLibrary(String example) {
        Path file = Path.of(
                System.getProperty("basedir", "."), "src/main/java/com/algosolutions/examples", example + ".java");
        String own = Path.of(System.getProperty("basedir", "."), "target")
                .toAbsolutePath()
                .toString();
        String libraries = Stream.of("jdk.module.path", "java.class.path")
                .flatMap(paths -> Stream.of(System.getProperty(paths, "").split(File.pathSeparator)))
                .filter(path -> !path.startsWith(own))
                .collect(Collectors.joining(File.pathSeparator));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);

        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "-proc:none",
                        "-implicit:none",
                        "-sourcepath",
                        folder.toString(),
                        "-cp",
                        libraries,
                        "-d",
                        folder.toString(),
                        file.toString());

        assertThat(status).as("%s", said).isZero();
    }

    static Stream<Arguments> failures() {
        Map<String, List<String>> words = Map.ofEntries(
                Map.entry("wrong client secret", List.of("does not accept this client id and secret")),
                Map.entry("damaged JWT", List.of("JWT credential is wrong or damaged")),
                Map.entry("JWT that is none", List.of("JWT Assertion/JWT Credential is not a JWT")),
                Map.entry("expired JWT", List.of("JWT credential expired on 2026-01-01")),
                Map.entry("JWT flow off", List.of("not set up for the JWT auth flow")),
                Map.entry("missing scope", List.of("lacks a permission")),
                Map.entry("unknown team", List.of("no such team")),
                Map.entry("no network", List.of("nothing accepts connections there")),
                Map.entry("closed proxy", List.of("the proxy accepts no connections")),
                Map.entry("hanging resolver", List.of("DNS server did not answer in time")),
                Map.entry("host outside the profile", List.of("may not send its token to api.example.com")),
                Map.entry("no team link", List.of("There is no team id in this text")));
        return words.entrySet().stream()
                .flatMap(entry -> EXAMPLES.keySet().stream()
                        // Its target stands in its document.
                        .filter(example ->
                                !(example.equals("LobbyHelp") && entry.getKey().startsWith("host outside")))
                        .map(example -> Arguments.of(example, entry.getKey(), entry.getValue())));
    }

    @ParameterizedTest(name = "{0}_{1}_endsNonZeroAndNamesTheCause")
    @MethodSource("failures")
    void example_failure_endsNonZeroAndNamesTheCause(String example, String failure, List<String> words)
            throws IOException {
        Account account = failing(failure);

        Run run = run(example, account);

        assertThat(run.status).isEqualTo(1);
        assertThat(run.printed).contains(words).contains("Failed");
        assertThat(run.printed)
                .doesNotContain(account.clientSecret().reveal())
                .doesNotContain(account.jwt().reveal())
                .doesNotContain("Bearer ");
        assertThat(sandbox.posts(team)).isEmpty();
    }

    @Test
    void account_someVariablesOnly_namesTheMissingOnes() {
        Run run = new Run();

        run.status = Example.run(Map.of("RINGCENTRAL_CLIENT_ID", "id"), run.out, PressAButton::run);

        assertThat(run.status).isEqualTo(1);
        assertThat(run.text()).contains("Set RINGCENTRAL_CLIENT_SECRET, RINGCENTRAL_JWT, RINGCENTRAL_TEAM too");
    }

    @Test
    void account_noVariables_isTheEmbeddedSandbox() {
        Run run = new Run();

        run.status = Example.run(Map.of(), run.out, RunTheOAuthTest::run);

        assertThat(run.status).isZero();
    }

    private Account failing(String failure) throws IOException {
        SandboxApp app = sandbox.app("app").create();
        Account good = account(app);
        return switch (failure) {
            case "wrong client secret" ->
                with(good, Secret.of("not-the-secret"), good.jwt(), good.team(), good.client());
            case "damaged JWT" -> {
                String jwt = good.jwt().reveal();
                int middle = jwt.lastIndexOf('.') + 10;
                char other = jwt.charAt(middle) == 'A' ? 'B' : 'A';
                Secret damaged = Secret.of(jwt.substring(0, middle) + other + jwt.substring(middle + 1));
                yield with(good, good.clientSecret(), damaged, good.team(), good.client());
            }
            case "JWT that is none" ->
                with(good, good.clientSecret(), Secret.of("pasted-wrong"), good.team(), good.client());
            case "expired JWT" -> {
                String expired = sandbox.jwt(user)
                        .expires(Instant.parse("2026-01-01T00:00:00Z"))
                        .create();
                yield with(good, good.clientSecret(), Secret.of(expired), good.team(), good.client());
            }
            case "JWT flow off" -> account(sandbox.app("no JWT").jwtFlow(false).create());
            case "missing scope" ->
                account(sandbox.app("no scope").scopes("ReadAccounts").create());
            case "unknown team" -> with(good, good.clientSecret(), good.jwt(), "123456789000", good.client());
            case "no team link" ->
                with(good, good.clientSecret(), good.jwt(), "https://example.com/team", good.client());
            case "no network" ->
                with(
                        good,
                        good.clientSecret(),
                        good.jwt(),
                        good.team(),
                        OAuthClient.builder()
                                .proxy(Proxy.NO_PROXY)
                                .resolver(host -> List.of(InetAddress.getByName("127.0.0.7"))));
            case "closed proxy" ->
                with(
                        good,
                        good.clientSecret(),
                        good.jwt(),
                        good.team(),
                        OAuthClient.builder().proxy(new Proxy(Proxy.Type.HTTP, closedPort())));
            case "hanging resolver" ->
                with(
                        good,
                        good.clientSecret(),
                        good.jwt(),
                        good.team(),
                        OAuthClient.builder()
                                .proxy(Proxy.NO_PROXY)
                                .resolver(this::hang)
                                .callTimeout(Duration.ofMillis(300))
                                .tokenTimeout(Duration.ofMillis(200)));
            case "host outside the profile" ->
                new Account(
                        good.clientId(),
                        good.clientSecret(),
                        good.jwt(),
                        good.team(),
                        "api.example.com",
                        good.client(),
                        good.sandbox());
            default -> throw new AssertionError(failure);
        };
    }

    private Account account(SandboxApp app) {
        return new Account(
                app.clientId(),
                Secret.of(app.clientSecret()),
                Secret.of(sandbox.jwt(user).create()),
                team.link(),
                "platform.ringcentral.com",
                OAuthClient.builder().proxy(sandbox.proxy()).trust(sandbox.trustStore()),
                Optional.of(sandbox));
    }

    private static Account with(Account good, Secret secret, Secret jwt, String team, OAuthClient.Builder client) {
        return new Account(good.clientId(), secret, jwt, team, good.platform(), client, good.sandbox());
    }

    private static InetSocketAddress closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    private List<InetAddress> hang(String host) throws UnknownHostException {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(host);
    }

    private static Run run(String example, Account account) {
        Run run = new Run();
        run.status = Example.run(account, run.out, EXAMPLES.get(example));
        run.printed = run.text();
        return run;
    }

    private static final class Run {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        private int status;
        private String printed = "";

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
