package com.algosolutions.oauth.http;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.NameResolver;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.testkit.HostileReply;
import com.algosolutions.oauth.testkit.HostileServer;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends to a proxy, and what it says about the proxy's answers. */
class ProxyTest {
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("api.example")
            .addSubjectAlternativeName("front_desk.example")
            .build();
    private static final String PASSWORD = "p:ss wörd";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("desk:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    private static ScriptedServer proxy(String... answersToConnect) {
        return new ScriptedServer(new HandshakeCertificates.Builder()
                        .heldCertificate(CERTIFICATE)
                        .build()
                        .sslContext()
                        .getSocketFactory())
                .tunnel(answersToConnect);
    }

    private static OAuthClient.Builder through(ScriptedServer proxy) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", CERTIFICATE.certificate());
            return client().trustOnly(trusted)
                    .proxy(proxy.asProxy())
                    .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ApiResult post(OAuthClient client) {
        return client.execute(ApiRequest.post(URI.create("https://api.example/v1"), Body.json("{}")));
    }

    private static String wants(String challenge, String more) {
        return "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: " + challenge
                + "\r\nContent-Length: 0\r\n" + more + "\r\n";
    }

    /** What answers does not speak version 5, and for version 4 the JDK would look the server's name up. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "\0Z\0\0\0\0\0\0", "\u0004\0"})
    void socksProxy_thatIsNone_isNamed_andNotTheServersHostName(String reply) throws IOException {
        try (HostileServer server = HostileServer.start()
                        .attack(HostileReply.of("no SOCKS", reply).toConnection());
                OAuthClient client = client().proxy(
                                new Proxy(Proxy.Type.SOCKS, server.proxy().address()))
                        .build()) {
            ApiResult result = post(client);
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
            assertThat(result.failure().orElseThrow().advice()).contains("proxy");
            assertThat(result.toString()).contains("not sent").doesNotContain("host name");
        }
    }

    @Test
    void proxy_whoseNameIsUnknown_isNamed_andNotTheServersHostName() {
        Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128));
        NameResolver unknown = host -> {
            throw new UnknownHostException(host);
        };
        try (OAuthClient client = client().proxy(proxy).nameResolver(unknown).build()) {
            assertThat(post(client).toString()).contains("the proxy's host name could not be resolved", "not sent");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, 403 Forbidden",
        "404, 404 Not Found",
        "502, 502 Bad Gateway",
        "503, 503 Service Unavailable",
        "504, 504 Gateway Timeout",
        "302, 302",
        "499, 499",
        "204, 204"
    })
    void connect_refused_saysByWhomAndHow_andIsNotSent(int status, String seen) throws IOException {
        String refusal = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n";
        try (ScriptedServer proxy = proxy(refusal, refusal);
                OAuthClient client = through(proxy).build()) {
            ApiResult result = post(client);
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
            assertThat(result.mayHaveBeenDelivered()).isFalse();
            assertThat(result.failure().orElseThrow().message())
                    .isEqualTo("no reply from api.example: the proxy localhost:" + proxy.port()
                            + " answered CONNECT with " + seen);
            assertThat(result.toString()).contains("not sent");
            assertThat(proxy.requests()).isEmpty();
            assertThat(proxy.connects()).hasSize(status >= 500 ? 2 : 1); // a gateway's error may pass
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
                ScriptedServer.CLOSE
            })
    void connect_refusedOnce_isTriedOnceMore(String refusal) throws IOException {
        try (ScriptedServer proxy = proxy(refusal);
                OAuthClient client = through(proxy).build()) {
            assertThat(post(client).delivered()).isTrue();
            assertThat(proxy.connects()).hasSize(2);
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @Test
    void proxy_thatClosesInPlaceOfAnAnswer_isNamed() throws IOException {
        try (ScriptedServer proxy = proxy(ScriptedServer.CLOSE, ScriptedServer.CLOSE);
                OAuthClient client = through(proxy).build()) {
            ApiResult result = post(client);
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
            assertThat(result.failure().orElseThrow().message()).contains(NetworkError.PROXY_BROKE.meaning());
            assertThat(proxy.connects()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Basic realm=\"corp\", ''",
        "basic realm=corp, ''",
        "'Negotiate, Basic realm=\"corp\"', ''",
        "Basic realm=\"corp\", Connection: close",
        "Basic realm=\"corp\", Proxy-Connection: close"
    })
    void credentials_goToTheProxyThatAsksForBasic_andToNoOther(String challenge, String header) throws IOException {
        String more = header.isEmpty() ? "" : header + "\r\n";
        try (ScriptedServer proxy = proxy(wants(challenge, more));
                OAuthClient client = through(proxy)
                        .proxyCredentials("desk", Secret.of(PASSWORD))
                        .build()) {
            for (int number = 0; number < 2; number++) {
                assertThat(post(client).delivered()).isTrue();
                proxy.closeIdle();
            }
            assertThat(proxy.connects().get(0)).doesNotContain("Authorization");
            assertThat(proxy.connects()).hasSize(3); // the third is the second post's: it answers at once
            assertThat(proxy.connects().subList(1, 3))
                    .allMatch(connect -> connect.contains("\r\nProxy-Authorization: " + BASIC + "\r\n"));
            assertThat(proxy.requests()).hasSize(2).noneMatch(request -> request.contains("Authorization"));
        }
    }

    @Test
    void credentials_forAProxyThatAsksForNone_areNotSent() throws IOException {
        try (ScriptedServer proxy = proxy();
                OAuthClient client = through(proxy)
                        .proxyCredentials("desk", Secret.of(PASSWORD))
                        .build()) {
            assertThat(post(client).delivered()).isTrue();
            assertThat(proxy.connects()).hasSize(1).noneMatch(connect -> connect.contains("Authorization"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Basic realm=\"corp\", false, and offers Basic, proxyCredentials",
        "Basic realm=\"corp\", true, to the user and password, Correct the proxy's user and password",
        "'Digest realm=\"c\", nonce=\"n\"', true, and offers Digest, Turn on Basic at the proxy",
        "NTLM, true, and offers NTLM, Turn on Basic at the proxy",
        "hunter2 realm=\"c\", false, and offers no scheme that the client knows, Turn on Basic at the proxy",
        "Negotiate, false, and offers Negotiate, Turn on Basic at the proxy"
    })
    void login_thatFails_saysWhatTheProxyOffers_andTheFix(String challenge, boolean set, String seen, String fix)
            throws IOException {
        String no = wants(challenge, "");
        try (ScriptedServer proxy = proxy(no, no, no, no)) {
            OAuthClient.Builder settings = through(proxy);
            try (OAuthClient client =
                    (set ? settings.proxyCredentials("desk", Secret.of(PASSWORD)) : settings).build()) {
                ApiResult result = post(client);
                Failure failure = result.failure().orElseThrow();
                assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
                assertThat(failure.message())
                        .endsWith("answered CONNECT with 407 Proxy Authentication Required " + seen);
                assertThat(failure.advice()).contains(fix);
                assertThat(result.toString()).doesNotContain(PASSWORD).doesNotContain(BASIC);
                assertThat(proxy.requests()).isEmpty();
                assertThat(proxy.connects()).hasSize(set && challenge.startsWith("Basic") ? 2 : 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a\nb"})
    void user_thatBasicCannotCarry_isRefused(String user) {
        assertThatThrownBy(() -> OAuthClient.builder().proxyCredentials(user, Secret.of(PASSWORD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user");
    }

    @Test
    void password_withALineBreak_isRefused_andNotShown() {
        assertThatThrownBy(() -> OAuthClient.builder().proxyCredentials("desk", Secret.of("pass1\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line break")
                .hasMessageNotContaining("pass1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1", "http://localhost", "http://127.1.2.3", "http://[::1]", "http://LOCALHOST"})
    void loopbackHttp_neverGoesThroughTheProxy(String origin) throws IOException {
        try (ScriptedServer proxy = proxy();
                ScriptedServer server = new ScriptedServer(null);
                HttpTransport transport = TestValues.transport(through(proxy))) {
            transport.send(
                    "POST",
                    URI.create(origin + ":" + server.port() + "/v1"),
                    List.of(),
                    Body.json("{}"),
                    Deadline.after(Duration.ofSeconds(10)));
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void hostWithAnUnderscore_goesThroughTheProxyToo() throws IOException {
        try (ScriptedServer proxy = proxy();
                HttpTransport transport = TestValues.transport(through(proxy))) {
            assertThat(transport.send(
                            "POST",
                            URI.create("https://front_desk.example/v1"),
                            List.of(),
                            Body.json("{}"),
                            Deadline.after(Duration.ofSeconds(10))))
                    .hasToString("200, 2 bytes");
            assertThat(proxy.connects()).hasSize(1);
        }
    }
}
