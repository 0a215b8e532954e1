package com.algosolutions.oauth.testkit;

import java.net.Proxy;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
 *     SandboxApp app = sandbox.newApp("Front desk app").create();
 *     SandboxUser user = sandbox.createUser("Lobby console");
 *     String jwt = sandbox.newJwt(user).create();
 *     SandboxTeam team = sandbox.createTeam("Reception", user);
 *     ... // a client with app.clientId(), app.clientSecret(), jwt, sandbox.proxy(), sandbox.trustManager()
 *     List<SandboxPost> posts = sandbox.posts(team);
 * }
 * }</pre>
 *
 * <p>The servers speak HTTP/1.1. {@link Builder} changes their rules, limits and token lifetimes.
 *
 * <p><em>Thread safety</em>: safe for any number of threads. Requests are executed one at a time.
 *
 * @since 0.1.0
 */
public final class RingCentralSandbox implements AutoCloseable {
    private static final List<String> HOSTS =
            List.of("platform.ringcentral.com", "platform.ringcentral.biz", "media.ringcentral.com");

    private final RingCentral ringCentral;
    private final Certificates certificates;
    private final RequestLog requestLog = new RequestLog();
    private final Faults faults = new Faults();
    private final SandboxNetwork network = new SandboxNetwork();
    private final TunnelServer server;

    private RingCentralSandbox(
            RingCentral ringCentral,
            Consumer<? super SandboxReply> listener,
            Instant certificateFrom,
            Instant certificateTo) {
        this.ringCentral = ringCentral;
        this.certificates = new Certificates(HOSTS, certificateFrom, certificateTo);
        this.server = new TunnelServer(HOSTS, certificates, ringCentral, requestLog, faults, network, listener);
    }

    /**
     * Starts a sandbox that behaves as RingCentral does.
     *
     * @return the sandbox, to be closed by the caller
     * @throws java.io.UncheckedIOException if no loopback port is free
     */
    public static RingCentralSandbox start() {
        return builder().start();
    }

    /**
     * Starts building a sandbox with other settings.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts an app registration.
     *
     * @param name the app's name
     * @return a builder; {@link SandboxApp.Builder#create()} registers the app
     */
    public SandboxApp.Builder newApp(String name) {
        return ringCentral.newApp(name);
    }

    /**
     * Creates a user.
     *
     * @param name the user's name
     * @return the user
     */
    public SandboxUser createUser(String name) {
        return ringCentral.createUser(name);
    }

    /**
     * Starts building a personal JWT credential of a user.
     *
     * @param user the user that the JWT identifies
     * @return the credential; {@link SandboxJwt#create()} signs it
     */
    public SandboxJwt newJwt(SandboxUser user) {
        return new SandboxJwt(user, ringCentral::issueJwt);
    }

    /**
     * Creates a team.
     *
     * @param name the team's name
     * @param members the users who can read it and post to it
     * @return the team
     */
    public SandboxTeam createTeam(String name, SandboxUser... members) {
        return ringCentral.createTeam(name, List.of(members));
    }

    /**
     * Creates an app, a user, a JWT credential and a team, and describes them by the environment variables that a program reads for a real
     * account: {@code RINGCENTRAL_CLIENT_ID}, {@code RINGCENTRAL_CLIENT_SECRET}, {@code RINGCENTRAL_JWT} and {@code RINGCENTRAL_TEAM}, the
     * team's link. So the same program runs against the sandbox and RingCentral.
     *
     * @return the variables' names and values
     */
    public Map<String, String> environment() {
        SandboxApp app = newApp("Front desk app").create();
        SandboxUser user = createUser("Lobby console");
        return Map.of(
                "RINGCENTRAL_CLIENT_ID", app.clientId(),
                "RINGCENTRAL_CLIENT_SECRET", app.clientSecret(),
                "RINGCENTRAL_JWT", newJwt(user).create(),
                "RINGCENTRAL_TEAM", createTeam("Reception", user).link());
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
     * The number of requests that reached the token endpoint, including those no longer kept.
     *
     * @return the number of token requests
     */
    public int tokenRequestCount() {
        return requestLog.tokenRequestCount();
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
     * @param count the number of requests since the start, or since {@link #clearRequests()}
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
     * @param count the number of requests since the start, or since {@link #clearRequests()}
     * @param limit the longest time to wait
     * @return false if the time elapsed first
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitTokenRequests(int count, Duration limit) throws InterruptedException {
        return requestLog.awaitTokenRequests(count, limit);
    }

    /** Removes the recorded requests and tunnels and resets the counters to 0. Posts and tokens are kept. */
    public void clearRequests() {
        requestLog.clear();
    }

    /** Removes all posts and cards, so that they do not fill the memory in a long run. */
    public void clearPosts() {
        ringCentral.clearPosts();
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
     * The network between clients and the servers.
     *
     * @return the network, plugged in
     */
    public SandboxNetwork network() {
        return network;
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
     * A user with a browser, who signs in when an app asks for it.
     *
     * @param user the user
     * @return a person who consents at once
     */
    public SandboxPerson person(SandboxUser user) {
        return new SandboxPerson(ringCentral, requestLog, user);
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

    /**
     * Settings of a sandbox. With the defaults the sandbox behaves as RingCentral does.
     *
     * <p><em>Thread safety</em>: not thread-safe. Each {@link #start()} starts another sandbox.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private Clock clock = Clock.systemUTC();
        private Duration accessTokenLife = Duration.ofHours(1);
        private Duration refreshTokenLife = Duration.ofDays(7);
        private int sessionsPerUserAndApp = 5;
        private Optional<Duration> sessionTimeout = Optional.empty();
        private Optional<Duration> idleTimeout = Optional.empty();
        private boolean replayWindow = true;
        private boolean remainingLifeReplies;
        private boolean rateLimits = true;
        private final Map<RateGroup, Integer> limits = new EnumMap<>(RateGroup.class);
        private int dailyPosts = 2500;
        private Duration devicePollInterval = Duration.ofSeconds(5);
        private Instant certificateFrom = Instant.parse("2020-01-01T00:00:00Z");
        private Instant certificateTo = Instant.parse("2120-01-01T00:00:00Z");
        private Consumer<? super SandboxReply> listener = reply -> {};

        private Builder() {}

        /**
         * The clock for token expiry, rate limits and {@code Date} headers. The validity of the TLS certificate does not follow it, because
         * clients check that by their own clock.
         *
         * @param clock the clock, for example a {@link SandboxClock}; the system's by default. Give the client under test the same clock
         *     and {@link SandboxClock#ticker()}
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * The lifetime of access tokens if the client requests none.
         *
         * @param life one hour by default
         * @return this builder
         */
        public Builder accessTokenLife(Duration life) {
            this.accessTokenLife = Objects.requireNonNull(life, "life");
            return this;
        }

        /**
         * The lifetime of refresh tokens if the client requests none.
         *
         * @param life seven days by default
         * @return this builder
         */
        public Builder refreshTokenLife(Duration life) {
            this.refreshTokenLife = Objects.requireNonNull(life, "life");
            return this;
        }

        /**
         * The number of sessions that a user can have through one app. One more ends the oldest.
         *
         * @param count five by default
         * @return this builder
         */
        public Builder sessionsPerUserAndApp(int count) {
            this.sessionsPerUserAndApp = count;
            return this;
        }

        /**
         * The account's absolute session timeout, which token responses then contain.
         *
         * @param timeout the time after its start at which a session ends; none by default
         * @return this builder
         */
        public Builder sessionTimeout(Duration timeout) {
            this.sessionTimeout = Optional.of(Objects.requireNonNull(timeout, "timeout"));
            return this;
        }

        /**
         * The account's idle session timeout, which token responses then contain.
         *
         * @param timeout the time after its last use at which a session ends; none by default
         * @return this builder
         */
        public Builder idleTimeout(Duration timeout) {
            this.idleTimeout = Optional.of(Objects.requireNonNull(timeout, "timeout"));
            return this;
        }

        /**
         * Whether a used refresh token returns the same new pair again: for 60 minutes while the new access token is unused, for 10 seconds
         * after its first use. RingCentral does; otherwise a lost response ends the session.
         *
         * @param open true (the default) to replay
         * @return this builder
         */
        public Builder replayWindow(boolean open) {
            this.replayWindow = open;
            return this;
        }

        /**
         * Whether a sign-in can return the token pair of an earlier one with its remaining lifetime, as one recording shows.
         *
         * @param enabled false by default
         * @return this builder
         */
        public Builder remainingLifeReplies(boolean enabled) {
            this.remainingLifeReplies = enabled;
            return this;
        }

        /**
         * Whether requests are counted and rejected with 429.
         *
         * @param enforced true by default
         * @return this builder
         */
        public Builder rateLimits(boolean enforced) {
            this.rateLimits = enforced;
            return this;
        }

        /**
         * The limit of one group, instead of {@link RateGroup#perMinute()}.
         *
         * @param group the group
         * @param perMinute requests per minute
         * @return this builder
         */
        public Builder rateLimit(RateGroup group, int perMinute) {
            limits.put(Objects.requireNonNull(group, "group"), perMinute);
            return this;
        }

        /**
         * The number of posts that a user can create in a day (UTC). One more is rejected with a 500 that a client must not retry.
         *
         * @param count 2500 by default
         * @return this builder
         */
        public Builder dailyPosts(int count) {
            this.dailyPosts = count;
            return this;
        }

        /**
         * The {@code interval} that a device must keep between two polls of the device authorization flow. A poll that comes too early, by
         * the sandbox's clock and in real time, gets {@code slow_down}.
         *
         * @param interval five seconds by default; at least one second
         * @return this builder
         * @throws IllegalArgumentException if the interval is shorter than a second
         */
        public Builder devicePollInterval(Duration interval) {
            if (Objects.requireNonNull(interval, "interval").compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("devicePollInterval must be at least 1 s: " + interval);
            }
            this.devicePollInterval = interval;
            return this;
        }

        /**
         * The validity of the servers' certificate. A client whose clock is outside of it rejects the connection.
         *
         * @param notBefore the start; the year 2020 by default
         * @param notAfter the end; the year 2120 by default
         * @return this builder
         */
        public Builder certificateValidity(Instant notBefore, Instant notAfter) {
            this.certificateFrom = Objects.requireNonNull(notBefore, "notBefore");
            this.certificateTo = Objects.requireNonNull(notAfter, "notAfter");
            return this;
        }

        /**
         * A certificate that becomes valid in ten years by the system's clock, as it appears to a device whose clock shows 1970.
         *
         * @return this builder
         */
        public Builder certificateNotYetValid() {
            Instant begin = Instant.now().plus(Duration.ofDays(3650));
            return certificateValidity(begin, begin.plus(Duration.ofDays(365)));
        }

        /**
         * A certificate that expired yesterday by the system's clock.
         *
         * @return this builder
         */
        public Builder certificateExpired() {
            Instant end = Instant.now().minus(Duration.ofDays(1));
            return certificateValidity(end.minus(Duration.ofDays(365)), end);
        }

        /**
         * A listener for the requests that were answered, for a program that shows them as they come. It is called before the response is sent,
         * on the thread of the connection, which waits for it; so calls can overlap. Requests of a {@link SandboxPerson}, and those that come
         * while the network is unplugged, are not passed to it.
         *
         * @param value gets each answered request; none by default
         * @return this builder
         */
        public Builder listener(Consumer<? super SandboxReply> value) {
            this.listener = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Starts the sandbox on a free loopback port.
         *
         * @return the sandbox, to be closed by the caller
         * @throws java.io.UncheckedIOException if no loopback port is free
         */
        public RingCentralSandbox start() {
            SandboxRules rules = new SandboxRules(
                    accessTokenLife,
                    refreshTokenLife,
                    sessionsPerUserAndApp,
                    sessionTimeout,
                    idleTimeout,
                    replayWindow,
                    remainingLifeReplies,
                    rateLimits,
                    limits,
                    dailyPosts,
                    devicePollInterval);
            return new RingCentralSandbox(new RingCentral(clock, rules), listener, certificateFrom, certificateTo);
        }
    }
}
