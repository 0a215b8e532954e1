package com.algosolutions.verification.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.AlgoBasicAuthentication;
import com.algosolutions.button.AlgoStandardAuthentication;
import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.button.OfflineQueue;
import com.algosolutions.button.SecretSource;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No output has a secret: a device has one in every place that can have one, every operation runs, and servers repeat what they know at every
 * place of a response and in every encoding, or fail. All that can be printed is searched for each piece of a secret, in each encoding.
 */
class PlantedSecretsTest {
    private static final long SEED = 20261129;

    private static Planted planted;
    private static Outputs outputs;
    private static Site site;

    @TempDir
    private static Path folder;

    private static SecretKey deviceKey;
    private static int runs;

    /** What a test does with a client. */
    private interface Steps {
        void run(OAuthClient client) throws Exception;
    }

    /**
     * An operation, and what the server that it uses knows.
     *
     * @param path the path that is hostile
     * @param known the secrets that the server has received, or issued, or may know
     * @param before runs while the server is not hostile yet
     */
    private record Operation(String name, String path, List<String> known, Steps before, Steps steps) {
        Operation(String name, String path, List<String> known, Steps steps) {
            this(name, path, known, client -> {}, steps);
        }

        /** The first secret that the server knows, which names the credential. */
        String first() {
            return known.isEmpty() ? "none" : known.get(0);
        }
    }

    @BeforeAll
    static void plant() throws Exception {
        planted = new Planted(SEED);
        planted.plant("client secret", "/+=&%<\"\u00e9 '~");
        planted.keep("assertion", jwt());
        planted.plant("access token", "/+=~._-");
        planted.plant("refresh token", "/+=&% \u00e9<");
        planted.plant("code", "/+=._-");
        planted.plant("device code", "/+= &~");
        planted.plant("device password", "/+=&%<\"\u00e9 ");
        planted.plant("key password", "/+=&%<\" ");
        planted.plant("proxy password", "/+=&%<\" ");
        planted.plant("extra param", "/+=&%<\" ");
        planted.plant("api key", "/+=&%<\"~");
        planted.plant("authorization", "/+=~");
        planted.plant("key in a URL", "");
        planted.keep("issued in the same response", Channel.ISSUED);
        Keys.plant(planted);
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        deviceKey = new SecretKeySpec(key, "AES");
        planted.keep("store key", new String(key, ISO_8859_1));
        planted.keep("store key in Base64", Base64.getEncoder().encodeToString(key));
        HeldCertificate held = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        site = new Site(
                planted,
                new HandshakeCertificates.Builder()
                        .heldCertificate(held)
                        .addTrustedCertificate(held.certificate())
                        .build());
        outputs = new Outputs(planted);
    }

    @AfterAll
    static void figures() {
        outputs.close();
        site.close();
        System.out.printf(
                "%d secrets, %d encodings, %d operations, %d places of a response, %d runs, %d outputs of %d kinds"
                        + " examined, %d leaks%n",
                planted.size(),
                planted.encodings(),
                operations().size(),
                Channel.ALL.size(),
                runs,
                outputs.examined(),
                outputs.kinds().size(),
                outputs.leaks().size());
    }

    private static String jwt() {
        Random random = new Random(SEED);
        byte[] signature = new byte[48];
        random.nextBytes(signature);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8)) + "."
                + base64.encodeToString("{\"sub\":\"Zq7vW2xK9\",\"jti\":\"u8Hs3PfB1mYd\"}".getBytes(UTF_8)) + "."
                + base64.encodeToString(signature);
    }

    private static final List<String> PROFILE = List.of("client secret", "assertion", "extra param");
    private static final List<String> TOKENS =
            List.of("access token", "refresh token", "client secret", "assertion", "extra param");

    private static List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        all.add(new Operation("renew", "/token", PROFILE, client -> outputs.value(client.renew("desk"))));
        all.add(new Operation(
                "refresh",
                "/token",
                TOKENS,
                client -> client.renew("desk"),
                client -> outputs.value(client.renew("desk"))));
        all.add(new Operation(
                "execute",
                "/api",
                with(TOKENS, "api key", "key in a URL"),
                client -> outputs.value(client.execute(api().profile("desk")))));
        all.add(new Operation(
                "execute without a profile",
                "/api",
                List.of("api key", "key in a URL"),
                client -> outputs.value(client.execute(api()))));
        all.add(new Operation(
                "OAuth test",
                "/api",
                TOKENS,
                client -> outputs.value(client.test(
                        OAuthTestRequest.of("desk", site.http("/api/1")).payload("{}")))));
        all.add(new Operation(
                "OAuth test, token",
                "/token",
                PROFILE,
                client -> outputs.value(client.test(
                        OAuthTestRequest.of("desk", site.http("/api/1")).payload("{}")))));
        all.add(new Operation(
                "revoke",
                "/revoke",
                List.of("client secret", "access token", "refresh token"),
                client -> client.renew("desk"),
                client -> outputs.value(client.revoke("desk"))));
        all.add(new Operation(
                "delete",
                "/revoke",
                List.of("client secret", "access token", "refresh token"),
                client -> client.renew("desk"),
                client -> outputs.value(client.profiles().delete("desk"))));
        all.add(new Operation("bearerToken", "/token", PROFILE, client -> {
            try {
                outputs.value(client.bearerToken("desk", URI.create(site.http("/api"))));
            } catch (OAuthException e) {
                outputs.value(e);
            }
        }));
        all.add(new Operation(
                "Standard Authentication",
                "/api",
                List.of("device password"),
                client -> outputs.value(client.execute(
                        api().signedBy(new AlgoStandardAuthentication(site.secret("device password")))))));
        all.add(new Operation(
                "Basic authentication",
                "/api",
                List.of("device password"),
                client -> outputs.value(
                        client.execute(api().signedBy(new AlgoBasicAuthentication(site.secret("device password")))))));
        all.add(new Operation(
                "start without a user",
                "/token",
                PROFILE,
                client -> outputs.value(client.signIns().start("desk"))));
        all.add(new Operation("start with a browser", "/par", List.of("client secret", "extra param"), client -> {
            client.profiles().create(site.web(client).build());
            outputs.value(client.signIns().start("web"));
        }));
        all.add(new Operation(
                "callback",
                "/token",
                List.of("client secret", "extra param", "code", "verifier"),
                PlantedSecretsTest::web,
                client -> {
                    outputs.value(client.signIns().handleCallback(callback("code=" + url(planted.get("code")))));
                    outputs.value(client.signIns().current("web"));
                }));
        all.add(new Operation(
                "start on another device", "/device", List.of("extra param", "JWK, the number"), client -> {
                    client.profiles().create(site.wall(client, "JWK").build());
                    outputs.value(client.signIns().start("wall"));
                }));
        all.add(new Operation("proxy", "CONNECT", List.of("proxy password"), client -> {
            try (OAuthClient behind = site.throughProxy(new FaultyStore()).build()) {
                outputs.value(behind.execute(ApiRequest.get(URI.create("https://api.example/v1"))));
            }
        }));
        all.add(new Operation(
                "polls for another device",
                "/token",
                List.of("device code", "extra param", "JWK, the number"),
                client -> {
                    try (OAuthClient polling = site.polling(new FaultyStore()).build()) {
                        polling.profiles().create(site.wall(polling, "JWK").build());
                        SignIn signIn = polling.signIns().start("wall");
                        site.poll(signIn);
                        assertThat(signIn.state().ended()).isTrue();
                        outputs.value(signIn);
                        examine(polling);
                    }
                }));
        all.add(new Operation(
                "discover",
                "/.well-known",
                List.of(), // no secret is sent to it
                client -> outputs.value(client.discover(URI.create(site.http(""))))));
        all.add(new Operation(
                "find a team",
                "/team-messaging",
                TOKENS,
                client -> outputs.value(TeamMessaging.of(client, "desk", ApiHost.of(site.tlsHost()))
                        .findTeam("Lobby"))));
        all.addAll(presses());
        return all;
    }

    private static List<Operation> presses() {
        String target = "\"targets\": [\"" + site.tlsHost() + "\"]";
        String other = "{\"command\": \"Other\", \"method\": \"POST\", \"customPath\": \"/api/press\", \"dataPayload\":"
                + " \"{}\", "
                + target;
        return List.of(
                new Operation(
                        "press with a profile",
                        "/api",
                        TOKENS,
                        client -> press(client, other + ", \"oauthProfile\": \"desk\"}")),
                new Operation(
                        "press with custom headers",
                        "/api",
                        List.of("authorization", "api key"),
                        client -> press(client, other + ", " + customHeaders() + "}")),
                new Operation(
                        "press with Standard Authentication",
                        "/api",
                        List.of("device password"),
                        client -> press(client, other + ", \"headers\": \"Algo Standard Authentication Headers\"}")),
                new Operation(
                        "press with Basic authentication",
                        "/api",
                        List.of("device password"),
                        client -> press(client, other + ", \"headers\": \"Algo Basic Authentication Headers\"}")),
                new Operation(
                        "queued press with a profile",
                        "/api",
                        TOKENS,
                        client -> queued(client, "\"oauthProfile\": \"desk\"")),
                new Operation(
                        "queued press with Standard Authentication",
                        "/api",
                        List.of("device password"),
                        client -> queued(client, "\"headers\": \"Algo Standard Authentication Headers\"")),
                new Operation(
                        "queued press with custom headers",
                        "/api",
                        List.of("authorization", "api key"),
                        client -> queued(client, customHeaders())));
    }

    private static String customHeaders() {
        return "\"headers\": \"Custom Headers\", \"customHeaders\": [\"Authorization: Token "
                + planted.get("authorization") + "\", " + Json.write("X-Api-Key: " + planted.get("api key")) + "]";
    }

    private static void press(OAuthClient client, String request) {
        try (ButtonActions buttons = site.buttons(client, settings -> settings, request)) {
            outputs.value(buttons.press("help"));
            outputs.value(buttons.warnings());
            buttons.buttons().forEach(button -> outputs.text("toString of Button", button + " " + button.requests()));
        }
    }

    /** A request waits in the queue, because the connection breaks; then the queue sends it. */
    private static void queued(OAuthClient client, String headers) throws Exception {
        FaultyStore store = new FaultyStore();
        Function<String, byte @Nullable []> answer = site.hostile("/api", request -> null);
        OfflineQueue queue = OfflineQueue.in(store).interval(Duration.ofDays(1)).listener(outputs::value);
        String request =
                "{\"command\": \"Other\", \"method\": \"POST\", \"customPath\": \"/api/press\", \"dataPayload\":"
                        + " \"{}\", \"repeatable\": true, \"targets\": [\"" + site.tlsHost() + "\"], " + headers + "}";
        try (ButtonActions buttons = site.buttons(client, settings -> settings.offlineQueue(queue), request)) {
            outputs.value(buttons.press("help"));
            assertThat(buttons.queuedCount()).isEqualTo(1);
            outputs.text("record of a queued press", store.text(), Set.of("authorization", "api key"));
            site.hostile("/api", answer);
            outputs.value(buttons.sendQueued());
        }
    }

    private static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    private static ApiRequest api() {
        return ApiRequest.post(URI.create(site.http("/api/1?key=" + planted.get("key in a URL"))), Body.json("{}"))
                .header("X-Api-Key", planted.get("api key"));
    }

    private static String url(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static void web(OAuthClient client) {
        client.profiles().create(site.web(client).build());
        client.signIns().start("web");
    }

    private static String callback(String query) {
        return "/cb?" + query + "&state=" + url(site.state());
    }

    /** Runs an operation with a new client, and examines what the client says afterwards. */
    private static void run(Operation operation, String what, Function<String, byte @Nullable []> answer)
            throws Exception {
        runs++;
        outputs.during(operation.name + ", " + what);
        FaultyStore store = new FaultyStore();
        try (OAuthClient client = site.settings(store).build()) {
            site.friendly();
            client.profiles().create(site.desk(client).build());
            operation.before.run(client);
            site.hostile(operation.path, answer);
            operation.steps.run(client);
            site.learn(store);
            examine(client);
        } finally {
            site.friendly();
        }
    }

    /** What pages and logs show of a client. */
    private static void examine(OAuthClient client) {
        outputs.value(client.events());
        outputs.value(client.providers());
        outputs.value(client.profiles().loadProblems());
        outputs.text("toString of OAuthClient", client + " " + client.profiles() + " " + client.signIns());
        for (OAuthProfile profile : client.profiles().list()) {
            outputs.value(profile);
            outputs.value(client.status(profile.name()));
            outputs.value(client.profiles().problems(profile));
            outputs.value(client.profiles().warnings(profile));
            profile.parsedSigningKey().ifPresent(outputs::value);
            client.signIns().current(profile.name()).ifPresent(outputs::value);
        }
    }

    private static void examine(RecordStore store) {
        try (OAuthClient client = site.settings(store).build()) {
            examine(client);
            outputs.value(client.execute(api().profile("desk")));
        } catch (RuntimeException e) {
            outputs.value(e);
        }
    }

    private static void echo(Operation operation, Channel channel, Encoding encoding, int shift) throws Exception {
        run(operation, channel.name() + ", " + encoding.name(), request -> {
            StringBuilder said = new StringBuilder("You said:" + " ".repeat(1 + shift % 3));
            operation.known.forEach(secret -> said.append(planted.get(secret)).append(' '));
            return channel.reply().apply(encoding.whole().apply(said + request));
        });
    }

    private static void assertSilent() {
        assertThat(outputs.leaks()).isEmpty();
    }

    /** The operations that have a property in common. */
    private static List<List<Operation>> groups(Function<Operation, String> property) {
        return List.copyOf(operations().stream()
                .collect(Collectors.groupingBy(property, LinkedHashMap::new, Collectors.toList()))
                .values());
    }

    /** Each endpoint with each place of a response, half of them in an encoding; the operations that use the endpoint take turns. */
    @Test
    void secret_thatAServerRepeats_isNotPrinted() throws Exception {
        Random random = new Random(SEED);
        List<Encoding> encodings = new ArrayList<>(Encoding.SINGLE);
        List<Encoding> doubled = new ArrayList<>(Encoding.doubled());
        Collections.shuffle(doubled, random);
        encodings.addAll(doubled.subList(0, Encoding.SINGLE.size()));
        List<List<Operation>> endpoints = groups(Operation::path);
        for (int i = 0; i < endpoints.size(); i++) {
            for (int j = 0; j < Channel.ALL.size(); j++) {
                echo(
                        endpoints.get(i).get(j % endpoints.get(i).size()),
                        Channel.ALL.get(j),
                        encodings.get((i + j) % 2 == 1 ? 0 : random.nextInt(encodings.size())),
                        random.nextInt(3));
            }
        }
        assertSilent();
    }

    /**
     * Each endpoint and credential with each place of a response in each single encoding, and with each pair of encodings at one place; and each
     * operation with each place in one encoding. Operations of one endpoint and credential, such as {@code renew} and {@code bearerToken}, differ
     * in what they do with a failure, not in how the response is read and masked, so only one of them takes every encoding.
     */
    @Test
    @Tag("deep")
    void secret_thatAServerRepeats_isNotPrinted_inAnyEncoding() throws Exception {
        Random random = new Random(SEED + 1);
        for (List<Operation> alike : groups(operation -> operation.path + operation.first())) {
            for (Channel channel : Channel.ALL) {
                for (Encoding encoding : Encoding.SINGLE) {
                    echo(alike.get(0), channel, encoding, random.nextInt(3));
                }
                for (Operation other : alike.subList(1, alike.size())) {
                    echo(
                            other,
                            channel,
                            Encoding.SINGLE.get(random.nextInt(Encoding.SINGLE.size())),
                            random.nextInt(3));
                }
            }
            for (Encoding encoding : Encoding.doubled()) {
                echo(alike.get(0), Channel.ALL.get(random.nextInt(2)), encoding, random.nextInt(3));
            }
        }
        assertSilent();
    }

    /** The faults without words: each operation with each of them. */
    @ParameterizedTest
    @ValueSource(strings = {"reset", "half", "garbage", "huge"})
    void secret_whenAServerFails_isNotPrinted(String fault) throws Exception {
        for (Operation operation : operations()) {
            byte[] answer = fault(fault, planted.get(operation.first()));
            if (!operation.name.startsWith("press") || fault.equals("reset")) {
                run(operation, fault, request -> answer);
            }
        }
        assertSilent();
    }

    private static byte @Nullable [] fault(String name, String secret) {
        String ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        return switch (name) {
            case "reset" -> null;
            case "half" -> (ok + "Content-Length: 99\r\n\r\n{\"access_token\":\"" + secret).getBytes(UTF_8);
            case "garbage" -> ("\u0000\u0001" + secret).getBytes(UTF_8);
            default -> (ok + "X: " + secret.repeat(20_000)).getBytes(UTF_8);
        };
    }

    /** An authorization server that sends a browser back with words about what it knows. */
    @Test
    void secret_inACallback_isNotPrinted() throws Exception {
        List<Encoding> encodings = new ArrayList<>(Encoding.SINGLE);
        encodings.addAll(Encoding.doubled().subList(0, 5));
        List<String> places = List.of(
                "error=access_denied&error_description=%s",
                "error=%s", "iss=%s&code=c", "message=%s", "code=%s&code=2", "%s=1", "code=c&%s=1&%s=2");
        for (int i = 0; i < encodings.size(); i++) {
            Encoding encoding = encodings.get(i);
            String place = places.get(i % places.size());
            Operation operation = new Operation("callback", "none", List.of(), PlantedSecretsTest::web, client -> {
                for (String secret : List.of("client secret", "extra param", "code", "verifier")) {
                    String said = url(encoding.whole().apply(planted.get(secret)));
                    outputs.value(client.signIns().handleCallback(callback(place.replace("%s", said))));
                    outputs.value(client.signIns().handleCallback("/cb?" + place.replace("%s", said)));
                    outputs.value(client.signIns().handleCallback("/" + said + "?code=" + url(planted.get("code"))));
                }
            });
            run(operation, place + ", " + encoding.name(), request -> null);
        }
        assertSilent();
    }

    /** A store whose failures quote what it was to store: a database does so. */
    @ParameterizedTest
    @ValueSource(strings = {"IOException", "RuntimeException", "Error", "checked"})
    void secret_thatAStoreQuotes_isNotPrinted(String kind) throws Exception {
        FaultyStore store = new FaultyStore();
        outputs.during("store, " + kind);
        try (OAuthClient client = site.settings(store).build()) {
            client.profiles().create(site.desk(client).build());
            client.profiles().create(site.web(client).build());
            store.before(
                    (id, bytes) -> StoreFailures.raise(kind, "cannot write " + id + ": " + new String(bytes, UTF_8)));
            for (Steps steps : List.<Steps>of(
                    one -> outputs.value(one.renew("desk")),
                    one -> outputs.value(one.execute(api().profile("desk"))),
                    one -> outputs.value(one.signIns().start("web")),
                    one -> outputs.value(one.signIns().start("desk")),
                    one -> outputs.value(one.signIns().handleCallback(callback("code=" + url(planted.get("code"))))),
                    one -> outputs.value(one.revoke("desk")),
                    one -> one.profiles()
                            .update(one.edit(one.profiles().find("desk").orElseThrow())
                                    .name("desk 2")
                                    .build()),
                    one -> one.profiles().create(site.wall(one, "JWK").build()),
                    one -> outputs.value(one.profiles().delete("web")))) {
                try {
                    steps.run(client);
                } catch (RuntimeException e) {
                    outputs.value(e);
                }
            }
            examine(client);
            store.before((id, bytes) -> {});
        }
        assertSilent();
    }

    /** The files of an encrypted store, and what is said if its key is another one, or its files are damaged. */
    @Test
    void secret_inAnEncryptedStore_isInNoFile() throws Exception {
        outputs.during("files");
        Path records = Files.createDirectories(folder.resolve("records"));
        try (OAuthClient client =
                site.settings(Site.encrypted(records, deviceKey)).build()) {
            client.profiles().create(site.desk(client).build());
            client.profiles().create(site.web(client).build());
            for (String key : List.of("PEM", "JWK", "PKCS#12")) {
                client.profiles()
                        .create(site.wall(client, key).name("wall " + key).build());
            }
            client.renew("desk");
            client.signIns().start("web");
            client.signIns().start("wall PEM");
            outputs.files(records);
            client.signIns().handleCallback(callback("code=" + url(planted.get("code"))));
            client.revoke("desk");
            outputs.files(records);
            examine(client);
        }
        byte[] other = new byte[32];
        for (RecordStore wrong :
                List.of(Site.encrypted(records, new SecretKeySpec(other, "AES")), RecordStore.directory(records))) {
            examine(wrong);
        }
        try (Stream<Path> files = Files.walk(records)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] damaged = Files.readAllBytes(file);
                if (damaged.length > 20) {
                    damaged[damaged.length / 2] ^= 1;
                    Files.write(file, damaged);
                }
            }
        }
        examine(Site.encrypted(records, deviceKey));
        outputs.files(records);
        assertSilent();
    }

    /**
     * Documents that a device exports and reads again: a configuration has references, and what the operator wrote into headers and
     * <em>Extra Params (JSON)</em>, as docs/configuration.md says.
     */
    @Test
    void secret_inAnExportedDocument_isNotWritten_norPrintedByItsImport() throws Exception {
        outputs.during("export and import");
        SecretSource secrets = new SecretSource() {
            @Override
            public List<String> schemes() {
                return List.of("planted");
            }

            @Override
            public Optional<Secret> secret(String scheme, String name) {
                return Optional.of(Secret.of(planted.get(name.replace('-', ' '))));
            }
        };
        DeviceConfiguration read = DeviceConfiguration.parse(configuration(), secrets);
        outputs.text("toString of DeviceConfiguration", read.toString());
        outputs.text("toJson of DeviceConfiguration", read.toJson(), Set.of("extra param", "authorization", "api key"));
        assertThat(DeviceConfiguration.parse(read.toJson(), secrets).toJson()).isEqualTo(read.toJson());
        FaultyStore store = new FaultyStore();
        try (OAuthClient client = read.configure(site.settings(store)).build();
                ButtonActions buttons = read.apply(client)) {
            outputs.value(buttons.warnings());
            outputs.text("toJson of ButtonActions", buttons.toJson(), Set.of("authorization", "api key"));
            try (ButtonActions again = ButtonActions.builder(client)
                    .remoteDevicePassword(site.secret("device password"))
                    .parse(buttons.toJson())) {
                assertThat(again.toJson()).isEqualTo(buttons.toJson());
                outputs.value(again.warnings());
            }
            for (OAuthProfile profile : client.profiles().list()) {
                ProfileForm form =
                        client.draft(profile.name() + " 2", "GENERIC").json(profile.toJson());
                outputs.value(form.problems()); // the secrets are missing
                outputs.text("toString of ProfileForm", form.toString());
            }
            assertThat(client.profiles().list()).hasSize(2);
            examine(client);
        }
        assertSilent();
    }

    private static String configuration() {
        Map<String, Object> form = Map.of(
                "name", "desk",
                "providerType", "GENERIC",
                "grantType", "JWT_BEARER",
                "clientId", "app 1",
                "clientSecret", "planted:client-secret",
                "jwtAssertion", "planted:assertion",
                "tokenUrl", "https://login.example/token",
                "apiHosts", List.of("api.example"),
                "extraParams", Map.of("tenant_pin", planted.get("extra param")));
        Map<String, Object> withKey = new LinkedHashMap<>(form);
        withKey.putAll(Map.of(
                "name", "gate",
                "grantType", "CLIENT_CREDENTIALS",
                "clientAuthMode", "PRIVATE_KEY_JWT",
                "signingKey", "planted:PKCS#12",
                "signingKeyPassword", "planted:key-password"));
        withKey.keySet().removeAll(Set.of("clientSecret", "jwtAssertion"));
        Map<String, Object> device = Map.of(
                "remoteDevicePassword",
                "planted:device-password",
                "proxy",
                Map.of("host", "proxy.example:3128", "user", "door", "password", "planted:proxy-password"));
        String request =
                "{\"command\": \"Other\", \"method\": \"POST\", \"customPath\": \"/api\", \"dataPayload\": \"{}\", "
                        + "\"targets\": [\"api.example\"], " + customHeaders() + "}";
        return "{\"device\": " + Json.write(device) + ", \"profiles\": " + Json.write(List.of(form, withKey))
                + ", \"buttons\": [{\"identifier\": \"help\", \"action\": \"Send API Request\","
                + " \"numberOfApiRequests\": 1, \"requests\": ["
                + request + "]}]}";
    }

    /** A closed client, and threads that are interrupted. */
    @Test
    void secret_inAClosedClient_isNotPrinted() throws Exception {
        for (boolean interrupted : new boolean[] {false, true}) {
            for (Operation operation : operations()) {
                Operation ended =
                        new Operation(operation.name, operation.path, operation.known, operation.before, client -> {
                            if (interrupted) {
                                Thread.currentThread().interrupt();
                            } else {
                                client.close();
                            }
                            try {
                                operation.steps.run(client);
                            } catch (RuntimeException e) {
                                outputs.value(e);
                            } finally {
                                Thread.interrupted();
                            }
                        });
                if (!Set.of("proxy", "polls for another device")
                        .contains(operation.name)) { // they make a client of their own
                    run(ended, interrupted ? "interrupted" : "closed", request -> null);
                }
            }
        }
        assertSilent();
    }
}
