package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.spi.Endpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The failure that an error response becomes, for each endpoint. */
class ErrorResponseTest {
    private static Failure failure(Endpoint endpoint, int status, Header... headers) {
        return new ErrorResponse(
                        endpoint, new GenericProvider(), HttpResponse.of(status, List.of(headers), new byte[0]))
                .failure(
                        Step.TOKEN,
                        URI.create("https://login.example/asked"),
                        new Redactor(List.of(Secret.of("s3cret"))));
    }

    @ParameterizedTest
    @EnumSource
    void retryAfter_withAFraction_isRoundedUpAtEachEndpoint(Endpoint endpoint) {
        for (int status : new int[] {429, 503}) {
            assertThat(failure(endpoint, status, new Header("Retry-After", "299.997")))
                    .hasToString(failure(endpoint, status, new Header("Retry-After", "300"))
                            .toString())
                    .extracting(failure -> failure.retryAfter().orElseThrow())
                    .isEqualTo(Duration.ofSeconds(300));
        }
    }

    @ParameterizedTest
    @EnumSource
    void retryAfter_thatCannotBeRead_isQuotedAtEachEndpoint(Endpoint endpoint) {
        for (int status : new int[] {429, 503}) {
            Failure failure = failure(endpoint, status, new Header("Retry-After", "soon, s3cret"));
            assertThat(failure.retryAfter()).isEmpty();
            assertThat(failure.message())
                    .endsWith("; its Retry-After \"soon, ***\" is no time that the device can read");
        }
    }

    /** A parser needs several times the memory of a text: at 16 MB of heap, one string of 1 MB ended execute with an OutOfMemoryError. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":\"invalid_request\",\"x\":\" | x | \"}",
                "{\"error\":\"invalid_request\",\"x\": | 9 | }",
                "{\"error\":\"invalid_request\",\"x\":[ | 1, | 1]}",
                "{\"error\":\"invalid_request\",\"x\":\" | \\u0041 | \"}",
                "error=invalid_request&x= | x | y"
            })
    void body_thatIsLongerThanIsRead_isJudgedByItsStatus(String start, String repeated, String end) {
        for (int times : List.of(10, 256 * 1024 / repeated.length() + 1)) {
            String body = start + repeated.repeat(times) + end;
            ErrorResponse response = new ErrorResponse(
                    Endpoint.API,
                    new GenericProvider(),
                    HttpResponse.of(400, List.of(), body.getBytes(StandardCharsets.UTF_8)));
            assertThat(response.failure(Step.REPLY, URI.create("https://api.example/v1"), new Redactor(List.of()))
                            .toString()
                            .contains("invalid_request"))
                    .isEqualTo(times == 10);
        }
    }

    @Test
    void retryAfter_ofARejection_isNotRead() {
        assertThat(failure(Endpoint.TOKEN, 400, new Header("Retry-After", "soon"))
                        .message())
                .doesNotContain("soon");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, ''", "PT0.001S, Next try in 1 s", "PT1.5S, Next try in 2 s", "PT2S, Next try in 2 s"})
    void failure_saysWhenToTryAgain_unlessThatIsNow(Duration wait, String words) {
        assertThat(failure(Endpoint.API, 429).withRetryAfter(wait).toString())
                .contains(words)
                .doesNotContain("Next try in 0 s");
    }

    @ParameterizedTest
    @EnumSource
    void badGateway_isToldApartFromTheDevicesOwnPage_atEachEndpoint(Endpoint endpoint) {
        assertThat(failure(endpoint, 502).advice())
                .contains("A 502 from the device's own web page has another cause", "log in to that page again");
        assertThat(failure(endpoint, 500).advice()).doesNotContain("web page");
    }
}
