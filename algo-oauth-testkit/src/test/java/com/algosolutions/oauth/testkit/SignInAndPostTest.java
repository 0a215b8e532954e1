package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInAndPostTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.250Z");

    private final RingCentralSandbox sandbox =
            RingCentralSandbox.builder().clock(SandboxClock.at(NOW)).start();
    private final Client client = new Client(sandbox);
    private final SandboxApp app = sandbox.newApp("Front desk app").create();
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxTeam team = sandbox.createTeam("Reception", user);

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void press_withAJwt_isInTheTeam() throws Exception {
        String token = client.signIn(app, sandbox.newJwt(user).create()).text("access_token");
        Client.Answer posted = client.post(token, team.id(), "{\"text\":\"Hello from OAuth test\"}");

        assertThat(posted.status()).isEqualTo(201);
        assertThat(sandbox.posts(team)).singleElement().satisfies(post -> {
            assertThat(post.id()).isEqualTo(posted.text("id"));
            assertThat(post.teamId()).isEqualTo(team.id());
            assertThat(post.text()).isEqualTo("Hello from OAuth test");
            assertThat(post.creatorId()).isEqualTo(user.id());
            assertThat(post.creationTime()).isEqualTo(NOW);
        });
        assertThat(posted.text("creationTime")).isEqualTo("2026-11-23T10:00:00.250Z");
        assertThat(sandbox.tokenRequestCount()).isEqualTo(1);
        assertThat(sandbox.requests())
                .extracting(SandboxRequest::path)
                .containsExactly("/restapi/oauth/token", "/team-messaging/v1/chats/" + team.id() + "/posts");
    }

    @Test
    void post_bodyAndContentType_areKeptByteForByte() throws Exception {
        String token = client.signIn(app, sandbox.newJwt(user).create()).text("access_token");
        String body = "{ \"text\" :\n \"Grüße \\u20ac\" }";
        client.execute(new Request.Builder()
                .url(Client.SERVER + "/team-messaging/v1/chats/" + team.id() + "/posts")
                .header("Authorization", "bearer " + token)
                .post(RequestBody.create(body, MediaType.get("application/json;  Charset=\"UTF-8\"")))
                .build());

        assertThat(sandbox.posts(team)).singleElement().satisfies(post -> {
            assertThat(post.body()).isEqualTo(body);
            assertThat(post.contentType()).isEqualTo("application/json;  Charset=\"UTF-8\"");
            assertThat(post.text()).isEqualTo("Grüße €");
        });
    }

    @Test
    void identifiers_lookLikeRingCentrals() {
        assertThat(app.clientId()).matches("[A-Za-z0-9_-]{22}");
        assertThat(app.clientSecret()).matches("[A-Za-z0-9_-]{43}");
        assertThat(user.id()).matches("[1-9][0-9]*");
        assertThat(team.id()).matches("[1-9][0-9]*");
        assertThat(team.link()).isEqualTo("https://app.ringcentral.com/messages/" + team.id());
    }

    @Test
    void printing_showsNoSecret() throws Exception {
        String jwt = sandbox.newJwt(user).create();
        client.signIn(app, jwt);

        assertThat(app.toString() + sandbox + sandbox.requests() + team + user)
                .contains(app.clientId(), "/restapi/oauth/token")
                .doesNotContain(app.clientSecret(), jwt, "Basic");
    }
}
