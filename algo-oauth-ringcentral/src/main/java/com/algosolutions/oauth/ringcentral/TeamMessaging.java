package com.algosolutions.oauth.ringcentral;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * RingCentral's Team Messaging API with the token of a profile: sends posts and cards, and finds teams by name. Thread-safe.
 *
 * <p>The paths are for button forms, the methods for programs.
 *
 * @since 0.1.0
 */
public final class TeamMessaging {
    /** The longest text of a post, in characters as people count them (Unicode code points). */
    public static final int LONGEST_TEXT = 10_000;

    private static final ApiHost PRODUCTION = ApiHost.of("platform.ringcentral.com");
    private static final String BASE = "team-messaging/v1/";

    /** More pages than any account has; ends a search if the server's page tokens form an endless chain. */
    private static final int MOST_PAGES = 400;

    /** More than a page has, which is 250; also the most teams of one name that a search finds. */
    private static final int MOST_TEAMS = 1_000;

    /** The longest page token, in characters. */
    private static final int LONGEST_TOKEN = 1_000;

    private static final List<String> DIRECTIONS = List.of("nextPageToken", "prevPageToken");

    private final ApiClient client;
    private final String profile;
    private final Supplier<ApiHost> platform;

    private TeamMessaging(ApiClient client, String profile, Supplier<ApiHost> platform) {
        this.client = Objects.requireNonNull(client, "client");
        this.profile = Objects.requireNonNull(profile, "profile");
        this.platform = platform;
    }

    /**
     * Returns the API at the host of the profile's Token URL, so in the profile's environment.
     *
     * @param client sends the requests
     * @param profile the name of the profile whose token is used
     * @return the API
     */
    public static TeamMessaging of(OAuthClient client, String profile) {
        return new TeamMessaging(
                client,
                profile,
                () -> client.profiles()
                        .find(profile)
                        .map(known -> ApiHost.of(known.tokenUrl()))
                        .orElse(PRODUCTION));
    }

    /**
     * Returns the API at the given host.
     *
     * @param client sends the requests; a unit test passes a fake
     * @param profile the name of the profile whose token is used
     * @param platform the API's host
     * @return the API
     */
    public static TeamMessaging of(ApiClient client, String profile, ApiHost platform) {
        Objects.requireNonNull(platform, "platform");
        return new TeamMessaging(client, profile, () -> platform);
    }

    /**
     * The path for a post, for the button form's <em>Custom Path</em>.
     *
     * @param team the team
     * @return the path, without a leading slash
     */
    public static String postsPath(TeamId team) {
        return BASE + "chats/" + team + "/posts";
    }

    /**
     * The path for an Adaptive Card, for the button form's <em>Custom Path</em>.
     *
     * @param team the team
     * @return the path, without a leading slash
     */
    public static String cardsPath(TeamId team) {
        return BASE + "chats/" + team + "/adaptive-cards";
    }

    /**
     * The URL for a post, in production.
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
     * @param text the text, at most {@value #LONGEST_TEXT} characters; RingCentral supports some Markdown in it
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

    /** The problem if RingCentral would reject the text as too long. */
    static Optional<Problem> tooLong(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= LONGEST_TEXT
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "The text",
                        "has " + length + " characters, and RingCentral accepts at most " + LONGEST_TEXT,
                        "Shorten it, or send it as several posts."));
    }

    /**
     * Posts a text to a team.
     *
     * @param team the team
     * @param text the text
     * @return the result of the request
     * @throws IllegalArgumentException if the text is blank or too long
     */
    public ApiResult post(TeamId team, String text) {
        return client.post(profile, address(postsPath(team)), Body.json(postPayload(text)));
    }

    /**
     * Posts a card to a team, through the endpoint for cards.
     *
     * @param team the team
     * @param card the card
     * @return the result of the request
     */
    public ApiResult postCard(TeamId team, AdaptiveCard card) {
        return client.post(profile, address(cardsPath(team)), Body.json(card.toJson()));
    }

    /**
     * Searches all pages of the teams that the profile's user is in or may join for a name. Archived teams, which accept no posts, are
     * skipped. Ends after 400 pages or 1,000 teams of that name; the result says that it is incomplete.
     *
     * @param name the exact name
     * @return the teams of that name
     */
    public TeamSearch findTeam(String name) {
        Set<TeamId> found = new LinkedHashSet<>();
        Set<String> known = new HashSet<>(Set.of(""));
        Deque<String> pages = new ArrayDeque<>(known);
        int teams = 0;
        for (int i = 0; i < MOST_PAGES && found.size() < MOST_TEAMS && !pages.isEmpty(); i++) {
            ApiResult page = page(pages.remove());
            if (!page.delivered()) {
                return new TeamSearch(name, found, teams, Optional.of(page.toString()), Optional.of(page));
            }
            Map<String, ? extends @Nullable Object> body = body(page);
            Map<?, ?> navigation = body.get("navigation") instanceof Map<?, ?> map ? map : Map.of();
            if (!(body.get("records") instanceof List<?> records)
                    || records.size() > MOST_TEAMS
                    || !hasTokens(navigation)) {
                return new TeamSearch(
                        name,
                        found,
                        teams,
                        Optional.of(
                                "a response is not a list of teams. Check for a proxy or sign-in page between the device and "
                                        + host() + "."),
                        Optional.of(page));
            }
            teams += records.size();
            for (Object team : records) {
                matching(team, name).ifPresent(found::add);
            }
            // Newer teams can be behind either token, depending on where the list begins.
            for (String direction : DIRECTIONS) {
                if (navigation.get(direction) instanceof String token && known.add(token)) {
                    pages.add(token);
                }
            }
        }
        return new TeamSearch(
                name,
                found,
                teams,
                pages.isEmpty()
                        ? Optional.empty()
                        : Optional.of("there are more than "
                                + (found.size() < MOST_TEAMS ? MOST_PAGES + " pages of" : MOST_TEAMS + " such")
                                + " teams. Paste the team's link instead."),
                Optional.empty());
    }

    /** Whether the page tokens of a response are short enough to be kept. */
    private static boolean hasTokens(Map<?, ?> navigation) {
        return DIRECTIONS.stream()
                .noneMatch(direction ->
                        navigation.get(direction) instanceof String token && token.length() > LONGEST_TOKEN);
    }

    /** The team's id if it has the name and is not archived. */
    private static Optional<TeamId> matching(@Nullable Object team, String name) {
        return team instanceof Map<?, ?> members
                        && !"Archived".equals(members.get("status"))
                        && name.equals(members.get("name"))
                        && members.get("id") instanceof String id
                        && TeamId.isValid(id)
                ? Optional.of(new TeamId(id))
                : Optional.empty();
    }

    private ApiResult page(String token) {
        String query = "?recordCount=250"
                + (token.isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        return client.execute(ApiRequest.get(address(BASE + "teams" + query)).profile(profile));
    }

    private static Map<String, ? extends @Nullable Object> body(ApiResult page) {
        try {
            return page.response().map(reply -> Json.readObject(reply.body())).orElseGet(Map::of);
        } catch (MalformedJsonException e) {
            return Map.of();
        }
    }

    private URI address(String path) {
        return URI.create("https://" + host() + "/" + path);
    }

    private ApiHost host() {
        return platform.get();
    }

    /** {@return the host and the profile} */
    @Override
    public String toString() {
        return "Team Messaging at " + host() + " with profile " + profile;
    }
}
