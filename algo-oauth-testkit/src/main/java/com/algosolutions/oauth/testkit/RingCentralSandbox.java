package com.algosolutions.oauth.testkit;

import java.net.Proxy;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509TrustManager;

/**
 * A simulated RingCentral inside the test's process: apps, users, teams, tokens and posts, with the server's rules and scripted faults.
 *
 * <p>It is an HTTPS proxy on a free loopback port that answers as {@code platform.ringcentral.com}, {@code platform.ringcentral.biz} and
 * {@code media.ringcentral.com} with its own certificate. A client that uses {@link #proxy()} and {@link #trustManager()} sends its
 * requests to the production addresses, and no request leaves the machine.
 *
 * <pre>{@code
 * try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
 *     SandboxApp app = sandbox.app("Front desk app").create();
 *     SandboxUser user = sandbox.user("Lobby console");
 *     String jwt = sandbox.jwt(user).create();
 *     SandboxTeam team = sandbox.team("Reception", user);
 *     ... // a client with app.clientId(), app.clientSecret(), jwt, sandbox.proxy(), sandbox.trustManager()
 *     List<SandboxPost> posts = sandbox.posts(team);
 * }
 * }</pre>
 *
 * <p>The servers speak HTTP/1.1. {@link SandboxBuilder} changes their rules, limits and token lifetimes.
 *
 * <p><em>Thread safety</em>: safe for any number of threads. Requests are executed one at a time.
 *
 * @since 0.1
 */
public final class RingCentralSandbox implements AutoCloseable {
    private static final List<String> HOSTS =
            List.of("platform.ringcentral.com", "platform.ringcentral.biz", "media.ringcentral.com");

    private final RingCentral ringCentral;
    private final Certificates certificates;
    private final RequestLog requestLog = new RequestLog();
    private final Faults faults = new Faults();
    private final TunnelServer server;

    RingCentralSandbox(RingCentral ringCentral, Instant certificateFrom, Instant certificateTo) {
        this.ringCentral = ringCentral;
        this.certificates = new Certificates(HOSTS, certificateFrom, certificateTo);
        this.server = new TunnelServer(HOSTS, certificates, ringCentral, requestLog, faults);
    }

    /**
     * Starts a sandbox that behaves as RingCentral does.
     *
     * @return the sandbox, to be closed by the caller
     */
    public static RingCentralSandbox start() {
        return builder().start();
    }

    /**
     * Starts building a sandbox with other settings.
     *
     * @return a builder
     */
    public static SandboxBuilder builder() {
        return new SandboxBuilder();
    }

    /**
     * Starts an app registration.
     *
     * @param name the app's name
     * @return a builder; {@link SandboxApp.Builder#create()} registers the app
     */
    public SandboxApp.Builder app(String name) {
        return ringCentral.app(name);
    }

    /**
     * Adds a user.
     *
     * @param name the user's name
     * @return the user
     */
    public SandboxUser user(String name) {
        return ringCentral.addUser(name);
    }

    /**
     * Starts building a personal JWT credential of a user.
     *
     * @param user the user that the JWT identifies
     * @return the credential; {@link SandboxJwt#create()} signs it
     */
    public SandboxJwt jwt(SandboxUser user) {
        return new SandboxJwt(user, ringCentral::issueJwt);
    }

    /**
     * Adds a team.
     *
     * @param name the team's name
     * @param members the users who can read it and post to it
     * @return the team
     */
    public SandboxTeam team(String name, SandboxUser... members) {
        return ringCentral.addTeam(name, List.of(members));
    }

    /**
     * Creates an app, a user, a JWT credential and a team, and describes them by the environment variables that a program reads for a real
     * account: {@code RINGCENTRAL_CLIENT_ID}, {@code RINGCENTRAL_CLIENT_SECRET}, {@code RINGCENTRAL_JWT} and {@code RINGCENTRAL_TEAM}, the
     * team's link. So the same program runs against the sandbox and RingCentral.
     *
     * @return the variables' names and values
     */
    public Map<String, String> environment() {
        SandboxApp app = app("Front desk app").create();
        SandboxUser user = user("Lobby console");
        return Map.of(
                "RINGCENTRAL_CLIENT_ID", app.clientId(),
                "RINGCENTRAL_CLIENT_SECRET", app.clientSecret(),
                "RINGCENTRAL_JWT", jwt(user).create(),
                "RINGCENTRAL_TEAM", team("Reception", user).link());
    }

    /**
     * The proxy that a client must use. Its address is an IP literal, so it needs no name lookup.
     *
     * @return an HTTP proxy on 127.0.0.1
     */
    public Proxy proxy() {
        return server.proxy();
    }

    /**
     * A trust manager for the servers' certificates only.
     *
     * @return a trust manager with the sandbox's root certificate
     */
    public X509TrustManager trustManager() {
        return certificates.trustManager();
    }

    /**
     * The sandbox's root certificate as a key store, for a client that is configured with one.
     *
     * @return a new PKCS #12 key store with the sandbox's root certificate
     */
    public KeyStore trustStore() {
        return certificates.trustStore();
    }

    /**
     * The posts in a team, oldest first.
     *
     * @param team the team
     * @return the posts
     */
    public List<SandboxPost> posts(SandboxTeam team) {
        return ringCentral.posts(team.id());
    }

    /**
     * The Adaptive Cards in a team, oldest first.
     *
     * @param team the team
     * @return the cards
     */
    public List<SandboxCard> cards(SandboxTeam team) {
        return ringCentral.cards(team.id());
    }

    /**
     * The posts in a user's Personal chat, oldest first.
     *
     * @param user the user
     * @return the posts
     */
    public List<SandboxPost> personalPosts(SandboxUser user) {
        return ringCentral.posts(user.personalChatId());
    }

    /**
     * The requests that reached the servers, in order, including token requests and those with a fault. Only the newest 10,000 are kept.
     *
     * @return the requests
     */
    public List<SandboxRequest> requests() {
        return requestLog.requests();
    }

    /**
     * The number of requests that reached the servers, including those no longer kept.
     *
     * @return the number of requests
     */
    public int requestCount() {
        return requestLog.requestCount();
    }

    /**
     * The number of requests that reached the token endpoint.
     *
     * @return the number of token requests
     */
    public int tokenRequests() {
        return requestLog.tokenRequests();
    }

    /**
     * The {@code host:port} of each {@code CONNECT}, including rejected ones.
     *
     * @return the authorities in lower case, in order
     */
    public List<String> tunnels() {
        return requestLog.tunnels();
    }

    /**
     * Waits until the given number of requests has reached the servers.
     *
     * @param count the number of requests since the start, or since {@link #forgetRequests()}
     * @param limit the longest time to wait
     * @return false if the time elapsed first
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitRequests(int count, Duration limit) throws InterruptedException {
        return requestLog.awaitRequests(count, limit);
    }

    /**
     * Waits until the given number of requests has reached the token endpoint.
     *
     * @param count the number of requests since the start, or since {@link #forgetRequests()}
     * @param limit the longest time to wait
     * @return false if the time elapsed first
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitTokenRequests(int count, Duration limit) throws InterruptedException {
        return requestLog.awaitTokenRequests(count, limit);
    }

    /** Removes the recorded requests and tunnels and resets the counters to 0. Posts and tokens are kept. */
    public void forgetRequests() {
        requestLog.clear();
    }

    /** Removes all posts and cards, so that they do not fill the memory in a long run. */
    public void forgetPosts() {
        ringCentral.forgetPosts();
    }

    /**
     * The faults for future requests.
     *
     * @return the script
     */
    public Faults faults() {
        return faults;
    }

    /**
     * Actions of the account's administrator and of RingCentral's staff.
     *
     * @return the operator
     */
    public SandboxOperator operator() {
        return new SandboxOperator(ringCentral);
    }

    /**
     * Short for {@link SandboxOperator#invalidateAccessTokens(SandboxUser)}.
     *
     * @param user the user whose access tokens become invalid
     */
    public void invalidateAccessTokens(SandboxUser user) {
        operator().invalidateAccessTokens(user);
    }

    /**
     * Short for {@link SandboxOperator#endSessions(SandboxUser)}.
     *
     * @param user the user whose access and refresh tokens become invalid
     */
    public void endSessions(SandboxUser user) {
        operator().endSessions(user);
    }

    /**
     * Short for {@link SandboxOperator#changePassword(SandboxUser)}.
     *
     * @param user the user whose password changes
     */
    public void changePassword(SandboxUser user) {
        operator().changePassword(user);
    }

    /**
     * Short for {@link SandboxOperator#revokeJwt(String)}.
     *
     * @param jwt a JWT of this sandbox
     */
    public void revokeJwt(String jwt) {
        operator().revokeJwt(jwt);
    }

    /** Closes all connections and stops all threads. */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "RingCentralSandbox[" + proxy().address() + "]";
    }
}
