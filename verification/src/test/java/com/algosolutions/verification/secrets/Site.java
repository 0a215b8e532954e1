package com.algosolutions.verification.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.ManualTimer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.net.ServerSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/**
 * A device with a secret in every place that can have one, and the servers that it uses: an authorization server with an API, by http and by
 * TLS. The servers answer as they should, unless a test has made one path hostile.
 */
final class Site implements AutoCloseable {
    private static final Pattern VERIFIER = Pattern.compile("code_verifier=([A-Za-z0-9_.~-]+)");
    private static final Pattern STATE = Pattern.compile("state=([^&\\s]+)");
    private static final Pattern PROOF_KEY = Pattern.compile("\"d\\\\*\":\\\\*\"([A-Za-z0-9_-]{43})");

    private final Planted planted;
    private final EchoServer plain;
    private final EchoServer tls;
    private final HandshakeCertificates certificates;
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicLong ahead = new AtomicLong();
    private final BlockingQueue<Runnable> due = new LinkedBlockingQueue<>();
    private volatile String state = "none";
    private volatile String hostile = "none";
    private volatile Function<String, byte @Nullable []> answer = request -> null;

    Site(Planted planted, HandshakeCertificates certificates) {
        this.planted = planted;
        this.certificates = certificates;
        plain = new EchoServer(ServerSocketFactory.getDefault(), this::reply);
        tls = new EchoServer(certificates.sslContext().getServerSocketFactory(), this::reply);
    }

    /** Makes the paths that begin so answer with what a function makes of the request; null resets the connection. Returns the one before. */
    Function<String, byte @Nullable []> hostile(String path, Function<String, byte @Nullable []> with) {
        Function<String, byte @Nullable []> before = answer;
        answer = with;
        hostile = path;
        return before;
    }

    void friendly() {
        hostile = "none";
    }

    private byte @Nullable [] reply(String request) {
        String[] line = request.split("[ \r\n]", 3);
        String path = line.length < 2 ? "" : line[1];
        Matcher verifier = VERIFIER.matcher(request);
        if (verifier.find()) {
            planted.keep("verifier", verifier.group(1));
        }
        Matcher pushed = STATE.matcher(request);
        if (path.equals("/par") && pushed.find()) {
            state = URLDecoder.decode(pushed.group(1), UTF_8);
        }
        if (path.startsWith(hostile) || (hostile.equals("CONNECT") && request.startsWith("CONNECT"))) {
            return answer.apply(request);
        }
        boolean proof = request.toLowerCase(Locale.ROOT).contains("\ndpop:");
        return switch (path.split("\\?", 2)[0]) {
            case "/token" ->
                json(Map.of(
                        "access_token",
                        planted.get("access token"),
                        "refresh_token",
                        planted.get("refresh token"),
                        "token_type",
                        proof ? "DPoP" : "bearer",
                        "expires_in",
                        3600));
            case "/device" ->
                json(Map.of(
                        "device_code",
                        planted.get("device code"),
                        "user_code",
                        "WDJB-MJHT",
                        "verification_uri",
                        "https://example.com/device",
                        "expires_in",
                        60,
                        "interval",
                        1));
            case "/par" -> json(Map.of("request_uri", "urn:example:request:1", "expires_in", 60));
            case "/.well-known/oauth-authorization-server" ->
                json(Map.of(
                        "issuer",
                        http(""),
                        "token_endpoint",
                        http("/token"),
                        "response_types_supported",
                        List.of("code")));
            default -> json(Map.of("ok", true));
        };
    }

    private static byte[] json(Map<String, Object> members) {
        return Channel.reply(
                "200 OK",
                "Content-Type: application/json\r\n",
                Json.write(members).getBytes(UTF_8));
    }

    String http(String path) {
        return "http://127.0.0.1:" + plain.port() + path;
    }

    String tlsHost() {
        return "127.0.0.1:" + tls.port();
    }

    /** The settings of a client with a short patience. */
    OAuthClient.Builder settings(RecordStore store) {
        return ManualTimer.withoutPauses(OAuthClient.builder())
                .store(store)
                .trust(certificates.trustManager())
                .allowLoopbackHttp()
                .userAgent("site/" + clients.incrementAndGet())
                .connectTimeout(Duration.ofMillis(900))
                .readTimeout(Duration.ofMillis(900))
                .tokenTimeout(Duration.ofMillis(900))
                .callTimeout(Duration.ofMillis(900));
    }

    /** A client whose polls {@link #poll} sends, without waiting for their time. */
    OAuthClient.Builder polling(RecordStore store) {
        due.clear();
        OAuthClient.Builder settings = settings(store).ticker(() -> System.nanoTime() + ahead.get());
        return ManualTimer.of(settings, (time, task) -> due.add(task));
    }

    /** Has a client send its next polls, and the code expire. */
    void poll(SignIn signIn) throws InterruptedException {
        signIn.future().whenComplete((state, failure) -> due.add(() -> {}));
        for (int second : new int[] {2, 9, 60, 60}) {
            Runnable next = due.poll(3, TimeUnit.SECONDS); // after the poll before, or the end
            if (next == null || signIn.state().ended()) {
                return;
            }
            ahead.addAndGet(Duration.ofSeconds(second).toNanos());
            next.run();
        }
    }

    OAuthClient.Builder throughProxy(RecordStore store) {
        return settings(store)
                .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", plain.port())))
                .bypassProxy(ApiHost.of("127.0.0.1:" + plain.port()))
                .proxyCredentials("door", secret("proxy password"));
    }

    Secret secret(String name) {
        return Secret.of(planted.get(name));
    }

    private ProfileForm form(OAuthClient client, String name) {
        return client.draft(name, "GENERIC")
                .tokenUrl(URI.create(http("/token")))
                .revocationUrl(URI.create(http("/revoke")))
                .apiHosts(ApiHost.of("127.0.0.1:" + plain.port()), ApiHost.of(tlsHost()), ApiHost.of("api.example"))
                .clientId("app 1")
                .extraParams(Map.of("tenant_pin", planted.get("extra param")));
    }

    /** A profile that logs in with a pasted assertion and a client secret. */
    ProfileForm desk(OAuthClient client) {
        return form(client, "desk")
                .grantType(GrantType.JWT_BEARER)
                .clientSecret(secret("client secret"))
                .jwtAssertion(secret("assertion"));
    }

    /** A profile whose user signs in with a browser. */
    ProfileForm web(OAuthClient client) {
        return form(client, "web")
                .grantType(GrantType.AUTH_CODE_PKCE)
                .clientAuthMode(ClientAuthMode.REQUEST_BODY)
                .clientSecret(secret("client secret"))
                .authUrl(URI.create("https://login.example/authorize"))
                .parUrl(URI.create(http("/par")))
                .redirectUri(URI.create("https://device.example/cb"))
                .accessTokenType(AccessTokenType.DPOP);
    }

    /** A profile whose user signs in on another device, and that has a key. */
    ProfileForm wall(OAuthClient client, String key) {
        ProfileForm form = form(client, "wall")
                .grantType(GrantType.DEVICE_CODE)
                .clientAuthMode(ClientAuthMode.PRIVATE_KEY_JWT)
                .signingKey(secret(key))
                .deviceUrl(URI.create(http("/device")));
        return key.equals("PKCS#12")
                ? form.signingKeyPassword(secret("key password"))
                : form.reset(ProfileField.SIGNING_KEY_PASSWORD);
    }

    ButtonActions buttons(OAuthClient client, UnaryOperator<ButtonActions.Builder> more, String... requests) {
        return more.apply(ButtonActions.builder(client).remoteDevicePassword(secret("device password")))
                .parse("{\"buttons\": [{\"identifier\": \"help\", \"action\": \"Send API Request\","
                        + " \"numberOfApiRequests\": "
                        + requests.length + ", \"requests\": [" + String.join(", ", requests) + "]}]}");
    }

    /** Adds the private keys that a client has made to those that are looked for. */
    void learn(FaultyStore store) {
        Matcher key = PROOF_KEY.matcher(store.text());
        while (key.find()) {
            planted.keep("DPoP key", key.group(1));
        }
    }

    /** The state of the latest sign-in, from the request that was pushed. */
    String state() {
        return state;
    }

    static RecordStore encrypted(Path folder, SecretKey key) {
        return RecordStore.directory(folder).encryptedWith(key);
    }

    @Override
    public void close() {
        plain.close();
        tls.close();
    }
}
