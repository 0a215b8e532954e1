package com.algosolutions.console.sandbox;

import com.algosolutions.console.device.BenchClock;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.ringcentral.AdaptiveCard;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.RateGroup;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxReply;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the device on the bench talks to: the embedded RingCentral and three simulated Algo devices, or RingCentral itself. Thread-safe.
 */
public final class Bench implements AutoCloseable {
    /** The profile that the buttons of a new device use. */
    public static final String PROFILE = "Front desk";

    /** So that 50 presses at once are answered. RingCentral allows 40 posts a minute. */
    private static final int POSTS_PER_MINUTE = 10_000;

    private static final String HALL = "Hall horn";
    private static final String GATE = "Gate horn";
    private static final String DOOR = "Front door";
    private static final String REMOTE_PASSWORD = "algo";

    private final @Nullable Tenant tenant;
    private final TeamId team;
    private final String teamName;

    /** The simulated Algo devices, by name. Their ports are new at each start, as the device of the embedded RingCentral is. */
    private final Map<String, AlgoDeviceSimulator> devices;

    private Bench(@Nullable Tenant tenant, TeamId team, String teamName, Map<String, AlgoDeviceSimulator> devices) {
        this.tenant = tenant;
        this.team = team;
        this.teamName = teamName;
        this.devices = devices;
    }

    private static AlgoDeviceSimulator device(String name, BenchClock clock) {
        return AlgoDeviceSimulator.builder(name, REMOTE_PASSWORD)
                .clock(clock.server())
                .start();
    }

    /**
     * A bench with the embedded RingCentral.
     *
     * @param callbacks the addresses to which its sign-in page may send a browser
     * @param replies gets each request that it has answered
     */
    public static Bench embedded(BenchClock clock, List<URI> callbacks, Consumer<? super SandboxReply> replies) {
        RingCentralSandbox sandbox = RingCentralSandbox.builder()
                .clock(clock.server())
                .rateLimit(RateGroup.MEDIUM, POSTS_PER_MINUTE)
                .listener(replies)
                .start();
        Tenant tenant = new Tenant(sandbox, callbacks);
        return new Bench(
                tenant,
                TeamId.of(tenant.team().link()),
                tenant.team().name(),
                Map.of(HALL, device(HALL, clock), GATE, device(GATE, clock), DOOR, device(DOOR, clock)));
    }

    /**
     * A bench with a team of RingCentral.
     *
     * @param team the team's link or id
     */
    public static Bench ringCentral(String team) {
        TeamId id = TeamId.of(team);
        return new Bench(null, id, "team " + id.digits(), Map.of());
    }

    /** {@return the account of the embedded RingCentral; empty with RingCentral itself} */
    public Optional<Tenant> tenant() {
        return Optional.ofNullable(tenant);
    }

    /** Adds the settings with which the device's client reaches everything. */
    public void network(OAuthClient.Builder client) {
        tenant().ifPresent(known ->
                client.proxy(known.sandbox().proxy()).trust(known.sandbox().trustManager()));
        devices.values().forEach(device -> {
            ApiHost host = ApiHost.of(device.target());
            client.pinCertificate(host, device.certificate()).bypassProxy(host);
        });
    }

    /** {@return the password of the simulated devices} */
    public static Secret remoteDevicePassword() {
        return Secret.of(REMOTE_PASSWORD);
    }

    /** {@return the URL for the team's posts: the form's Target URL and Path} */
    URI posts() {
        return TeamMessaging.posts(team);
    }

    String teamName() {
        return teamName;
    }

    String teamId() {
        return team.digits();
    }

    /** {@return the name of a request's target, for people} */
    public String name(String path, String target) {
        if (path.contains(team.digits())) {
            return teamName;
        }
        return devices.entrySet().stream()
                .filter(device -> device.getValue().target().equals(target))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(target);
    }

    /** {@return the button document of a new device} */
    public String buttons() {
        String visit = AdaptiveCard.of("A visitor waits")
                .notification("A visitor waits in the lobby")
                .fact("Where", "Lobby")
                .fact("Since", "${localTime}")
                .toJson();
        List<Map<String, Object>> lobby = new ArrayList<>();
        lobby.add(button("help", "Help", List.of(post(TeamMessaging.postsPath(team), "{\"text\": \"HELLO!\"}"))));
        lobby.add(button("visitor", "Visitor", List.of(post(TeamMessaging.cardsPath(team), visit))));
        if (!devices.isEmpty()) {
            Map<String, Object> parameters = members("doorid", "local", "duration", 5);
            lobby.add(button("door", "Open the door", List.of(command("Unlock Door For", targets(DOOR), parameters))));
        }
        lobby.add(button("cleaning", "Cleaning", List.of(message("Please clean the lobby."))));
        lobby.add(button("parcel", "Parcel", List.of(message("A parcel was left in the lobby."))));
        List<Map<String, Object>> screens = List.of(
                members("name", "Lobby", "buttons", lobby),
                members("name", "Emergency", "buttons", List.of(button("lockdown", "Lockdown", lockdown()))));
        return Json.writeIndented(Map.of("screens", screens)) + "\n";
    }

    private List<Map<String, Object>> lockdown() {
        List<Map<String, Object>> requests = new ArrayList<>();
        if (!devices.isEmpty()) {
            List<String> horns = targets(HALL, GATE);
            requests.add(command("Play Tone", horns, members("path", "warble4-trill.wav", "loop", true)));
            requests.add(command("Start Strobe", horns, members("pattern", 6, "color1", "red")));
        }
        String card = AdaptiveCard.of("Lockdown")
                .notification("Lockdown, from ${deviceName}")
                .line("Stay inside. Lock the doors.")
                .fact("Pressed at", "${deviceName}")
                .fact("When", "${localTime}")
                .toJson();
        requests.add(post(TeamMessaging.cardsPath(team), card));
        return requests;
    }

    private List<String> targets(String... names) {
        return Stream.of(names)
                .map(devices::get)
                .filter(Objects::nonNull)
                .map(AlgoDeviceSimulator::target)
                .toList();
    }

    private static Map<String, Object> button(String id, String text, List<Map<String, Object>> requests) {
        return members(
                "identifier",
                id,
                "status",
                "Enabled",
                "text",
                text,
                "action",
                "Send API Request",
                "numberOfApiRequests",
                requests.size(),
                "requests",
                requests);
    }

    private Map<String, Object> message(String text) {
        return post(TeamMessaging.postsPath(team), TeamMessaging.postPayload(text));
    }

    private static Map<String, Object> post(String path, String payload) {
        return members(
                "command",
                "Other",
                "method",
                "POST",
                "customPath",
                path,
                "targets",
                List.of("platform.ringcentral.com"),
                "oauthProfile",
                PROFILE,
                "headers",
                "Custom Headers",
                "customHeaders",
                List.of("Content-Type: application/json; charset=utf-8"),
                "dataPayload",
                payload);
    }

    private static Map<String, Object> command(String command, List<String> targets, Map<String, Object> parameters) {
        return members("command", command, "targets", targets, "parameters", parameters);
    }

    /** A map in the order written. */
    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    @Override
    public void close() {
        devices.values().forEach(AlgoDeviceSimulator::close);
        tenant().ifPresent(known -> known.sandbox().close());
    }
}
