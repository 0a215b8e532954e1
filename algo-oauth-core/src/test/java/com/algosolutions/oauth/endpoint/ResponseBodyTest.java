package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.input.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body says: its codes and words for the operator, and which of its values must not be printed. */
class ResponseBodyTest {
    private static ResponseBody body(int status, String text) {
        return new ResponseBody(HttpResponse.of(status, List.of(), text.getBytes(UTF_8)));
    }

    private static List<String> secrets(String text) {
        return body(200, text).secrets().stream().map(Secret::reveal).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"access_token\":\"0123456789\"} | 0123456789",
                "{\"idToken\":\"0123456789\"} | 0123456789",
                "{\"client_secret\":\"01234567\"} | 01234567",
                "{\"x-Password\":\"0123456789\"} | 0123456789",
                "{\"device-code\":\"0123456789\"} | 0123456789",
                "{\"codeVerifier\":\"0123456789\"} | 0123456789",
                "{\"assertion\":\"0123456789\"} | 0123456789",
                "{\"data\":{\"tokens\":[{\"access_token\":\"0123456789\"}]}} | 0123456789",
                "{\"token\":[\"0123456789\",\"9876543210\"]} | 0123456789,9876543210",
                "[{\"refreshToken\":\"0123456789\"}] | 0123456789",
                "access_token=0123456789&token_type=bearer | 0123456789",
                "{\"access_token\":\"0123456\"} | ",
                "{\"token_type\":\"0123456789\",\"scope\":\"0123456789\"} | ",
                "{\"access_token\":12345678901} | ",
                "\"0123456789\" | ",
            })
    void secret_isRecognizedByItsName_whereverItStands(String text, String found) {
        assertThat(secrets(text)).isEqualTo(found == null ? List.of() : List.of(found.split(",")));
    }

    /** The status is that of a failure, and what the operator reads of the body. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "The client is unknown. | The client is unknown.",
                "\"The client is unknown.\" | The client is unknown.",
                "\"The client | \"The client",
                "client\" | client\"",
                "\" | \"",
                "\"a\" and \"b\" | \"a\" and \"b\"",
                "{\"x\": | ~~",
                "[1 | ~~",
                "~\ufffdpng~ | ~~",
                "<html><title> Not here </title></html> | Not here",
                "<html><h1 class=x>Not here</h1></html> | Not here",
                "<html><TITLE>Not here</TITLE><h1>Gone</h1></html> | Not here",
                "<html><title></title><h1>Gone</h1></html> | ~~",
                "<html><title>Not here</html> | ~~",
                "<html>Not here</title></html> | ~~",
                "<html></html> | ~~",
                "{\"error\":\"it is gone\"} | it is gone",
                "{\"error\":\"gone\"} | ~~",
                "{\"errors\":[\"it is gone\",\"x\"]} | it is gone",
                "{\"errors\":[]} | ~~",
                "{\"message\":\" \",\"msg\":\"gone\"} | gone",
                "{\"fault\":{\"faultstring\":\"gone\"}} | gone",
                "[{\"message\":\"gone\"},{\"message\":\"x\"}] | gone",
            })
    void words_ofABody_areFound(String text, String words) {
        assertThat(body(400, text).message()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0PNG", "PNG\0"})
    void body_thatIsNoText_hasNoWords(String text) {
        assertThat(body(400, text).message()).isEmpty();
    }

    @Test
    void title_longerThanALine_isNoMessage() {
        String title = "x".repeat(119);
        assertThat(body(400, "<title>" + title + "</title>").message()).isEqualTo(title);
        assertThat(body(400, "<title>x" + title + "</title>").message()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~ ~ | its body is empty",
                "{\"a b\":1} | it is an object with other members",
                "{\"a b\":1,\"c\":2} | it is an object with the members c",
                "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1} | it is an object with the members a, b, c, d, e, f, g, h",
                "<HTML></HTML> | it is a web page",
                "<x/> | it is markup (HTML or XML)",
                "<html><title>Sign in</title> | it is a web page with the title \"Sign in\"",
                "[1] | it is a JSON list",
                "[{\"a\":1}] | it is a JSON list",
                "7 | it is a JSON value, not an object",
                "t1 | it cannot be read: not JSON, at line 1, column 1",
            })
    void body_thatIsNoResponse_isDescribed(String text, String kind) {
        assertThat(body(200, text).kind()).isEqualTo(kind);
    }

    @Test
    void body_atTheLimits_isRead_andALongerOneIsNot() {
        String start = "{\"error\":\"x\",\"y\":\"";
        String longest = start + "y".repeat(256 * 1024 - start.length() - 2) + "\"}";
        assertThat(body(400, longest).members()).containsKey("error");
        assertThat(body(400, longest + " ").members()).isEmpty();
        assertThat(body(400, longest + " ").kind()).isEqualTo("its body is empty");
        StringBuilder most = new StringBuilder("error=x");
        for (int i = 1; i < 200; i++) {
            most.append("&p").append(i);
        }
        assertThat(body(400, most.toString()).members()).hasSize(200).containsEntry("error", "x");
        assertThat(body(400, most + "&last").members()).isEmpty();
    }

    /** The most specific code besides the {@code error} of RFC 6749. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"error\":\"invalid_grant\"} | ~~",
                "{\"error\":\"invalid_grant\",\"error_code\":\"OAU-149\"} | OAU-149",
                "{\"code\":40013} | 40013",
                "{\"code\":400,\"status\":\"PERMISSION\"} | PERMISSION",
                "{\"code\":0,\"status\":\"fail\"} | ~~",
                "{\"type\":\"https://problems.example/1\"} | ~~",
                "{\"code\":\"not a code\"} | ~~",
                "{\"error\":{\"error\":\"expired\"}} | expired",
                "{\"errors\":[{\"code\":\" E1 \"}]} | E1",
                "{\"error\":{\"message\":\"token_expired\"}} | token_expired",
                "{\"error\":{\"message\":\"expired\"}} | ~~",
                "{\"message\":\"token_expired\"} | ~~",
            })
    void code_ofABody_isFound(String text, String code) {
        assertThat(body(400, text).codes()).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    }
}
