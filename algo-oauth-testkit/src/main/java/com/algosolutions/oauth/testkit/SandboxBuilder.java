package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a sandbox, from {@link RingCentralSandbox#builder()}. With the defaults the sandbox behaves as RingCentral does.
 *
 * <p><em>Thread safety</em>: not thread-safe.
 *
 * @since 0.1
 */
public final class SandboxBuilder {
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
    private Instant certificateFrom = Instant.parse("2020-01-01T00:00:00Z");
    private Instant certificateTo = Instant.parse("2120-01-01T00:00:00Z");

    SandboxBuilder() {}

    /**
     * The clock for token expiry, rate limits and {@code Date} headers. The validity of the TLS certificate does not follow it, because
     * clients check that by their own clock.
     *
     * @param clock the clock, for example a {@link SandboxClock}; the system's by default
     * @return this builder
     */
    public SandboxBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * The lifetime of access tokens if the client requests none.
     *
     * @param life one hour by default
     * @return this builder
     */
    public SandboxBuilder accessTokenLife(Duration life) {
        this.accessTokenLife = life;
        return this;
    }

    /**
     * The lifetime of refresh tokens if the client requests none.
     *
     * @param life seven days by default
     * @return this builder
     */
    public SandboxBuilder refreshTokenLife(Duration life) {
        this.refreshTokenLife = life;
        return this;
    }

    /**
     * The number of sessions that a user can have through one app. One more ends the oldest.
     *
     * @param count five by default
     * @return this builder
     */
    public SandboxBuilder sessionsPerUserAndApp(int count) {
        this.sessionsPerUserAndApp = count;
        return this;
    }

    /**
     * The account's absolute session timeout, which token responses then contain.
     *
     * @param timeout the time after its start at which a session ends; none by default
     * @return this builder
     */
    public SandboxBuilder sessionTimeout(Duration timeout) {
        this.sessionTimeout = Optional.of(timeout);
        return this;
    }

    /**
     * The account's idle session timeout, which token responses then contain.
     *
     * @param timeout the time after its last use at which a session ends; none by default
     * @return this builder
     */
    public SandboxBuilder idleTimeout(Duration timeout) {
        this.idleTimeout = Optional.of(timeout);
        return this;
    }

    /**
     * Whether a used refresh token returns the same new pair again: for 60 minutes while the new access token is unused, for 10 seconds
     * after its first use. RingCentral does; otherwise a lost response ends the session.
     *
     * @param open true (the default) to replay
     * @return this builder
     */
    public SandboxBuilder replayWindow(boolean open) {
        this.replayWindow = open;
        return this;
    }

    /**
     * Whether a sign-in can return the token pair of an earlier one with its remaining lifetime, as one recording shows.
     *
     * @param enabled false by default
     * @return this builder
     */
    public SandboxBuilder remainingLifeReplies(boolean enabled) {
        this.remainingLifeReplies = enabled;
        return this;
    }

    /**
     * Whether requests are counted and rejected with 429.
     *
     * @param enforced true by default
     * @return this builder
     */
    public SandboxBuilder rateLimits(boolean enforced) {
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
    public SandboxBuilder rateLimit(RateGroup group, int perMinute) {
        limits.put(group, perMinute);
        return this;
    }

    /**
     * The number of posts that a user can create in a day (UTC). One more is rejected with a 500 that a client must not retry.
     *
     * @param count 2500 by default
     * @return this builder
     */
    public SandboxBuilder dailyPosts(int count) {
        this.dailyPosts = count;
        return this;
    }

    /**
     * The validity of the servers' certificate. A client whose clock is outside of it rejects the connection.
     *
     * @param notBefore the start; the year 2020 by default
     * @param notAfter the end; the year 2120 by default
     * @return this builder
     */
    public SandboxBuilder certificateValidity(Instant notBefore, Instant notAfter) {
        this.certificateFrom = notBefore;
        this.certificateTo = notAfter;
        return this;
    }

    /**
     * A certificate that becomes valid in ten years by the system's clock, as it appears to a device whose clock shows 1970.
     *
     * @return this builder
     */
    public SandboxBuilder certificateNotYetValid() {
        Instant begin = Instant.now().plus(Duration.ofDays(3650));
        return certificateValidity(begin, begin.plus(Duration.ofDays(365)));
    }

    /**
     * A certificate that expired yesterday by the system's clock.
     *
     * @return this builder
     */
    public SandboxBuilder certificateExpired() {
        Instant end = Instant.now().minus(Duration.ofDays(1));
        return certificateValidity(end.minus(Duration.ofDays(365)), end);
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
                dailyPosts);
        return new RingCentralSandbox(new RingCentral(clock, rules), certificateFrom, certificateTo);
    }
}
