package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.endpoint.ClientRequest;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.ProviderGrant;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Resource indicators, RFC 8707: for which resources a token is asked for. */
class ResourcesTest {
    private static final String CALENDAR = "resource=https%3A%2F%2Fcal.example.com%2F";
    private static final String CONTACTS = "resource=urn%3Aexample%3Acontacts";

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.client();

    private ProfileForm draft() {
        return TestValues.draft(client, "desk", server)
                .resources(URI.create("https://cal.example.com/"), URI.create("urn:example:contacts"));
    }

    @Test
    @DisplayName(
            "E1.14 the configured resources are requested, one parameter each, with the grant and with each refresh")
    void resources_joinTheGrantAndTheRefresh() {
        server.onToken(FakeServer.issue("a", "r1"));
        client.profiles().create(draft().build());
        TestValues.post(client, server);
        device.ticker.seconds(3600);
        TestValues.post(client, server);

        assertThat(FakeServer.form(server.tokenRequests().get(0))).contains(CALENDAR, CONTACTS);
        assertThat(FakeServer.form(server.tokenRequests().get(1)))
                .containsExactly("grant_type=refresh_token", "refresh_token=r1", CALENDAR, CONTACTS);
    }

    @Test
    @DisplayName("E1.14 no resource is requested if none is configured")
    void resources_notConfigured_areNotSent() {
        client.profiles().create(TestValues.draft(client, "desk", server).build());
        TestValues.post(client, server);
        assertThat(FakeServer.body(server.tokenRequests().get(0))).doesNotContain("resource");
    }

    @Test
    void resource_thatTheProviderRefuses_namesTheField_andIsNotAskedForAgain() {
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_target\"}"));
        client.profiles().create(draft().build());
        ApiResult result = TestValues.post(client, server);
        TestValues.post(client, server);

        Failure failure = result.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure.toString())
                .contains("does not know a requested resource")
                .contains("Correct Resources");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void resources_ofAnotherKind_areAnotherCredential_soThatTheOldTokenIsNotUsed() {
        OAuthProfile profile = draft().build();
        client.profiles().create(profile);
        TestValues.post(client, server);
        client.profiles()
                .update(client.edit(profile)
                        .resources(URI.create("https://cal.example.com/"))
                        .build());
        TestValues.post(client, server);
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-2");
        assertThat(FakeServer.form(server.tokenRequests().get(1)))
                .contains(CALENDAR)
                .doesNotContain(CONTACTS);
    }

    @Test
    void resource_inAProvidersGrant_isRefused_sinceTheFormHasIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProviderGrant.of(new GrantType("X"), "x").withParameter("resource", "https://a"))
                .withMessageContaining("resource");
    }

    @Test
    void resources_inAQuery_areRepeatedAfterTheOtherParameters() {
        assertThat(ClientRequest.encode(Map.of("a", "b c"), List.of(URI.create("x:1"), URI.create("x:2"))))
                .isEqualTo("a=b+c&resource=x%3A1&resource=x%3A2");
        assertThat(ClientRequest.encode(Map.of(), List.of(URI.create("x:1")))).isEqualTo("resource=x%3A1");
    }
}
