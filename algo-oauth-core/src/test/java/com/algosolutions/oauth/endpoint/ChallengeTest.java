package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.spi.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of {@code WWW-Authenticate}, and in how many steps. */
class ChallengeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Bearer error=\"invalid_token\"                              | invalid_token",
                "bearer realm=\"a\", error=invalid_token                     | invalid_token",
                "Bearer realm=\"a\" error = \"invalid_token\"                | invalid_token",
                "Basic realm=\"a, Bearer error=b\", Bearer error=\"c\"       | c",
                "Basic realm=\"a\\\" Bearer error=\\\"b\", DPoP error=\"c\"  | c",
                "Negotiate, Bearer error=\"c\"                               | c",
                "Negotiate YWJj==, Bearer error=\"c\"                        | c",
                "Bearer realm=Acme, Inc, error=invalid_token                 | invalid_token",
                "Bearer realm=My API, error=invalid_token                    | invalid_token",
                "DPoP algs=\"ES256\", error=\"use_dpop_nonce\"               | use_dpop_nonce",
                "Bearer error=\"a\", error=\"b\", DPoP error=\"c\"           | a c",
                "Bearer error=\"invalid_token                                | invalid_token",
                "Bearer error=\"a b\"                                        | a",
                "Basic realm=\"x\", error=\"y\"                              | ~~",
                "Bearer                                                      | ~~",
                "Bearer error=                                               | ~~",
                "Bearer error                                                | ~~",
                "error=\"x\"                                                 | ~~",
                "Bearer realm=\"error=foo\"                                  | ~~",
                "\"\"\"\" ,,,, === Bearer error=\"x\"                        | x",
                "Bearer realm=My big API, error=invalid_token                 | invalid_token",
                "Bearer a!error=\"x\"                                       | ~~",
            })
    void error_ofTheChallengesForTokens_isRead(String header, String errors) {
        assertThat(Challenge.read(header).stream()
                        .filter(Challenge::forTokens)
                        .map(Challenge::error)
                        .filter(error -> !error.isEmpty())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(errors);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer ",
                "Bearer error ",
                "Bearer,",
                "Bearer error=,",
                "error=",
                "\"",
                "\\",
                "\"\\",
                "=",
                " ",
                ",",
                "a",
                "a,",
                "a=\"b\" ",
                "Bearer error=\" ",
                "DPoP Bearer ",
                "error =",
                "Bearer\terror\t=\t",
                "\u00e9"
            })
    void steps_growWithTheLength_notWithItsSquare(String piece) {
        long once = steps(piece, 500);
        long twice = steps(piece, 1_000);
        assertThat(twice).isLessThanOrEqualTo(2 * once + 50);
        assertThat(steps(piece, 100_000)).as("steps of a header of any length").isLessThan(40_000);
    }

    private static long steps(String piece, int length) {
        CountedText text =
                new CountedText(piece.repeat(length / piece.length() + 1).substring(0, length));
        Challenge.read(text);
        return text.steps();
    }

    @Test
    void challenges_areAtMostEight_howeverManyHeadersThereAre() {
        List<Header> headers =
                Collections.nCopies(62, new Header("WWW-Authenticate", "Bearer error=\"e\", ".repeat(200)));
        HttpResponse reply = HttpResponse.of(401, headers, new byte[0]);
        assertThat(Challenge.of(reply)).hasSize(8);
        assertThat(Challenge.read(headers.get(0).value())).hasSize(8);
        assertThat(new ErrorResponse(Endpoint.API, new GenericProvider(), reply).codes())
                .containsExactly("e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Bearer scope=\"a b\"              | a b",
                "Bearer SCOPE=\" a \"              | a",
                "Bearer scope=a                    | ~~",
                "Bearer scope=\"a\", scope=\"b\"   | a",
                "Bearer error=\"x\"                | ~~"
            })
    void scope_isInQuotes_andTheFirstCounts(String header, String scope) {
        assertThat(Challenge.read(header))
                .singleElement()
                .extracting(Challenge::scope)
                .isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({"7, 1", "8, 0"})
    void challenge_afterEightHeaders_isNotRead(int before, int read) {
        List<Header> headers = new ArrayList<>(Collections.nCopies(before, new Header("WWW-Authenticate", "=")));
        headers.add(new Header("WWW-Authenticate", "Bearer"));
        assertThat(Challenge.of(HttpResponse.of(401, headers, new byte[0]))).hasSize(read);
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "513, 0"})
    void value_longerThanAnyScope_isNotRead(int length, int read) {
        assertThat(Challenge.read("Bearer realm=\"a\", scope=\"" + "s".repeat(length) + "\"")
                        .get(0)
                        .scope())
                .hasSize(read);
    }

    @Test
    void error_hasTheCharactersOfACode_andAtMostAHundred() {
        String code = "azAZ09_.-";
        for (String after : List.of("/", ":", "@", "[", "`", "{")) { // beside the characters of a code
            assertThat(Challenge.read("Bearer error=\"" + code + after + "x\"")
                            .get(0)
                            .error())
                    .isEqualTo(code);
        }
        assertThat(Challenge.read("Bearer error=\"" + "e".repeat(101) + "\"")
                        .get(0)
                        .error())
                .isEqualTo("e".repeat(100));
        assertThat(Challenge.read("Bearer error=az!AZ^09~").get(0).error()).isEqualTo("az");
    }
}
