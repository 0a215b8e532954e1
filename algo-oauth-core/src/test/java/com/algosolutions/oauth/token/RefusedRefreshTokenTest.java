package com.algosolutions.oauth.token;

import static com.algosolutions.oauth.client.TestValues.post;
import static com.algosolutions.oauth.client.TestValues.withDesk;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A refresh token that was refused is a secret still, also in the renewals that follow. */
class RefusedRefreshTokenTest {
    private static final String REFUSED = "frog-lamp-seven";

    @RegisterExtension
    private final TestDevice device = new TestDevice().withTimer();

    private final FakeServer server = device.server();

    @Test
    void refreshToken_thatWasRefused_andIsNamedByTheResponseToALaterRenewal_isNotPrinted() {
        OAuthClient client = withDesk(device.start(device.settings()), server);
        MockResponse down = FakeServer.json(503, "{}");
        server.onToken(
                FakeServer.json(
                        200,
                        "{\"access_token\":\"a1\",\"token_type\":\"bearer\",\"expires_in\":3600,\"refresh_token\":\""
                                + REFUSED + "\"}"),
                FakeServer.json(400, "{\"error\":\"invalid_grant\"}"),
                down,
                down,
                down,
                down,
                FakeServer.json(
                        400,
                        "{\"error\":\"invalid_client\",\"error_description\":\"session of " + REFUSED
                                + " is closed\"}"));
        assertThat(post(client, server).delivered()).isTrue();
        device.ticker.seconds(4_000);
        assertThat(post(client, server).delivered()).isFalse(); // the refresh is refused, and the login finds an outage
        device.ticker.seconds(120);

        ApiResult later = post(client, server);

        assertThat(later.toString()).contains("session of ***");
        assertThat(later + " " + client.status("desk") + client.events()).doesNotContain(REFUSED);
    }
}
