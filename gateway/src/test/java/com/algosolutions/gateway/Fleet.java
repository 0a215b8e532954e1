package com.algosolutions.gateway;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The desks of a gateway, and their RingCentral. Each app has twenty desks, one for each of twenty users. When each desk has its first token, the
 * administrator ends the JWT flow of every second app: a desk that then loses its refresh token does not work again.
 */
final class Fleet implements AutoCloseable {
    private static final int DESKS_OF_AN_APP = 20;

    /** How often an app may call in a minute. */
    private static final int CALLS_OF_AN_APP = 5;

    private static final Duration A_MINUTE = Duration.ofSeconds(61);
    private static final int MOST_MINUTES = 30;
    private static final int THREADS = 4;

    final AuthCalls authCalls;
    private final ForwardClock clock = new ForwardClock();
    private final RingCentralSandbox sandbox;
    private final List<SandboxUser> users;
    private final List<SandboxApp> apps;
    private final SandboxTeam team;

    /** How often the server has ended the tokens of each user. */
    private final AtomicIntegerArray ends = new AtomicIntegerArray(DESKS_OF_AN_APP);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    Fleet(int numberOfApps) {
        authCalls = new AuthCalls(clock);
        sandbox = RingCentralSandbox.builder()
                .clock(clock)
                .listener(authCalls)
                .dailyPosts(Integer.MAX_VALUE)
                .start();
        users = IntStream.range(0, DESKS_OF_AN_APP)
                .mapToObj(i -> sandbox.createUser("User " + i))
                .toList();
        apps = IntStream.range(0, numberOfApps)
                .mapToObj(i -> sandbox.newApp("App " + i).create())
                .toList();
        team = sandbox.createTeam("Reception", users.toArray(SandboxUser[]::new));
    }

    int desks() {
        return apps.size() * DESKS_OF_AN_APP;
    }

    int apps() {
        return apps.size();
    }

    /** The settings with which a process reaches this RingCentral. */
    Map<String, String> environment(Path folder) throws IOException, CertificateEncodingException {
        Path certificate = folder.resolve("sandbox.crt");
        Files.write(certificate, sandbox.trustManager().getAcceptedIssuers()[0].getEncoded());
        return Map.of(
                "DESKS", String.valueOf(desks()),
                "TEAM", team.link(),
                "PROXY", "127.0.0.1:" + ((InetSocketAddress) sandbox.proxy().address()).getPort(),
                "TRUSTED_CERTIFICATE", certificate.toString());
    }

    /** Creates the profiles, and gets the first token of each. */
    void enroll(RecordStore store) throws Exception {
        List<Secret> jwts = users.stream()
                .map(user -> Secret.of(sandbox.newJwt(user).create()))
                .toList();
        each(IntStream.range(0, THREADS).toArray(), part -> create(store, part, jwts));
        try (OAuthClient client = client(store)) {
            for (int user = 0; user < DESKS_OF_AN_APP; user += CALLS_OF_AN_APP) {
                int first = user;
                each(
                        IntStream.range(0, desks())
                                .filter(desk -> desk % DESKS_OF_AN_APP / CALLS_OF_AN_APP == first / CALLS_OF_AN_APP)
                                .toArray(),
                        desk -> authorize(client, desk));
                clock.advance(A_MINUTE);
            }
        }
        for (int app = 0; app < apps.size(); app += 2) {
            sandbox.operator().jwtFlow(apps.get(app), false);
        }
        for (String id : store.list()) {
            if (id.startsWith(
                    "gate-")) { // the minutes that have passed for the sandbox have not passed for other processes
                store.delete(id);
            }
        }
        authCalls.clear();
    }

    /** Creates the profiles of every fourth app. */
    private void create(RecordStore store, int part, List<Secret> jwts) {
        try (OAuthClient client = client(store)) {
            for (int desk = 0; desk < desks(); desk++) {
                SandboxApp app = apps.get(desk / DESKS_OF_AN_APP);
                if (desk / DESKS_OF_AN_APP % THREADS == part) {
                    client.profiles()
                            .create(client.draft(name(desk), "RINGCENTRAL")
                                    .clientId(app.clientId())
                                    .clientSecret(Secret.of(app.clientSecret()))
                                    .jwtAssertion(jwts.get(desk % DESKS_OF_AN_APP))
                                    .extraParams(Map.of("environment", "production", AuthCalls.DESK, name(desk)))
                                    .build());
                }
            }
        }
    }

    private static void authorize(OAuthClient client, int desk) {
        ProfileStatus status = client.renew(name(desk));
        if (status.state() != ProfileStatus.State.READY) {
            throw new IllegalStateException(name(desk) + ": " + status);
        }
    }

    private OAuthClient client(RecordStore store) {
        return OAuthClient.builder()
                .store(store)
                .profilesInMemory(1_000)
                .proxy(sandbox.proxy())
                .trust(sandbox.trustManager())
                .ticker(clock::ticks)
                .build();
    }

    private static String name(int desk) {
        return "desk " + desk;
    }

    /** Ends the access tokens of one user, which each app has. */
    void endTokens(int user) {
        ends.incrementAndGet(user % DESKS_OF_AN_APP);
        sandbox.operator().invalidateAccessTokens(users.get(user % DESKS_OF_AN_APP));
    }

    /** How many token requests each desk has made, beyond one for each of its tokens that the server has ended. */
    List<Integer> requestsBeyondOnePerToken() {
        Map<String, Integer> requests = authCalls.byDesk();
        return IntStream.range(0, desks())
                .map(desk -> Math.max(0, requests.getOrDefault(name(desk), 0) - ends.get(desk % DESKS_OF_AN_APP)))
                .boxed()
                .toList();
    }

    /** The texts of the posts, in their order. */
    List<String> posts() {
        return sandbox.posts(team).stream().map(SandboxPost::text).toList();
    }

    /** Presses once for each desk, a minute later again for those whose app had used up its budget, and so on. Returns what failed otherwise. */
    List<String> pressEach(RecordStore store) throws Exception {
        Queue<String> failed = new ConcurrentLinkedQueue<>();
        try (OAuthClient client = client(store)) {
            int[] desks = IntStream.range(0, desks()).toArray();
            for (int minute = 0; minute < MOST_MINUTES && desks.length > 0; minute++) {
                Queue<Integer> later = new ConcurrentLinkedQueue<>();
                each(desks, desk -> {
                    ApiResult result = client.post(
                            name(desk),
                            TeamMessaging.posts(TeamId.of(team.id())),
                            Body.json("{\"text\":\"Still here\"}"));
                    if (result.failure()
                            .filter(why -> why.kind() == Failure.Kind.THROTTLED)
                            .isPresent()) {
                        later.add(desk);
                    } else if (!result.delivered()) {
                        failed.add(name(desk) + ": " + result);
                    }
                });
                desks = later.stream().mapToInt(Integer::intValue).toArray();
                clock.advance(A_MINUTE);
            }
            for (int desk : desks) {
                failed.add(name(desk) + ": its app's budget is used up");
            }
        }
        return List.copyOf(failed);
    }

    private void each(int[] desks, IntConsumer work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int desk : desks) {
            running.add(threads.submit(() -> work.accept(desk)));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sandbox.close();
    }
}
