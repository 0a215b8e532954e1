package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ProfileField;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Host names as networks have them, from the form to the request. */
class HostNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"front_desk.local", "FRONT_DESK.local.", "door-.example", "lobby.2nd"})
    void name_thatJavaNetUriDoesNotRead_isATokenUrl_aTargetAndAnApiHost(String name) throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("*.local")
                .addSubjectAlternativeName(name.toLowerCase(Locale.ROOT))
                .build();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", certificate.certificate());
        try (FakeServer server = FakeServer.startTls(new HandshakeCertificates.Builder()
                        .heldCertificate(certificate)
                        .build());
                OAuthClient client = client().trustOnly(trusted)
                        .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()))
                        .pinCertificate(ApiHost.of(name + ":" + server.port()), certificate.certificate())
                        .build()) {
            client.profiles()
                    .create(TestValues.draft(
                                    client,
                                    "desk",
                                    server.https(name, "/token"),
                                    ApiHost.of(name + ":" + server.port()))
                            .build());
            ApiResult result = client.post("desk", server.https(name, "/v1"), Body.json("{}"));
            assertThat(result.toString()).contains("delivered");
            assertThat(server.bearers()).containsExactly("Bearer access-1");

            for (String reply :
                    List.of("{\"access_token\":\"a b\"}", "{\"access_token\":\"t\",\"token_type\":\"mac\"}", "{}")) {
                server.onToken(FakeServer.json(200, reply));
                assertThat(client.renew("desk").failure().orElseThrow().message())
                        .containsIgnoringCase(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://a..example/, a..example",
        "https://front_desk.7/, front_desk.7",
        "https://a_b:70000/, no such port: 70000",
        "https://[fe80::1%25eth0]/, without a zone",
        "https:///x, not a whole URL",
        "https://user:pw@front_desk/, without the part before the @"
    })
    void target_thatCannotExist_isShown(String url, String seen) {
        assertThatThrownBy(() -> ApiRequest.post(URI.create(url), Body.json("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(seen)
                .hasMessageNotContaining("pw");
    }

    /** OkHttp decodes the labels that begin with xn--, and would send the token to {@code evil.example}, which is not on the list. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--evil-.example",
                "www.xn--evil-",
                "xn---evil.example",
                "xn--.example",
                "xn--a0",
                "XN--A0.example.",
                "xn--a_.example",
                "xn--80ak6aa92e127.example"
            })
    void name_thatCannotExist_orWouldBeSentToAnotherHost_getsNothing(String name) {
        URI url = URI.create("https://" + name + "/v1?a=b");
        List<String> lookedUp = new ArrayList<>();
        try (FakeServer server = FakeServer.start();
                OAuthClient client = client().nameResolver(host -> {
                            lookedUp.add(host);
                            return List.of(InetAddress.getLoopbackAddress());
                        })
                        .build()) {
            server.onToken(
                    FakeServer.json(200, "{\"access_token\":\"t\",\"token_type\":\"DPoP\",\"expires_in\":3600}"));
            client.profiles()
                    .create(TestValues.draft(client, "token", url, ApiHost.of(url))
                            .build());
            client.profiles()
                    .create(TestValues.draft(client, "proof", server.http("/token"), ApiHost.of(url))
                            .set(ProfileField.ACCESS_TOKEN_TYPE, AccessTokenType.DPOP)
                            .build());

            assertThat(List.of(
                            client.execute(ApiRequest.get(url)).toString(),
                            client.post("token", url, Body.json("{}")).toString(),
                            client.post("proof", url, Body.json("{}")).toString(),
                            client.renew("token").toString(),
                            client.signIns().start("token").message(),
                            client.discover(URI.create("https://" + name)).toString()))
                    .allSatisfy(said -> assertThat(said).contains("the host name could not be resolved"));
        }
        assertThat(lookedUp).doesNotContain(name.toLowerCase(Locale.ROOT)).noneMatch(host -> host.contains("evil"));
    }
}
