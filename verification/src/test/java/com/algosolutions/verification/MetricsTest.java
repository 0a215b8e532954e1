package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxClock;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The recipe of docs/metrics.md, and the dashboard beside it, with a sandbox. */
@Timeout(120)
class MetricsTest {
    private static final Path PAGE = Page.ROOT.resolve("docs/metrics.md");
    private static final Path DASHBOARD = Page.ROOT.resolve("docs/metrics/grafana-dashboard.json");

    private final SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-30T12:00:00Z"));
    private final RingCentralSandbox sandbox =
            RingCentralSandbox.builder().clock(clock).start();
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxTeam team = sandbox.createTeam("Reception", user);
    private final URI posts = TeamMessaging.posts(TeamId.of(team.id()));
    private final FaultyStore store = new FaultyStore();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OAuthMetrics metrics = new OAuthMetrics(registry);
    private final OAuthClient client = OAuthClient.builder()
            .store(store)
            .clock(clock)
            .ticker(clock.ticker())
            .proxy(sandbox.proxy())
            .trust(sandbox.trustManager())
            .listener(metrics::count)
            .build();
    private final ApiClient api = metrics.counted(client);

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private void profile(String name, SandboxApp app, String clientSecret) {
        client.profiles()
                .create(client.draft(name, "RINGCENTRAL")
                        .clientId(app.clientId())
                        .clientSecret(Secret.of(clientSecret))
                        .jwtAssertion(Secret.of(sandbox.newJwt(user).create()))
                        .build());
    }

    private void profile(String name) {
        SandboxApp app = sandbox.newApp(name + " app").create();
        profile(name, app, app.clientSecret());
    }

    private ApiResult press(String profile) {
        return api.post(profile, posts, Body.json("{\"text\":\"Hello\"}"));
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private static void await(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("it came to that in 20 s").isNegative();
            Thread.yield();
        }
    }

    /** The listener has its own thread. */
    private void awaitCounter(double count, String name, String... tags) {
        await(() -> counter(name, tags) >= count);
        assertThat(counter(name, tags)).isEqualTo(count);
    }

    private long presses(ApiResult.Outcome outcome) {
        return registry.get("oauth.presses")
                .tag("outcome", outcome.name())
                .timer()
                .count();
    }

    @Test
    void callers_ofOneHeldTokenRequest_areTheGauge_andTheirPressesTheTimer() throws Exception {
        profile("desk");
        CountDownLatch release = new CountDownLatch(1);
        sandbox.faults().nextToken(Fault.hold(release));
        assertThat(gauge("oauth.token.waiting")).isZero();

        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Future<ApiResult>> presses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            presses.add(callers.submit(() -> press("desk")));
        }
        await(() -> gauge("oauth.token.waiting") == 8);
        assertThat(counter("oauth.token.renewals")).isZero();
        release.countDown();

        for (Future<ApiResult> press : presses) {
            assertThat(press.get().delivered()).isTrue();
        }
        callers.shutdown();
        assertThat(gauge("oauth.token.waiting")).isZero();
        assertThat(presses(ApiResult.Outcome.DELIVERED)).isEqualTo(8);
        awaitCounter(1, "oauth.token.renewals");
        assertThat(sandbox.tokenRequestCount()).isEqualTo(1);
    }

    @Test
    void requestsLeft_fallByOneForEachTokenRequest_andComeBackAfterAMinute() {
        assertThat(gauge("oauth.token.requests.left")).isNaN();
        profile("desk");
        assertThat(gauge("oauth.token.requests.left")).isEqualTo(5);
        for (int left = 4; left >= 0; left--) {
            client.renew("desk");
            assertThat(gauge("oauth.token.requests.left")).isEqualTo(left);
        }
        awaitCounter(5, "oauth.token.renewals");
        client.renew("desk");
        awaitCounter(1, "oauth.token.failures", "kind", Failure.Kind.THROTTLED.name());
        profile("lobby");
        assertThat(gauge("oauth.token.requests.left"))
                .as("of the app with the fewest")
                .isZero();
        clock.advance(Duration.ofSeconds(60));
        assertThat(gauge("oauth.token.requests.left")).isEqualTo(5);
    }

    @Test
    void failures_areCountedByKind_andPressesByOutcome() {
        SandboxApp app = sandbox.newApp("Lobby app").create();
        profile("lobby", app, "wrong");
        for (int i = 0; i < 3; i++) {
            client.renew("lobby");
        }
        awaitCounter(3, "oauth.token.failures", "kind", Failure.Kind.CONFIGURATION.name());
        assertThat(press("lobby").outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(press("lobby").outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(presses(ApiResult.Outcome.NO_CREDENTIAL)).isEqualTo(2);
        assertThat(presses(ApiResult.Outcome.DELIVERED)).isZero();
        assertThat(Stream.of(Failure.Kind.values())
                        .mapToDouble(kind -> counter("oauth.token.failures", "kind", kind.name()))
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void rejectedTokens_andStoreFailures_areCounted() {
        profile("desk");
        assertThat(press("desk").delivered()).isTrue();
        sandbox.operator().invalidateAccessTokens(user);
        assertThat(press("desk").delivered()).isTrue();
        awaitCounter(1, "oauth.token.rejections");
        store.fail(FaultyStore.Fault.DISK_FULL);
        client.renew("desk");
        awaitCounter(1, "oauth.store.failures");
    }

    @Test
    void requestsOfButtons_areCounted() {
        profile("desk");
        String document =
                "{\"buttons\": [{\"identifier\": \"help\", \"action\": \"Send API Request\", \"numberOfApiRequests\": 1,"
                        + " \"requests\": [{\"method\": \"POST\", \"customPath\": \"" + posts.getRawPath()
                        + "\", \"targets\": [\"platform.ringcentral.com\"], \"oauthProfile\": \"desk\"}]}]}";
        try (ButtonActions buttons = ButtonActions.parse(api, document)) {
            assertThat(buttons.warnings()).isEmpty();
            assertThat(buttons.press("help").results()).hasSize(1);
        }
        assertThat(Stream.of(ApiResult.Outcome.values())
                        .mapToLong(this::presses)
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void dashboard_showsEachFigure_andNoOther() throws IOException {
        String figures = registry.scrape();
        Set<String> families = Pattern.compile("(?m)^# TYPE (\\w+) ")
                .matcher(figures)
                .results()
                .map(type -> type.group(1))
                .collect(Collectors.toSet());
        Set<String> series = Pattern.compile("(?m)^(\\w+)[{ ]")
                .matcher(figures)
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
        List<String> expressions = expressions(Json.readObject(Files.readString(DASHBOARD)));
        Set<String> shown = expressions.stream()
                .flatMap(text -> Pattern.compile("oauth_\\w+").matcher(text).results())
                .map(name -> name.group())
                .collect(Collectors.toSet());

        assertThat(families).hasSize(8);
        assertThat(series).containsAll(shown);
        assertThat(families).allSatisfy(family -> assertThat(shown).anyMatch(name -> name.startsWith(family)));
        assertThat(expressions.stream()
                        .flatMap(text -> Pattern.compile("(?:kind|outcome)!?=~?\"([^\"]+)\"")
                                .matcher(text)
                                .results())
                        .flatMap(values -> Stream.of(values.group(1).split("\\|"))))
                .isNotEmpty()
                .allSatisfy(value -> assertThat(figures).contains("=\"" + value + "\""));
    }

    /** The texts of all queries, those of variables included. */
    private static List<String> expressions(Object document) {
        if (document instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .flatMap(member -> member.getValue() instanceof String text
                            ? Stream.of(text)
                                    .filter(query -> Set.of("expr", "query").contains(member.getKey()))
                            : expressions(member.getValue()).stream())
                    .toList();
        }
        return document instanceof Collection<?> list
                ? list.stream().flatMap(item -> expressions(item).stream()).toList()
                : List.of();
    }

    @Test
    void page_hasTheRecipe_andNamesEachFigure() throws IOException {
        Page page = Page.of(PAGE);
        String recipe = Files.readString(Path.of("src/test/java/com/algosolutions/verification/OAuthMetrics.java"));

        assertThat(page.blocks("java").get(0).code()).isEqualTo(recipe.substring(recipe.indexOf("import ")));
        assertThat(registry.getMeters().stream()
                        .map(Meter::getId)
                        .map(Meter.Id::getName)
                        .distinct())
                .hasSize(7)
                .allSatisfy(name -> assertThat(page.prose()).contains("`" + name + "`"));
    }
}
