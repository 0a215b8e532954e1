package com.algosolutions.oauth.testkit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in the formats that RingCentral uses. */
final class Timestamps {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** With milliseconds, the format of a post's {@code creationTime}. */
    static String iso(Instant instant) {
        return ISO.format(instant);
    }

    /** The format of the {@code Date} header (RFC 9110 section 5.6.7). */
    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }
}
