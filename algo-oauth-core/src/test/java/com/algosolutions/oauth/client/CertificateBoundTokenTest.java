package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ServerMetadata;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are bound to the device's certificate, with any client authentication: RFC 8705 section 3. */
class CertificateBoundTokenTest {
    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate SERVER = new HeldCertificate.Builder()
            .signedBy(ROOT)
            .addSubjectAlternativeName("as.example")
            .addSubjectAlternativeName("api.example")
            .build();
    private static final HeldCertificate DEVICE =
            new HeldCertificate.Builder().signedBy(ROOT).commonName("console-1").build();
    private static final HeldCertificate REPLACED =
            new HeldCertificate.Builder().signedBy(ROOT).commonName("console-1").build();
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String NONE = "none";

    /** The {@code x5t#S256} of the certificate to which each token is bound, or "none". */
    private final Map<String, String> bound = new ConcurrentHashMap<>();

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final MockWebServer server = new MockWebServer();
    private final List<OAuthClient> clients = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(SERVER, ROOT.certificate())
                .addTrustedCertificate(ROOT.certificate())
                .build()
                .sslSocketFactory());
        server.requestClientAuth();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        clients.forEach(OAuthClient::close);
        server.close();
    }

    /** Binds a token to the certificate of the connection, and accepts it on a connection with the same certificate. */
    private MockResponse answer(RecordedRequest request) {
        String certificate = presented(request);
        String path = request.getTarget();
        seen.add(path + " " + (certificate.equals(NONE) ? NONE : "certificate"));
        bodies.add(FakeServer.body(request));
        if (path.endsWith("/token")) {
            String token = "t" + (bound.size() + 1);
            bound.put(token, certificate);
            return FakeServer.issue(token, "r" + bound.size());
        }
        if (path.endsWith("/par")) {
            return FakeServer.json(201, "{\"request_uri\":\"urn:example:1\",\"expires_in\":60}");
        }
        if (path.startsWith("/v1")) {
            String header = Objects.toString(request.getHeaders().get("Authorization"), "");
            String expected = header.startsWith("Bearer ") ? bound.get(header.substring("Bearer ".length())) : null;
            return expected == null || !(expected.equals(NONE) || expected.equals(certificate))
                    ? new MockResponse.Builder()
                            .code(401)
                            .addHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                            .build()
                    : FakeServer.json(200, "{}");
        }
        return FakeServer.json(200, "{}");
    }

    private static String presented(RecordedRequest request) {
        List<Certificate> peer = request.getHandshake() == null
                ? List.of()
                : request.getHandshake().peerCertificates();
        return peer.isEmpty() ? NONE : thumbprint(peer.get(0));
    }

    /** {@code x5t#S256}: RFC 8705 section 3.1. */
    private static String thumbprint(Certificate certificate) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI url(String host, String path) {
        return URI.create("https://" + host + ":" + server.getPort() + path);
    }

    private OAuthClient start(@Nullable HeldCertificate certificate, RecordStore store) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", ROOT.certificate());
        OAuthClient.Builder settings = TestValues.client()
                .store(store)
                .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()))
                .trustOnly(trusted);
        if (certificate != null) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "device", certificate.keyPair().getPrivate(), PASSWORD, new Certificate[] {certificate.certificate()
                    });
            settings.clientCertificate(keys, PASSWORD);
        }
        OAuthClient client = settings.build();
        clients.add(client);
        return client;
    }

    private OAuthClient start() throws Exception {
        return start(DEVICE, RecordStore.inMemory());
    }

    private ProfileForm form(OAuthClient client, ClientAuthMode mode) {
        ProfileForm form = client.draft("desk", "GENERIC")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .tokenUrl(url("as.example", "/token"))
                .revocationUrl(url("as.example", "/revoke"))
                .apiHosts(ApiHost.of("api.example:" + server.getPort()))
                .clientId("console-1")
                .clientAuthMode(mode)
                .accessTokenType(AccessTokenType.MTLS);
        if (mode.needsClientSecret()) {
            form.clientSecret(Secret.of("s3cret-of-the-app-with-32-bytes-or-more"));
        } else if (mode == ClientAuthMode.PRIVATE_KEY_JWT) {
            form.signingKey(Secret.of(DEVICE.privateKeyPkcs8Pem()));
        } else if (mode == ClientAuthMode.NONE) {
            form.grantType(GrantType.JWT_BEARER).jwtAssertion(Secret.of(TestValues.JWT));
        }
        return form;
    }

    private ApiResult post(OAuthClient client, String profile) {
        return client.post(profile, url("api.example", "/v1"), Body.json("{}"));
    }

    @ParameterizedTest
    @EnumSource(ClientAuthMode.class)
    void token_isBoundToTheCertificate_withAnyClientAuthentication(ClientAuthMode mode) throws Exception {
        OAuthClient client = start();
        client.profiles().create(form(client, mode).build());
        assertThat(post(client, "desk").delivered()).isTrue();
        assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(bound).containsExactly(Map.entry("t1", thumbprint(DEVICE.certificate())));
        assertThat(seen).startsWith("/token certificate", "/v1 certificate", "/revoke certificate");
        assertThat(seen).allMatch(line -> line.endsWith("certificate"));
        assertThat(bodies.get(0).contains("client_secret="))
                .as("the certificate replaces no client authentication: " + bodies.get(0))
                .isEqualTo(mode == ClientAuthMode.REQUEST_BODY);
        assertThat(bodies.get(0).contains("client_assertion="))
                .isEqualTo(mode == ClientAuthMode.PRIVATE_KEY_JWT || mode == ClientAuthMode.CLIENT_SECRET_JWT);
    }

    @Test
    void stolenToken_isRejectedWithoutTheCertificate() throws Exception {
        OAuthClient client = start();
        client.profiles().create(form(client, ClientAuthMode.HTTP_BASIC).build());
        assertThat(post(client, "desk").delivered()).isTrue();
        RequestSigner thief = (request, time) -> List.of(new Header("Authorization", "Bearer t1"));
        assertThat(client.execute(ApiRequest.get(url("api.example", "/v1")).signedBy(thief))
                        .toString())
                .contains("401");
    }

    @Test
    void bearerProfile_ofTheSameClient_presentsNoCertificate_andSharesNoTokens() throws Exception {
        OAuthClient client = start();
        client.profiles().create(form(client, ClientAuthMode.HTTP_BASIC).build());
        client.profiles()
                .create(form(client, ClientAuthMode.HTTP_BASIC)
                        .name("other")
                        .accessTokenType(AccessTokenType.BEARER)
                        .build());
        assertThat(post(client, "desk").delivered()).isTrue();
        assertThat(post(client, "other").delivered()).isTrue();
        assertThat(seen).containsExactly("/token certificate", "/v1 certificate", "/token none", "/v1 none");
    }

    @Test
    void newCertificate_costsOneRenewal() throws Exception {
        RecordStore store = RecordStore.inMemory();
        OAuthClient before = start(DEVICE, store);
        before.profiles().create(form(before, ClientAuthMode.HTTP_BASIC).build());
        assertThat(post(before, "desk").delivered()).isTrue();
        before.close();
        OAuthClient after = start(REPLACED, store);
        assertThat(post(after, "desk").delivered()).isTrue();
        assertThat(post(after, "desk").delivered()).isTrue();
        assertThat(bound)
                .containsEntry("t2", thumbprint(REPLACED.certificate()))
                .hasSize(2);
    }

    @Test
    void deviceWithoutCertificate_isAProblemOfTheForm_andAStoredProfileSendsNothing() throws Exception {
        RecordStore store = RecordStore.inMemory();
        OAuthClient with = start(DEVICE, store);
        with.profiles().create(form(with, ClientAuthMode.PRIVATE_KEY_JWT).build());
        with.close();
        OAuthClient without = start(null, store);
        assertThat(post(without, "desk").toString())
                .contains("this device has none")
                .contains("Access Token Type");
        assertThat(seen).isEmpty();
        OAuthProfile another =
                form(without, ClientAuthMode.PRIVATE_KEY_JWT).name("another").build();
        assertThatThrownBy(() -> without.profiles().create(another))
                .hasMessageContaining("Access Token Type is MTLS, and this device has no certificate")
                .hasMessageNotContaining("Client Auth Mode");
    }

    @Test
    void handedOutToken_isBoundToo() throws Exception {
        OAuthClient client = start();
        client.profiles().create(form(client, ClientAuthMode.HTTP_BASIC).build());
        client.bearerToken("desk", url("api.example", "/v1"));
        assertThat(bound).containsEntry("t1", thumbprint(DEVICE.certificate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MTLS", "mtls", " Mtls "})
    void json_namesTheType(String text) throws Exception {
        ProfileForm form = form(start(), ClientAuthMode.HTTP_BASIC).accessTokenType(AccessTokenType.BEARER);
        OAuthProfile profile =
                form.json("{\"accessTokenType\":\"" + text + "\"}").build();
        assertThat(profile.accessTokenType()).isEqualTo(AccessTokenType.MTLS);
        assertThat(profile.usesCertificate()).isTrue();
        assertThat(profile.toJson()).contains("\"accessTokenType\":\"MTLS\"");
    }

    @Test
    void signIn_presentsTheCertificate_whereTheRequestIsPushed_andWhereTheCodeIsRedeemed() throws Exception {
        OAuthClient client = start();
        client.profiles()
                .create(form(client, ClientAuthMode.PRIVATE_KEY_JWT)
                        .grantType(GrantType.AUTH_CODE_PKCE)
                        .authUrl(url("as.example", "/authorize"))
                        .parUrl(url("as.example", "/par"))
                        .redirectUri(URI.create("https://console.example/callback"))
                        .build());
        SignIn signIn = client.signIns().start("desk");
        String pushed = bodies.get(0);
        String state = pushed.replaceAll(".*state=([^&]+).*", "$1");
        assertThat(client.signIns()
                        .handleCallback("https://console.example/callback?code=c&state=" + state)
                        .accepted())
                .as(signIn.toString())
                .isTrue();
        assertThat(client.signIns().save("desk")).isTrue();
        assertThat(post(client, "desk").delivered()).isTrue();
        assertThat(seen).containsExactly("/par certificate", "/token certificate", "/v1 certificate");
    }

    private Map<String, @Nullable Object> metadata() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        Map<String, Object> aliases = new LinkedHashMap<>();
        document.put("issuer", url("as.example", "").toString());
        for (String endpoint : List.of(
                "token_endpoint",
                "authorization_endpoint",
                "device_authorization_endpoint",
                "revocation_endpoint",
                "pushed_authorization_request_endpoint")) {
            document.put(endpoint, url("as.example", "/" + endpoint).toString());
            aliases.put(endpoint, url("as.example", "/mtls/" + endpoint).toString());
        }
        document.put("require_pushed_authorization_requests", true);
        document.put("mtls_endpoint_aliases", aliases);
        return document;
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_BASIC, MTLS, /mtls/",
        "PRIVATE_KEY_JWT, MTLS, /mtls/",
        "NONE, MTLS, /mtls/",
        "TLS_CLIENT_AUTH, BEARER, /mtls/",
        "TLS_CLIENT_AUTH, DPOP, /mtls/",
        "SELF_SIGNED_TLS_CLIENT_AUTH, MTLS, /mtls/",
        "HTTP_BASIC, BEARER, /",
        "HTTP_BASIC, DPOP, /",
        "NONE, BEARER, /"
    })
    void aliases_areUsedWhereTheDevicePresentsItsCertificate_butNotByTheBrowser(
            ClientAuthMode mode, AccessTokenType type, String path) throws Exception {
        OAuthClient client = start();
        ProfileForm form = client.draft("desk", "GENERIC")
                .grantType(GrantType.JWT_BEARER)
                .fillFrom(ServerMetadata.read(url("as.example", ""), metadata(), false));
        form.clientAuthMode(mode).accessTokenType(type);
        assertThat(form.value(ProfileField.TOKEN_URL)).contains(url("as.example", path + "token_endpoint"));
        assertThat(form.value(ProfileField.PAR_URL))
                .contains(url("as.example", path + "pushed_authorization_request_endpoint"));
        assertThat(form.value(ProfileField.DEVICE_URL))
                .contains(url("as.example", path + "device_authorization_endpoint"));
        assertThat(form.value(ProfileField.REVOCATION_URL)).contains(url("as.example", path + "revocation_endpoint"));
        assertThat(form.value(ProfileField.AUTH_URL)).contains(url("as.example", "/authorization_endpoint"));
        assertThat(form.customEndpoints()).isEmpty();
        assertThat(form.tokenUrl(url("as.example", "/mine")).value(ProfileField.TOKEN_URL))
                .contains(url("as.example", "/mine"));
    }
}
