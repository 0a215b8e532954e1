package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device authorization grant (RFC 8628). Guarded by the lock of {@link RingCentral}. */
final class DeviceCodes {
    private static final String VERIFICATION_URI = "https://platform.ringcentral.com/restapi/oauth/device";
    private static final Duration LIFE = Duration.ofMinutes(15);

    /** RFC 8628 section 3.5: {@code slow_down}. */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private final Clock clock;
    private final Ids ids;
    private final Account account;
    private final Duration interval;
    private final Map<String, Waiting> waiting = new HashMap<>();

    DeviceCodes(Clock clock, Ids ids, Account account, Duration interval) {
        this.clock = clock;
        this.ids = ids;
        this.account = account;
        this.interval = interval;
    }

    /** A device code, with the state that changes. */
    private static final class Waiting {
        final SandboxApp app;
        final String userCode;
        final Instant expires;
        Duration interval;
        /** By the sandbox's clock and in real time: a client's timers may follow either. */
        Instant polledAt = Instant.MIN;

        long polledNanos;

        @Nullable
        Answer answer;

        Waiting(SandboxApp app, String userCode, Instant expires, Duration interval) {
            this.app = app;
            this.userCode = userCode;
            this.expires = expires;
            this.interval = interval;
        }

        boolean isPolledTooEarly(Instant now, long nanos) {
            boolean early = polledAt.isAfter(Instant.MIN)
                    && now.isBefore(polledAt.plus(interval))
                    && nanos - polledNanos < interval.toNanos();
            polledAt = now;
            polledNanos = nanos;
            return early;
        }
    }

    /** What the user answers, and when. */
    private record Answer(SandboxUser user, boolean consents, Instant from) {}

    /** {@code POST /restapi/oauth/device_authorization} of an authenticated client. */
    Reply authorize(SandboxApp app, FormBody form) {
        if (!app.deviceFlow()) {
            return ErrorReply.notFound();
        }
        Instant now = clock.instant();
        waiting.values().removeIf(one -> now.isAfter(one.expires.plus(LIFE)));
        String deviceCode = ids.token(32);
        String userCode = ids.userCode();
        waiting.put(deviceCode, new Waiting(app, userCode, now.plus(LIFE), interval));
        return Reply.json(
                200,
                new JsonObject()
                        .with("device_code", deviceCode)
                        .with("user_code", userCode)
                        .with("verification_uri", VERIFICATION_URI)
                        .with("verification_uri_complete", VERIFICATION_URI + "?user_code=" + userCode)
                        .with("expires_in", LIFE.toSeconds())
                        .with("interval", interval.toSeconds()));
    }

    /** A poll: the user, or the error response. */
    AuthorizationCodes.Redemption poll(SandboxApp app, FormBody form) {
        String code = form.value("device_code");
        if (code.isEmpty()) {
            return new AuthorizationCodes.Redemption(null, ErrorReply.oauthParameter("device_code"));
        }
        Waiting one = waiting.get(code);
        if (one == null || !one.app.clientId().equals(app.clientId())) {
            return refused("invalid_grant", "Device code is unknown or used");
        }
        Instant now = clock.instant();
        boolean early = one.isPolledTooEarly(now, System.nanoTime());
        if (!now.isBefore(one.expires)) {
            return refused("expired_token", "Device code is expired");
        }
        if (early) {
            one.interval = one.interval.plus(SLOWER);
            return refused("slow_down", "Polled before the interval was over");
        }
        Answer answer = one.answer;
        if (answer == null || now.isBefore(answer.from())) {
            return refused("authorization_pending", "The user has not signed in yet");
        }
        waiting.remove(code);
        if (!answer.consents()) {
            return refused("access_denied", "The user denied access");
        }
        return account.isEnabled(answer.user())
                ? new AuthorizationCodes.Redemption(answer.user(), null)
                : new AuthorizationCodes.Redemption(
                        null, ErrorReply.oauth(400, "invalid_grant", "OAU-141", "Extension state forbids login"));
    }

    private static AuthorizationCodes.Redemption refused(String error, String message) {
        return new AuthorizationCodes.Redemption(null, ErrorReply.oauthWithoutCode(error, message));
    }

    /** Enters a user code, in any case and with any punctuation (RFC 8628 section 6.1); false if no device waits with it. */
    boolean enter(String userCode, SandboxUser user, boolean consents, Duration after) {
        Instant now = clock.instant();
        Optional<Waiting> one = waiting.values().stream()
                .filter(candidate -> letters(candidate.userCode).equals(letters(userCode)))
                .filter(candidate -> now.isBefore(candidate.expires) && candidate.answer == null)
                .findFirst();
        one.ifPresent(found -> found.answer = new Answer(user, consents, now.plus(after)));
        return one.isPresent();
    }

    private static String letters(String userCode) {
        return userCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    }
}
