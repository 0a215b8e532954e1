package com.algosolutions.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxPost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recipes for an application's own HTTP client, as docs/own-http-client.md shows them. */
class OwnHttpClientTest {
    private static final int CALLERS = 8;
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");

    private final Office office = Office.open();
    private final SandboxApp app = office.sandbox().newApp("app").create();
    private final Account account = office.account(app);
    private final OAuthClient oauth = account.client().build();
    private final OkHttpClient okHttp = OwnHttpClient.okHttp(oauth, account);
    private final HttpClient javaNetHttp = OwnHttpClient.javaNetHttp(account);

    private enum Recipe {
        OK_HTTP,
        JAVA_NET_HTTP
    }

    @BeforeEach
    void create() {
        oauth.profiles()
                .create(oauth.draft("Front desk", "RINGCENTRAL")
                        .clientId(account.clientId())
                        .clientSecret(account.clientSecret())
                        .jwtAssertion(account.jwt())
                        .build());
    }

    @AfterEach
    void stop() {
        okHttp.dispatcher().executorService().shutdown();
        oauth.close();
        office.close();
    }

    private int post(Recipe recipe, URI uri, String text) throws IOException, InterruptedException {
        String json = "{\"text\":\"" + text + "\"}";
        if (recipe == Recipe.OK_HTTP) {
            Request request = new Request.Builder()
                    .url(uri.toString())
                    .post(RequestBody.create(json, MediaType.get("application/json")))
                    .build();
            try (Response response = okHttp.newCall(request).execute()) {
                return response.code();
            }
        }
        return OwnHttpClient.send(
                        oauth,
                        "Front desk",
                        javaNetHttp,
                        HttpRequest.newBuilder(uri)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(json)),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void example_sandbox_postsWithBoth_withOneToken() {
        Run run = new Run();
        run.status = Example.run(account, run.out, OwnHttpClient::run);
        assertThat(run.status).as(run.text()).isZero();
        assertThat(office.sandbox().posts(office.team()))
                .extracting(SandboxPost::text)
                .containsExactly("Hello from OkHttp", "Hello from java.net.http");
        assertThat(office.sandbox().tokenRequestCount()).isEqualTo(1);
        assertThat(run.text())
                .contains("The header is good for 59 more minutes.")
                .doesNotContain("Bearer ");
    }

    @ParameterizedTest
    @EnumSource
    void token_thatTheApiRejects_isReplaced_andTheRequestSentOnceMore(Recipe recipe) throws Exception {
        assertThat(post(recipe, account.posts(), "one")).isLessThan(300);
        office.sandbox().operator().invalidateAccessTokens(office.user());
        assertThat(post(recipe, account.posts(), "two")).isLessThan(300);
        assertThat(office.sandbox().posts(office.team()))
                .extracting(SandboxPost::text)
                .containsExactly("one", "two");
        assertThat(office.sandbox().tokenRequestCount()).isEqualTo(2);
    }

    /** RingCentral allows five token requests a minute. */
    @ParameterizedTest
    @EnumSource
    void callersWhoseTokenIsRejected_atTheSameTime_causeOneTokenRequest(Recipe recipe) throws Exception {
        assertThat(post(recipe, account.posts(), "first")).isLessThan(300);
        office.sandbox().operator().invalidateAccessTokens(office.user());
        CyclicBarrier together = new CyclicBarrier(CALLERS);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String text = "message " + i;
                calls.add(() -> {
                    together.await();
                    return post(recipe, account.posts(), text);
                });
            }
            for (Future<Integer> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isLessThan(300);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(office.sandbox().posts(office.team())).hasSize(1 + CALLERS);
        assertThat(office.sandbox().tokenRequestCount()).isEqualTo(2);
    }

    /** A second 401 is the result: the new token is not the reason, and no third request is sent. */
    @ParameterizedTest
    @EnumSource
    void host_thatIsNotOneOfTheProfile_getsNoToken(Recipe recipe) {
        URI elsewhere = URI.create("https://api.example.com/v1/posts");
        assertThatThrownBy(() -> post(recipe, elsewhere, "x"))
                .isInstanceOf(recipe == Recipe.OK_HTTP ? IOException.class : OAuthException.class)
                .hasMessageContaining("may not send its token to api.example.com");
        assertThat(office.sandbox().requestCount()).isZero();
    }

    @Test
    void page_showsTheCodeOfTheExample() throws IOException {
        String example = normal(
                Files.readString(ROOT.resolve("examples/src/main/java/com/algosolutions/examples/OwnHttpClient.java")));
        List<String> blocks = Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve("docs/own-http-client.md")))
                .results()
                .map(block -> normal(block.group(1)))
                .toList();
        assertThat(blocks)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(block -> assertThat(example).contains(block));
    }

    /** Without indentation, which differs between the page and the file. */
    private static String normal(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
