package com.algosolutions.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak in a separate process, over TLS, from the distribution that the build has unpacked (profile heavy). The realm is imported from
 * {@code keycloak/interop-realm.json}; clients are registered with the admin API.
 */
final class KeycloakServer extends AuthorizationServer {
    /** The first start after unpacking takes 40 s on an idle machine, and more than two minutes on a busy one. */
    private static final Duration START = Duration.ofSeconds(300);

    /** Keycloak's default. */
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);

    private static final Duration STOP = Duration.ofSeconds(15);
    private static final String API_ID = "api";
    private static final String API_SECRET = "api-secret";
    private static final String ISSUERS = "devices";
    private static final String STORE_PASSWORD = "interop";

    private final String adminPassword = UUID.randomUUID().toString();
    private final URI base;
    private final Process process;
    private final Thread atExit;
    private final PublishedKeys keys = new PublishedKeys();
    private final URI introspection;
    private Duration codeLife = CODE_LIFE;

    KeycloakServer() throws Exception {
        Path home = Path.of(System.getProperty("keycloak.home", "target/keycloak"));
        if (!Files.isExecutable(home.resolve("bin/kc.sh"))) {
            throw new IllegalStateException(
                    "No Keycloak in " + home + ". Run with the profile heavy, which unpacks it.");
        }
        Path data = home.resolve("data");
        deleteTree(data);
        Files.createDirectories(data.resolve("import"));
        try (InputStream realm =
                Objects.requireNonNull(KeycloakServer.class.getResourceAsStream("/keycloak/interop-realm.json"))) {
            Files.copy(realm, data.resolve("import/interop-realm.json"));
        }
        int port = freePort();
        base = URI.create("https://127.0.0.1:" + port);
        process = start(home, data, port);
        atExit = new Thread(this::kill);
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            await(data);
            introspection = endpoint("introspection_endpoint");
            prepare();
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    private Process start(Path home, Path data, int port) throws Exception {
        Path certificate = Files.writeString(data.resolve("server.pem"), Certificates.SERVER.certificatePem());
        Path key = Files.writeString(data.resolve("server.key"), Certificates.SERVER.privateKeyPkcs8Pem());
        ProcessBuilder keycloak = new ProcessBuilder(
                home.resolve("bin/kc.sh").toAbsolutePath().toString(),
                "start-dev",
                "--import-realm",
                "--features=jwt-authorization-grant",
                "--http-host=127.0.0.1",
                "--http-port=" + freePort(), // start-dev listens there too, even if http-enabled is false
                "--https-port=" + port,
                "--https-certificate-file=" + certificate.toAbsolutePath(),
                "--https-certificate-key-file=" + key.toAbsolutePath(),
                "--https-client-auth=request",
                "--https-trust-store-file=" + trustStore(data).toAbsolutePath(),
                "--https-trust-store-password=" + STORE_PASSWORD);
        keycloak.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        keycloak.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword);
        keycloak.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return keycloak.redirectErrorStream(true)
                .redirectOutput(new File(data.toFile(), "keycloak.log"))
                .start();
    }

    private static Path trustStore(Path data) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", Certificates.AUTHORITY.certificate());
        Path file = data.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        return file;
    }

    private void await(Path data) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                if (Wire.get(URI.create(issuer() + "/.well-known/openid-configuration"))
                                .status()
                        == 200) {
                    return;
                }
            } catch (UncheckedIOException e) {
                // not listening yet
            }
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Keycloak did not start; its log: " + Files.readString(data.resolve("keycloak.log"), UTF_8));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    /** Creates the scope, the API's client for introspection, and the issuer of assertions with its subject. */
    private void prepare() {
        admin("POST", "/client-scopes", Map.of("name", SCOPE, "protocol", "openid-connect"));
        admin(
                "POST",
                "/clients",
                Map.of(
                        "clientId",
                        API_ID,
                        "secret",
                        API_SECRET,
                        "serviceAccountsEnabled",
                        true,
                        "attributes",
                        Map.of("allow.token.introspection.without.audience.check", "true")));
        admin(
                "POST",
                "/identity-provider/instances",
                Map.of(
                        "alias",
                        ISSUERS,
                        "providerId",
                        "jwt-authorization-grant",
                        "enabled",
                        true,
                        "config",
                        Map.of(
                                "issuer",
                                ASSERTION_ISSUER,
                                "useJwksUrl",
                                "true",
                                "jwksUrl",
                                keys.publish(Keys.all()).toString(),
                                "jwtAuthorizationGrantEnabled",
                                "true")));
        String user = (String) Objects.requireNonNull(
                first(admin("GET", "/users?username=" + USER, Map.of())).get("id"));
        admin(
                "POST",
                "/users/" + user + "/federated-identity/" + ISSUERS,
                Map.of("identityProvider", ISSUERS, "userId", ASSERTION_SUBJECT, "userName", USER));
    }

    @Override
    String name() {
        return "Keycloak " + System.getProperty("keycloak.version", "");
    }

    @Override
    URI issuer() {
        return URI.create(base + "/realms/interop");
    }

    @Override
    Optional<String> lacks(GrantType grant, ClientProof proof) {
        return proof == ClientProof.NONE && grant.equals(GrantType.JWT_BEARER)
                ? Optional.of("not for public clients")
                : Optional.empty();
    }

    @Override
    Map<String, @Nullable Object> introspect(String accessToken) {
        return Wire.post(introspection, API_ID, API_SECRET, Map.of("token", accessToken))
                .json();
    }

    @Override
    void register(Registration client) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("access.token.lifespan", Long.toString(client.tokenLife().toSeconds()));
        attributes.put("dpop.bound.access.tokens", Boolean.toString(client.dpop()));
        attributes.put("tls.client.certificate.bound.access.tokens", Boolean.toString(client.certificate()));
        Duration life = client.grantLife();
        if (life != null) {
            attributes.put("oauth2.device.code.lifespan", Long.toString(life.toSeconds()));
            attributes.put("client.session.max.lifespan", Long.toString(life.toSeconds()));
        }
        codesLive(life == null ? CODE_LIFE : life);
        attributes.put("oauth2.device.authorization.grant.enabled", is(client, GrantType.DEVICE_CODE));
        attributes.put("oauth2.jwt.authorization.grant.enabled", is(client, GrantType.JWT_BEARER));
        attributes.put("oauth2.jwt.authorization.grant.idp", ISSUERS);
        if (authenticator(client.proof()).equals("client-x509")) {
            attributes.put("x509.allow.regex.pattern.comparison", "false");
            attributes.put("x509.subjectdn", subject(Certificates.DEVICE));
            attributes.put("x509.casubjectdn", subject(Certificates.AUTHORITY));
        }
        SigningAlgorithm algorithm = client.proof().algorithm();
        if (algorithm != null) {
            attributes.put("token.endpoint.auth.signing.alg", algorithm.jose());
            if (!algorithm.mac()) {
                attributes.put("use.jwks.url", "true");
                attributes.put("jwks.url", keys.publish(client.publicKeys()).toString());
            }
        }
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("clientId", client.id());
        about.put("publicClient", client.proof() == ClientProof.NONE);
        about.put("clientAuthenticatorType", authenticator(client.proof()));
        about.put("secret", client.secret());
        about.put("standardFlowEnabled", client.grant().equals(GrantType.AUTH_CODE_PKCE));
        about.put("serviceAccountsEnabled", client.grant().equals(GrantType.CLIENT_CREDENTIALS));
        about.put("directAccessGrantsEnabled", false);
        about.put("consentRequired", !client.grant().equals(GrantType.JWT_BEARER));
        about.put("redirectUris", List.of(Registration.REDIRECT.toString()));
        about.put("optionalClientScopes", List.of(SCOPE));
        about.put("attributes", attributes);
        admin("POST", "/clients", about);
    }

    /** Sets the life of authorization codes, which Keycloak configures per realm and not per client. */
    private synchronized void codesLive(Duration life) {
        if (!life.equals(codeLife)) {
            admin("PUT", "", Map.of("accessCodeLifespan", life.toSeconds()));
            codeLife = life;
        }
    }

    private static String is(Registration client, GrantType grant) {
        return Boolean.toString(client.grant().equals(grant));
    }

    private static String subject(HeldCertificate holder) {
        return holder.certificate().getSubjectX500Principal().getName();
    }

    private static String authenticator(ClientProof proof) {
        return switch (proof.mode()) {
            case CLIENT_SECRET_JWT -> "client-secret-jwt";
            case PRIVATE_KEY_JWT -> "client-jwt";
            case TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH -> "client-x509";
            default -> "client-secret";
        };
    }

    private Wire.Answer admin(String method, String path, Object body) {
        String token = (String) Objects.requireNonNull(Wire.post(
                        URI.create(base + "/realms/master/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", adminPassword))
                .json()
                .get("access_token"));
        Wire.Answer answer = Wire.json(method, URI.create(base + "/admin/realms/interop" + path), token, body);
        if (answer.status() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer);
        }
        return answer;
    }

    private static Map<String, @Nullable Object> first(Wire.Answer list) {
        return Objects.requireNonNull(Json.asObject(((List<?>) Objects.requireNonNull(Json.read(list.body()))).get(0)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all = new ArrayList<>();
            try (Stream<Path> paths = Files.walk(folder)) {
                paths.sorted(Comparator.reverseOrder()).forEach(all::add);
            }
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
        keys.close();
    }
}
