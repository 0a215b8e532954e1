package com.algosolutions.oauth.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The rules by which the simulated RingCentral behaves, as {@link RingCentralSandbox.Builder} collects them. */
record SandboxRules(
        Duration accessTokenLife,
        Duration refreshTokenLife,
        int sessionsPerUserAndApp,
        Optional<Duration> sessionTimeout,
        Optional<Duration> idleTimeout,
        boolean replayWindow,
        boolean remainingLifeReplies,
        boolean rateLimits,
        Map<RateGroup, Integer> limits,
        int dailyPosts,
        Duration devicePollInterval) {

    SandboxRules {
        limits = Map.copyOf(limits);
    }
}
