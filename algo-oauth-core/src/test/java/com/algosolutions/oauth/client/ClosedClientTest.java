package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.ProfileStatus.State;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each public method of a closed client does. It sends nothing and stores nothing. */
class ClosedClientTest {
    @RegisterExtension
    final TestDevice device = new TestDevice();

    private FakeServer server;
    private OAuthClient client;
    private OAuthProfile profile;
    private BearerToken token;

    @BeforeEach
    void close() {
        server = device.server();
        client = device.withDesk();
        assertThat(post(client, server).delivered()).isTrue();
        profile = client.profiles().find("desk").orElseThrow();
        token = client.bearerToken("desk", server.http("/"));
        client.close();
    }

    private static final Map<String, Function<ClosedClientTest, Object>> RESULTS = new LinkedHashMap<>();
    private static final Map<String, Function<ClosedClientTest, Object>> REJECTED = new LinkedHashMap<>();
    private static final Map<String, Function<ClosedClientTest, Object>> READING = new LinkedHashMap<>();

    static {
        RESULTS.put("execute", test -> test.client.execute(ApiRequest.get(test.server.http("/v1"))));
        RESULTS.put(
                "execute with a profile",
                test -> test.client.execute(
                        ApiRequest.get(test.server.http("/v1")).profile("desk")));
        RESULTS.put(
                "execute for no profile",
                test -> test.client.execute(
                        ApiRequest.get(test.server.http("/v1")).profile("none")));
        RESULTS.put("post", test -> post(test.client, test.server));
        RESULTS.put(
                "test",
                test -> test.client.test(
                        OAuthTestRequest.of("desk", test.server.http("/v1").toString())));
        RESULTS.put("renew", test -> test.client.renew("desk"));
        RESULTS.put("renew of no profile", test -> test.client.renew("none"));
        RESULTS.put("revoke", test -> test.client.revoke("desk"));
        RESULTS.put("discover", test -> test.client.discover(URI.create("https://issuer.example")));
        RESULTS.put("start", test -> {
            SignIn started = test.client.signIns().start("desk");
            assertThat(started.state()).isEqualTo(SignIn.State.FAILED);
            return started.failure();
        });
        RESULTS.put("handleCallback", test -> test.client.signIns().handleCallback("/callback?code=c&state=s"));
        REJECTED.put(
                "create",
                test -> done(() -> test.client
                        .profiles()
                        .create(draft(test.client, "second", test.server).build())));
        REJECTED.put(
                "update",
                test -> done(() -> test.client
                        .profiles()
                        .update(test.client.edit(test.profile).name("renamed").build())));
        REJECTED.put("delete", test -> test.client.profiles().delete("desk"));
        REJECTED.put("delete of no profile", test -> test.client.profiles().delete("none"));
        REJECTED.put("discard", test -> test.client.profiles().discard("profile-1"));
        REJECTED.put("save", test -> test.client.signIns().save("desk"));
        REJECTED.put("cancel", test -> test.client.signIns().cancel("desk"));
        READING.put("profiles", test -> test.client.profiles());
        READING.put("signIns", test -> test.client.signIns());
        READING.put("providers", test -> test.client.providers());
        READING.put("draft", test -> test.client.draft("x", "GENERIC"));
        READING.put("draft of a document", test -> test.client.draft("{\"providerType\":\"GENERIC\"}"));
        READING.put("edit", test -> test.client.edit(test.profile));
        READING.put("status", test -> {
            assertThat(test.client.status("desk").state()).isEqualTo(State.READY);
            return test.client.status("desk");
        });
        READING.put("usesPlainHttp", test -> test.client.usesPlainHttp(ApiHost.of("192.0.2.7")));
        READING.put("events", test -> test.client.events());
        READING.put("waitingCallers", test -> test.client.waitingCallers());
        READING.put("tokenRequestsLeft", test -> test.client.tokenRequestsLeft());
        READING.put("find", test -> test.client.profiles().find("desk").orElseThrow());
        READING.put("list", test -> test.client.profiles().list());
        READING.put("loadProblems", test -> test.client.profiles().loadProblems());
        READING.put("problems", test -> test.client.profiles().problems(test.profile));
        READING.put("warnings", test -> test.client.profiles().warnings(test.profile));
        READING.put("obstacle", test -> test.client.obstacle(ApiRequest.get(test.server.http("/v1"))));
        READING.put("current", test -> test.client.signIns().current("desk"));
        READING.put("invalidate", test -> done(() -> test.client.invalidate(test.token)));
        READING.put("close", test -> done(() -> test.client.close()));
    }

    private static Object done(Runnable method) {
        method.run();
        return "done";
    }

    static Stream<String> results() {
        return RESULTS.keySet().stream();
    }

    static Stream<String> rejected() {
        return REJECTED.keySet().stream();
    }

    static Stream<String> reading() {
        return READING.keySet().stream();
    }

    private Map<String, Long> stored() throws IOException {
        Map<String, Long> generations = new TreeMap<>();
        for (String id : device.store.list()) {
            generations.put(id, device.store.read(id).orElseThrow().generation());
        }
        return generations;
    }

    private Object unchanged(Function<ClosedClientTest, Object> method) throws IOException {
        int requests = server.requests();
        Map<String, Long> before = stored();
        int events = client.events().size();
        try {
            return method.apply(this);
        } finally {
            assertThat(server.requests()).isEqualTo(requests);
            assertThat(stored()).isEqualTo(before);
            assertThat(client.events().size() - events).isBetween(0, 1); // invalidate
        }
    }

    @ParameterizedTest
    @MethodSource("results")
    void methodWithAResult_returnsThatTheClientIsClosed(String method) throws IOException {
        assertThat(unchanged(RESULTS.get(method)).toString()).contains("the client is closed. Build a new client.");
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void methodThatChangesSomething_throws(String method) {
        assertThatThrownBy(() -> unchanged(REJECTED.get(method)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the client is closed, and nothing was changed. Build a new client.");
    }

    @ParameterizedTest
    @MethodSource("reading")
    void methodThatReads_continuesToWork(String method) throws IOException {
        assertThat(String.valueOf(unchanged(READING.get(method)))).doesNotContain("the client is closed");
    }

    @Test
    void bearerToken_throwsWithTheResult() throws IOException {
        assertThatThrownBy(() -> unchanged(test -> client.bearerToken("desk", server.http("/"))))
                .isInstanceOfSatisfying(OAuthException.class, thrown -> {
                    assertThat(thrown.result().outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
                    assertThat(thrown)
                            .hasMessageStartingWith("no token of profile desk for 127.0.0.1:")
                            .hasMessageContaining("the client is closed")
                            .hasMessageNotContaining("GET");
                });
    }

    @Test
    void execute_isNotSent_andMayBeRepeatedWithAnotherClient() {
        ApiResult result = post(client, server);
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
        assertThat(result.mayHaveBeenDelivered()).isFalse();
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    }

    @Test
    void renew_leavesTheStatusAsItWas() {
        ProfileStatus status = client.renew("desk");
        assertThat(status.state()).isEqualTo(State.READY);
        assertThat(status.usable()).isTrue();
        assertThat(client.status("desk").failure()).isEmpty();
    }

    /** A new public method needs a row here, and a sentence in the Javadoc of {@link OAuthClient#close}. */
    @Test
    void everyPublicMethod_hasARow() {
        TreeSet<String> listed = new TreeSet<>();
        Stream.of(RESULTS, REJECTED, READING)
                .flatMap(rows -> rows.keySet().stream())
                .forEach(row -> listed.add(row.split(" ", 2)[0]));
        listed.add("bearerToken");
        TreeSet<String> there = new TreeSet<>();
        for (Class<?> type : new Class<?>[] {OAuthClient.class, Profiles.class, SignIns.class, ApiClient.class}) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                    .map(Method::getName)
                    .forEach(there::add);
        }
        assertThat(listed).containsAll(there);
    }

    @Test
    void calls_inProgress_endWithTheirResults() throws Exception {
        OAuthClient second = device.another();
        CountDownLatch api = server.holdApiReplies();
        int before = server.apiRequests().size();
        CompletableFuture<ApiResult> running = CompletableFuture.supplyAsync(() -> post(second, server));
        while (server.apiRequests().size() == before) {
            Thread.onSpinWait();
        }
        second.close();
        assertThat(post(second, server).failure().orElseThrow().message()).isEqualTo("the client is closed");
        api.countDown();
        assertThat(running.get().delivered()).isTrue();
    }

    @Test
    void call_thatWaitsForATokenRequest_getsItsToken() throws Exception {
        OAuthClient second = device.another();
        second.profiles()
                .create(draft(second, "lobby", server).clientId("app-2").build());
        CountDownLatch tokens = server.holdTokenReplies();
        int before = server.tokenRequests().size();
        CompletableFuture<ApiResult> running =
                CompletableFuture.supplyAsync(() -> second.post("lobby", server.http("/v1/posts"), Body.json("{}")));
        while (server.tokenRequests().size() == before && !running.isDone()) {
            Thread.onSpinWait();
        }
        second.close();
        tokens.countDown();
        assertThat(running.get().delivered()).isTrue();
    }
}
