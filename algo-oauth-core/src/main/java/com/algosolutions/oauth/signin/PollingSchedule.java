package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.endpoint.TokenResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When to ask the token endpoint again whether somebody has signed in: RFC 8628 section 3.5. Immutable, and free of I/O: it is told what
 * came of each poll. Instants are the monotonic ticker's nanoseconds.
 *
 * @param expiresAt when the device code is dead
 * @param interval the least time between two polls
 * @param troubles how many polls in a row the token endpoint itself has not answered
 * @param nextPoll when the next poll is due
 */
record PollingSchedule(long expiresAt, Duration interval, int troubles, long nextPoll) {
    private static final Duration SLOWER = Duration.ofSeconds(5);

    /** A 429 that names no time. */
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(30);

    /** With the usual interval the longest wait is then 2 min 40 s. */
    private static final int MOST_DOUBLINGS = 5;

    /**
     * The schedule of a device code: not before its interval is over, and not after its life, of which the request for it is a part.
     *
     * @param code what the device authorization endpoint issued
     * @param asked when it was asked
     * @param now when it has answered
     */
    static PollingSchedule of(DeviceAuthorizationResponse code, long asked, long now) {
        return new PollingSchedule(asked + code.expiresIn().toNanos(), code.interval(), 0, now)
                .in(code.interval(), now);
    }

    boolean expired(long now) {
        return now - expiresAt >= 0;
    }

    /** How long the device code lives on. */
    Duration life(long now) {
        return Duration.ofNanos(Math.max(0, expiresAt - now));
    }

    /** How long until there is something to do: to poll, or to tell that the code has expired. */
    Duration idle(long now) {
        return Duration.ofNanos(Math.max(0, Math.min(nextPoll - now, expiresAt - now)));
    }

    /** The schedule where a poll that was due has to be put off, since the server has asked for silence. */
    PollingSchedule putOff(Duration silence, long now) {
        return in(longest(interval, silence), now);
    }

    /**
     * The schedule after a poll that brought no token; empty if polling has to stop. {@code authorization_pending} and {@code slow_down}
     * are the codes with which it goes on. So it does where something else than the token endpoint has answered, or nothing: a
     * time-out, a server in trouble, a captive portal. Then each wait is twice the one before, until the endpoint answers again.
     */
    Optional<PollingSchedule> after(TokenResponse.Failed poll, long now) {
        List<String> codes = poll.codes().orElse(List.of());
        Duration named = poll.failure().retryAfter().orElse(Duration.ZERO);
        if (codes.contains("slow_down")) {
            PollingSchedule slower = new PollingSchedule(expiresAt, interval.plus(SLOWER), 0, nextPoll);
            return Optional.of(slower.putOff(named, now));
        }
        if (codes.contains("authorization_pending")) {
            return Optional.of(answered().putOff(named, now));
        }
        if (poll.fate() == TokenResponse.Fate.WITHHELD) {
            return Optional.of(putOff(named, now));
        }
        if (status(poll) == 429) {
            return Optional.of(answered().putOff(poll.failure().retryAfter().orElse(LEAST_SILENCE), now));
        }
        return foreign(poll) ? Optional.of(afterTrouble(named, now)) : Optional.empty();
    }

    /** Whether the endpoint has said that nobody has signed in yet. */
    static boolean waiting(TokenResponse.Failed poll) {
        List<String> codes = poll.codes().orElse(List.of());
        return codes.contains("slow_down") || codes.contains("authorization_pending");
    }

    private PollingSchedule afterTrouble(Duration named, long now) {
        int doublings = Math.min(troubles + 1, MOST_DOUBLINGS);
        return new PollingSchedule(expiresAt, interval, doublings, nextPoll)
                .in(longest(interval.multipliedBy(1L << doublings), named), now);
    }

    /** Whether this is not the word of the token endpoint, which speaks JSON: nobody has refused anything. */
    private static boolean foreign(TokenResponse.Failed poll) {
        int status = status(poll);
        return poll.unreachable()
                || poll.codes().isEmpty()
                || status >= 500
                || status == 408
                || status == 421
                || status == 425;
    }

    private static int status(TokenResponse.Failed poll) {
        return poll.failure().said().map(Failure.Said::status).orElse(0);
    }

    private PollingSchedule answered() {
        return new PollingSchedule(expiresAt, interval, 0, nextPoll);
    }

    private PollingSchedule in(Duration wait, long now) {
        return new PollingSchedule(expiresAt, interval, troubles, now + wait.toNanos());
    }

    private static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
