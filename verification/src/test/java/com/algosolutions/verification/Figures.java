package com.algosolutions.verification;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.PressResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Prints the sizes of the jars, and the number of classes that a new JVM loads for one press, compared with a plain OkHttp POST of the same
 * bytes over the same TLS and proxy. The server runs in another process.
 */
public final class Figures {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private Figures() {}

    /**
     * Measures, in child processes with the roles {@code press} and {@code floor}.
     *
     * @param args nothing, or the child's role and its arguments
     * @throws Exception if a measurement fails
     */
    public static void main(String[] args) throws Exception {
        switch (args.length == 0 ? "" : args[0]) {
            case "press" -> press(args);
            case "floor" -> floor(args);
            default -> measure();
        }
    }

    private static void measure() throws Exception {
        jars();
        Path folder = Files.createTempDirectory("figures");
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            SandboxApp app = sandbox.newApp("Front desk app").create();
            SandboxUser user = sandbox.createUser("Lobby console");
            SandboxTeam team = sandbox.createTeam("Reception", user);
            Path trust = folder.resolve("trust.p12");
            try (OutputStream out = Files.newOutputStream(trust)) {
                KeyStore certificates = KeyStore.getInstance("PKCS12");
                certificates.load(null, null);
                X509TrustManager manager = sandbox.trustManager();
                certificates.setCertificateEntry("sandbox", manager.getAcceptedIssuers()[0]);
                certificates.store(out, PASSWORD);
            }
            String port = String.valueOf(((InetSocketAddress) sandbox.proxy().address()).getPort());
            String path = "team-messaging/v1/chats/" + team.id() + "/posts";
            String jwt = sandbox.newJwt(user).create();
            int floor = classes(folder, "floor", port, trust.toString(), path);
            int press = classes(folder, "press", port, trust.toString(), path, app.clientId(), app.clientSecret(), jwt);
            System.out.printf(
                    "classes loaded: bare OkHttp POST %d, one press %d (%.2f times)%n",
                    floor, press, (double) press / floor);
            if (sandbox.posts(team).size() != 1) {
                throw new IllegalStateException("the press did not arrive");
            }
        }
    }

    /** The class path of a device that uses RingCentral, without the optional presets of other providers. */
    private static List<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("algo-oauth-providers"))
                .toList();
    }

    private static void jars() throws IOException {
        TreeMap<String, Long> own = new TreeMap<>();
        TreeMap<String, Long> others = new TreeMap<>();
        for (String entry : classPath()) {
            Path jar = Path.of(entry);
            String name = jar.getFileName().toString();
            if (name.endsWith(".jar") && name.startsWith("algo-") && !name.contains("testkit")) {
                own.put(name, Files.size(jar));
            } else if (name.matches(
                    "(okhttp-jvm|okio-jvm|kotlin-stdlib|annotations|jackson-core|jspecify|nimbus-jose-jwt)-[0-9].*")) {
                others.put(name, Files.size(jar));
            }
        }
        own.forEach((name, size) -> System.out.printf("%,10d  %s%n", size, name));
        others.forEach((name, size) -> System.out.printf("%,10d  %s%n", size, name));
        long ours = own.values().stream().mapToLong(Long::longValue).sum();
        long all = ours + others.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("%,10d  our artifacts%n%,10d  the whole runtime class path%n", ours, all);
    }

    private static int classes(Path folder, String... role) throws IOException, InterruptedException {
        Path log = folder.resolve(role[0] + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                String.join(File.pathSeparator, classPath()),
                Figures.class.getName()));
        command.addAll(List.of(role));
        Process child = new ProcessBuilder(command).inheritIO().start();
        if (child.waitFor() != 0) {
            throw new IllegalStateException(role[0] + " failed");
        }
        try (var lines = Files.lines(log)) {
            return (int) lines.filter(line -> line.contains("source:")).count();
        }
    }

    private static void press(String[] args) throws IOException, GeneralSecurityException {
        try (OAuthClient client = OAuthClient.builder()
                .proxy(proxy(args[1]))
                .trustOnly(certificates(args[2]))
                .build()) {
            client.profiles()
                    .create(client.draft("Front desk", "RINGCENTRAL")
                            .clientId(args[4])
                            .clientSecret(Secret.of(args[5]))
                            .jwtAssertion(Secret.of(args[6]))
                            .build());
            String button = """
                    {"buttons": [{"identifier": "help", "text": "Help", "action": "Send API Request", "numberOfApiRequests": 1,
                      "requests": [{"method": "POST", "customPath": "%s", "targets": ["platform.ringcentral.com"],
                        "oauthProfile": "Front desk"}]}]}
                    """;
            PressResult pressed =
                    ButtonActions.parse(client, button.formatted(args[3])).press("help");
            if (!pressed.delivered()) {
                throw new IllegalStateException(pressed.toString());
            }
        }
    }

    private static void floor(String[] args) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates(args[2]));
        X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        OkHttpClient http = new OkHttpClient.Builder()
                .proxy(proxy(args[1]))
                .sslSocketFactory(context.getSocketFactory(), trust)
                .build();
        Request request = new Request.Builder()
                .url(URI.create("https://platform.ringcentral.com/" + args[3]).toString())
                .header("Authorization", "Bearer none")
                .post(RequestBody.create("{\"text\": \"HELLO!\"}", MediaType.get("application/json")))
                .build();
        try (Response response = http.newCall(request).execute()) {
            if (response.body().string().isEmpty()) {
                throw new IllegalStateException("no response");
            }
        }
        http.connectionPool().evictAll();
    }

    private static Proxy proxy(String port) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", Integer.parseInt(port)));
    }

    private static KeyStore certificates(String file) throws IOException, GeneralSecurityException {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            certificates.load(in, PASSWORD);
        }
        return certificates;
    }
}
