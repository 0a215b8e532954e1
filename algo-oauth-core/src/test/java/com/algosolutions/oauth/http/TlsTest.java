package com.algosolutions.oauth.http;

import static com.algosolutions.oauth.client.TestValues.client;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.profile.ApiHost;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    private static HeldCertificate.Builder certificate() {
        return new HeldCertificate.Builder().signedBy(ROOT).addSubjectAlternativeName("api.example");
    }

    private static FakeServer serve(HeldCertificate certificate) {
        return FakeServer.startTls(new HandshakeCertificates.Builder()
                .heldCertificate(certificate, ROOT.certificate())
                .build());
    }

    private static OAuthClient.Builder trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", ROOT.certificate());
        return OAuthClient.builder()
                .proxy(java.net.Proxy.NO_PROXY)
                .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()))
                .trustOnly(trusted);
    }

    private static String get(OAuthClient.Builder settings, URI uri) {
        try (OAuthClient client = settings.build()) {
            return client.execute(ApiRequest.get(uri)).toString();
        }
    }

    /** A server that offers HTTP/2 could reset a stream after the request: REFUSED_STREAM. The device never negotiates it. */
    @Test
    void serverThatOffersHttp2_isAskedInHttp11_eachTime() throws Exception {
        try (FakeServer server = serve(certificate().build());
                OAuthClient client = trusting().build()) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.execute(ApiRequest.post(server.https("api.example", "/v1"), Body.json("{}")))
                                .delivered())
                        .isTrue();
            }
            assertThat(server.apiRequests())
                    .extracting(RecordedRequest::getVersion)
                    .containsExactly("HTTP/1.1", "HTTP/1.1");
        }
    }

    @Test
    @DisplayName("E3.3 token and request go over TLS with a trusted certificate")
    void certificate_trusted_delivers_andThePressGoesThroughTls() throws Exception {
        try (FakeServer server = serve(certificate().build());
                OAuthClient client = trusting().build()) {
            client.profiles()
                    .create(TestValues.draft(
                                    client,
                                    "desk",
                                    server.https("api.example", "/token"),
                                    ApiHost.of("api.example:" + server.port()))
                            .build());
            ApiResult result = client.post("desk", server.https("api.example", "/v1"), Body.json("{}"));
            assertThat(result.delivered()).isTrue();
            assertThat(server.bearers()).containsExactly("Bearer access-1");
        }
    }

    @Test
    @DisplayName("E2.16, E3.3 a chain to an unknown root is rejected, and nothing is sent")
    void certificate_ofAnUnknownRoot_isUntrusted() {
        try (FakeServer server = serve(certificate().build())) {
            assertThat(get(
                            client().nameResolver(host -> List.of(InetAddress.getLoopbackAddress())),
                            server.https("api.example", "/")))
                    .contains(NetworkError.CERTIFICATE_UNTRUSTED.meaning())
                    .contains("not sent");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    @DisplayName("E2.16, E3.3 another host's certificate is rejected, and nothing is sent")
    void certificate_ofAnotherHost_isNamed() throws Exception {
        try (FakeServer server = serve(certificate().build())) {
            assertThat(get(trusting(), server.https("other.example", "/")))
                    .contains(NetworkError.CERTIFICATE_HOST.meaning());
            assertThat(server.requests()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"-20, -10", "10, 20"})
    void certificate_outsideItsDates_isNamed_andPointsToTheClock(int fromDay, int toDay) throws Exception {
        long now = System.currentTimeMillis();
        HeldCertificate certificate = certificate()
                .validityInterval(now + fromDay * DAY, now + toDay * DAY)
                .build();
        try (FakeServer server = serve(certificate)) {
            assertThat(get(trusting(), server.https("api.example", "/")))
                    .contains(NetworkError.CERTIFICATE_DATE.meaning())
                    .contains("NTP");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void trust_ofAnEmptyKeyStore_isRefusedOrTrustsNobody() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (FakeServer server = serve(certificate().build())) {
            assertThat(get(
                            client().trustOnly(empty).nameResolver(host -> List.of(InetAddress.getLoopbackAddress())),
                            server.https("api.example", "/")))
                    .contains(NetworkError.CERTIFICATE_UNTRUSTED.meaning());
        }
    }

    @Test
    @DisplayName("E2.16 a server without TLS gets no request")
    void server_withoutTls_isNamed() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OAuthClient client = client().build()) {
            Thread answer = new Thread(() -> {
                try (Socket accepted = plain.accept()) {
                    accepted.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    accepted.getInputStream().read();
                } catch (IOException e) {
                    // The test has ended.
                }
            });
            answer.start();
            assertThat(client.execute(ApiRequest.get(URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/")))
                            .toString())
                    .contains(NetworkError.TLS.meaning())
                    .contains("not sent");
            answer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"the device's roots", "an own root", "a pin"})
    @DisplayName("TLS 1.2 and 1.3 are offered, and nothing older")
    void version_olderThanTls12_isNotOffered(String trust) throws Exception {
        CompletableFuture<String> call;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            ApiHost host = ApiHost.of("api.example:" + server.getLocalPort());
            OAuthClient.Builder settings = switch (trust) {
                case "an own root" -> trusting();
                case "a pin" -> trusting().pinCertificate(host, "AB".repeat(32));
                default -> client().nameResolver(name -> List.of(InetAddress.getLoopbackAddress()));
            };
            call = Callers.elsewhere(() -> get(settings, URI.create("https://" + host)));
            try (Socket accepted = server.accept()) {
                assertThat(versions(new DataInputStream(accepted.getInputStream())))
                        .containsExactlyInAnyOrder(0x0304, 0x0303);
            }
        }
        assertThat(call.get(20, TimeUnit.SECONDS)).contains("not sent");
    }

    /** The versions in a ClientHello: RFC 8446 sections 4.1.2 and 4.2.1. */
    private static List<Integer> versions(DataInputStream hello) throws IOException {
        hello.skipNBytes(5 + 4 + 2 + 32); // record, handshake, version, random
        hello.skipNBytes(hello.readUnsignedByte()); // session
        hello.skipNBytes(hello.readUnsignedShort()); // cipher suites
        hello.skipNBytes(hello.readUnsignedByte()); // compression
        List<Integer> versions = new ArrayList<>();
        for (int left = hello.readUnsignedShort(); left > 0; ) {
            int extension = hello.readUnsignedShort();
            int length = hello.readUnsignedShort();
            left -= 4 + length;
            if (extension == 43) {
                for (int i = hello.readUnsignedByte(); i > 0; i -= 2) {
                    versions.add(hello.readUnsignedShort());
                }
            } else {
                hello.skipNBytes(length);
            }
        }
        return versions;
    }

    @Test
    @DisplayName("E1.17, E3.3 plain http sends nothing")
    void plainHttp_withoutTheOption_sendsNothing() {
        try (FakeServer server = FakeServer.start();
                OAuthClient client = OAuthClient.builder().build()) {
            ApiResult result = client.execute(ApiRequest.get(server.http("/v1")));
            assertThat(result.toString()).contains("the target is not https").contains("Use https");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void plainHttp_withTheOption_isForLoopbackOnly() {
        try (OAuthClient client = client().build()) {
            assertThat(client.execute(ApiRequest.get(URI.create("http://api.example/")))
                            .outcome())
                    .isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        }
    }

    private static OAuthClient.Builder untrusting() {
        return client().nameResolver(host -> List.of(InetAddress.getLoopbackAddress()));
    }

    /** As a device makes it: without a host name, self-signed, long expired. */
    private static HeldCertificate ofADevice() {
        return new HeldCertificate.Builder()
                .commonName("algo")
                .validityInterval(0, DAY)
                .build();
    }

    private static FakeServer serveAlone(HeldCertificate own) {
        return FakeServer.startTls(
                new HandshakeCertificates.Builder().heldCertificate(own).build());
    }

    @Test
    void pin_ofADevicesOwnCertificate_isTrustedAtItsHostAndPortOnly() {
        HeldCertificate own = ofADevice();
        try (FakeServer device = serveAlone(own);
                FakeServer other = serveAlone(own)) {
            ApiHost pinned = ApiHost.of("api.example:" + device.port());

            assertThat(get(untrusting().pinCertificate(pinned, own.certificate()), device.https("api.example", "/")))
                    .startsWith("delivered");
            assertThat(get(untrusting().pinCertificate(pinned, own.certificate()), other.https("api.example", "/")))
                    .contains("not sent");
            assertThat(get(untrusting().pinCertificate(pinned, own.certificate()), device.https("b.example", "/")))
                    .contains("not sent");
            assertThat(other.requests()).isZero();
        }
    }

    @Test
    void pin_ofAnotherCertificate_isRefusedEvenIfTheCertificateIsTrusted() throws Exception {
        try (FakeServer server = serve(certificate().build())) {
            ApiHost host = ApiHost.of("api.example:" + server.port());

            assertThat(get(
                            trusting().pinCertificate(host, ofADevice().certificate()),
                            server.https("api.example", "/")))
                    .contains(NetworkError.CERTIFICATE_PIN.meaning(), "pin that one", "not sent");
            assertThat(get(
                            trusting().pinCertificate(host, ofADevice().certificate()),
                            server.https("api.example.", "/")))
                    .as("the same host, with the root's dot")
                    .contains(NetworkError.CERTIFICATE_PIN.meaning(), "not sent");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void pins_leaveOtherHostsToTheUsualChecks() throws Exception {
        ApiHost elsewhere = ApiHost.of("elsewhere.example");
        try (FakeServer server = serve(certificate().build())) {
            assertThat(get(trusting().pinCertificate(elsewhere, "00".repeat(32)), server.https("api.example", "/")))
                    .startsWith("delivered");
            assertThat(get(trusting().pinCertificate(elsewhere, "00".repeat(32)), server.https("b.example", "/")))
                    .contains(NetworkError.CERTIFICATE_HOST.meaning());
            assertThat(get(untrusting().pinCertificate(elsewhere, "00".repeat(32)), server.https("api.example", "/")))
                    .contains(NetworkError.CERTIFICATE_UNTRUSTED.meaning());
        }
    }

    @Test
    void pin_repeated_trustsTheOldAndTheNewCertificate() {
        HeldCertificate next = ofADevice();
        try (FakeServer server = serveAlone(next)) {
            ApiHost host = ApiHost.of("API.example:" + server.port());
            String print = ServerTrust.fingerprint(next.certificate()).toUpperCase(java.util.Locale.ROOT);

            assertThat(get(
                            untrusting()
                                    .pinCertificate(host, ofADevice().certificate())
                                    .pinCertificate(host, print.replaceAll("(..)(?=.)", "$1:")),
                            server.https("api.example", "/")))
                    .startsWith("delivered");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256/AAAA", "zz", "00:11"})
    void pin_thatIsNoFingerprint_isRefusedWithTheCure(String print) {
        assertThatThrownBy(() -> OAuthClient.builder().pinCertificate(ApiHost.of("a.example"), print))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 hex digits");
    }

    @Test
    void direct_hostIsReachedWithoutTheProxyAndOthersAreNot() throws Exception {
        java.net.Proxy dead = new java.net.Proxy(
                java.net.Proxy.Type.HTTP, new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        try (FakeServer server = serve(certificate().build())) {
            ApiHost near = ApiHost.of("api.example:" + server.port());

            assertThat(get(trusting().proxy(dead).bypassProxy(near), server.https("api.example", "/")))
                    .startsWith("delivered");
            assertThat(get(
                            trusting().proxy(dead).bypassProxy(ApiHost.of("api.example")),
                            server.https("api.example", "/")))
                    .contains(NetworkError.PROXY_UNREACHABLE.meaning());
        }
    }
}
