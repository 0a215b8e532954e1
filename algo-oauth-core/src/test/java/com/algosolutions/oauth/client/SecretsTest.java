package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.signin.SignInDesk;
import com.algosolutions.oauth.signin.SignInResults;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets are not printed: a server echoes every secret, in every form and at every place, or fails in every other way; then the test
 * searches all text that the client could print.
 */
class SecretsTest {
    private static final String CLIENT_SECRET = "p&s=\u00e9 \"w\"%9";
    private static final String JWT = TestValues.jwt("{\"sub\":\"hunter2\"}");
    private static final String ACCESS = "acc-5ecret/+x=";
    private static final String REFRESH = "ref 5ecret&\u00e9";
    private static final String CODE = "c0de-5ecret";
    private static final String DEVICE_CODE = "dev 5ecret+code";
    private static final String KEY_PASSWORD = "key-pass-5ecret";
    private static final List<String> SECRETS = List.of(CLIENT_SECRET, JWT, ACCESS, REFRESH);

    /** What would be a leak, wherever it stood. */
    private static Set<String> forms() {
        Set<String> forms = new LinkedHashSet<>();
        String pair = URLEncoder.encode("app 1", UTF_8) + ":" + URLEncoder.encode(CLIENT_SECRET, UTF_8);
        for (String secret : List.of(CLIENT_SECRET, JWT, ACCESS, REFRESH, pair, base64(pair))) {
            String encoded = URLEncoder.encode(secret, UTF_8);
            forms.add(secret);
            forms.add(encoded);
            forms.add(encoded.replace("+", "%20"));
            forms.add(lowerHex(encoded));
            forms.add(base64(secret));
            forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
            forms.add(Json.write(secret).replaceAll("^\"|\"$", ""));
        }
        return forms;
    }

    private static String base64(String text) {
        return base64(text, UTF_8);
    }

    private static String base64(String text, Charset charset) {
        return Base64.getEncoder().encodeToString(text.getBytes(charset));
    }

    private static String lowerHex(String text) {
        return java.util.regex.Pattern.compile("%..")
                .matcher(text)
                .replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT));
    }

    private static String json(String member, String value) {
        return Json.write(Map.of(member, value));
    }

    private static MockResponse.Builder reply(int status, String body) {
        return new MockResponse.Builder().code(status).body(body);
    }

    private static MockResponse[] twice(MockResponse.Builder reply) {
        return new MockResponse[] {reply.build(), reply.build()};
    }

    /** The places at which a server can say something that is printed. */
    private static Map<String, BiConsumer<FakeServer, String>> places() {
        return Map.of(
                "token error_description",
                (server, said) -> server.onToken(reply(
                                401,
                                "{\"error\":\"invalid_client\","
                                        + json("error_description", said).substring(1))
                        .build()),
                "token error",
                (server, said) -> server.onToken(reply(400, json("error", said)).build()),
                "token error in a 200",
                (server, said) -> server.onToken(reply(200, json("error", said)).build()),
                "token code",
                (server, said) -> server.onToken(reply(400, json("code", said)).build()),
                "token request id",
                (server, said) -> server.onToken(
                        reply(200, "{}").addHeader("X-Request-Id", ascii(said)).build()),
                "api message",
                (server, said) -> server.onApi(twice(reply(401, json("message", said)))),
                "api challenge",
                (server, said) -> server.onApi(
                        twice(reply(401, "").addHeader("WWW-Authenticate", "Bearer error=\"" + ascii(said) + '"'))),
                "api request id",
                (server, said) -> server.onApi(
                        reply(200, "{}").addHeader("X-Request-Id", ascii(said)).build()),
                "api body",
                (server, said) -> server.onApi(reply(200, said).build()),
                "api body of an error",
                (server, said) -> server.onApi(reply(500, "<html>" + said).build()));
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    static Stream<Arguments> echoes() {
        List<Arguments> rows = new ArrayList<>();
        places().forEach((place, script) -> forms().stream()
                // The API never saw the secrets of the token request.
                .filter(form -> place.startsWith("token") || forms(ACCESS).contains(form))
                .filter(form -> !place.startsWith("token") || !forms(ACCESS).contains(form))
                .filter(form -> !place.contains("id") && !place.contains("challenge")
                        || ascii(form).equals(form))
                .forEach(form -> rows.add(Arguments.of(place, form, script))));
        return rows.stream();
    }

    private static Set<String> forms(String secret) {
        return Set.of(
                secret,
                URLEncoder.encode(secret, UTF_8),
                lowerHex(URLEncoder.encode(secret, UTF_8)),
                base64(secret),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
    }

    /** Words in place of tokens, since all that is like a token is masked anyway. */
    @Test
    void tokens_ofEarlierResponsesAndOfTheSame_namedInAnError_areNotPrinted() {
        String said = "not kingfisher, chimneysweep or saltlagoon";
        try (FakeServer server = FakeServer.start();
                OAuthClient client = TestValues.clientOf(server)) {
            server.onToken(
                    FakeServer.issue("kingfisher", "chimneysweep"),
                    FakeServer.json(400, "{\"error\":\"invalid_grant\"}"),
                    FakeServer.json(
                            400,
                            "{\"error\":\"invalid_client\",\"error_description\":\"" + said
                                    + "\",\"id_token\":\"saltlagoon\"}"));
            TestValues.post(client, server);
            assertThat(client.renew("desk").failure().orElseThrow().toString())
                    .contains("not ***, *** or ***")
                    .doesNotContain("fisher", "sweep", "lagoon");
        }
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("echoes")
    @DisplayName("E3.8 a secret that a server echoes is not printed")
    void secret_saidBackByTheServer_isNotPrinted(String place, String form, BiConsumer<FakeServer, String> script) {
        try (FakeServer server = FakeServer.start()) {
            server.onToken(FakeServer.issue(ACCESS, REFRESH.replace("\"", "\\\"")));
            if (place.startsWith("token")) {
                server.onApi(reply(401, "").build()); // the refresh follows, and its response echoes secrets
            }
            script.accept(server, "You said: " + form + " (sic)");
            assertThat(printed(server))
                    .isNotEmpty()
                    .allSatisfy(text -> assertThat(text).doesNotContain(form).doesNotContain(SECRETS));
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of("refused", "reset", "stall", "html", "429", "503", "redirect", "large", "half", "bad token")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("faults")
    @DisplayName("E3.8 no failure prints a secret in a result, status, event, log or exception")
    void fault_ofEveryKind_atBothServers_printsNoSecret(String fault) {
        for (boolean atToken : new boolean[] {true, false}) {
            try (FakeServer server = FakeServer.start()) {
                MockResponse.Builder reply = switch (fault) {
                    case "reset" -> new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket());
                    case "stall" -> new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE);
                    case "html" -> reply(400, "<html>" + CLIENT_SECRET);
                    case "429" -> reply(429, "").addHeader("Retry-After", "9");
                    case "503" -> reply(503, "");
                    case "redirect" -> reply(307, "").addHeader("Location", "https://x/?" + ACCESS);
                    case "large" -> reply(200, ACCESS.repeat(100_000));
                    case "half" -> reply(200, ACCESS.repeat(1_000)).onResponseBody(new SocketEffect.CloseSocket());
                    default -> reply(200, "{\"access_token\":\"" + ACCESS + "\\n\"}");
                };
                if (atToken) {
                    server.onToken(twice(reply));
                } else {
                    server.onToken(FakeServer.issue(ACCESS)).onApi(twice(reply));
                }
                if (fault.equals("refused")) {
                    server.goDown();
                }
                assertThat(printed(server))
                        .isNotEmpty()
                        .allSatisfy(
                                text -> assertThat(text).doesNotContain(SECRETS).doesNotContain(forms()));
            }
        }
    }

    /** An authorization server that says one thing back that it was sent, and issues nothing. */
    private static final class Echo extends Dispatcher {
        private final String what;
        private final AtomicReference<RecordedRequest> token = new AtomicReference<>();
        private volatile String state = "no state yet";

        Echo(String what) {
            this.what = what;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            if (request.getTarget().startsWith("/device")) {
                return reply(
                                200,
                                Json.write(Map.of(
                                        "device_code",
                                        DEVICE_CODE,
                                        "user_code",
                                        "WDJB-MJHT",
                                        "verification_uri",
                                        "https://example.com/device",
                                        "expires_in",
                                        600)))
                        .build();
            }
            token.set(request);
            return reply(
                            400,
                            Json.write(Map.of(
                                    "error", "invalid_request", "error_description", "You said: " + sent(what) + ".")))
                    .build();
        }

        /** A parameter or a header of the token request, or the state, which the server has from the browser. */
        String sent(String name) {
            RecordedRequest request = token.get();
            String header = request.getHeaders().get(name);
            return header != null
                    ? header
                    : FakeServer.form(request).stream()
                            .filter(part -> part.startsWith(name + "="))
                            .map(part -> URLDecoder.decode(part.substring(name.length() + 1), UTF_8))
                            .findFirst()
                            .orElseGet(() -> state);
        }
    }

    private static String pkcs12() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder().build();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "desk", held.keyPair().getPrivate(), KEY_PASSWORD.toCharArray(), new java.security.cert.Certificate[] {
                    held.certificate()
                });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        keys.store(bytes, KEY_PASSWORD.toCharArray());
        return base64(new String(bytes.toByteArray(), ISO_8859_1), ISO_8859_1);
    }

    private static ProfileForm signing(OAuthClient client, MockWebServer server, String key) {
        return client.draft("desk", "GENERIC")
                .tokenUrl(server.url("/token").uri())
                .apiHosts(ApiHost.of("127.0.0.1:" + server.getPort()))
                .clientId("app 1")
                .clientAuthMode(ClientAuthMode.PRIVATE_KEY_JWT)
                .signingKey(Secret.of(key))
                .signingKeyPassword(Secret.of(KEY_PASSWORD))
                .accessTokenType(AccessTokenType.DPOP);
    }

    private static void assertSilent(List<String> texts, List<String> secrets) {
        assertThat(texts).isNotEmpty();
        for (String secret : secrets) {
            assertThat(secret).hasSizeGreaterThan(8);
            for (String form : List.of(secret, URLEncoder.encode(secret, UTF_8), base64(secret))) {
                assertThat(texts).noneMatch(text -> text.contains(form));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "code_verifier", "client_assertion", "DPoP", "state"})
    @DisplayName(
            "E10.10, E3.8 no secret of a sign-in with a browser is printed: code, verifier, state, keys, assertion")
    void signIn_thatIsRefusedWithASecretSaidBack_printsNone(String place) throws Exception {
        Echo echo = new Echo(place);
        FaultyStore store = new FaultyStore();
        String key = pkcs12();
        List<String> texts = new ArrayList<>();
        try (MockWebServer server = new MockWebServer();
                CapturedLog log = CapturedLog.open();
                OAuthClient client = client().store(store).build()) {
            server.setDispatcher(echo);
            server.start();
            client.profiles()
                    .create(signing(client, server, key)
                            .grantType(GrantType.AUTH_CODE_PKCE)
                            .authUrl(URI.create("https://login.example/authorize"))
                            .redirectUri(URI.create(SignInDesk.REDIRECT))
                            .build());
            SignIn started = client.signIns().start("desk");
            String state = SignInDesk.state(started);
            echo.state = state;
            Matcher proofKey =
                    Pattern.compile("\\\\\"d\\\\\":\\\\\"([A-Za-z0-9_-]{43})").matcher(store.text());
            assertThat(proofKey.find()).isTrue();
            texts.add(started.toString());
            print(client, texts);
            CallbackResult result =
                    client.signIns().handleCallback("/control/oauth-callback.lua?code=" + CODE + "&state=" + state);
            assertThat(result).is(SignInResults.REFUSED);
            assertThat(result.toString()).contains("You said: ");
            texts.add(result.toString());
            texts.add(String.valueOf(result.failure().orElseThrow().serverError()));
            print(client, texts);
            texts.addAll(log.lines());
            assertSilent(
                    texts,
                    List.of(
                            CODE,
                            state,
                            echo.sent("code_verifier"),
                            echo.sent("client_assertion"),
                            echo.sent("DPoP"),
                            proofKey.group(1),
                            key,
                            KEY_PASSWORD));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"device_code", "client_assertion", "DPoP"})
    @DisplayName("E10.10, E3.8 no secret of a sign-in with a code on another device is printed")
    void deviceSignIn_thatIsRefusedWithASecretSaidBack_printsNone(String place) throws Exception {
        Echo echo = new Echo(place);
        FaultyStore store = new FaultyStore();
        TestValues.ManualTicker ticker = new TestValues.ManualTicker();
        String key = pkcs12();
        List<String> texts = new ArrayList<>();
        OAuthClient.Builder settings = client().store(store).ticker(ticker);
        ClientInternals.later(settings, ticker);
        try (MockWebServer server = new MockWebServer();
                CapturedLog log = CapturedLog.open();
                OAuthClient client = settings.build()) {
            server.setDispatcher(echo);
            server.start();
            client.profiles()
                    .create(signing(client, server, key)
                            .grantType(GrantType.DEVICE_CODE)
                            .deviceUrl(server.url("/device").uri())
                            .build());
            SignIn started = client.signIns().start("desk");
            texts.add(started.toString());
            print(client, texts);
            ticker.seconds(5);
            started.await(Duration.ofSeconds(60));
            texts.add(started.toString());
            print(client, texts);
            texts.addAll(log.lines());
            assertThat(texts).anyMatch(text -> text.contains("You said: "));
            assertSilent(
                    texts, List.of(DEVICE_CODE, echo.sent("client_assertion"), echo.sent("DPoP"), key, KEY_PASSWORD));
        }
    }

    @Test
    @DisplayName("E10.10 the form's problems contain nothing of a key or its password")
    void form_withAKeyThatCannotBeOpened_printsNothingOfIt() throws Exception {
        String key = pkcs12();
        List<String> texts = new ArrayList<>();
        try (MockWebServer server = new MockWebServer();
                OAuthClient client = client().build()) {
            server.start();
            for (ProfileForm form : List.of(
                    signing(client, server, key.substring(4)),
                    signing(client, server, key).signingKeyPassword(Secret.of(KEY_PASSWORD + "?")))) {
                assertThatThrownBy(form::build).satisfies(thrown -> print(thrown, texts));
                texts.add(form.toString());
            }
        }
        assertSilent(texts, List.of(key.substring(4), KEY_PASSWORD));
    }

    /** All that a caller could print of a press and of an OAuth test, and all that was logged. */
    private static List<String> printed(FakeServer server) {
        List<String> texts = new ArrayList<>();
        FaultyStore store = new FaultyStore();
        try (CapturedLog log = CapturedLog.open();
                OAuthClient client = client().store(store)
                        .provider(new FakeProvider("ACME"))
                        .readTimeout(java.time.Duration.ofMillis(300))
                        .build()) {
            client.profiles()
                    .create(client.draft("desk", "ACME")
                            .tokenUrl(server.http("/token"))
                            .apiHosts(ApiHost.of(server.host()))
                            .clientId("app 1")
                            .clientSecret(Secret.of(CLIENT_SECRET))
                            .jwtAssertion(Secret.of(JWT))
                            .build());
            store.fail(FaultyStore.Fault.DISK_FULL); // logs a warning with each token
            print(client.profiles().list(), texts);
            OAuthTestResult report = client.test(
                    OAuthTestRequest.of("desk", server.http("/v1?k=1").toString())
                            .providerType("ACME"));
            print(report, texts);
            report.steps().forEach(line -> print(line, texts));
            report.result().ifPresent(result -> print(result, texts));
            print(client, texts);
            texts.addAll(log.lines());
        }
        return texts;
    }

    private static void print(ApiResult result, List<String> texts) {
        texts.add(result.toString());
        texts.add(String.valueOf(result.failure()));
        texts.add(String.valueOf(result.failure().flatMap(Failure::serverError)));
        texts.add(String.valueOf(result.failure().map(Failure::code)));
        texts.add(String.valueOf(result.response()));
        texts.add(String.valueOf(result.response().map(HttpResponse::headers)));
        if (!result.delivered()) {
            print(new OAuthException(result), texts);
        }
    }

    /** With its causes and those that were suppressed. */
    private static void print(Throwable thrown, List<String> texts) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        texts.add(trace.toString());
    }

    /** What a status page has of the profile. */
    private static void print(OAuthClient client, List<String> texts) {
        print(client.status("desk"), texts);
        assertThat(client.events()).isNotEmpty().allSatisfy(event -> texts.add(event.toString()));
        OAuthProfile profile = client.profiles().find("desk").orElseThrow();
        print(profile, texts);
        print(profile.toJson(), texts);
        ProfileField.all().forEach(field -> print(profile.display(field), texts));
        print(profile.parsedSigningKey(), texts);
    }

    private static void print(Object value, List<String> texts) {
        texts.add(value.toString());
    }
}
