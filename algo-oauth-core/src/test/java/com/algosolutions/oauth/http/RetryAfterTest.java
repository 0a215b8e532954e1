package com.algosolutions.oauth.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "'30', -, PT30S",
                "' 30 ', -, PT30S",
                "'0', -, PT0S",
                "'-5', -, PT0S",
                "'+5', -, PT5S",
                "'86400', -, PT24H",
                "'86401', -, PT24H",
                "'999999999999999999', -, PT24H",
                "'99999999999999999999999', -, PT24H",
                "'299.997', -, PT5M",
                "'299.003', -, PT5M",
                "'299.0', -, PT4M59S",
                "'1.5', -, PT2S",
                "'0.001', -, PT1S",
                "'.5', -, PT1S",
                "'5.', -, PT5S",
                "'-0.5', -, PT0S",
                "'86399.5', -, PT24H",
                "'0000000000000000000000030', -, PT30S",
                "'\"30\"', -, PT30S",
                "'\" 30 \"', -, PT30S",
                "'30s', -, PT30S",
                "'30 Sec', -, PT30S",
                "'30 seconds', -, PT30S",
                "'1 second', -, PT1S",
                "'1500ms', -, PT2S",
                "'30000 ms', -, PT30S",
                "'2m', -, PT2M",
                "'1.5 minutes', -, PT90S",
                "'1h', -, PT1H",
                "'48 hours', -, PT24H",
                "'1 day', -, PT24H",
                "'0.5d', -, PT12H",
                "'PT2M', -, PT2M",
                "'pt1m30.5s', -, PT1M31S",
                "'P1DT1S', -, PT24H",
                "'1m30s', -, PT1M30S",
                "'1h0m0.2s', -, PT1H1S",
                "'1m30', -, -",
                "'PT', -, -",
                "'P', -, -",
                "'00:02:00', -, -",
                "'30, 60', -, PT1M",
                "'60,30', -, PT1M",
                "'\"30\", 60', -, PT1M",
                "'30, soon', -, -",
                "'30,', -, -",
                "',', -, -",
                "'30 parsecs', -, -",
                "'1e3', -, -",
                "'0x1E', -, -",
                "'\"', -, -",
                "'--5', -, -",
                "'1795392060', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'1795392060.25', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M1S",
                "'1795392060000', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'1795391940', 'Mon, 23 Nov 2026 00:00:00 GMT', PT0S",
                "'1795392060', 'Thu, 01 Jan 1970 00:00:00 GMT', PT24H",
                "'1795392060', -, PT24H",
                "'soon', -, -",
                "'', -, -",
                "'Mon, 23 Nov 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Thu, 01 Jan 1970 00:01:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:00:00 GMT', 'Mon, 23 Nov 2026 00:01:00 GMT', PT0S",
                "'Wed, 25 Nov 2026 00:00:01 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT24H",
                "'Monday, 23-Nov-26 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:01:00 GMT', 'Monday, 23-Nov-26 00:00:00 GMT', PT1M",
                "'Monday, 23-Nov-26 00:01:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', PT24H",
                "'Tuesday, 23-Nov-26 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Friday, 01-Jan-77 00:00:00 GMT', 'Thu, 31 Dec 2026 23:59:00 GMT', PT0S",
                "'Thursday, 31-Dec-76 23:59:00 GMT', 'Thu, 31 Dec 2076 23:58:00 GMT', PT1M",
                "'Mon, 23-Nov-2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 26 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:01:00 UTC', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:01:00', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 01:01:00 +0100', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Sun, 22 Nov 2026 18:31:00 -05:30', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'23 Nov 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'mon, 23 nov 2026 00:01:00 gmt', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'\"Mon, 23 Nov 2026 00:01:00 GMT\"', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:00:60 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'2026-11-23T00:01:00Z', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'2026-11-23T01:01:00.5+01:00', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M1S",
                "'2026-11-23', 'Mon, 23 Nov 2026 00:00:00 GMT', -",
                "'Mon, 31 Feb 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', -",
                "'Mon, 23 Nov 2026 24:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', -",
                "'Mon, 23 Nov 2026 00:00:61 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', -",
                "'Mon, 23 Anf 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', -",
                "'Mon, 23 Nov 2026 00:01:00 PST', 'Mon, 23 Nov 2026 00:00:00 GMT', -",
                "'Mon, 23 Nov 2026 00:01:00 +9900', 'Mon, 23 Nov 2026 00:00:00 GMT', -",
                "'Mon Nov 23 00:01:00 2026', 'Mon Nov 23 00:00:00 2026', PT1M",
                "'Sun Nov  1 00:01:00 2026', 'Sun, 01 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:01:00 GMT', -, -",
                "'Mon, 23 Nov 2026 00:01:00 GMT', 'yesterday', -",
                "'Tue, 23 Nov 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M"
            })
    void header_ofEveryKind_isReadWithinADay(String value, String date, Duration wait) {
        List<Header> headers = new ArrayList<>(List.of(new Header("retry-after", value)));
        if (date != null) {
            headers.add(new Header("Date", date));
        }
        HttpResponse response = HttpResponse.of(503, headers, new byte[0]);
        assertThat(RetryAfter.of(response).orElse(null)).isEqualTo(wait);
        assertThat(RetryAfter.unreadable(response).orElse(null)).isEqualTo(wait == null ? value : null);
    }

    @ParameterizedTest
    @CsvSource({"30, 60, 60", "60, 30, 60", "soon, 30, 30", "30, soon, 30", "'', 30, 30"})
    void headers_several_theLongestTimeCounts(String first, String second, long seconds) {
        assertThat(RetryAfter.of(HttpResponse.of(
                        429,
                        List.of(new Header("Retry-After", first), new Header("retry-after", second)),
                        new byte[0])))
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-ca-buddhist", "tr-TR", "ja-JP-u-ca-japanese"})
    void date_withAnyLocaleOfTheDevice_isReadAlike(String tag) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            assertThat(RetryAfter.date("FRI, 20 MAR 2026 00:01:00 GMT"))
                    .contains(Instant.parse("2026-03-20T00:01:00Z"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void header_absent_isNone() {
        HttpResponse response = HttpResponse.of(503, List.of(), new byte[0]);
        assertThat(RetryAfter.of(response)).isEmpty();
        assertThat(RetryAfter.unreadable(response)).isEmpty();
    }

    @Test
    void built_isTheBuildsTimestamp() {
        assertThat(TrustedClock.BUILT).isEqualTo(Instant.parse(System.getProperty("project.build.outputTimestamp")));
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 2026-11-22T23:59:59Z, true",
        "1970-01-01T00:00:00Z, 2026-11-23T00:00:01Z, false",
        "2026-12-01T00:00:00Z, 2026-11-30T00:00:00Z, true",
        "2026-12-01T00:00:00Z, 2026-12-01T00:00:01Z, false"
    })
    void clock_beforeTheBuild_isNotBelieved(Instant now, Instant instant, boolean past) {
        assertThat(new TrustedClock(new TestValues.ManualClock(now), System::nanoTime).isPast(instant))
                .isEqualTo(past);
    }
}
