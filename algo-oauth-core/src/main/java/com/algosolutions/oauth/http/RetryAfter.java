package com.algosolutions.oauth.http;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After}: RFC 9110 section 10.2.3. A date counts from the {@code Date} of the response, because the device's clock may
 * be wrong. A part of a second is rounded up, a negative time becomes zero, and one of more than a day becomes a day. Of several times the
 * longest counts. Beyond the RFC it reads what servers send: fractions, quotes, a unit, a list, and seconds since 1970.
 */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern LENGTH = Pattern.compile(
            "([+-]?)([0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)\\s*+(ms|millis(?:econds)?|m|min(?:ute)?s?|h|hours?|d|days?|s|sec(?:ond)?s?)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern COMPOUND =
            Pattern.compile("(?:P(?:[0-9]{1,5}D)?T?)?(?:[0-9]{1,6}(?:\\.[0-9]{1,9})?[HMS]){0,3}");

    /** A number from here on is not a length of time but a time since 1970, in seconds or, from the second one on, in milliseconds. */
    private static final double SINCE_1970 = 1e9;

    private static final double MILLISECONDS_SINCE_1970 = 1e11;

    /**
     * The first two formats of RFC 9110 section 5.6.7, and mixtures of them, which servers send: "Sun, 06 Nov 1994 08:49:37 GMT" and
     * "Sunday, 06-Nov-94 08:49:37 GMT". The name of the day is redundant and is not read.
     */
    private static final Pattern DATE = Pattern.compile(
            "(?:[a-z]{3,9},?\\s+)?([0-9]{1,2})[ -]([a-z]{3})[ -]([0-9]{4}|[0-9]{2})\\s+([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
                    + "(?:\\s*(?:GMT|UTC|UT|Z|([+-][0-9]{2}):?([0-9]{2})))?",
            Pattern.CASE_INSENSITIVE);

    /** The third format: "Sun Nov  6 08:49:37 1994". */
    private static final Pattern ASCTIME = Pattern.compile(
            "[a-z]{3}\\s+([a-z]{3})\\s+([0-9]{1,2})\\s+([0-9]{2}):([0-9]{2}):([0-9]{2})\\s+([0-9]{4})",
            Pattern.CASE_INSENSITIVE);

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    /** The first of the hundred years of which two digits are given: RFC 9110 takes one more than fifty years ahead for a past one. */
    private static final int FIRST_YEAR =
            TrustedClock.BUILT.atZone(ZoneOffset.UTC).getYear() - 49;

    private RetryAfter() {}

    /** The time that a response names; empty if it names none that can be read. */
    public static Optional<Duration> of(HttpResponse reply) {
        Duration longest = null;
        for (Header header : reply.headers()) {
            if (header.name().equalsIgnoreCase("Retry-After")) {
                longest = longer(longest, read(unquoted(header.value()), reply));
            }
        }
        return Optional.ofNullable(longest);
    }

    /** The value of a response's header if it names no time that can be read. */
    public static Optional<String> unreadable(HttpResponse reply) {
        return of(reply).isPresent() ? Optional.empty() : reply.header("Retry-After");
    }

    private static @Nullable Duration longer(@Nullable Duration a, @Nullable Duration b) {
        return a == null || (b != null && b.compareTo(a) > 0) ? b : a;
    }

    private static String unquoted(String value) {
        String text = value.strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    private static @Nullable Duration read(String value, HttpResponse reply) {
        Optional<Instant> until = date(value);
        if (until.isPresent()) {
            return reply.header("Date")
                    .flatMap(RetryAfter::date)
                    .map(now -> bounded(Duration.between(now, until.get())))
                    .orElse(null);
        }
        Duration longest = null;
        for (String part : value.split(",", -1)) {
            Duration wait = length(unquoted(part), reply);
            if (wait == null) {
                return null;
            }
            longest = longer(longest, wait);
        }
        return longest;
    }

    private static @Nullable Duration length(String value, HttpResponse reply) {
        Matcher length = LENGTH.matcher(value);
        if (!length.matches()) {
            return compound(value);
        }
        double number = Double.parseDouble(length.group(2));
        String unit = Optional.ofNullable(length.group(3)).orElse("").toLowerCase(Locale.ROOT);
        if (length.group(1).equals("-")) {
            return Duration.ZERO;
        }
        if (unit.isEmpty() && number >= SINCE_1970) {
            return since1970(number, reply);
        }
        double seconds = unit.startsWith("ms") || unit.startsWith("mill")
                ? number / 1_000
                : number
                        * (unit.startsWith("m")
                                ? 60
                                : unit.startsWith("h") ? 3_600 : unit.startsWith("d") ? 86_400 : 1);
        return seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds((long) Math.ceil(seconds));
    }

    /** A length of time in ISO 8601, or one of several parts without its prefix, as Go writes it: {@code PT2M}, {@code 1m30s}. */
    private static @Nullable Duration compound(String value) {
        String text = value.toUpperCase(Locale.ROOT);
        try {
            return COMPOUND.matcher(text).matches()
                    ? bounded(Duration.parse(text.startsWith("P") ? text : "PT" + text))
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The wait until a time since 1970 that is within a day of the response's own; a day for any other number of that size. */
    private static Duration since1970(double number, HttpResponse reply) {
        double seconds = number >= MILLISECONDS_SINCE_1970 ? number / 1_000 : number;
        return reply.header("Date")
                .flatMap(RetryAfter::date)
                .map(now -> seconds - now.getEpochSecond())
                .filter(wait -> Math.abs(wait) <= LONGEST.toSeconds())
                .map(wait -> bounded(Duration.ofSeconds((long) Math.ceil(wait))))
                .orElse(LONGEST);
    }

    /** Reads an HTTP date: the formats of RFC 9110 section 5.6.7 and what servers make of them, or one of ISO 8601 with an offset. */
    public static Optional<Instant> date(String value) {
        String text = value.strip();
        try {
            Optional<Instant> usual = imfFixdate(text);
            if (usual.isPresent()) {
                return usual;
            }
            Matcher date = DATE.matcher(text);
            if (date.matches()) {
                Instant utc = instant(date.group(3), date.group(2), date.group(1), date, 4);
                return Optional.of(
                        date.group(7) == null
                                ? utc
                                : utc.minusSeconds(ZoneOffset.of(date.group(7) + ":" + date.group(8))
                                        .getTotalSeconds()));
            }
            Matcher asctime = ASCTIME.matcher(text);
            if (asctime.matches()) {
                return Optional.of(instant(asctime.group(6), asctime.group(1), asctime.group(2), asctime, 3));
            }
            return text.indexOf('T') == 10
                    ? Optional.of(OffsetDateTime.parse(text).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The format that nearly all servers send with each response, without a regular expression: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    private static Optional<Instant> imfFixdate(String text) {
        if (text.length() != 29
                || !text.startsWith(", ", 3)
                || text.charAt(7) != ' '
                || text.charAt(11) != ' '
                || text.charAt(16) != ' '
                || text.charAt(19) != ':'
                || text.charAt(22) != ':'
                || !text.endsWith(" GMT")) {
            return Optional.empty();
        }
        int day = number(text, 5, 7);
        int month = MONTHS.indexOf(text.substring(8, 11).toLowerCase(Locale.ROOT));
        int year = number(text, 12, 16);
        int hour = number(text, 17, 19);
        int minute = number(text, 20, 22);
        int second = number(text, 23, 25);
        boolean numbers = day >= 0 && year >= 0 && hour >= 0 && minute >= 0 && second >= 0;
        boolean name = Character.isLetter(text.charAt(0))
                && Character.isLetter(text.charAt(1))
                && Character.isLetter(text.charAt(2));
        if (!name || !numbers || month % 3 != 0 || second > 59) {
            return Optional.empty();
        }
        return Optional.of(
                LocalDateTime.of(year, month / 3 + 1, day, hour, minute, second).toInstant(ZoneOffset.UTC));
    }

    /** The number in a part of a text; negative if it is none. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** An instant; hour, minute and second are three groups of the match. A leap second is the first second of the next minute. */
    private static Instant instant(String year, String month, String day, Matcher match, int hour) {
        int found = MONTHS.indexOf(month.toLowerCase(Locale.ROOT));
        int given = Integer.parseInt(year);
        int second = Integer.parseInt(match.group(hour + 2));
        if (found % 3 != 0 || second > 60) {
            throw new DateTimeException("no such time");
        }
        return LocalDateTime.of(
                        year.length() > 2 ? given : FIRST_YEAR + Math.floorMod(given - FIRST_YEAR, 100),
                        found / 3 + 1,
                        Integer.parseInt(day),
                        Integer.parseInt(match.group(hour)),
                        Integer.parseInt(match.group(hour + 1)))
                .plusSeconds(second)
                .toInstant(ZoneOffset.UTC);
    }

    private static Duration bounded(Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds(); // rounded up
        return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST.toSeconds())));
    }
}
