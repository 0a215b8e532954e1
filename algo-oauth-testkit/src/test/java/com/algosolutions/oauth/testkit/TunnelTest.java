package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelTest {
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    @Test
    void tunnel_okHttpClient_reachesProductionAddressUnmodified() throws Exception {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start();
                Client client = new Client(sandbox)) {
            Client.Answer answer = client.execute(
                    new Request.Builder().url(Client.SERVER + DISCOVERY).build());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text("token_endpoint")).isEqualTo("https://platform.ringcentral.com/restapi/oauth/token");
            assertThat(sandbox.requests()).hasSize(1);
            assertThat(sandbox.requests().get(0).host()).isEqualTo("platform.ringcentral.com");
            assertThat(sandbox.tunnels()).containsExactly("platform.ringcentral.com:443");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform.ringcentral.com", "platform.ringcentral.biz", "media.ringcentral.com"})
    void tunnel_jdkHttpClient_reachesEachServer(String host) throws Exception {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            HttpResponse<String> response = jdkGet(sandbox, "https://" + host + DISCOVERY);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("/restapi/oauth/token");
            assertThat(sandbox.requests()).extracting(SandboxRequest::host).containsExactly(host);
        }
    }

    @Test
    void tunnel_otherHost_isRefusedWithAReason() throws Exception {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start();
                Client client = new Client(sandbox)) {
            Request request =
                    new Request.Builder().url("https://www.example.com/").build();

            assertThatThrownBy(() -> client.execute(request))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("502");
            assertThat(sandbox.tunnels()).containsExactly("www.example.com:443");
            assertThat(sandbox.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT www.example.com:443 HTTP/1.1\r\nHost: www.example.com:443\r\n\r\n",
                "CONNECT platform.ringcentral.com:80 HTTP/1.1\r\nHost: platform.ringcentral.com:80\r\n\r\n",
                "CONNECT [2001:db8::1]:443 HTTP/1.1\r\n\r\n",
                "CONNECT nonsense HTTP/1.1\r\n\r\n",
                "GET http://platform.ringcentral.com/ HTTP/1.1\r\nHost: platform.ringcentral.com\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n"
            })
    void tunnel_anythingElse_endsTheConnectionWithoutAHang(String bytes) throws Exception {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start();
                Socket socket = connect(sandbox)) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).containsAnyOf("HTTP/1.1 502", "HTTP/1.1 400");
        }
    }

    @Test
    void tunnel_secondConnectionOnAReusedThread_isTunnelledAgain() throws Exception {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            for (int i = 0; i < 5; i++) {
                assertThat(jdkGet(sandbox, Client.SERVER + DISCOVERY).statusCode())
                        .isEqualTo(200);
            }
            assertThat(sandbox.tunnels()).hasSize(5);
        }
    }

    @Test
    void certificate_notYetValid_isRefusedByTheClient() throws Exception {
        assertRefusedCertificate(RingCentralSandbox.builder().certificateNotYetValid(), "NotBefore");
    }

    @Test
    void certificate_expired_isRefusedByTheClient() throws Exception {
        assertRefusedCertificate(RingCentralSandbox.builder().certificateExpired(), "NotAfter");
    }

    private static void assertRefusedCertificate(RingCentralSandbox.Builder builder, String reason) throws Exception {
        try (RingCentralSandbox sandbox = builder.start();
                Client client = new Client(sandbox)) {
            Request request =
                    new Request.Builder().url(Client.SERVER + DISCOVERY).build();

            assertThatThrownBy(() -> client.execute(request))
                    .isInstanceOf(SSLException.class)
                    .hasStackTraceContaining(reason);
            assertThat(sandbox.requests()).isEmpty();
        }
    }

    @Test
    void trust_ofAnotherSandbox_isNotEnough() throws Exception {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start();
                RingCentralSandbox other = RingCentralSandbox.start()) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {other.trustManager()}, null);
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(address(sandbox)))
                    .sslContext(context)
                    .build();

            assertThatThrownBy(() -> client.send(
                            HttpRequest.newBuilder(URI.create(Client.SERVER + DISCOVERY))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void trustStore_holdsTheRootThatTheTrustManagerTrusts() throws Exception {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            String alias = sandbox.trustStore().aliases().nextElement();

            assertThat(sandbox.trustManager().getAcceptedIssuers())
                    .containsExactly((X509Certificate) sandbox.trustStore().getCertificate(alias));
        }
    }

    @Test
    void proxy_address_isALoopbackLiteral() {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            InetSocketAddress address = address(sandbox);

            assertThat(address.getHostString()).isEqualTo("127.0.0.1");
            assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void sandbox_closed_leavesNoThreadAndNoPort() throws Exception {
        List<Thread> before = serverThreads();
        RingCentralSandbox sandbox = RingCentralSandbox.start();
        try (Client client = new Client(sandbox)) {
            client.execute(new Request.Builder().url(Client.SERVER + DISCOVERY).build());
            InetSocketAddress address = address(sandbox);
            long begin = System.nanoTime();
            sandbox.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                    .isInstanceOf(IOException.class);
        }
        List<Thread> left = serverThreads();
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(3000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void logging_ofTheMockServer_doesNotReachTheConsole() {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            assertThat(sandbox).isNotNull();
            assertThat(Logger.getLogger("mockwebserver3.MockWebServer").isLoggable(Level.INFO))
                    .isFalse();
        }
    }

    @Test
    void clock_ofTheTest_datesTheReply() throws Exception {
        SandboxClock clock = SandboxClock.at(Instant.parse("2026-01-05T06:07:08Z"));
        try (RingCentralSandbox sandbox =
                        RingCentralSandbox.builder().clock(clock).start();
                Client client = new Client(sandbox)) {
            Client.Answer answer = client.execute(
                    new Request.Builder().url(Client.SERVER + DISCOVERY).build());

            assertThat(answer.headers().get("Date")).isEqualTo("Mon, 05 Jan 2026 06:07:08 GMT");
            assertThat(answer.headers().get("RCRequestId")).isNotBlank();
        }
    }

    private static List<Thread> serverThreads() {
        return new ArrayList<>(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("MockWebServer"))
                .toList());
    }

    private static Socket connect(RingCentralSandbox sandbox) throws IOException {
        InetSocketAddress address = address(sandbox);
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(5000);
        return socket;
    }

    private static InetSocketAddress address(RingCentralSandbox sandbox) {
        return (InetSocketAddress) sandbox.proxy().address();
    }

    private static HttpResponse<String> jdkGet(RingCentralSandbox sandbox, String url) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {sandbox.trustManager()}, null);
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(address(sandbox)))
                .sslContext(context)
                .build();
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
