package com.algosolutions.oauth.testkit;

import static com.algosolutions.oauth.testkit.FixtureComparison.assertBody;
import static com.algosolutions.oauth.testkit.FixtureComparison.assertReply;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.ACCESS_TOKEN_CORRUPTED;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.ACCESS_TOKEN_NOT_FOUND;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.ACCESS_TOKEN_UNKNOWN;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.AUTHORIZATION_MISSING;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.CHAT_NOT_FOUND;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.DAMAGED_ASSERTION;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.GRANT_NOT_ALLOWED;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.PERMISSION_MISSING;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.POST_CREATED;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.RATE_EXCEEDED;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.REFRESH_TOKEN_EXPIRED;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.REFRESH_TOKEN_NOT_FOUND;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.TOKEN_ISSUED;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.UNKNOWN_CLIENT;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.UNSUPPORTED_GRANT;
import static com.algosolutions.oauth.testkit.RingCentralFixtures.WRONG_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares each recorded response with the sandbox's response in the same case. */
class FixturesTest {
    private final SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final RingCentralSandbox sandbox = RingCentralSandbox.builder()
            .clock(clock)
            .rateLimit(RateGroup.MEDIUM, 2)
            .start();
    private final Client client = new Client(sandbox);
    private final SandboxApp app = sandbox.newApp("Front desk app").create();
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxTeam team = sandbox.createTeam("Reception", user);
    private final String jwt = sandbox.newJwt(user).create();

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @ParameterizedTest
    @EnumSource(RingCentralFixtures.class)
    void fixture_each_isAJsonObject(RingCentralFixtures fixture) {
        assertThat(JsonObject.parse(fixture.body())).as(fixture.body()).isPresent();
        assertThat(fixture.provenance()).isNotNull();
    }

    @Test
    void comparison_ofADifferentReply_fails() {
        Client.Answer answer = new Client.Answer(
                UNKNOWN_CLIENT.status(),
                Headers.of(),
                UNKNOWN_CLIENT.body().replace("\"parameters\"", "\"parameter\""));

        assertThatThrownBy(() -> assertReply(answer, UNKNOWN_CLIENT)).isInstanceOf(AssertionError.class);
    }

    @Test
    void token_issued_asDocumented() throws Exception {
        Client.Answer answer = client.signIn(app, jwt);

        assertReply(
                answer,
                TOKEN_ISSUED,
                "/access_token",
                "/expires_in",
                "/refresh_token",
                "/refresh_token_expires_in",
                "/owner_id",
                "/endpoint_id",
                "/session_id");
        assertThat(answer.headers().get("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.headers().get("Pragma")).isEqualTo("no-cache");
        assertThat(answer.headers().get("RCRequestId")).isNotBlank();
    }

    @Test
    void client_unknown_asRecorded() throws Exception {
        assertReply(
                client.execute(Client.tokenRequest(Credentials.basic("xx", "secret"), Client.jwtForm(jwt))),
                UNKNOWN_CLIENT);
    }

    @Test
    void client_wrongSecret_asInferred() throws Exception {
        Client.Answer answer =
                client.execute(Client.tokenRequest(Credentials.basic(app.clientId(), "wrong"), Client.jwtForm(jwt)));

        assertReply(answer, WRONG_CLIENT_SECRET);
        assertThat(answer.headers().get("WWW-Authenticate")).isEqualTo("Basic realm=\"RingCentral REST API\"");
    }

    @Test
    void grant_notAllowed_asRecorded() throws Exception {
        SandboxApp noJwt = sandbox.newApp("No JWT").jwtFlow(false).create();

        assertReply(client.signIn(noJwt, jwt), GRANT_NOT_ALLOWED);
    }

    @Test
    void grant_unsupported_asDocumented() throws Exception {
        assertReply(
                client.execute(Client.tokenRequest(Client.basic(app), Map.of("grant_type", "jwt"))), UNSUPPORTED_GRANT);
    }

    @Test
    void assertion_damaged_asInferred() throws Exception {
        assertReply(client.signIn(app, jwt.substring(0, jwt.length() - 3)), DAMAGED_ASSERTION);
    }

    @Test
    void refreshToken_unknownOrExpired_asInferred() throws Exception {
        assertReply(client.refresh(app, "unknown"), REFRESH_TOKEN_NOT_FOUND);
        String refreshToken = client.signIn(app, jwt).text("refresh_token");
        clock.advance(Duration.ofDays(7));

        assertReply(client.refresh(app, refreshToken), REFRESH_TOKEN_EXPIRED);
    }

    @Test
    void rate_exceeded_asRecorded() throws Exception {
        String token = client.signIn(app, jwt).text("access_token");
        client.post(token, team.id(), "{\"text\":\"1\"}");
        client.post(token, team.id(), "{\"text\":\"2\"}");
        Client.Answer answer = client.post(token, team.id(), "{\"text\":\"3\"}");

        assertReply(answer, RATE_EXCEEDED);
        assertThat(answer.headers().names()).containsAll(RATE_EXCEEDED.headers().keySet());
        assertThat(answer.headers().get("Retry-After"))
                .isEqualTo(RATE_EXCEEDED.headers().get("Retry-After"));
        assertThat(answer.headers().get("X-Rate-Limit-Group")).isEqualTo("medium");
    }

    @Test
    void authorization_missing_asRecorded() throws Exception {
        assertReply(
                client.execute(new Request.Builder()
                        .url(Client.SERVER + "/team-messaging/v1/teams")
                        .build()),
                AUTHORIZATION_MISSING);
    }

    @Test
    void accessToken_unknown_asRecorded() throws Exception {
        assertReply(client.post("fictitious", team.id(), "{\"text\":\"x\"}"), ACCESS_TOKEN_UNKNOWN);
    }

    @Test
    void accessToken_replaced_firstCorruptedThenNotFound() throws Exception {
        Client.Answer first = client.signIn(app, jwt);
        client.refresh(app, first.text("refresh_token"));

        assertReply(client.post(first.text("access_token"), team.id(), "{\"text\":\"x\"}"), ACCESS_TOKEN_CORRUPTED);
        clock.advance(Duration.ofSeconds(10));
        assertReply(client.post(first.text("access_token"), team.id(), "{\"text\":\"x\"}"), ACCESS_TOKEN_NOT_FOUND);
    }

    @Test
    void permission_missing_asDocumented() throws Exception {
        SandboxApp reader = sandbox.newApp("Reader").scopes("ReadAccounts").create();
        String token = client.signIn(reader, jwt).text("access_token");

        assertBody(
                client.post(token, team.id(), "{\"text\":\"x\"}"),
                PERMISSION_MISSING.status(),
                PERMISSION_MISSING.body().replace("ReadCallLog", "TeamMessaging"));
    }

    @Test
    void chat_unknownOrForeign_asInferred() throws Exception {
        String token = client.signIn(app, jwt).text("access_token");
        SandboxTeam foreign = sandbox.createTeam("Management", sandbox.createUser("Other user"));

        assertReply(client.post(token, "123", "{\"text\":\"x\"}"), CHAT_NOT_FOUND);
        assertReply(client.post(token, foreign.id(), "{\"text\":\"x\"}"), CHAT_NOT_FOUND);
        assertThat(sandbox.posts(foreign)).isEmpty();
    }

    @Test
    void post_created_asDocumented() throws Exception {
        String token = client.signIn(app, jwt).text("access_token");

        assertReply(
                client.post(token, team.id(), "{\"text\":\"Hello, World!\"}"),
                POST_CREATED,
                "/id",
                "/groupId",
                "/creatorId",
                "/creationTime",
                "/lastModifiedTime");
    }
}
