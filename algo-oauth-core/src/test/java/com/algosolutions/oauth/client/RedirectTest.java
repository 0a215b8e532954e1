package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.signin.SignInDesk;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint's redirect leads to: nothing. The token endpoint's are in TokenEndpointTest, those of mutual TLS in MutualTlsTest. */
class RedirectTest {
    private final FakeServer server = FakeServer.start();
    private final FakeServer other = FakeServer.start();
    private final OAuthClient client = TestValues.client().build();

    @AfterEach
    void stop() {
        client.close();
        server.close();
        other.close();
    }

    private enum Asked {
        DEVICE,
        PAR,
        REVOCATION,
        METADATA
    }

    private static Stream<Arguments> cases() {
        return Stream.of(Asked.values())
                .flatMap(asked -> Stream.of(301, 302, 303, 307, 308)
                        .flatMap(status ->
                                Stream.of(false, true).map(otherHost -> Arguments.of(asked, status, otherHost))));
    }

    private ProfileForm form(GrantType grant) {
        ProfileForm form =
                TestValues.draft(client, "desk", server).grantType(grant).revocationUrl(server.http("/asked"));
        return grant.equals(GrantType.DEVICE_CODE) ? form.deviceUrl(server.http("/device")) : form;
    }

    private String ask(Asked asked) {
        switch (asked) {
            case DEVICE -> client.profiles().create(form(GrantType.DEVICE_CODE).build());
            case PAR ->
                client.profiles()
                        .create(form(GrantType.AUTH_CODE_PKCE)
                                .authUrl(URI.create("https://login.example/authorize"))
                                .redirectUri(URI.create(SignInDesk.REDIRECT))
                                .parUrl(server.http("/asked"))
                                .build());
            case REVOCATION -> {
                client.profiles().create(form(GrantType.CLIENT_CREDENTIALS).build());
                client.renew("desk");
                return client.revoke("desk").toString();
            }
            case METADATA -> {
                return client.discover(server.http("/asked")).toString();
            }
        }
        return client.signIns().start("desk").toString();
    }

    @ParameterizedTest
    @DisplayName("a Location with which java.net.URI fails by an undeclared exception is a result, and is quoted")
    @ValueSource(
            strings = {"http://[::1.2.3.99999999999]/", "//[::99999999999.1.1.1]", "https://[::1.2.3.99999999999]:1/a?b"
            })
    void redirect_toAnAddressThatCannotBeRead_isAResult(String location) {
        client.profiles().create(form(GrantType.CLIENT_CREDENTIALS).build());
        server.onApi(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", location)
                .build());

        ApiResult result = TestValues.post(client, server);

        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
        assertThat(result.failure().orElseThrow().message()).contains(location + "\" is no web address");
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("E1.11 a redirect of the device, PAR, revocation or metadata endpoint is not followed")
    void redirect_isNotFollowed(Asked asked, int status, boolean otherHost) {
        MockResponse redirect = new MockResponse.Builder()
                .code(status)
                .addHeader(
                        "Location",
                        (otherHost ? other : server).http("/elsewhere").toString())
                .build();
        server.onDevice(redirect).onApi(redirect, redirect);

        assertThat(ask(asked))
                .contains("HTTP " + status)
                .contains("redirects elsewhere, to " + (otherHost ? other : server).http("/elsewhere"))
                .contains(
                        switch (asked) {
                            case DEVICE -> "into Device URL";
                            case PAR -> "into PAR URL";
                            case REVOCATION -> "into Revocation URL";
                            case METADATA -> "Write Issuer as";
                        });
        assertThat(other.requests() + other.deviceRequests().size()).isZero();
        List<RecordedRequest> all = Stream.of(server.deviceRequests(), server.apiRequests(), server.tokenRequests())
                .flatMap(List::stream)
                .toList();
        assertThat(all).isNotEmpty().noneMatch(request -> request.getTarget().startsWith("/elsewhere"));
    }
}
