package com.algosolutions.verification.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.AlgoCommand;
import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.button.SecretSource;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An operator pastes a secret into the wrong field: each kind of secret, in each field of a form and at each place of a document. No problem, warning,
 * exception or log line repeats it.
 */
class MisplacedSecretTest {
    private static final String BUTTONS = """
        {"buttons": [
          {"identifier": "help", "status": "Enabled", "text": "Help", "action": "Send API Request", "numberOfApiRequests": 2, "requests": [
            {"command": "Other", "method": "POST", "customPath": "api/press", "targets": ["192.0.2.7"], "headers": "Custom Headers",
             "customHeaders": ["X-Place: lobby"], "dataPayload": "{\\"a\\": \\"${deviceName}\\"}",
             "success": {"statuses": [200], "contains": "ok", "notContains": ["error"]}, "repeatable": true},
            {"command": "Other", "method": "POST", "customPath": "x", "targets": ["api.example"], "oauthProfile": "Front desk"}]},
          {"identifier": "tone", "action": "Send API Request", "requests": [
            {"command": "Play Tone", "targets": ["192.0.2.7"], "headers": "Algo Standard Authentication Headers", "parameters": {"path": "a.wav", "loop": true}}]}],
         "screens": [{"identifier": "main", "buttons": ["help"]}]}
        """;

    private static final String CONFIGURATION = """
        {"device": {"name": "Lobby", "mac": "00:22:EE:00:00:01", "remoteDevicePassword": "env:P",
           "pins": {"192.0.2.7": "3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D3A5F0C1D"}, "plainHttp": ["192.0.2.8"],
           "proxy": {"host": "proxy.example:3128", "user": "door", "password": "env:P", "bypass": ["a.example"]}},
         "press": {"timeoutSeconds": 10, "onFailure": "CONTINUE", "parallelTargets": 2, "debounceMillis": 100, "repeatedPress": "REJECT"},
         "offlineQueue": {"capacity": 5, "expirySeconds": 60, "intervalSeconds": 5},
         "profiles": [{"name": "Front desk", "providerType": "RINGCENTRAL", "clientId": "app", "clientSecret": "env:P", "jwtAssertion": "env:J",
           "tokenUrl": "https://a.example/token", "apiHosts": ["api.example"], "scopes": ["a"], "extraParams": {"environment": "production"},
           "defaultExpiresIn": 60, "assertionClaims": {"a": 1}}]}
        """;

    private static Planted planted;
    private static Outputs outputs;

    /** What an operator does with a text. */
    private interface Use {
        Object of(String text);
    }

    @BeforeAll
    static void plant() throws Exception {
        planted = new Planted(20261130);
        planted.plant("password", "");
        planted.plant("client secret", "~_-");
        planted.plant("token", "/+=");
        planted.plant("key password", "/+=&%<\" ");
        Keys.plant(planted);
        Random random = new Random(5);
        byte[] signature = new byte[64];
        random.nextBytes(signature);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        planted.keep("signature", base64.encodeToString(signature));
        planted.text(
                "JWT",
                base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8)) + "."
                        + base64.encodeToString("{\"sub\":\"desk\"}".getBytes(UTF_8)) + "." + planted.get("signature"));
        planted.keep("hexadecimal", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        planted.keep("of words", "correct horse battery");
        outputs = new Outputs(planted);
    }

    @BeforeEach
    void forget() {
        outputs.leaks().clear();
    }

    @AfterAll
    static void close() {
        outputs.close();
    }

    private static void attempt(String what, Use use, String secret) {
        outputs.during(what);
        try {
            outputs.value(use.of(secret));
        } catch (RuntimeException e) {
            outputs.value(e);
        }
    }

    private static OAuthClient client() {
        return OAuthClient.builder().store(RecordStore.inMemory()).build();
    }

    private static ProfileForm form(OAuthClient client, String provider, String secret) {
        return client.draft("Front desk", provider)
                .clientId("app")
                .clientSecret(Secret.of(secret))
                .jwtAssertion(Secret.of(planted.get("JWT")))
                .tokenUrl(URI.create("https://a.example/token"))
                .apiHosts(ApiHost.of("api.example"));
    }

    private static Object problems(OAuthClient client, ProfileForm form) {
        List<Object> said = new ArrayList<>(form.problems());
        try {
            OAuthProfile profile = form.build();
            said.addAll(client.profiles().problems(profile));
            said.addAll(client.profiles().warnings(profile));
            said.add(profile.toString());
        } catch (RuntimeException e) {
            said.add(e);
        }
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "token", "PEM", "JWT", "of words"})
    void secret_inAnotherFieldOfAForm_isNotRepeated(String kind) {
        pasteIntoEachField(kind);
    }

    @ParameterizedTest
    @Tag("heavy")
    @ValueSource(strings = {"client secret", "JWK", "PKCS#12", "hexadecimal"})
    void secret_ofAnotherKind_inAnotherFieldOfAForm_isNotRepeated(String kind) {
        pasteIntoEachField(kind);
    }

    private static void pasteIntoEachField(String kind) {
        String secret = planted.get(kind);
        try (OAuthClient client = client()) {
            for (String provider : List.of("GENERIC", "RINGCENTRAL", "MICROSOFT", "ZOOM", "GOOGLE")) {
                List<ProfileField<?>> fields = provider.equals("GENERIC")
                        ? ProfileField.all()
                        : List.of(ProfileField.EXTRA_PARAMS, ProfileField.SCOPES, ProfileField.TOKEN_URL);
                for (ProfileField<?> field : fields) {
                    List<UnaryOperator<String>> texts = List.of(
                            text -> text,
                            text -> text + " " + text,
                            text -> "https://" + text + "/token",
                            text -> "https://a.example/" + text + "#x",
                            text -> "{\"environment\": " + Json.write(text) + "}",
                            text -> "{\"tenant\": " + Json.write(text) + ", " + Json.write(text) + ": 1}",
                            text -> "[" + Json.write(text) + "]");
                    for (UnaryOperator<String> text : texts) {
                        attempt(
                                kind + " in " + field.label() + " of " + provider,
                                pasted -> problems(
                                        client, form(client, provider, secret).setText(field, text.apply(pasted))),
                                secret);
                    }
                    for (Object json : List.of(List.of(secret), Map.of(secret, 1), Map.of("a", List.of(secret)))) {
                        attempt(
                                kind + " as JSON in " + field.label(),
                                pasted -> problems(
                                        client, form(client, provider, secret).members(Map.of(field.property(), json))),
                                secret);
                    }
                }
            }
            for (String json : List.of(
                    secret,
                    Json.write(secret),
                    Json.write(Map.of(secret, 1)),
                    "{\"clientId\": " + secret + "}",
                    "{\"clientId\": \"" + secret,
                    "{\"clientId\": 1, \"clientId\": " + Json.write(secret) + "}")) {
                attempt(
                        kind + " in a document",
                        text -> problems(client, form(client, "GENERIC", secret).json(text)),
                        json);
                attempt(kind + " in a draft", text -> client.draft(text).problems(), json);
            }
            if (!kind.equals("of words")) { // no secret that the form knows
                attempt(kind + " as a provider", text -> client.draft("a", text).problems(), secret);
            }
        }
        assertThat(outputs.leaks()).isEmpty();
    }

    /** The document with one place changed, for each place and each change. */
    private static List<Object> changed(Object json, String secret) {
        List<Object> all = new ArrayList<>(List.of(secret, Map.of(secret, secret)));
        if (secret.length() < 40) { // the others differ in their length and in what they begin with
            all.addAll(List.of(
                    List.of(secret),
                    "env:" + secret,
                    secret + ": " + secret,
                    secret + ":1",
                    "https://" + secret + "/x",
                    "${" + secret + "}",
                    "{\"a\": " + secret));
        }
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                changed(value, secret).forEach(other -> {
                    Map<Object, Object> copy = new LinkedHashMap<>(map);
                    copy.put(name, other);
                    all.add(copy);
                });
                Map<Object, Object> renamed = new LinkedHashMap<>(map);
                renamed.remove(name);
                renamed.put(secret, value);
                all.add(renamed);
            });
        } else if (json instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                changed(list.get(i), secret).forEach(other -> {
                    List<Object> copy = new ArrayList<>(list);
                    copy.set(at, other);
                    all.add(copy);
                });
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "JWT"})
    void secret_inTheDocumentOfTheButtons_isNotRepeated(String kind) {
        pasteIntoTheButtons(kind);
    }

    @ParameterizedTest
    @Tag("heavy")
    @ValueSource(strings = {"token", "JWK", "PKCS#12"})
    void secret_ofAnotherKind_inTheDocumentOfTheButtons_isNotRepeated(String kind) {
        pasteIntoTheButtons(kind);
    }

    private static void pasteIntoTheButtons(String kind) {
        try (OAuthClient client = client()) {
            for (Object document : changed(Json.read(BUTTONS), planted.get(kind))) {
                attempt(
                        kind + " in buttons",
                        text -> {
                            try (ButtonActions buttons = ButtonActions.builder(client)
                                    .remoteDevicePassword(Secret.of("device password"))
                                    .parse(text)) {
                                return buttons.warnings();
                            }
                        },
                        Json.write(document));
            }
        }
        assertThat(outputs.leaks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "JWT"})
    void secret_inAConfiguration_isNotRepeated(String kind) {
        pasteIntoTheConfiguration(kind);
    }

    @ParameterizedTest
    @Tag("heavy")
    @ValueSource(strings = {"token", "JWK", "PKCS#12"})
    void secret_ofAnotherKind_inAConfiguration_isNotRepeated(String kind) {
        pasteIntoTheConfiguration(kind);
    }

    private static void pasteIntoTheConfiguration(String kind) {
        String secret = planted.get(kind);
        for (Object document : changed(Json.read(CONFIGURATION), secret)) {
            attempt(
                    kind + " in a configuration",
                    text -> {
                        DeviceConfiguration read = DeviceConfiguration.parse(text, secrets(secret));
                        try (OAuthClient client = read.configure(
                                                OAuthClient.builder().store(RecordStore.inMemory()))
                                        .build();
                                ButtonActions buttons = read.apply(client)) {
                            return buttons.warnings() + " " + read;
                        }
                    },
                    Json.write(document));
        }
        assertThat(outputs.leaks()).isEmpty();
    }

    private static SecretSource secrets(String secret) {
        return new SecretSource() {
            @Override
            public List<String> schemes() {
                return List.of("env");
            }

            @Override
            public Optional<Secret> secret(String scheme, String name) {
                return name.equals("P")
                        ? Optional.of(Secret.of(secret))
                        : name.equals("J") ? Optional.of(Secret.of(planted.get("JWT"))) : Optional.empty();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "client secret", "token", "PEM", "JWK", "PKCS#12", "JWT", "hexadecimal"})
    void secret_givenToAMethod_isNotInItsException(String kind) {
        String secret = planted.get(kind);
        try (OAuthClient client = client()) {
            Map<String, Use> uses = new LinkedHashMap<>();
            uses.put("host", ApiHost::of);
            uses.put("host with a path", text -> ApiHost.of(text + "/x"));
            uses.put("header", text -> new Header(text, "x\n"));
            uses.put("value of a header", text -> new Header("X-Key", text + "\n"));
            uses.put(
                    "header of a request",
                    text -> ApiRequest.get(URI.create("https://a.example/")).header(text, "\n"));
            uses.put("command", AlgoCommand::named);
            uses.put("parameter", text -> AlgoCommand.named("Play Tone").with(text, 1));
            uses.put(
                    "value of a parameter",
                    text -> AlgoCommand.named("Play Tone").with("loop", text));
            uses.put("grant type", text -> new GrantType(text).getClass().getName());
            uses.put("team", TeamId::of);
            uses.put("link of a team", text -> TeamId.of("https://app.ringcentral.com/l/" + text));
            uses.put("link of a meeting", text -> TeamId.of("https://v.ringcentral.com/join/" + text));
            uses.put("pin", text -> OAuthClient.builder().pinCertificate(ApiHost.of("a.example"), text));
            uses.put("proxy", text -> OAuthClient.builder().proxyCredentials("a:" + text, Secret.of(text)));
            uses.put(
                    "user agent",
                    text -> OAuthClient.builder().userAgent(text + "\n").build());
            uses.put("callback", client.signIns()::handleCallback);
            uses.put("code", text -> client.signIns().handleCallback("/cb?code=" + text));
            uses.put("id", text -> client.draft("a", "GENERIC").id(text + "/"));
            uses.put(
                    "URL of a test",
                    text -> client.test(OAuthTestRequest.of("none", text)).failure());
            if (secret.matches("[A-Za-z0-9_.~-]+")) { // otherwise the application cannot make a URI of it
                uses.put("host of a URL", text -> ApiHost.of(URI.create("https://" + text)));
                uses.put("target", text -> ApiRequest.get(URI.create(text)));
                uses.put("issuer", text -> client.discover(URI.create(text)));
                uses.put("part of an issuer", text -> client.discover(URI.create("https://127.0.0.1:1/" + text + "#")));
            }
            Stream.of(secret, secret.replaceAll("\\s", ""), secret.replaceAll("[^A-Za-z0-9]", ""))
                    .forEach(text -> uses.forEach((name, use) -> attempt(kind + " as " + name, use, text)));
        }
        assertThat(outputs.leaks()).isEmpty();
    }
}
