package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeamMessagingTest {
    private final SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final RingCentralSandbox sandbox = RingCentralSandbox.builder()
            .clock(clock)
            .rateLimits(false)
            .dailyPosts(3)
            .start();
    private final Client client = new Client(sandbox);
    private final SandboxApp app = sandbox.newApp("Front desk app").create();
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxTeam team = sandbox.createTeam("Reception", user);
    private String token = "";

    @BeforeEach
    void signIn() throws Exception {
        token = client.signIn(app, sandbox.newJwt(user).create()).text("access_token");
    }

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                    | body",
                "{\"text\":\"a\"                       | body",
                "{\"text\":\"a\"} {}                   | body",
                "{}                                    | text",
                "{\"text\":\"\"}                       | text",
                "{\"text\":5}                          | text",
                "{\"text\":null}                       | text",
                "{\"attachments\":7}                   | attachments"
            })
    void post_badBody_isRefusedByItsParameter(String body, String parameter) throws Exception {
        Client.Answer answer = client.post(token, team.id(), body);

        assertThat(answer.outcome()).isEqualTo("400 CMN-101 CMN-101");
        assertThat(answer.text("message")).isEqualTo("Parameter [" + parameter + "] value is invalid");
        assertThat(sandbox.posts(team)).isEmpty();
    }

    @Test
    void post_textOfTenThousandSymbols_isTheLongest() throws Exception {
        String longest = "😀".repeat(10_000);

        assertThat(client.post(token, team.id(), "{\"text\":\"" + longest + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(client.post(token, team.id(), "{\"text\":\"" + longest + "x\"}")
                        .outcome())
                .isEqualTo("400 CMN-101 CMN-101");
    }

    @Test
    void post_ofAttachmentsOnly_isAPost() throws Exception {
        Client.Answer answer = client.post(token, team.id(), "{\"attachments\":[{\"id\":\"17\",\"type\":\"Card\"}]}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().list("attachments")).hasSize(1);
    }

    @Test
    void post_otherContentType_isRefused() throws Exception {
        Client.Answer answer = client.execute(Client.postRequest(token, team.id(), "{\"text\":\"x\"}")
                .newBuilder()
                .post(RequestBody.create("{\"text\":\"x\"}", MediaType.get("text/plain")))
                .build());

        assertThat(answer.status()).isEqualTo(415);
        assertThat(sandbox.posts(team)).isEmpty();
    }

    @Test
    void post_toTilde_isInThePersonalChat() throws Exception {
        client.post(token, "~", "{\"text\":\"to myself\"}");

        assertThat(sandbox.personalPosts(user)).extracting(SandboxPost::text).containsExactly("to myself");
        assertThat(client.get(token, "/team-messaging/v1/chats/~").text("id")).isEqualTo(user.personalChatId());
    }

    @Test
    void post_overTheDailyLimit_isA500UntilTheNextDay() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(client.post(token, team.id(), "{\"text\":\"x\"}").status())
                    .isEqualTo(201);
        }
        Client.Answer over = client.post(token, team.id(), "{\"text\":\"x\"}");
        clock.advance(Duration.ofHours(14));
        sandbox.newJwt(user).create();
        token = client.signIn(app, sandbox.newJwt(user).create()).text("access_token");

        assertThat(over.status()).isEqualTo(500);
        assertThat(over.body()).isEqualTo("You have exceeded your limits for this action.");
        assertThat(sandbox.posts(team)).hasSize(3);
        assertThat(client.post(token, team.id(), "{\"text\":\"x\"}").status()).isEqualTo(201);
    }

    @Test
    void posts_listed_areNewestFirst() throws Exception {
        client.post(token, team.id(), "{\"text\":\"first\"}");
        client.post(token, team.id(), "{\"text\":\"second\"}");
        Client.Answer answer = client.get(token, "/team-messaging/v1/chats/" + team.id() + "/posts?recordCount=1");

        assertThat(records(answer)).extracting(post -> post.text("text")).containsExactly("second");
        assertThat(((JsonObject) answer.json().value("navigation")).text("nextPageToken"))
                .isEqualTo("1");
        assertThat(client.get(token, "/team-messaging/v1/chats/1/posts").status())
                .isEqualTo(404);
    }

    @Test
    void teams_listed_areThoseOfTheUserInPages() throws Exception {
        sandbox.createTeam("Foreign", sandbox.createUser("Other user"));
        SandboxTeam second = sandbox.createTeam("Kitchen", user);
        Client.Answer first = client.get(token, "/team-messaging/v1/teams?recordCount=1");
        Client.Answer next = client.get(token, "/team-messaging/v1/teams?recordCount=1&pageToken=1");

        assertThat(records(first)).extracting(team -> team.text("id")).containsExactly(team.id());
        assertThat(records(next)).extracting(team -> team.text("id")).containsExactly(second.id());
        assertThat(records(next)).extracting(team -> team.text("name")).containsExactly("Kitchen");
        assertThat(((JsonObject) next.json().value("navigation")).names()).containsExactly("prevPageToken");
    }

    @ParameterizedTest
    @CsvSource({"recordCount=0", "recordCount=251", "recordCount=x", "pageToken=99"})
    void teams_badPage_isRefused(String query) throws Exception {
        assertThat(client.get(token, "/team-messaging/v1/teams?" + query).outcome())
                .isEqualTo("400 CMN-101 CMN-101");
    }

    @Test
    void chats_listed_areFilteredByType() throws Exception {
        assertThat(records(client.get(token, "/team-messaging/v1/chats")))
                .extracting(chat -> chat.text("type"))
                .containsExactly("Personal", "Team");
        assertThat(records(client.get(token, "/team-messaging/v1/chats?type=Team&type=Group")))
                .extracting(chat -> chat.text("id"))
                .containsExactly(team.id());
    }

    @Test
    void chat_read_isTheTeam() throws Exception {
        Client.Answer answer = client.get(token, "/team-messaging/v1/chats/" + team.id());

        assertThat(answer.text("name")).isEqualTo("Reception");
        assertThat(answer.text("type")).isEqualTo("Team");
        assertThat(client.get(token, "/team-messaging/v1/chats/1").status()).isEqualTo(404);
    }

    @Test
    void authorization_thatIsNoBearer_isRefusedByTheGateway() throws Exception {
        Request request = Client.postRequest("x", team.id(), "{}")
                .newBuilder()
                .header("Authorization", Client.basic(app))
                .build();
        Client.Answer answer = client.execute(request);

        assertThat(answer.outcome()).isEqualTo("401 AGW-402 -");
    }

    @Test
    void method_head_hasNoBodyAndLeavesTheConnectionGood() throws Exception {
        Request head = new Request.Builder()
                .url(Client.SERVER + "/team-messaging/v1/teams")
                .header("Authorization", "Bearer " + token)
                .head()
                .build();

        assertThat(client.execute(head).body()).isEmpty();
        assertThat(client.get(token, "/team-messaging/v1/teams").status()).isEqualTo(200);
        assertThat(sandbox.tunnels()).hasSize(1);
    }

    @Test
    void path_unknown_isNotFound() throws Exception {
        assertThat(client.get(token, "/restapi/v9/nothing").status()).isEqualTo(404);
    }

    @Test
    void posts_forgotten_areGone() throws Exception {
        client.post(token, team.id(), "{\"text\":\"x\"}");
        sandbox.clearPosts();

        assertThat(sandbox.posts(team)).isEmpty();
    }

    private static List<JsonObject> records(Client.Answer answer) {
        return answer.json().list("records").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
