package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pasting adds to a text unseen, or changes in it, in each field of the form. */
class PastedFieldTest {
    /** A text that each field takes, on a form for which it is the only thing that can be wrong. */
    private static final Map<ProfileField<?>, String> GOOD = good();

    private static Map<ProfileField<?>, String> good() {
        Map<ProfileField<?>, String> good = new LinkedHashMap<>();
        good.put(ProfileField.NAME, "Front desk");
        good.put(ProfileField.PROVIDER_TYPE, "GENERIC");
        good.put(ProfileField.GRANT_TYPE, "JWT_BEARER");
        for (ProfileField<URI> field : ServerMetadata.fields()) {
            good.put(field, "https://as.example/" + field.property());
        }
        good.put(ProfileField.ISSUER, "https://as.example");
        good.put(ProfileField.API_HOSTS, "api.example other.example:8443");
        good.put(ProfileField.CLIENT_ID, "id");
        good.put(ProfileField.CLIENT_SECRET, "hunter2");
        good.put(ProfileField.CLIENT_AUTH_MODE, "HTTP_BASIC");
        good.put(ProfileField.SCOPE_MODE, "SCOPES_LIST");
        good.put(ProfileField.SCOPES, "read write");
        good.put(ProfileField.RESOURCES, "https://api.example/");
        good.put(ProfileField.EXTRA_PARAMS, "{\"audience\":\"desk\"}");
        good.put(ProfileField.JWT_ASSERTION_MODE, "DISABLED");
        good.put(ProfileField.JWT_ASSERTION, Forms.JWT.reveal());
        good.put(ProfileField.PKCE_METHOD, "S256");
        good.put(ProfileField.REDIRECT_URI, "https://desk.example/control/oauth-callback.lua");
        good.put(ProfileField.RESPONSE_TYPE, "code");
        good.put(ProfileField.ISSUER_CHECK, "IF_SENT");
        good.put(ProfileField.DEFAULT_EXPIRES_IN, "3600");
        good.put(ProfileField.ACCESS_TOKEN_TYPE, "BEARER");
        good.put(ProfileField.SIGNING_KEY, SigningKeyTest.RFC_8037);
        good.put(ProfileField.SIGNING_KEY_PASSWORD, "hunter2");
        good.put(ProfileField.SIGNING_KEY_ID, "kid");
        good.put(ProfileField.SIGNING_ALGORITHM, "EDDSA");
        good.put(ProfileField.ASSERTION_ISSUER, "issuer");
        good.put(ProfileField.ASSERTION_SUBJECT, "subject");
        good.put(ProfileField.ASSERTION_AUDIENCE, "audience");
        good.put(ProfileField.ASSERTION_LIFETIME, "60");
        good.put(ProfileField.ASSERTION_CLAIMS, "{\"roles\":[\"console\"]}");
        good.put(ProfileField.CLIENT_ASSERTION_AUDIENCE, "audience");
        good.put(
                ProfileField.SERVER_METADATA,
                "{\"issuer\":\"https://as.example\",\"token_endpoint\":\"https://as.example/tokenUrl\"}");
        return good;
    }

    /** A form with a value in every field. */
    static ProfileForm filled() {
        ProfileForm form = Forms.plain();
        GOOD.forEach(form::setText);
        return form;
    }

    @Test
    void everyField_withoutSuchCharacters_isTaken() {
        assertThat(GOOD.keySet()).containsExactlyInAnyOrderElementsOf(ProfileField.all());
        assertThat(filled().problems()).isEmpty();
    }

    /** Each field with each character; each field, and each character, at both ends and in the middle. */
    static Stream<Arguments> pasted() {
        List<Integer> characters = List.of(
                0x200B, // zero width space
                0xFEFF, // byte order mark
                0x00A0, // no-break space
                0x202F, // narrow no-break space
                0x00AD, // soft hyphen
                0x200E, // left-to-right mark
                0x202E, // right-to-left override
                0x2066, // left-to-right isolate
                0x2060, // word joiner
                0x180E, // Mongolian vowel separator
                0x3164, // Hangul filler
                0x2800, // Braille blank
                0xFFFD, // replacement character
                0xE0020); // tag space
        List<ProfileField<?>> fields = GOOD.keySet().stream()
                .filter(field -> !field.equals(ProfileField.SIGNING_KEY)) // read without them: SigningKeyTest
                .toList();
        return IntStream.range(0, fields.size())
                .boxed()
                .flatMap(i -> IntStream.range(0, characters.size())
                        .mapToObj(j -> Arguments.of(fields.get(i), characters.get(j), (i + j) % 3)));
    }

    @ParameterizedTest
    @MethodSource("pasted")
    void invisibleCharacter_inAnyField_isItsProblem_withPlaceAndCodePoint(
            ProfileField<?> field, int character, int place) {
        String good = GOOD.get(field);
        String unseen = Character.toString(character);
        int middle = good.indexOf('"') < 0 ? 1 : good.indexOf('"') + 2;
        int at = place == 0 ? 0 : place == 1 ? middle : good.length();
        if (at == 0 && character == 0xFEFF && good.startsWith("{")) {
            return; // a mark before JSON is harmless
        }
        ProfileForm form = filled().setText(field, good.substring(0, at) + unseen + good.substring(at));
        assertThat(form.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(field.property());
            assertThat(problem.message())
                    .startsWith("has an invisible character: " + String.format("U+%04X", character));
            assertThat(problem.toString()).doesNotContain(unseen, "hunter2");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "\u200bhunter, 'has an invisible character: U+200B (zero width space) is character 1'",
        "hunter\ufeff, 'has an invisible character: U+FEFF (zero width no-break space) is character 7'",
        "hun\u00a0ter, 'has an invisible character: U+00A0 (no-break space) is character 4'",
        "'hun\u3000ter', 'has an invisible character: U+3000 (ideographic space) is character 4'",
        "\u201chunter\u201d, 'has a character that only looks like another one: U+201C (left double quotation mark) is character 1'",
        "\u2018hunter\u2019, 'has a character that only looks like another one: U+2018 (left single quotation mark) is character 1'",
        "hun\u2013ter, 'has a character that only looks like another one: U+2013 (en dash) is character 4'",
        "hunter\u2026, 'has a character that only looks like another one: U+2026 (horizontal ellipsis) is character 7'",
        "hunter\uff11, 'has a character that only looks like another one: U+FF11 (fullwidth digit one) is character 7'",
        "hunter\u0661, 'has a character that only looks like another one: U+0661 (arabic-indic digit one) is character 7'",
        "h\u0435nter, 'has a character that only looks like another one: U+0435 (cyrillic small letter ie) is character 2'",
        "\ud83d\ude00\u200bhunter, 'has an invisible character: U+200B (zero width space) is character 2'",
        "'\"hunter\"', 'is in quotation marks or brackets'",
        "'`hunter`', 'is in quotation marks or brackets'",
        "'<hunter>', 'is in quotation marks or brackets'",
        "' hunter', 'has white space at its ends: U+0020 (space) is character 1'",
        "'hunter\t', 'has white space at its ends: U+0009 (character tabulation) is character 7'",
        "'hunter\r\n', 'has white space at its ends: U+000D (carriage return (cr)) is character 7'",
        "'hun\nter', 'has a line break or control character in it: U+000A (line feed (lf)) is character 4'",
        "'hun\u2028ter', 'has a line break or control character in it: U+2028 (line separator) is character 4'",
        "'hun\u0000ter', 'has a line break or control character in it: U+0000 (null) is character 4'"
    })
    void secretOrIdentifier_changedByPasting_isAProblemThatNamesTheCharacter(String pasted, String message) {
        for (ProfileField<?> field : List.of(
                ProfileField.CLIENT_SECRET,
                ProfileField.CLIENT_ID,
                ProfileField.SIGNING_KEY_ID,
                ProfileField.ASSERTION_ISSUER,
                ProfileField.CLIENT_ASSERTION_AUDIENCE)) {
            assertThat(filled().setText(field, pasted).problems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.field()).isEqualTo(field.property());
                        assertThat(problem.message()).isEqualTo(message);
                        assertThat(problem.toString()).doesNotContain("hun", "nter");
                    });
        }
    }

    @Test
    void pastedText_setByTheApplication_isCheckedToo() {
        assertThat(filled().clientSecret(Secret.of("sec\u200bret")).problems())
                .extracting(Problem::message)
                .containsExactly("has an invisible character: U+200B (zero width space) is character 4");
        assertThat(filled().scopes("read", "wri\u00adte")
                        .extraParams(Map.of("audi\u200bence", "x"))
                        .problems())
                .extracting(Problem::field)
                .containsExactlyInAnyOrder("scopes", "extraParams");
    }

    @ParameterizedTest
    @CsvSource({
        "tokenUrl, \u201chttps://as.example/token\u201d, only looks like another one: U+201C",
        "tokenUrl, '\"https://as.example/token\"', is in quotation marks",
        "tokenUrl, '<https://as.example/token>', is in quotation marks",
        "tokenUrl, 'https://as.example/\ntoken', has a line break",
        "tokenUrl, https://as.example\uff0ftoken, only looks like another one: U+FF0F",
        "apiHosts, api\u2010one.example, only looks like another one: U+2010",
        "apiHosts, \u0430pi.example, only looks like another one: U+0430",
        "extraParams, '{\u201caudience\u201d: \u201cx\u201d}', only looks like another one: U+201C",
        "extraParams, '{\n\"audience\": \"x\",\n}', cannot be read",
        "assertionClaims, '\u2018{}\u2019', only looks like another one: U+2018",
        "clientAuthMode, \u201cHTTP_BASIC\u201d, only looks like another one: U+201C",
        "defaultExpiresIn, '\"3600\"', is in quotation marks",
        "jwtAssertion, '\"eyJh.eyJz.c2ln\"', is in quotation marks"
    })
    void text_thatCannotBeRead_namesWhatPastingChanged(String property, String pasted, String problem) {
        ProfileField<?> field = GOOD.keySet().stream()
                .filter(each -> each.property().equals(property))
                .findFirst()
                .orElseThrow();
        assertThat(filled().setText(field, pasted).problems()).singleElement().satisfies(found -> {
            assertThat(found.field()).isEqualTo(property);
            assertThat(found.toString()).contains(problem);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "tokenUrl, ' https://as.example/token\r\n', https://as.example/token",
        "apiHosts, '\tapi.example\n', api.example",
        "scopes, ' read\n write ', read write",
        "defaultExpiresIn, ' 3600 ', 3600",
        "clientAuthMode, ' HTTP_BASIC ', HTTP_BASIC",
        "redirectUri, ' https://desk.example/cb ', https://desk.example/cb"
    })
    void whiteSpaceAround_anAddressListNumberOrChoice_isRemoved(String property, String pasted, String value) {
        ProfileField<?> field = GOOD.keySet().stream()
                .filter(each -> each.property().equals(property))
                .findFirst()
                .orElseThrow();
        ProfileForm form = filled().setText(field, pasted);
        assertThat(form.problems()).isEmpty();
        assertThat(form.display(field)).isEqualTo(value);
    }

    @Test
    void hostOfAnotherAlphabet_isTaken() {
        ProfileForm form =
                filled().setText(ProfileField.API_HOSTS, "\u043f\u043e\u0447\u0442\u0430.example bücher.example");
        assertThat(form.problems()).isEmpty();
        assertThat(form.value(ProfileField.API_HOSTS).orElseThrow())
                .extracting(ApiHost::host)
                .containsExactly("xn--80a1acny.example", "xn--bcher-kva.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Empfang \u2013 Ö",
                "\"Lobby\"",
                "\u201eEmpfang\u201c",
                "\ud83d\udc69\u200d\ud83d\udcbb desk",
                "\u0645\u06cc\u200c\u0632",
                "\u2764\ufe0f"
            })
    void name_asPeopleWriteIt_isTaken(String name) {
        assertThat(filled().name(name).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pässwört €", "p@ss \"w\" o'rd", "\u043f\u0430\u0440\u043e\u043b\u044c", "a<b>c"})
    void secret_withOtherLetters_isTaken(String secret) {
        assertThat(filled().clientSecret(Secret.of(secret)).problems()).isEmpty();
    }
}
