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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "'1.5', -, -",
                "'soon', -, -",
                "'', -, -",
                "'Mon, 23 Nov 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Thu, 01 Jan 1970 00:01:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:00:00 GMT', 'Mon, 23 Nov 2026 00:01:00 GMT', PT0S",
                "'Wed, 25 Nov 2026 00:00:01 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT24H",
                "'Monday, 23-Nov-26 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:01:00 GMT', 'Monday, 23-Nov-26 00:00:00 GMT', PT1M",
                "'Monday, 23-Nov-26 00:01:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', PT24H",
                "'Tuesday, 23-Nov-26 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', -",
                "'Mon Nov 23 00:01:00 2026', 'Mon Nov 23 00:00:00 2026', PT1M",
                "'Sun Nov  1 00:01:00 2026', 'Sun, 01 Nov 2026 00:00:00 GMT', PT1M",
                "'Mon, 23 Nov 2026 00:01:00 GMT', -, -",
                "'Mon, 23 Nov 2026 00:01:00 GMT', 'yesterday', -",
                "'Tue, 23 Nov 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', -"
            })
    void header_ofEveryKind_isReadWithinADay(String value, String date, Duration wait) {
        List<Header> headers = new ArrayList<>(List.of(new Header("retry-after", value)));
        if (date != null) {
            headers.add(new Header("Date", date));
        }
        assertThat(RetryAfter.of(HttpResponse.of(503, headers, new byte[0])).orElse(null))
                .isEqualTo(wait);
    }

    @Test
    void header_absent_isNone() {
        assertThat(RetryAfter.of(HttpResponse.of(503, List.of(), new byte[0]))).isEmpty();
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
