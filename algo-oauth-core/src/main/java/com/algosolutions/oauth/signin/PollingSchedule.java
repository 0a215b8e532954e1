package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.time.BackOff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a device sign-in polls the token endpoint: RFC 8628 section 3.5. Immutable and without I/O; the caller reports the response to each
 * poll. Instants are in nanoseconds on the monotonic clock.
 *
 * @param expiresAt when the device code expires
 * @param interval the minimum time between two polls
 * @param failures the number of polls in a row without a response from the token endpoint itself
 * @param nextPoll when the next poll is due
 */
record PollingSchedule(long expiresAt, Duration interval, int failures, long nextPoll) {
    private static final Duration SLOWER = Duration.ofSeconds(5);

    /** For a 429 without {@code Retry-After}. */
    private static final Duration DEFAULT_BACK_OFF = Duration.ofSeconds(30);

    /** The longest wait after failures, in intervals: 2 min 40 s with the default interval of 5 s. */
    private static final int LONGEST_WAIT = 32;

    /**
     * The schedule of a device code. The first poll is due one interval after the response; the code's life counts from the request.
     *
     * @param code the device authorization response
     * @param requestedAt when the request was sent
     * @param now when the response arrived
     */
    static PollingSchedule of(DeviceAuthorizationResponse code, long requestedAt, long now) {
        return new PollingSchedule(requestedAt + code.expiresIn().toNanos(), code.interval(), 0, now)
                .in(code.interval(), now);
    }

    boolean expired(long now) {
        return now - expiresAt >= 0;
    }

    /** The remaining life of the device code. */
    Duration life(long now) {
        return Duration.ofNanos(Math.max(0, expiresAt - now));
    }

    /** The time until the next poll or the expiry of the code, whichever is first. */
    Duration idle(long now) {
        return Duration.ofNanos(Math.max(0, Math.min(nextPoll - now, expiresAt - now)));
    }

    /** The schedule after a back-off, which is at least one interval. */
    PollingSchedule putOff(Duration backOff, long now) {
        return in(longest(interval, backOff), now);
    }

    /**
     * The schedule after a poll without a token; empty if polling must stop. Polling continues after {@code authorization_pending} and
     * {@code slow_down}. It also continues if the token endpoint itself did not respond: after a time-out, a server error, or a captive
     * portal's page. Then each wait is twice the one before, until the endpoint responds again.
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
            return Optional.of(answered().putOff(poll.failure().retryAfter().orElse(DEFAULT_BACK_OFF), now));
        }
        return foreign(poll) ? Optional.of(afterFailure(named, now)) : Optional.empty();
    }

    /** Whether the token endpoint responded that the user has not signed in yet. */
    static boolean waiting(TokenResponse.Failed poll) {
        List<String> codes = poll.codes().orElse(List.of());
        return codes.contains("slow_down") || codes.contains("authorization_pending");
    }

    private PollingSchedule afterFailure(Duration named, long now) {
        BackOff backOff = new BackOff(interval.multipliedBy(2), interval.multipliedBy(LONGEST_WAIT), 2);
        return new PollingSchedule(expiresAt, interval, failures + 1, nextPoll)
                .in(longest(backOff.after(failures + 1), named), now);
    }

    /** Whether the response did not come from the token endpoint, which sends JSON, so that it is no rejection. */
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
        return poll.failure().serverError().map(Failure.ServerError::status).orElse(0);
    }

    private PollingSchedule answered() {
        return new PollingSchedule(expiresAt, interval, 0, nextPoll);
    }

    private PollingSchedule in(Duration wait, long now) {
        return new PollingSchedule(expiresAt, interval, failures, now + wait.toNanos());
    }

    private static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
