package com.algosolutions.oauth.http;

import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code Retry-After}: RFC 9110 section 10.2.3. A date counts from the {@code Date} of the response, because the device's clock may
 * be wrong. A negative time becomes zero, and one of more than a day becomes a day.
 */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * The three formats of RFC 9110 section 5.6.7: the current one, RFC 850's, whose two-digit year is within fifty years of the build, and
     * asctime's.
     */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(
                            ChronoField.YEAR,
                            2,
                            2,
                            TrustedClock.BUILT.atZone(ZoneOffset.UTC).getYear() - 49)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.US)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    public static Optional<Duration> of(HttpResponse reply) {
        return reply.header("Retry-After")
                .flatMap(value -> read(value.strip(), reply))
                .map(RetryAfter::bounded);
    }

    private static Optional<Duration> read(String value, HttpResponse reply) {
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

    /** Reads an HTTP date. */
    public static Optional<Instant> date(String value) {
        return DATES.stream().flatMap(format -> parse(format, value).stream()).findFirst();
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String value) {
        try {
            return Optional.of(format.parse(value, Instant::from));
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
