package com.algosolutions.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.DeviceCommand;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxCard;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    @TempDir
    private Path folder;

    private final Office office = Office.open();
    private final RingCentralSandbox sandbox = office.sandbox();
    private final SandboxTeam team = office.team();

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void pressAButton_sandbox_putsBothMessagesIntoTheTeamAndPrintsTheirIds() {
        Run run = Run.of("PressAButton", office.account(sandbox.newApp("app").create()));

        assertThat(run.status).isZero();
        List<SandboxPost> posts = sandbox.posts(team);
        assertThat(posts).extracting(SandboxPost::text).containsExactly("Hello from OAuth test", "HELLO!");
        assertThat(run.text())
                .contains("Token URL", "https://platform.ringcentral.com/restapi/oauth/token")
                .contains("OAuth test", "issued for the JWT credential")
                .contains("button help: sent")
                .contains("post " + posts.get(0).id() + ": \"Hello from OAuth test\"")
                .contains("post " + posts.get(1).id() + ": \"HELLO!\"")
                .endsWith("Done." + System.lineSeparator());
        assertThat(sandbox.tokenRequestCount()).isEqualTo(1);
    }

    @Test
    void runTheOAuthTest_sandbox_printsEveryStep() {
        Run run = Run.of("RunTheOAuthTest", office.account(sandbox.newApp("app").create()));

        assertThat(run.status).isZero();
        assertThat(run.text())
                .contains(
                        "ok      profile", "ok      target host", "ok      token", "ok      request", "ok      reply");
    }

    @Test
    void findTheTeamId_sandbox_namesTheTeam() {
        Run run = Run.of("FindTheTeamId", office.account(sandbox.newApp("app").create()));

        assertThat(run.status).isZero();
        assertThat(run.text()).contains("the team id is " + team.id(), "Reception");
    }

    @Test
    void signInWithAQrCode_showsCodeAndWords_andPosts() {
        Run run = new Run();

        try (Demo demo = Demo.of(Map.of())) { // with a store, which the second run finds
            assertThat(SignInWithAQrCode.run(demo.environment(), run.out)).isTrue();
            assertThat(SignInWithAQrCode.run(demo.environment(), run.out)).isTrue();
        }

        assertThat(run.text())
                .contains(SignInWithAQrCode.blocks("https://example.com/device?user_code=WDJB-MJHT"))
                .contains("https://example.com/device", "WDJB-MJHT", "15 minutes")
                .contains("New credentials wait to be saved. Press Update Profile.")
                .doesNotContain("GmRhmhcxhwAzkoEqiMEg", "2YotnFZFEjr1zCsicMWpAA");
    }

    @Test
    void signInWithABrowser_printsEachStep_andPosts() {
        Run run = new Run();

        try (Demo demo = Demo.of(Map.of())) { // with a store, which the second run finds
            assertThat(SignInWithABrowser.run(demo.environment(), run.out)).isTrue();
            assertThat(SignInWithABrowser.run(demo.environment(), run.out)).isTrue();
        }

        assertThat(run.text())
                .contains("To do:  sign in for Meeting room at 127.0.0.1 within 600 s")
                .contains("Page:   New credentials wait to be saved. Press Update Profile.")
                .contains("(sign-in UNSAVED: New credentials wait to be saved.")
                .doesNotContain("SplxlOBeZQQYbYS6WxSbIA", "2YotnFZFEjr1zCsicMWpAA", "state=");
    }

    @ParameterizedTest
    @DisplayName(
            "E1.10, E1.20 the callback page sends no referrer, has no links, and shows the callback's parameters as text, not as markup")
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
            SignIn code = client.signIns().start("Meeting room");
            String state = code.browserUrl().orElseThrow().getRawQuery().replaceAll(".*state=([^&]*).*", "$1");

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
        Run run = Run.of("LobbyHelp", office.account(sandbox.newApp("app").create()));

        assertThat(run.status).as(run.text()).isZero();
        assertThat(sandbox.posts(team))
                .extracting(SandboxPost::text)
                .singleElement()
                .asString()
                .matches("\\*\\*Help\\*\\* wanted at Lobby console, \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat(run.text()).contains("screen: sending…", "button help: sent");
    }

    /** Three simulated devices. */
    private static List<AlgoDeviceSimulator> devices() {
        return Stream.of("Hall horn", "Gate horn", "Lobby strobe")
                .map(name -> AlgoDeviceSimulator.start(name, "algo"))
                .toList();
    }

    private Run lockdown(List<AlgoDeviceSimulator> devices) {
        Account account = office.account(sandbox.newApp("app").create());
        Map<String, String> environment = new HashMap<>(Run.environment(account));
        environment.putAll(AlgoDeviceSimulator.environment(devices.toArray(AlgoDeviceSimulator[]::new)));
        Run run = new Run();
        try (Demo demo = Demo.of(environment)) { // with a store
            run.status = Lockdown.run(demo.environment(), account.settings(), run.out) ? 0 : 1;
        }
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
                    .extracting(DeviceCommand::toString)
                    .containsExactly("POST /api/controls/door/munlock {\"doorid\":\"local\",\"duration\":\"5\"}");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALGO_PASSWORD=x | ALGO_DEVICES is missing. Write host=fingerprint",
                "ALGO_DEVICES=a.example, ALGO_PASSWORD=x | ALGO_DEVICES has \"a.example\", which is not a host with the 64 hex digits",
                "ALGO_DEVICES=a.example=00, ALGO_PASSWORD=x | ALGO_DEVICES has \"a.example=00\"",
                "ALGO_DEVICES=PIN | ALGO_PASSWORD is missing. Set it to the RESTful API Password"
            })
    void devices_writtenWrong_sayWhatIsWanted(String variables, String words) {
        Map<String, String> environment = variables(variables.replace("PIN", "a.example=" + "0".repeat(64)));

        assertThatThrownBy(() -> UnlockTheDoor.run(environment, new Run().out)).hasMessageContaining(words);
        assertThatThrownBy(() -> Devices.of(environment)).hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OAUTH_STORE_KEY=00 | OAUTH_STORE is missing. Set it to a folder",
                "OAUTH_STORE=oauth | OAUTH_STORE_KEY has 0 characters that are not 64 hex digits",
                "OAUTH_STORE=oauth, OAUTH_STORE_KEY=secret-key | OAUTH_STORE_KEY has 10 characters"
            })
    void store_writtenWrong_saysWhatIsWanted_withoutTheKey(String variables, String words) {
        assertThatThrownBy(() -> DeviceStore.of(variables(variables)))
                .hasMessageContaining(words)
                .hasMessageNotContaining("secret-key");
    }

    private static Map<String, String> variables(String text) {
        return Stream.of(text.split(", "))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** Production code is what a reader copies: it compiles without the testkit and the rest of the examples, once its line with Demo is replaced. */
    @ParameterizedTest
    @ValueSource(strings = {"LobbyHelp", "Lockdown", "UnlockTheDoor"})
    void example_compilesWithoutTheTestkit(String example) throws IOException {
        Path sources = Path.of(System.getProperty("basedir", "."), "src/main/java/com/algosolutions/examples");
        List<String> files = new ArrayList<>();
        for (String name : List.of(example, "Account", "DeviceStore", "Devices")) {
            Path copy = folder.resolve(name + ".java");
            Files.writeString(copy, forProduction(Files.readString(sources.resolve(name + ".java"))));
            files.add(copy.toString());
        }
        String own = Path.of(System.getProperty("basedir", "."), "target")
                .toAbsolutePath()
                .toString();
        String libraries = Stream.of("jdk.module.path", "java.class.path")
                .flatMap(paths -> Stream.of(System.getProperty(paths, "").split(File.pathSeparator)))
                .filter(path -> !path.startsWith(own) && !path.contains("testkit"))
                .collect(Collectors.joining(File.pathSeparator));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);

        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        out,
                        out,
                        Stream.concat(
                                        Stream.of(
                                                "-proc:none",
                                                "-implicit:none",
                                                "-cp",
                                                libraries,
                                                "-d",
                                                folder.toString()),
                                        files.stream())
                                .toArray(String[]::new));

        assertThat(status).as("%s", said).isZero();
        assertThat(Files.readString(folder.resolve(example + ".java"))).doesNotContain("testkit", "Demo");
    }

    /** The code with the call that its comment names in place of the block with Demo. */
    private static String forProduction(String code) {
        Matcher comment = Pattern.compile("// in production: (.*)").matcher(code);
        return comment.find()
                ? code.replaceAll(
                        "(?s)try \\(Demo demo =\\s.*?\\R        \\}",
                        Matcher.quoteReplacement("done = " + comment.group(1) + ";"))
                : code;
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
}
