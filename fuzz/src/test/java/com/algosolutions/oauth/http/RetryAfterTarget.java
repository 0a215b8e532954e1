package com.algosolutions.oauth.http;

import com.algosolutions.fuzz.Message;
import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The headers Retry-After and Date. */
public final class RetryAfterTarget {
    private static final Instant NOW = TrustedClock.BUILT.plusSeconds(86_400);

    private RetryAfterTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        HttpResponse reply = Message.of(input);
        Optional<Duration> wait =
                Property.value(input, () -> RetryAfter.of(reply)).orElseThrow();
        wait.ifPresent(time -> Property.check(
                !time.isNegative() && time.compareTo(Duration.ofDays(1)) <= 0 && time.getNano() == 0,
                "waits for " + time));
        Property.value(input, () -> RetryAfter.unreadable(reply)).orElseThrow();
        TrustedClock clock = new TrustedClock(Clock.fixed(NOW, ZoneOffset.UTC), () -> 0);
        reply.headers().forEach(header -> {
            Property.value(input, () -> RetryAfter.date(header.value()))
                    .orElseThrow()
                    .ifPresent(date -> {
                        clock.learn("api.example.com", date);
                        clock.signed("api.example.com", date, 0, true);
                        clock.since(date);
                        clock.disagrees(date, "api.example.com");
                        clock.isPast(date);
                    });
            clock.now("api.example.com");
            clock.trusted();
        });
    }
}
