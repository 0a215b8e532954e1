package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.IOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device configured from one document. */
class DeviceConfigurationTest {
    @TempDir
    private Path folder;

    private RingCentralSandbox ringCentral;
    private SandboxApp app;
    private SandboxTeam team;
    private Map<String, String> environment;
    private OAuthClient client;

    @BeforeEach
    void start() throws IOException {
        ringCentral = RingCentralSandbox.start();
        app = ringCentral.newApp("Front desk app").create();
        SandboxUser user = ringCentral.createUser("Lobby console");
        team = ringCentral.createTeam("Reception", user);
        environment = Map.of("RC_SECRET", app.clientSecret(), "ALGO", "pa55word");
        Files.writeString(folder.resolve("jwt"), ringCentral.newJwt(user).create() + "\n");
        client = OAuthClient.builder()
                .proxy(ringCentral.proxy())
                .trust(ringCentral.trustManager())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        ringCentral.close();
    }

    /** A document with its members out of order. The text block uses single quotes for double quotes. */
    private String document() {
        return """
                {'buttons': [{'requests': [{
                     'dataPayload': '{\\'text\\': \\'${buttonText} at ${deviceName}\\'}',
                     'method': 'POST',
                     'targets': 'platform.ringcentral.com',
                     'oauthProfile': 'Front desk',
                     'customPath': 'team-messaging/v1/chats/%s/posts'}],
                   'identifier': 'help', 'text': 'Help', 'numberOfApiRequests': 1, 'action': 'Send API Request'}],
                 'profiles': [{'clientId': '%s', 'clientSecret': 'env:RC_SECRET',
                   'jwtAssertion': 'file:%s', 'name': 'Front desk', 'providerType': 'RINGCENTRAL'}],
                 'press': {'timeoutSeconds': 8},
                 'device': {'mac': '00:22:EE:00:00:01', 'name': 'Lobby', 'remoteDevicePassword': 'env:ALGO'}}
                """.formatted(
                team.id(), app.clientId(), folder.resolve("jwt").toString().replace('\\', '/')).replace('\'', '"');
    }

    private DeviceConfiguration read(String document) {
        return DeviceConfiguration.parse(document, SecretSource.standard(environment));
    }

    private List<Problem> problems(String document) {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class, () -> read(document).apply(client));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain(app.clientSecret(), "pa55word");
        return refusal.problems();
    }

    @Test
    void device_isSetUpFromOneDocumentAndPosts() {
        PressResult pressed = read(document()).apply(client).press("help");

        assertThat(pressed.delivered()).as("%s", pressed).isTrue();
        assertThat(ringCentral.posts(team)).extracting(SandboxPost::text).containsExactly("Help at Lobby");
    }

    @Test
    void document_appliedAgain_updatesItsProfilesAndLeavesOthersAlone() {
        client.profiles()
                .create(client.draft("Night desk", "RINGCENTRAL")
                        .clientId("x")
                        .clientSecret(Secret.of("y"))
                        .jwtAssertion(Secret.of("a.b.c"))
                        .build());
        read(document()).apply(client).press("help");
        String id = client.profiles().find("Front desk").orElseThrow().id();

        assertThat(read(document()).apply(client).press("help").delivered()).isTrue();
        assertThat(client.profiles().list()).extracting(OAuthProfile::name).containsExactly("Front desk", "Night desk");
        assertThat(client.profiles().find("Front desk").orElseThrow().id()).isEqualTo(id);
        assertThat(ringCentral.tokenRequestCount()).as("the token stays valid").isEqualTo(1);
    }

    @Test
    void document_writtenBack_hasOneOrderTheSameValuesAndNoSecret() {
        String written = read(document()).toJson();

        assertThat(Json.readObject(written)).isEqualTo(Json.readObject(document()));
        assertThat(read(written).toJson()).isEqualTo(written);
        assertThat(written)
                .doesNotContain(app.clientSecret(), "pa55word")
                .containsSubsequence(
                        "\"device\"",
                        "\"name\"",
                        "\"mac\"",
                        "\"remoteDevicePassword\": \"env:ALGO\"",
                        "\"press\"",
                        "\"profiles\"",
                        "\"name\"",
                        "\"providerType\"",
                        "\"clientId\"",
                        "\"clientSecret\": \"env:RC_SECRET\"",
                        "\"jwtAssertion\"",
                        "\"buttons\"",
                        "\"identifier\"",
                        "\"requests\"",
                        "\"method\"",
                        "\"customPath\"",
                        "\"targets\"",
                        "\"dataPayload\"");
        assertThat(read(document()).toString()).doesNotContain(app.clientSecret());
    }

    /** A value whose objects have their members in reverse order. */
    private static Object turned(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(DeviceConfigurationTest::turned).toList();
        }
        if (!(value instanceof Map<?, ?> members)) {
            return value;
        }
        List<String> names = new ArrayList<>();
        members.keySet().forEach(name -> names.add(0, name.toString()));
        Map<String, Object> turned = new LinkedHashMap<>();
        names.forEach(name -> turned.put(name, turned(members.get(name))));
        return turned;
    }

    @Test
    void documents_thatAreEqual_areWrittenAlikeInAnyOrder() {
        String request = "{\"command\": \"Start Strobe\", \"targets\": [\"192.0.2.7\", \"192.0.2.5\"],"
                + " \"parameters\": {\"duration\": 3, \"color1\": \"red\", \"pattern\": 1}}, {";
        String pin = "3A5F0C1D".repeat(8);
        String document = document()
                .replace("\"numberOfApiRequests\": 1", "\"numberOfApiRequests\": 2")
                .replace("\"requests\": [{", "\"requests\": [" + request)
                .replace(
                        "\"providerType\":",
                        "\"extraParams\": {\"z\": \"1\", \"a\": \"2\", \"m\": \"3\"},"
                                + " \"assertionClaims\": {\"z\": {\"y\": 1, \"b\": [{\"d\": 1, \"c\": 2}]}, \"a\": 1},"
                                + " \"providerType\":")
                .replace(
                        "{\"mac\"",
                        "{\"pins\": {\"b.example\": \"" + pin + "\", \"a.example\": \"" + pin + "\"}, \"mac\"");
        String turned = Json.write(turned(Json.read(document)));
        assertThat(turned).isNotEqualTo(document);

        assertThat(read(turned).toJson()).isEqualTo(read(document).toJson());
        assertThat(Json.read(read(turned).toJson())).isEqualTo(Json.read(document));
        assertThat(read(document).toJson())
                .containsSubsequence("\"pattern\"", "\"color1\"", "\"duration\"")
                .containsSubsequence("192.0.2.7", "192.0.2.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "env:RC_SECRET | in-the-clear | profiles[0].clientSecret | not a reference | env:",
                "env:RC_SECRET | env:RC_SECRET\u200b | profiles[0].clientSecret | has an invisible character: U+200B | plain text editor",
                "\"name\": \"Lobby\" | \"name\": \"Lob\u00adby\" | device.name | U+00AD (soft hyphen) is character 4 | plain text editor",
                "00:22:EE:00:00:01 | 00:22:EE:00:00:01\u00a0 | device.mac | U+00A0 (no-break space) is character 18 | plain text editor",
                "{\"mac\" | {\"pins\": {\"192.0.2.7\u200b\": \"12\"}, \"mac\" | device.pins.192.0.2.7\u200b | U+200B | plain text editor",
                "\"clientId\": \" | \"clientId\": \"\u2060 | profiles[0].clientId | U+2060 (word joiner) is character 1 | plain text editor",
                "platform.ringcentral.com | platform\u2024ringcentral.com | buttons[0].requests[0].targets[0] | U+2024 (one dot leader) is character 9 | Copy the text again",
                "env:RC_SECRET | vault:x | profiles[0].clientSecret | not a reference | file:",
                "env:RC_SECRET | env:MISSING | profiles[0].clientSecret | refers to env:MISSING, which does not exist | Provide it",
                "env:RC_SECRET | file:/nowhere/at/all | profiles[0].clientSecret | which does not exist | Provide it",
                "env:ALGO | pa55word | device.remoteDevicePassword | not a reference | env:",
                "\"providerType\" | \"providerTyp\" | profiles[0].providerType | missing | RINGCENTRAL",
                "\"providerType\" | \"providerTyp\" | profiles[0].providerTyp | is not a field | \"providerType\"",
                "RINGCENTRAL | RINGCENTRAN | profiles[0].providerType | RINGCENTRAN | ",
                "\"profiles\" | \"profile\" | profile | is not a field | \"profiles\"",
                "\"press\" | \"pres\" | pres | is not a field | \"press\"",
                "timeoutSeconds | timeoutSecond | press.timeoutSecond | is not a field | \"timeoutSeconds\"",
                "\"mac\" | \"mack\" | device.mack | is not a field | \"mac\"",
                "{\"timeoutSeconds\": 8} | {\"timeoutSeconds\": 0} | press.timeoutSeconds | is 0 | 1 to 86400",
                "{\"timeoutSeconds\": 8} | {\"onFailure\": \"STOPP\"} | press.onFailure | STOPP | \"STOP\"",
                "{\"timeoutSeconds\": 8} | {\"timeoutSeconds\": 86401} | press.timeoutSeconds | is 86401 | 1 to 86400",
                "{\"timeoutSeconds\": 8} | {\"timeoutSeconds\": \"8\"} | press.timeoutSeconds | whole number | digits",
                "{\"timeoutSeconds\": 8} | {\"parallelTargets\": 0} | press.parallelTargets | is 0 | 1 to 1000",
                "{\"timeoutSeconds\": 8} | {\"parallelTargets\": 1001} | press.parallelTargets | is 1001 | 1 to 1000",
                "{\"timeoutSeconds\": 8} | {\"parallelTargets\": 1.5} | press.parallelTargets | whole number | digits",
                "{\"timeoutSeconds\": 8} | {\"debounceMillis\": -1} | press.debounceMillis | is -1 | 0 to 60000",
                "{\"timeoutSeconds\": 8} | {\"debounceMillis\": 60001} | press.debounceMillis | is 60001 | 0 to 60000",
                "{\"timeoutSeconds\": 8} | {\"debounceMillis\": true} | press.debounceMillis | whole number | digits",
                "{\"timeoutSeconds\": 8} | {\"secondPress\": \"join\"} | press.secondPress | is \"join\" | \"JOIN\"",
                "{\"timeoutSeconds\": 8} | {\"secondPress\": 7} | press.secondPress | is not text | double quotes",
                "{\"timeoutSeconds\": 8} | {\"onFailure\": []} | press.onFailure | is not text | double quotes",
                "\"name\": \"Lobby\" | \"name\": 7 | device.name | is not text | double quotes",
                "\"00:22:EE:00:00:01\" | [] | device.mac | is not text | double quotes",
                "{\"timeoutSeconds\": 8} | 7 | press | is not an object | Write it as",
                "\"press\": | \"offlineQueue\": {\"capacity\": 0}, \"press\": | offlineQueue.capacity | is 0 | 1 to 1000",
                "\"press\": | \"offlineQueue\": {\"expirySecond\": 60}, \"press\": | offlineQueue.expirySecond | is not a field | \"expirySeconds\"",
                "\"press\": | \"offlineQueue\": {\"intervalSeconds\": 86401}, \"press\": | offlineQueue.intervalSeconds | is 86401 | 1 to 86400",
                "\"press\": | \"offlineQueue\": {\"expirySeconds\": 60}, \"press\": | offlineQueue | has no store | OfflineQueue.in(store)",
                "\"oauthProfile\": \"Front desk\" | \"oauthProfile\": \"Front dest\" | buttons[0].requests[0].oauthProfile | no such profile | \"Front desk\"",
                "\"POST\" | \"PSOT\" | buttons[0].requests[0].method | PSOT | POST",
                "${deviceName} | ${devicename} | buttons[0].requests[0].dataPayload | ${devicename} | ${deviceName}",
                "{\"mac\" | {\"pins\": {\"192.0.2.7\": \"12\"}, \"mac\" | device.pins.192.0.2.7 | is not a fingerprint | 64 hex digits",
                "{\"mac\" | {\"pins\": {\"192.0.2.7\": []}, \"mac\" | device.pins.192.0.2.7 | has no fingerprint | remove the host",
                "{\"mac\" | {\"pins\": {\"192.0.2.7\": \"3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D\", \"192.0.2.7:443\": \"3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D\"}, \"mac\" | device.pins.192.0.2.7:443 | is listed twice | one list",
                "{\"mac\" | {\"pins\": {\"https://x\": \"12\"}, \"mac\" | device.pins.https://x | is not a host | host only",
                "{\"mac\" | {\"plainHttp\": [\"a b\"], \"mac\" | device.plainHttp[0] | \"a b\" is not a host | Remove the space",
                "{\"mac\" | {\"plainHttp\": 7, \"mac\" | device.plainHttp | is not | ",
                "{\"mac\" | {\"proxy\": {}, \"mac\" | device.proxy.host | is missing | proxy.example:3128",
                "{\"mac\" | {\"proxy\": {\"host\": \"proxy.example\"}, \"mac\" | device.proxy.host | has no port | proxy.example:3128",
                "{\"mac\" | {\"proxy\": {\"host\": \"http://p.example:3128\"}, \"mac\" | device.proxy.host | is not a host | host only",
                "{\"mac\" | {\"proxy\": {\"host\": \"p:3128\", \"user\": \"desk\"}, \"mac\" | device.proxy.password | is missing | reference",
                "{\"mac\" | {\"proxy\": {\"host\": \"p:3128\", \"password\": \"env:RC_SECRET\"}, \"mac\" | device.proxy.user | is missing | Add the user",
                "{\"mac\" | {\"proxy\": {\"host\": \"p:3128\", \"user\": \"a:b\", \"password\": \"env:RC_SECRET\"}, \"mac\" | device.proxy.user | cannot be used | colon",
                "{\"mac\" | {\"proxy\": {\"host\": \"p:3128\", \"user\": \"desk\", \"password\": \"in the clear\"}, \"mac\" | device.proxy.password | is not a reference | env:",
                "{\"mac\" | {\"proxy\": {\"host\": \"p:3128\", \"usr\": \"desk\"}, \"mac\" | device.proxy.usr | is not a field | \"user\"",
            })
    void member_thatIsWrong_isAProblemWithItsPathAndFixAndNothingIsStored(
            String from, String to, String path, String wrong, String advice) {
        String document = document();
        assertThat(document).contains(from);

        assertThat(problems(document.replace(from, to))).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo(path);
            assertThat(problem.toString()).contains(wrong).contains(advice == null ? "" : advice);
        });
        assertThat(client.profiles().list()).isEmpty();
        assertThat(ringCentral.requestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "env:RC_SECRET | in-the-clear",
                "\"providerType\" | \"providerTyp\"",
                "\"press\" | \"pres\"",
                "timeoutSeconds | timeoutSecond",
                "\"mac\" | \"mack\"",
                "\"clientId\" | \"clientID\"",
                "{\"timeoutSeconds\": 8} | {\"timeoutSeconds\": 0}",
                "{\"timeoutSeconds\": 8} | {\"parallelTargets\": 1001}",
                "{\"timeoutSeconds\": 8} | {\"debounceMillis\": -1}",
                "{\"timeoutSeconds\": 8} | {\"onFailure\": \"STOPP\"}",
                "{\"timeoutSeconds\": 8} | {\"secondPress\": \"join\"}",
                "\"POST\" | \"PSOT\"",
                "{\"mac\" | {\"pins\": {\"192.0.2.7\": \"12\"}, \"mac\"",
                "{\"mac\" | {\"pins\": {\"192.0.2.7\": []}, \"mac\"",
                "{\"mac\" | {\"plainHttp\": [7], \"mac\"",
                "{\"mac\" | {\"proxy\": {}, \"mac\"",
                "{\"mac\" | {\"proxy\": {\"host\": \"proxy.example\"}, \"mac\"",
                "{\"mac\" | {\"proxy\": {\"host\": \"p:3128\", \"user\": \"desk\", \"password\": \"in the clear\"}, \"mac\"",
            })
    void schema_ofAWrongMember_rejectsItToo(String from, String to) {
        assertThat(ButtonSchema.problemsOfAConfiguration(document())).isEmpty();
        assertThat(ButtonSchema.problemsOfAConfiguration(document().replace(from, to)))
                .isNotEmpty();
    }

    @Test
    void offlineQueue_ofTheDocument_configuresTheQueueOfTheFirmware() throws IOException {
        RecordStore store = RecordStore.inMemory();
        String document = document()
                .replace("platform.ringcentral.com", "help.test")
                .replace("\"oauthProfile\": \"Front desk\",", "")
                .replace("{\"timeoutSeconds\": 8}", "{\"timeoutSeconds\": 1, \"debounceMillis\": 0}")
                .replace("\"press\":", "\"offlineQueue\": {\"capacity\": 1}, \"press\":");
        try (OAuthClient offline = OAuthClient.builder()
                        .nameResolver(host -> {
                            throw new UnknownHostException(host);
                        })
                        .build();
                ButtonActions buttons =
                        read(document).apply(offline, more -> more.offlineQueue(OfflineQueue.in(store)))) {
            assertThat(buttons.press("help").outcome()).isEqualTo(PressResult.Outcome.QUEUED);
            assertThat(buttons.press("help").outcome()).isEqualTo(PressResult.Outcome.FAILED);
            assertThat(store.list()).hasSize(1);
        }
    }

    @Test
    void password_thatIsEmpty_isAProblemOfTheRequestsThatNeedItAndNothingIsStored() {
        String request = "{\"command\": \"Stop Tone\", \"targets\": \"192.0.2.7\"}, {";

        assertThat(problems(document()
                        .replace("env:ALGO", "")
                        .replace("\"numberOfApiRequests\": 1", "\"numberOfApiRequests\": 2")
                        .replace("\"requests\": [{", "\"requests\": [" + request)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("buttons[0].requests[0].headers");
                    assertThat(problem.advice()).contains("device.remoteDevicePassword");
                });
        assertThat(client.profiles().list()).isEmpty();
    }

    @Test
    void problems_ofProfilesAndButtons_comeTogether() {
        assertThat(problems(document()
                        .replace(app.clientId(), " ")
                        .replace("\"oauthProfile\": \"Front desk\"", "\"oauthProfile\": \"Missing\"")))
                .extracting(Problem::field)
                .containsExactly("profiles[0].clientId", "buttons[0].requests[0].oauthProfile");
    }

    @Test
    void text_thatIsNotJson_isAProblem() {
        assertThat(problems("{"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("configuration"));
    }

    @Test
    void secret_withASchemeOfTheFirmware_isReadFromItsSource() {
        SecretSource vault = new SecretSource() {
            @Override
            public List<String> schemes() {
                return List.of("tpm");
            }

            @Override
            public Optional<Secret> secret(String scheme, String name) {
                return Optional.of(Secret.of(name.equals("slot-1") ? app.clientSecret() : ""));
            }
        };
        DeviceConfiguration device = DeviceConfiguration.parse(
                document().replace("env:RC_SECRET", "tpm:slot-1"),
                SecretSource.standard(environment).and(vault));

        assertThat(device.apply(client).press("help").delivered()).isTrue();
    }

    @Test
    void pin_ofTheDocument_isUsedByTheClient() throws Exception {
        try (AlgoDeviceSimulator horn = AlgoDeviceSimulator.start("Horn", "pa55word")) {
            String print = HexFormat.ofDelimiter(":")
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(horn.certificate().getEncoded()));
            DeviceConfiguration device = read("""
                    {"device": {"remoteDevicePassword": "env:ALGO", "pins": {"%s": "%s"}},
                     "screens": [{"name": "Main", "buttons": [{"identifier": "tone", "action": "Send API Request",
                       "numberOfApiRequests": 1,
                       "requests": [{"command": "Play Tone", "targets": "%s", "parameters": {"path": "chime.wav"}}]}]}]}
                    """.formatted(horn.target(), print, horn.target()));
            try (OAuthClient own = device.configure(OAuthClient.builder().proxy(Proxy.NO_PROXY))
                    .build()) {
                assertThat(device.apply(own).press("tone").delivered()).isTrue();
            }
            assertThat(horn.commands()).hasSize(1);
        }
    }

    @Test
    void example_ofThePage_isReadAndInOrder() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "configuration.md"));
        int begin = page.indexOf("```json\n") + "```json\n".length();
        String example = page.substring(begin, page.indexOf("```", begin));

        assertThat(ButtonSchema.problemsOfAConfiguration(example)).isEmpty();
        DeviceConfiguration device = DeviceConfiguration.parse(
                example.replace("file:/etc/algo/ringcentral.jwt", "env:JWT"),
                SecretSource.standard(
                        Map.of("RINGCENTRAL_CLIENT_SECRET", "s", "JWT", "a.b.c", "ALGO_PASSWORD", "algo")));

        assertThat(device.apply(client).buttons()).hasSize(1);
        assertThat(device.toJson()).isEqualTo(example.replace("file:/etc/algo/ringcentral.jwt", "env:JWT"));
    }
}
