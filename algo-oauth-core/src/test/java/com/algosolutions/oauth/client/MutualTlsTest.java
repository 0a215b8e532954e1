package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8705 over real TLS: who sees the device's certificate, and what happens without one. */
class MutualTlsTest {
    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate SERVER = new HeldCertificate.Builder()
            .signedBy(ROOT)
            .addSubjectAlternativeName("as.example")
            .addSubjectAlternativeName("api.example")
            .build();
    private static final HeldCertificate DEVICE =
            new HeldCertificate.Builder().signedBy(ROOT).commonName("console-1").build();
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Who was seen in the handshake of each request, by path. */
    private final Map<String, List<String>> seen = new LinkedHashMap<>();

    private final List<String> bodies = new CopyOnWriteArrayList<>();

    /** Which headers with a credential came, by path. */
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    private @Nullable MockResponse redirect;
    private @Nullable MockWebServer server;
    private @Nullable OAuthClient client;

    private enum Asks {
        REQUIRES,
        WANTS
    }

    private final List<String> offered =
            new ArrayList<>(List.of("client_secret_basic", "self_signed_tls_client_auth", "tls_client_auth"));

    private MockWebServer serve(Asks asks, String... moreMethods) throws IOException {
        offered.addAll(List.of(moreMethods));
        MockWebServer started = new MockWebServer();
        started.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(SERVER, ROOT.certificate())
                .addTrustedCertificate(ROOT.certificate())
                .build()
                .sslSocketFactory());
        if (asks == Asks.REQUIRES) {
            started.requireClientAuth();
        } else {
            started.requestClientAuth();
        }
        started.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        started.start();
        server = started;
        return started;
    }

    private synchronized MockResponse answer(RecordedRequest request) {
        List<Certificate> peer = request.getHandshake() == null
                ? List.of()
                : request.getHandshake().peerCertificates();
        seen.computeIfAbsent(request.getTarget(), absent -> new CopyOnWriteArrayList<>())
                .add(
                        peer.isEmpty()
                                ? "none"
                                : ((X509Certificate) peer.get(0))
                                        .getSubjectX500Principal()
                                        .getName());
        bodies.add(FakeServer.body(request));
        String authorization = request.getHeaders().get("Authorization");
        if (authorization != null) {
            authorizations.add(request.getTarget() + " " + authorization);
        }
        if (request.getTarget().contains(".well-known")) {
            return FakeServer.json(200, Json.write(metadata()));
        }
        if (redirect != null && request.getTarget().startsWith("/token")) {
            return redirect;
        }
        return request.getTarget().startsWith("/token") || request.getTarget().startsWith("/mtls/token")
                ? FakeServer.issue("bound", "refresh-x")
                : FakeServer.json(200, "{\"ok\":true}");
    }

    private Map<String, @Nullable Object> metadata() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("issuer", url("as.example", "").toString());
        document.put("token_endpoint", url("as.example", "/token").toString());
        document.put("revocation_endpoint", url("as.example", "/revoke").toString());
        document.put("token_endpoint_auth_methods_supported", List.copyOf(offered));
        document.put("tls_client_certificate_bound_access_tokens", true);
        document.put(
                "mtls_endpoint_aliases",
                Map.of("token_endpoint", url("as.example", "/mtls/token").toString()));
        return document;
    }

    private URI url(String host, String path) {
        if (server == null) {
            throw new IllegalStateException("no server");
        }
        return URI.create("https://" + host + ":" + server.getPort() + path);
    }

    private static KeyStore keys(HeldCertificate held) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("device", held.keyPair().getPrivate(), PASSWORD, new Certificate[] {held.certificate()});
        return keys;
    }

    private static OAuthClient.Builder settings() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", ROOT.certificate());
        return TestValues.client()
                .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()))
                .trustOnly(trusted);
    }

    private OAuthClient start(OAuthClient.Builder settings) {
        OAuthClient started = settings.build();
        client = started;
        return started;
    }

    private ProfileForm form(OAuthClient of, ClientAuthMode mode) {
        return of.draft("desk", "GENERIC")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .tokenUrl(url("as.example", "/token"))
                .revocationUrl(url("as.example", "/revoke"))
                .apiHosts(ApiHost.of("api.example:" + url("x", "").getPort()))
                .clientId("console-1")
                .clientAuthMode(mode);
    }

    private ApiResult post(OAuthClient of) {
        return of.post("desk", url("api.example", "/v1"), Body.json("{}"));
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
    @DisplayName("E1.15, E2.2 the certificate is the only proof: client_id in the body, no secret, no header")
    void certificate_isPresented_atTokenApiAndRevocation(ClientAuthMode mode) throws Exception {
        serve(Asks.REQUIRES);
        OAuthClient started = start(settings().clientCertificate(keys(DEVICE), PASSWORD));
        started.profiles().create(form(started, mode).build());
        assertThat(post(started).delivered()).isTrue();
        assertThat(started.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(seen.get("/token")).containsExactly("CN=console-1");
        assertThat(seen.get("/v1")).containsExactly("CN=console-1");
        assertThat(seen.get("/revoke")).containsOnly("CN=console-1");
        assertThat(bodies.get(0)).contains("client_id=console-1").doesNotContain("client_secret", "client_assertion");
        assertThat(authorizations).containsExactly("/v1 Bearer bound");
    }

    @ParameterizedTest
    @CsvSource({
        "301, as.example", "302, as.example", "303, as.example", "307, as.example", "308, as.example",
        "301, api.example", "302, api.example", "303, api.example", "307, api.example", "308, api.example"
    })
    @DisplayName("E1.11 a redirect is not followed with the certificate either, to the same host or another")
    void redirect_isNotFollowed(int status, String host) throws Exception {
        serve(Asks.REQUIRES);
        redirect = new MockResponse.Builder()
                .code(status)
                .addHeader("Location", url(host, "/elsewhere").toString())
                .build();
        OAuthClient started = start(settings().clientCertificate(keys(DEVICE), PASSWORD));
        started.profiles().create(form(started, ClientAuthMode.TLS_CLIENT_AUTH).build());
        assertThat(post(started).toString()).contains("HTTP " + status);
        assertThat(seen).containsOnlyKeys("/token");
    }

    @Test
    void otherProfiles_areNotSeenWithTheCertificate_alsoOnTheSameHost() throws Exception {
        serve(Asks.WANTS);
        OAuthClient started = start(settings().clientCertificate(keys(DEVICE), PASSWORD));
        started.profiles().create(form(started, ClientAuthMode.TLS_CLIENT_AUTH).build());
        started.profiles()
                .create(form(started, ClientAuthMode.HTTP_BASIC)
                        .name("other")
                        .clientSecret(Secret.of("s3cret"))
                        .build());
        post(started);
        started.post("other", url("api.example", "/other"), Body.json("{}"));
        started.execute(ApiRequest.get(url("api.example", "/open")));
        assertThat(seen.get("/token")).containsExactly("CN=console-1", "none");
        assertThat(seen.get("/v1")).containsExactly("CN=console-1");
        assertThat(seen.get("/other")).containsExactly("none");
        assertThat(seen.get("/open")).containsExactly("none");
    }

    @Test
    void deviceWithoutCertificate_isAProblemOfTheForm_andOfAStoredProfile() throws Exception {
        serve(Asks.REQUIRES);
        RecordStore store = RecordStore.inMemory();
        try (OAuthClient with = settings()
                .store(store)
                .clientCertificate(keys(DEVICE), PASSWORD)
                .build()) {
            with.profiles().create(form(with, ClientAuthMode.TLS_CLIENT_AUTH).build());
        }
        OAuthClient without = start(settings().store(store));
        assertThat(post(without).toString()).contains("this device has none").contains("clientCertificate");
        assertThat(seen).isEmpty();
        OAuthProfile another =
                form(without, ClientAuthMode.TLS_CLIENT_AUTH).name("another").build();
        assertThatThrownBy(() -> without.profiles().create(another))
                .hasMessageContaining("Client Auth Mode is TLS_CLIENT_AUTH, and this device has no certificate");
    }

    @Test
    void certificateOfAnUnknownRoot_isToldAsRefused_andNothingWasSent() throws Exception {
        serve(Asks.REQUIRES);
        HeldCertificate stranger =
                new HeldCertificate.Builder().commonName("stranger").build();
        OAuthClient started = start(settings().clientCertificate(keys(stranger), PASSWORD));
        started.profiles().create(form(started, ClientAuthMode.TLS_CLIENT_AUTH).build());
        ApiResult refused = post(started);
        // With TLS 1.3 the rejection comes after the handshake, and a reset may overtake it.
        assertThat(refused.toString())
                .containsAnyOf(NetworkError.CERTIFICATE_REFUSED.meaning(), NetworkError.BROKEN.meaning());
        assertThat(refused.delivered()).isFalse();
        assertThat(refused.mayHaveBeenDelivered()).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    @DisplayName("E1.15 discovery prefers the certificate to a secret, and takes the server's alias for it")
    void discovery_prefersTheCertificate_andItsAlias() throws Exception {
        serve(Asks.WANTS);
        OAuthClient started = start(settings().clientCertificate(keys(DEVICE), PASSWORD));
        ProfileForm form = started.draft("desk", "GENERIC")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .apiHosts(ApiHost.of("api.example:" + url("x", "").getPort()))
                .clientId("console-1");
        assertThat(started.discover(url("as.example", "")).metadata().map(form::fillFrom))
                .isPresent();
        OAuthProfile profile = form.build();
        assertThat(profile.clientAuthMode()).isEqualTo(ClientAuthMode.TLS_CLIENT_AUTH);
        assertThat(profile.tokenUrl()).isEqualTo(url("as.example", "/mtls/token"));
        assertThat(profile.customEndpoints()).isEmpty();
        assertThat(profile.display(ProfileField.SERVER_METADATA))
                .contains("\"tls_client_certificate_bound_access_tokens\":\"true\"");
        started.profiles().create(profile);
        assertThat(post(started).delivered()).isTrue();
        assertThat(seen.get("/mtls/token")).containsExactly("CN=console-1");
        assertThat(seen.get("/.well-known/oauth-authorization-server")).containsExactly("none");

        OAuthProfile bySecret = started.edit(profile)
                .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                .clientSecret(Secret.of("s3cret"))
                .build();
        assertThat(bySecret.tokenUrl()).isEqualTo(url("as.example", "/token"));
        OAuthProfile byHand =
                started.edit(profile).tokenUrl(url("as.example", "/mine")).build();
        assertThat(byHand.tokenUrl()).isEqualTo(url("as.example", "/mine"));
    }

    @Test
    @DisplayName("E1.15 discovery prefers a key of the profile to the device's certificate")
    void discovery_prefersTheKeyToTheCertificate() throws Exception {
        serve(Asks.WANTS, "private_key_jwt");
        OAuthClient started = start(settings().clientCertificate(keys(DEVICE), PASSWORD));
        ProfileForm form = started.draft("desk", "GENERIC")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .apiHosts(ApiHost.of("api.example:" + url("x", "").getPort()))
                .clientId("console-1")
                .clientSecret(Secret.of("s3cret"))
                .signingKey(Secret.of(DEVICE.privateKeyPkcs8Pem()));
        assertThat(started.discover(url("as.example", "")).metadata().map(form::fillFrom))
                .isPresent();
        assertThat(form.build().clientAuthMode()).isEqualTo(ClientAuthMode.PRIVATE_KEY_JWT);
    }

    /** The certificate is there for any profile of the device; the secret is this one's. */
    @Test
    @DisplayName("discovery keeps the secret of a client whose secret the operator entered")
    void discovery_ofAClientWithASecret_staysWithIt() throws Exception {
        serve(Asks.WANTS);
        OAuthClient started = start(settings().clientCertificate(keys(DEVICE), PASSWORD));
        ProfileForm form = started.draft("desk", "GENERIC")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .apiHosts(ApiHost.of("api.example:" + url("x", "").getPort()))
                .clientId("console-1")
                .clientSecret(Secret.of("s3cret"));
        assertThat(started.discover(url("as.example", "")).metadata().map(form::fillFrom))
                .isPresent();
        assertThat(form.build().clientAuthMode()).isEqualTo(ClientAuthMode.HTTP_BASIC);
        assertThat(form.build().tokenUrl()).isEqualTo(url("as.example", "/token"));
    }

    @Test
    void keyStoreThatCannotBeUsed_isRefusedAtOnce_withoutItsPassword() throws Exception {
        KeyStore keys = keys(DEVICE);
        assertThatThrownBy(() -> OAuthClient.builder().clientCertificate(keys, "wrong-password".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Check its password")
                .hasMessageNotContaining("wrong-password");
    }
}
