package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token for an application with another HTTP client, and the report that an API has rejected it. */
class BearerTokenTest {
    private static final int CALLERS = 200;

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.withDesk();
    private final URI target = server.http("/v1");

    private String header() {
        return client.bearerToken("desk", target).headerValue().reveal();
    }

    @Test
    void token_hasTheHeaderValueAndItsLife_andPrintsNoSecret() {
        BearerToken token = client.bearerToken("desk", target);
        assertThat(token).hasToString("a token of profile desk, good for 3570 s");
        assertThat(token.headerValue()).hasToString("***");
        assertThat(token.headerValue().reveal()).isEqualTo("Bearer access-1");
        assertThat(token.expiresIn()).isEqualTo(Duration.ofSeconds(3570));
        device.ticker.seconds(3000);
        assertThat(token.expiresIn()).isEqualTo(Duration.ofSeconds(570));
        device.ticker.seconds(3000);
        assertThat(token.expiresIn()).isZero();
        assertThat(server.apiRequests()).isEmpty();
    }

    @Test
    void token_thatCannotBeObtained_throwsTheResult() {
        server.onToken(FakeServer.json(401, "{\"error\":\"invalid_client\"}"));
        assertThatThrownBy(() -> client.bearerToken("desk", target)).isInstanceOfSatisfying(OAuthException.class, e -> {
            assertThat(e.result().outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
            assertThat(e)
                    .hasMessageStartingWith("no token of profile desk for 127.0.0.1:")
                    .hasMessageEndingWith(e.result().failure().orElseThrow().toString());
            assertThat(e.getMessage()).as("no request was sent").doesNotContain("GET", "unauthorized");
        });
        assertThatThrownBy(() -> client.bearerToken("absent", target))
                .hasMessageContaining("no OAuth profile named absent");
    }

    @Test
    void invalidate_sendsNothing_andTheNextCallRenews() {
        BearerToken token = client.bearerToken("desk", target);
        client.invalidate(token);
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(device.heard(Event.Kind.TOKEN_REJECTED))
                .containsExactly("the application reported that an API rejects the access token");
        assertThat(header()).isEqualTo("Bearer access-2");
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void invalidate_ofATokenThatWasReplaced_leavesTheNewOne() {
        BearerToken old = client.bearerToken("desk", target);
        client.renew("desk");
        client.invalidate(old);
        client.invalidate(old);
        assertThat(header()).isEqualTo("Bearer access-2");
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(device.heard(Event.Kind.TOKEN_REJECTED)).isEmpty();
    }

    /** Each caller sends with the same token, reports it, and asks again, as after a 401. */
    @Test
    void invalidate_byManyCallersWithTheSameToken_causesOneRenewal() throws InterruptedException {
        BearerToken rejected = client.bearerToken("desk", target);
        Callers<String> callers = Callers.start(CALLERS, () -> {
            client.invalidate(rejected);
            return header();
        });
        assertThat(callers.results()).hasSize(CALLERS).containsOnly("Bearer access-2");
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(device.heard(Event.Kind.TOKEN_REJECTED)).hasSize(1);
    }

    @Test
    void invalidate_ofEachToken_staysWithinTheProvidersBudget() {
        OAuthProvider limited = TestProvider.jwt("LIMITED", traits -> traits.rateLimit(5, Duration.ofMinutes(1)));
        try (OAuthClient counted = device.settings().provider(limited).build()) {
            counted.profiles()
                    .create(TestValues.draft(counted, "counted", "LIMITED", server)
                            .build());
            for (int report = 0; report < 5; report++) {
                counted.invalidate(counted.bearerToken("counted", target));
            }
            assertThat(server.tokenRequests()).hasSize(5);
            assertThatThrownBy(() -> counted.bearerToken("counted", target)).hasMessageContaining("rate limit");
            assertThat(server.tokenRequests()).hasSize(5);
        }
    }

    /** The application sends it later, so a renewal after the hand-out would invalidate it before it arrives. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void token_thatIsStale_isRenewedBeforeItIsHandedOut_ifARenewalInvalidatesIt(boolean renewalInvalidates) {
        OAuthProvider acme =
                TestProvider.jwt("ACME", traits -> traits.renewalInvalidatesAccessToken(renewalInvalidates));
        try (OAuthClient acmes = device.settings().provider(acme).build()) {
            acmes.profiles()
                    .create(TestValues.draft(acmes, "acme", "ACME", server).build());
            assertThat(acmes.bearerToken("acme", target).headerValue().reveal()).isEqualTo("Bearer access-1");
            device.ticker.seconds(3500);
            assertThat(acmes.bearerToken("acme", target).headerValue().reveal())
                    .isEqualTo(renewalInvalidates ? "Bearer access-2" : "Bearer access-1");
            Callers.await(() ->
                    acmes.bearerToken("acme", target).headerValue().reveal().equals("Bearer access-2"));
            assertThat(server.tokenRequests()).hasSize(2);
        }
    }
}
