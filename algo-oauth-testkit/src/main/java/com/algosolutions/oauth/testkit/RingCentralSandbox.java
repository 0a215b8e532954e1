package com.algosolutions.oauth.testkit;

import java.net.Proxy;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509TrustManager;

/**
 * A RingCentral inside the test's process: apps, users, teams, tokens and posts, with the server's rules and faults.
 *
 * <p>It is an HTTPS proxy on a free loopback port which answers in place of {@code platform.ringcentral.com},
 * {@code platform.ringcentral.biz} and {@code media.ringcentral.com} with a certificate of its own. A client that uses
 * {@link #proxy()} and {@link #trustManager()} sends its requests to the very addresses of production, and nothing
 * leaves the machine.
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
 * <p>The servers speak HTTP/1.1. {@link SandboxBuilder} makes them stricter, milder or quicker than RingCentral is.
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
     * Settings for a sandbox that behaves otherwise.
     *
     * @return a builder
     */
    public static SandboxBuilder builder() {
        return new SandboxBuilder();
    }

    /**
     * Begins an app registration.
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
     * Begins a personal JWT credential of a user.
     *
     * @param user whom the JWT stands for
     * @return the credential; {@link SandboxJwt#create()} signs it
     */
    public SandboxJwt jwt(SandboxUser user) {
        return new SandboxJwt(user, ringCentral::issueJwt);
    }

    /**
     * Adds a team.
     *
     * @param name the team's name
     * @param members who may see it and post to it
     * @return the team
     */
    public SandboxTeam team(String name, SandboxUser... members) {
        return ringCentral.addTeam(name, List.of(members));
    }

    /**
     * A new app, user, JWT credential and team, by the names of the environment variables that tell a program of a real account: {@code
     * RINGCENTRAL_CLIENT_ID}, {@code RINGCENTRAL_CLIENT_SECRET}, {@code RINGCENTRAL_JWT} and {@code RINGCENTRAL_TEAM}, the team's link. So one
     * program runs against either.
     *
     * @return names and values
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
     * The proxy through which a client must go; its address is an IP literal, so that no name is looked up.
     *
     * @return an HTTP proxy on 127.0.0.1
     */
    public Proxy proxy() {
        return server.proxy();
    }

    /**
     * Trusts the servers' certificates and no others.
     *
     * @return a trust manager with the sandbox's root certificate
     */
    public X509TrustManager trustManager() {
        return certificates.trustManager();
    }

    /**
     * The same trust as a key store, for a client that is configured with one.
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
     * What reached the servers, in order, faulty exchanges and token requests included. The newest 10,000 are kept.
     *
     * @return the requests
     */
    public List<SandboxRequest> requests() {
        return requestLog.requests();
    }

    /**
     * How many requests reached the servers, however many are kept.
     *
     * @return the number of requests
     */
    public int requestCount() {
        return requestLog.requestCount();
    }

    /**
     * How many requests reached the token endpoint.
     *
     * @return the number of token requests
     */
    public int tokenRequests() {
        return requestLog.tokenRequests();
    }

    /**
     * The {@code host:port} of each {@code CONNECT}, refused ones included: where a client wanted to go.
     *
     * @return the authorities in lower case, in order
     */
    public List<String> tunnels() {
        return requestLog.tunnels();
    }

    /**
     * Waits until so many requests have reached the servers.
     *
     * @param count how many since the start, or since {@link #forgetRequests()}
     * @param limit how long to wait
     * @return false if the time ran out
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitRequests(int count, Duration limit) throws InterruptedException {
        return requestLog.awaitRequests(count, limit);
    }

    /**
     * Waits until so many requests have reached the token endpoint.
     *
     * @param count how many since the start, or since {@link #forgetRequests()}
     * @param limit how long to wait
     * @return false if the time ran out
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitTokenRequests(int count, Duration limit) throws InterruptedException {
        return requestLog.awaitTokenRequests(count, limit);
    }

    /** Forgets the recorded requests and tunnels; the counters begin at 0 again. Posts and tokens stay. */
    public void forgetRequests() {
        requestLog.clear();
    }

    /** Forgets all posts and cards, so that a long run does not fill the memory with them. */
    public void forgetPosts() {
        ringCentral.forgetPosts();
    }

    /**
     * The faults to come.
     *
     * @return the script
     */
    public Faults faults() {
        return faults;
    }

    /**
     * The hands of the account's administrator and of RingCentral's operators.
     *
     * @return the operator
     */
    public SandboxOperator operator() {
        return new SandboxOperator(ringCentral);
    }

    /**
     * Short for {@link SandboxOperator#invalidateAccessTokens(SandboxUser)}.
     *
     * @param user whose access tokens the API shall not find any more
     */
    public void invalidateAccessTokens(SandboxUser user) {
        operator().invalidateAccessTokens(user);
    }

    /**
     * Short for {@link SandboxOperator#endSessions(SandboxUser)}.
     *
     * @param user whose access and refresh tokens shall be dead
     */
    public void endSessions(SandboxUser user) {
        operator().endSessions(user);
    }

    /**
     * Short for {@link SandboxOperator#changePassword(SandboxUser)}.
     *
     * @param user who changes it
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

    /** Ends all connections and threads. */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "RingCentralSandbox[" + proxy().address() + "]";
    }
}
