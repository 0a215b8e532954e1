package com.algosolutions.oauth;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The {@code Retry-After} of a reply: RFC 9110 section 10.2.3. A date counts from the reply's own {@code Date}, because the device's
 * clock may be wrong; a time below zero is none, and one beyond a day is a day.
 */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    static Optional<Duration> of(Reply reply) {
        return reply.header("Retry-After")
                .flatMap(value -> read(value.strip(), reply))
                .map(RetryAfter::bounded);
    }

    private static Optional<Duration> read(String value, Reply reply) {
        if (value.matches("\\d{19,}")) {
            return Optional.of(LONGEST);
        }
        if (value.matches("[+-]?\\d{1,18}")) {
            return Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(value), LONGEST.toSeconds())));
        }
        return date(value)
                .flatMap(until ->
                        reply.header("Date").flatMap(RetryAfter::date).map(now -> Duration.between(now, until)));
    }

    static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
