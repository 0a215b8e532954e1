package com.algosolutions.oauth.ringcentral;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Authorization;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RingCentral's Team Messaging API with the token of a profile: posts, cards, and the team that is called so. Thread-safe.
 *
 * <p>The paths are for button forms, the methods for programs.
 */
public final class TeamMessaging {
    /** The longest text of a post, in characters as people count them (Unicode code points). */
    public static final int LONGEST_TEXT = 10_000;

    private static final ApiHost PRODUCTION = ApiHost.of("platform.ringcentral.com");
    private static final String BASE = "team-messaging/v1/";

    /** More than any account has; a server that pages in circles must not keep us. */
    private static final int MOST_PAGES = 400;

    private final OAuthClient client;
    private final String profile;
    private final @Nullable ApiHost platform;

    private TeamMessaging(OAuthClient client, String profile, @Nullable ApiHost platform) {
        this.client = client;
        this.profile = profile;
        this.platform = platform;
    }

    /**
     * The API of the environment that the profile is of: where its Token URL is.
     *
     * @param client sends the requests
     * @param profile the name of the profile whose token is used
     * @return the API
     */
    public static TeamMessaging of(OAuthClient client, String profile) {
        return new TeamMessaging(client, profile, null);
    }

    /**
     * The API at a host.
     *
     * @param client sends the requests
     * @param profile the name of the profile whose token is used
     * @param platform the API's host
     * @return the API
     */
    public static TeamMessaging of(OAuthClient client, String profile, ApiHost platform) {
        return new TeamMessaging(client, profile, platform);
    }

    /**
     * The path to which a post goes, as the button form's <em>Custom Path</em> has it.
     *
     * @param team the team
     * @return the path, without a leading slash
     */
    public static String postsPath(TeamId team) {
        return BASE + "chats/" + team + "/posts";
    }

    /**
     * The path to which an Adaptive Card goes, as the button form's <em>Custom Path</em> has it.
     *
     * @param team the team
     * @return the path, without a leading slash
     */
    public static String cardsPath(TeamId team) {
        return BASE + "chats/" + team + "/adaptive-cards";
    }

    /**
     * The address to which a post goes, in production.
     *
     * @param team the team
     * @return the address
     */
    public static URI posts(TeamId team) {
        return URI.create("https://" + PRODUCTION + "/" + postsPath(team));
    }

    /**
     * The payload of a post.
     *
     * @param text what it says, at most {@value #LONGEST_TEXT} characters; RingCentral reads a little Markdown in it
     * @return JSON text
     * @throws IllegalArgumentException if the text is blank or too long
     */
    public static String postPayload(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("The post has no text. Write one.");
        }
        tooLong(text).ifPresent(problem -> {
            throw new IllegalArgumentException(problem.toString());
        });
        return Json.write(Map.of("text", text));
    }

    /** Why RingCentral would refuse a text, and what to do. */
    static Optional<Problem> tooLong(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= LONGEST_TEXT
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "The text",
                        "has " + length + " characters, and RingCentral takes " + LONGEST_TEXT,
                        "Shorten it, or send it as several posts."));
    }

    /**
     * Posts a text to a team.
     *
     * @param team the team
     * @param text what it says
     * @return what came of it
     * @throws IllegalArgumentException if the text is blank or too long
     */
    public ApiResult post(TeamId team, String text) {
        return client.post(profile, address(postsPath(team)), Body.json(postPayload(text)));
    }

    /**
     * Posts a card to a team, by the endpoint that cards have of their own.
     *
     * @param team the team
     * @param card the card
     * @return what came of it
     */
    public ApiResult postCard(TeamId team, AdaptiveCard card) {
        return client.post(profile, address(cardsPath(team)), Body.json(card.toJson()));
    }

    /**
     * Looks for a team by its name, through all pages of the teams that the profile's user is in or may join. Archived teams, which take no
     * posts, are passed over.
     *
     * @param name the name, exactly
     * @return the teams of that name
     */
    public TeamSearch findTeam(String name) {
        List<TeamId> found = new ArrayList<>();
        Set<String> known = new HashSet<>(Set.of(""));
        Deque<String> pages = new ArrayDeque<>(known);
        int teams = 0;
        for (int i = 0; i < MOST_PAGES && !pages.isEmpty(); i++) {
            ApiResult page = page(pages.remove());
            if (!page.delivered()) {
                return new TeamSearch(name, found, teams, Optional.of(page.toString()), Optional.of(page));
            }
            Map<String, ? extends @Nullable Object> body = body(page);
            if (!(body.get("records") instanceof List<?> records)) {
                return new TeamSearch(
                        name,
                        found,
                        teams,
                        Optional.of(
                                "a reply is no list of teams. Look what stands between the device and " + host() + "."),
                        Optional.of(page));
            }
            for (Object team : records) {
                teams++;
                if (team instanceof Map<?, ?> members
                        && !"Archived".equals(members.get("status"))
                        && name.equals(members.get("name"))
                        && members.get("id") instanceof String id
                        && !found.contains(new TeamId(id))) {
                    found.add(new TeamId(id));
                }
            }
            // Newer teams are behind either token, depending on where the list begins.
            if (body.get("navigation") instanceof Map<?, ?> navigation) {
                for (String direction : List.of("nextPageToken", "prevPageToken")) {
                    if (navigation.get(direction) instanceof String token && known.add(token)) {
                        pages.add(token);
                    }
                }
            }
        }
        return new TeamSearch(
                name,
                found,
                teams,
                pages.isEmpty()
                        ? Optional.empty()
                        : Optional.of("there are more than " + MOST_PAGES + " pages. Paste the team's link."),
                Optional.empty());
    }

    private ApiResult page(String token) {
        String query = "?recordCount=250"
                + (token.isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        return client.execute(
                ApiRequest.get(address(BASE + "teams" + query)).authorizedBy(Authorization.profile(profile)));
    }

    private static Map<String, ? extends @Nullable Object> body(ApiResult page) {
        try {
            return page.reply().map(reply -> Json.readObject(reply.body())).orElseGet(Map::of);
        } catch (MalformedJsonException e) {
            return Map.of();
        }
    }

    private URI address(String path) {
        return URI.create("https://" + host() + "/" + path);
    }

    private ApiHost host() {
        return platform != null
                ? platform
                : client.profiles()
                        .read(profile)
                        .map(known -> ApiHost.of(known.tokenUrl()))
                        .orElse(PRODUCTION);
    }

    /** {@return the host and the profile} */
    @Override
    public String toString() {
        return "Team Messaging at " + host() + " with profile " + profile;
    }
}
