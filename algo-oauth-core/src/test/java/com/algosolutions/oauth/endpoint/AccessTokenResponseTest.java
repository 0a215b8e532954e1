package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The members of a token response one by one, without a server. */
class AccessTokenResponseTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static AccessTokenResponse response(String members) {
        String body = "{" + members + "}";
        return new AccessTokenResponse(
                HttpResponse.of(200, List.of(), body.getBytes(UTF_8)), Json.readObject(body), new Redactor(List.of()));
    }

    /** The members with an end, and the seconds until then: 0 if the end is not used, so that the default counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"expires_at\":\"2026-11-24T10:00:01Z\" | 1",
                "\"expires_at\":\"2026-11-24T10:00:00.9Z\" | 0",
                "\"expires_at\":\"2027-11-24T10:00:00Z\" | 31536000",
                "\"expires_at\":\"2027-11-24T10:00:01Z\" | 0",
                "\"expires_on\":\"2026-11-24T10:01:00Z\" | 60",
                "\"expires_at\":\"tomorrow\",\"expires_on\":\"2026-11-24T10:01:00Z\" | 0",
                "\"expires\":\"2026-11-24T10:01:00Z\" | 60",
                "\"expires\":60 | 60",
            })
    void end_isUsed_fromASecondToAYearAhead(String members, long seconds) {
        AccessTokenResponse response = response(members);
        assertThat(response.expiresIn(NOW).orElse(Duration.ZERO)).hasSeconds(seconds);
        boolean byItsEnd = seconds > 0 && members.contains("T");
        assertThat(response.habits().contains("with the time of its end")).isEqualTo(byItsEnd);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "\"scope\":\" a b \" | a b | ''",
                "\"scope\":[\"a\",\"b\"] | a b | , with the scope as a list",
                "\"scope\":[] | '' | , with the scope as a list",
                "\"scope\":[\"a\",7] | '' | ''",
                "\"scope\":7 | '' | ''",
                "\"x\":1 | '' | ''",
            })
    void scope_isATextOrAListOfTexts(String members, String scope, String habits) {
        AccessTokenResponse response = response("\"access_token\":\"t1\"," + members);
        assertThat(response.scope()).isEqualTo(scope);
        assertThat(response.habits()).isEqualTo(habits);
    }

    @Test
    void characters_thatNoHeaderCarries_areNamed_theFirstThree_eachOnce() {
        assertThat(AccessTokenResponse.unusableCharacters("!a~ \u007f \u0000\u00e9"))
                .contains("(U+0020, U+007F, U+0000)");
    }

    /** What an operator reads of a value that is no token. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\" \" | empty",
                "\" none \" | the word none",
                "{} | an object, and a text is wanted",
                "[] | a list, and a text is wanted",
                "7 | a number, and a text is wanted",
                "true | true or false, and a text is wanted",
            })
    void value_thatIsNoToken_isDescribed(String value, String description) {
        Map<String, ?> body = Json.readObject("{\"access_token\":" + value + "}");
        assertThat(AccessTokenResponse.kind(body.get("access_token"))).isEqualTo(description);
    }
}
