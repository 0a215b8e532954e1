package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.SandboxCard;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxTeam;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts, cards and teams by name, against the sandbox. */
class TeamMessagingTest {
    private static final String SMILE = new String(Character.toChars(0x1F600));

    private final Desk desk = Desk.ready();
    private final TeamMessaging messaging = TeamMessaging.of(desk.client, Desk.PROFILE);
    private final TeamId team = new TeamId(desk.team.id());

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void post_arrivesAsItWasWritten() {
        String text = "**Help** at \"Lobby\" \\ ö " + SMILE + "\n> now";

        assertThat(messaging.post(team, text).delivered()).isTrue();
        assertThat(desk.ringCentral.posts(desk.team))
                .extracting(SandboxPost::text)
                .containsExactly(text);
    }

    @Test
    void post_ofTenThousandCharacters_isTakenWhateverTheirBytes() {
        assertThat(messaging.post(team, SMILE.repeat(10_000)).delivered()).isTrue();
    }

    @Test
    void post_thatIsLongerOrBlank_isRejectedWithAdvice() {
        assertThatThrownBy(() -> messaging.post(team, "x".repeat(10_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("10001 characters", "at most 10000", "Shorten it");
        assertThatThrownBy(() -> messaging.post(team, " \n")).hasMessageContaining("no text");
        assertThat(desk.ringCentral.requestCount()).isZero();
    }

    @Test
    void payload_thatIsTooLong_isNotSent_evenWithoutTeamMessaging() {
        ApiResult result = desk.client.post(
                Desk.PROFILE, TeamMessaging.posts(team), Body.json(Json.write(Map.of("text", "ö".repeat(10_001)))));

        assertThat(result.mayHaveBeenDelivered()).isFalse();
        assertThat(result.toString()).contains("10001 characters", "Shorten it");
        assertThat(desk.ringCentral.requestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON %s", "{\"text\": 7, \"x\": \"%s\"}", "{\"x\": \"%s\"}", "[\"%s\"]"})
    void payload_thatIsLongOtherwise_isLeftToRingCentral(String payload) {
        ApiResult result = desk.client.post(
                Desk.PROFILE, TeamMessaging.posts(team), Body.json(payload.formatted("x".repeat(10_001))));

        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
    }

    @Test
    void card_goesToItsOwnEndpointWithItsNotification() {
        AdaptiveCard card = AdaptiveCard.of("Lockdown")
                .notification("Lockdown in the lobby")
                .line("Stay inside.")
                .fact("Where", "Lobby")
                .link("Plan", URI.create("https://intranet.example/plan"));

        assertThat(messaging.postCard(team, card).delivered()).isTrue();
        assertThat(desk.ringCentral.posts(desk.team)).isEmpty();
        SandboxCard arrived = desk.ringCentral.cards(desk.team).get(0);
        assertThat(arrived.fallbackText()).isEqualTo("Lockdown in the lobby");
        assertThat(arrived.json())
                .isEqualTo(card.toJson())
                .contains(
                        "\"type\":\"AdaptiveCard\",\"version\":\"1.3\"",
                        "{\"type\":\"TextBlock\",\"text\":\"Lockdown\",\"wrap\":true,\"weight\":\"Bolder\",\"size\":\"Large\"}",
                        "\"Stay inside.\"",
                        "\"FactSet\"",
                        "\"Action.OpenUrl\"");
    }

    @Test
    void card_withoutANotification_showsItsTitleThere() {
        messaging.postCard(team, AdaptiveCard.of("Help"));

        assertThat(desk.ringCentral.cards(desk.team))
                .extracting(SandboxCard::fallbackText)
                .containsExactly("Help");
        assertThatThrownBy(() -> AdaptiveCard.of(" ")).hasMessageContaining("no title");
    }

    @Test
    void team_onTheThirdPage_isFoundByItsName() {
        for (int i = 0; i < 600; i++) {
            desk.ringCentral.createTeam("Team " + i, desk.user);
        }
        SandboxTeam wanted = desk.ringCentral.createTeam("Night watch", desk.user);

        TeamSearch search = messaging.findTeam("Night watch");

        assertThat(search.only().digits()).isEqualTo(wanted.id());
        assertThat(search.found()).hasSize(1);
        assertThat(desk.ringCentral.requests().stream()
                        .filter(request -> request.path().startsWith("/team-messaging/v1/teams")))
                .hasSizeBetween(3, 5);
    }

    @Test
    void findTeam_noneOrTwo_failsWithAdvice() {
        desk.ringCentral.createTeam("Reception", desk.user);

        assertThat(messaging.findTeam("Reception").found()).hasSize(2).contains(team);
        assertThatThrownBy(() -> messaging.findTeam("Reception").only())
                .hasMessageContainingAll("2 teams are called", "Rename one");
        assertThatThrownBy(() -> messaging.findTeam("reception").only())
                .hasMessageContainingAll("None of the 2 teams", "spelling");
    }

    @Test
    void search_thatFails_saysSoAndHowFarItCame() {
        desk.ringCentral.faults().nextApi(Fault.unavailable());

        TeamSearch search = messaging.findTeam("Reception");

        assertThat(search.failedRequest()).isPresent();
        assertThat(search.incomplete()).isPresent();
        assertThatThrownBy(search::only).hasMessageContaining("ended after 0 teams");
    }

    private static Fault page(String body) {
        return Fault.reply(200, Map.of("Content-Type", "application/json"), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in to the hotel's network</html>", "[]", "{}", "{\"records\": 7}", ""})
    void search_whosePageIsNoListOfTeams_saysThatItIsIncomplete(String body) {
        desk.ringCentral
                .faults()
                .nextApi(page("{\"records\": [{\"id\": \"7\", \"name\": \"Reception\"}],"
                        + " \"navigation\": {\"nextPageToken\": \"a\"}}"));
        desk.ringCentral.faults().nextApi(page(body));

        TeamSearch search = messaging.findTeam("Reception");

        assertThat(search.found()).containsExactly(new TeamId("7"));
        assertThat(search.incomplete()).isPresent();
        assertThatThrownBy(search::only).hasMessageContainingAll("ended after 1 teams", "not a list of teams");
    }

    @Test
    void search_throughPagesWithoutEnd_saysThatItIsIncomplete() {
        for (int i = 0; i <= 400; i++) {
            desk.ringCentral
                    .faults()
                    .nextApi(page("{\"records\": [{\"id\": \"7\", \"name\": \"Reception\"}],"
                            + " \"navigation\": {\"nextPageToken\": \"" + i + "\"}}"));
        }

        TeamSearch search = messaging.findTeam("Reception");

        assertThat(search.teams()).isEqualTo(400);
        assertThatThrownBy(search::only).hasMessageContaining("more than 400 pages");
    }

    /** What a hostile server could send to fill the heap, or to make the search throw. */
    static Stream<Arguments> hostilePages() {
        String team = "{\"id\": \"%s\", \"name\": \"Reception\"}";
        String thousand =
                IntStream.range(0, 1_001).mapToObj(i -> team.formatted(i)).collect(Collectors.joining(",", "[", "]"));
        return Stream.of(
                Arguments.of("{\"records\": " + thousand + "}", "not a list of teams"),
                Arguments.of(
                        "{\"records\": [], \"navigation\": {\"nextPageToken\": \"" + "a".repeat(1_001) + "\"}}",
                        "not a list of teams"),
                Arguments.of(
                        "{\"records\": [], \"navigation\": {\"prevPageToken\": \"" + "a".repeat(500_000) + "\"}}",
                        "not a list of teams"),
                Arguments.of("{\"records\": [" + team.formatted("../7") + "]}", "None of the 1 teams"),
                Arguments.of("{\"records\": [" + team.formatted("7".repeat(21)) + "]}", "None of the 1 teams"),
                Arguments.of("{\"records\": [" + team.formatted("") + ", 7, null]}", "None of the 3 teams"),
                Arguments.of("{\"records\": [], \"navigation\": {\"nextPageToken\": 7}}", "None of the 0 teams"));
    }

    @ParameterizedTest
    @MethodSource("hostilePages")
    void page_thatNoServerSends_isNoListOfTeams_orHasNoTeam(String body, String message) {
        desk.ringCentral.faults().nextApi(page(body));

        TeamSearch search = messaging.findTeam("Reception");

        assertThat(search.found()).isEmpty();
        assertThatThrownBy(search::only).hasMessageContaining(message);
    }

    @Test
    void search_thatFindsTeamsWithoutEnd_endsWithAThousand() {
        for (int page = 0; page <= 4; page++) {
            int from = page * 250;
            desk.ringCentral
                    .faults()
                    .nextApi(page("{\"records\": "
                            + IntStream.range(from, from + 250)
                                    .mapToObj(i -> "{\"id\": \"" + i + "\", \"name\": \"Reception\"}")
                                    .collect(Collectors.joining(",", "[", "]"))
                            + ", \"navigation\": {\"nextPageToken\": \"" + page + "\"}}"));
        }

        TeamSearch search = messaging.findTeam("Reception");

        assertThat(search.found()).hasSize(1_000);
        assertThatThrownBy(search::only).hasMessageContaining("more than 1000 such teams");
    }

    @Test
    void team_thatIsArchived_isPassedOver() {
        desk.ringCentral
                .faults()
                .nextApi(page("{\"records\": [{\"id\": \"7\", \"name\": \"Reception\", \"status\": \"Archived\"},"
                        + " {\"id\": \"8\", \"name\": \"Reception\", \"status\": \"Active\"}]}"));

        assertThat(messaging.findTeam("Reception").only()).isEqualTo(new TeamId("8"));
    }
}
