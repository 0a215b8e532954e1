package com.algosolutions.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.testkit.SandboxApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example with each failure: it ends with a status other than zero and names the cause. */
class ExampleFailuresTest {
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final Office office = Office.open();

    @AfterEach
    void stop() {
        hanging.countDown();
        office.close();
    }

    static Stream<Arguments> failures() {
        Map<String, List<String>> words = Map.ofEntries(
                Map.entry("wrong client secret", List.of("does not accept this client id and secret")),
                Map.entry("damaged JWT", List.of("JWT credential is wrong or damaged")),
                Map.entry("not a JWT", List.of("JWT Assertion/JWT Credential is not a JWT")),
                Map.entry("expired JWT", List.of("JWT credential expired on 2026-01-01")),
                Map.entry(
                        "JWT flow off",
                        List.of("not set up for the profile's grant type (HTTP 400 unauthorized_client OAU-251")),
                Map.entry("missing scope", List.of("lacks a permission")),
                Map.entry("unknown team", List.of("no such team")),
                Map.entry("no network", List.of("the host does not accept connections")),
                Map.entry("closed proxy", List.of("the proxy does not accept connections")),
                Map.entry("hanging resolver", List.of("DNS server did not answer in time")),
                Map.entry("host outside the profile", List.of("may not send its token to api.example.com")),
                Map.entry("no team link", List.of("There is no team id in https")));
        return words.entrySet().stream()
                .flatMap(entry -> Run.EXAMPLES.keySet().stream()
                        // LobbyHelp has its target in its document, so the account's host has no effect.
                        .filter(example ->
                                !(example.equals("LobbyHelp") && entry.getKey().startsWith("host outside")))
                        .map(example -> Arguments.of(example, entry.getKey(), entry.getValue())));
    }

    @ParameterizedTest(name = "{0}_{1}_endsNonZeroAndNamesTheCause")
    @MethodSource("failures")
    void example_failure_endsNonZeroAndNamesTheCause(String example, String failure, List<String> words)
            throws IOException {
        Account account = failing(failure);

        Run run = Run.of(example, account);

        assertThat(run.status).isEqualTo(1);
        assertThat(run.text()).contains(words).contains("Failed");
        assertThat(run.text())
                .doesNotContain(account.clientSecret().reveal())
                .doesNotContain(account.jwt().reveal())
                .doesNotContain("Bearer ");
        assertThat(office.sandbox().posts(office.team())).isEmpty();
    }

    private Account failing(String failure) throws IOException {
        SandboxApp app = office.sandbox().newApp("app").create();
        Account good = office.account(app);
        return switch (failure) {
            case "wrong client secret" ->
                with(good, Secret.of("not-the-secret"), good.jwt(), good.team(), good.settings());
            case "damaged JWT" -> {
                String jwt = good.jwt().reveal();
                int middle = jwt.lastIndexOf('.') + 10;
                char other = jwt.charAt(middle) == 'A' ? 'B' : 'A';
                Secret damaged = Secret.of(jwt.substring(0, middle) + other + jwt.substring(middle + 1));
                yield with(good, good.clientSecret(), damaged, good.team(), good.settings());
            }
            case "not a JWT" ->
                with(good, good.clientSecret(), Secret.of("pasted-wrong"), good.team(), good.settings());
            case "expired JWT" -> {
                String expired = office.sandbox()
                        .newJwt(office.user())
                        .expires(Instant.parse("2026-01-01T00:00:00Z"))
                        .create();
                yield with(good, good.clientSecret(), Secret.of(expired), good.team(), good.settings());
            }
            case "JWT flow off" ->
                office.account(office.sandbox().newApp("no JWT").jwtFlow(false).create());
            case "missing scope" ->
                office.account(office.sandbox()
                        .newApp("no scope")
                        .scopes("ReadAccounts")
                        .create());
            case "unknown team" -> with(good, good.clientSecret(), good.jwt(), "123456789000", good.settings());
            case "no team link" ->
                with(good, good.clientSecret(), good.jwt(), "https://example.com/team", good.settings());
            default -> unreachable(failure, good);
        };
    }

    private Account unreachable(String failure, Account good) throws IOException {
        return switch (failure) {
            case "no network" ->
                with(
                        good,
                        good.clientSecret(),
                        good.jwt(),
                        good.team(),
                        client -> client.proxy(Proxy.NO_PROXY)
                                .nameResolver(host -> List.of(InetAddress.getByName("127.0.0.7"))));
            case "closed proxy" -> {
                Proxy closed = new Proxy(Proxy.Type.HTTP, closedPort());
                yield with(good, good.clientSecret(), good.jwt(), good.team(), client -> client.proxy(closed));
            }
            case "hanging resolver" ->
                with(
                        good,
                        good.clientSecret(),
                        good.jwt(),
                        good.team(),
                        client -> client.proxy(Proxy.NO_PROXY)
                                .nameResolver(this::hang)
                                .callTimeout(Duration.ofMillis(300))
                                .tokenTimeout(Duration.ofMillis(200)));
            case "host outside the profile" ->
                new Account(
                        good.clientId(),
                        good.clientSecret(),
                        good.jwt(),
                        good.team(),
                        "api.example.com",
                        good.settings(),
                        good.detour());
            default -> throw new AssertionError(failure);
        };
    }

    private static Account with(
            Account good, Secret secret, Secret jwt, String team, Consumer<OAuthClient.Builder> settings) {
        return new Account(good.clientId(), secret, jwt, team, good.platform(), settings, good.detour());
    }

    private static InetSocketAddress closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    private List<InetAddress> hang(String host) throws UnknownHostException {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(host);
    }
}
