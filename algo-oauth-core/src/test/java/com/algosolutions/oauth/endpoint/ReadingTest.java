package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text says once a layer of escapes or of an encoding is removed, and where that stands in the text. */
class ReadingTest {
    private static Reading of(String text) {
        return Reading.of(text, 0, text.length());
    }

    private static final String SECRET = "secret-token";
    private static final int NONE = 1_000;

    private static List<String> readings(String text, int least) {
        return of(text).inner(least).stream().map(Reading::text).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "a%2Fb a/b",
                "%41 A",
                "a%4 a%4",
                "%zz %zz",
                "\\u0041b Ab",
                "\\x41b Ab",
                "\\u004 \\u004",
                "\\x4 \\x4",
                "a\\nb ab",
                "a\\/b a/b",
                "a\\\"b a\"b",
                "a\\\\b a\\b",
                "a\\q a\\q",
                "a\\ a\\",
                "a&amp;b a&b",
                "&#65; A",
                "&#x41; A",
                "&#X41; A",
                "&#; &#;",
                "&#6a; &#6a;",
                "&eacute; \u00e9",
                "&nbsp;a \u00a0a",
                "&yuml; \u00ff",
                "&rbrace; }",
                "&other; &other;",
                "&amp &amp",
                "a\u200bb ab",
                "a\u0007b ab"
            })
    void escapes_areRemoved_ifTheyAreWhole(String text, String read) {
        assertThat(readings(text, NONE)).isEqualTo(text.equals(read) ? List.of() : List.of(read));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".a", ".ab", ".abc"})
    void encodings_areRead_whateverStandsBefore(String before) {
        byte[] bytes = SECRET.getBytes(UTF_8);
        assertThat(readings(before + Base64.getEncoder().encodeToString(bytes) + ".", SECRET.length()))
                .contains(SECRET);
        assertThat(readings(before + HexFormat.of().formatHex(bytes) + ".", SECRET.length()))
                .contains(SECRET);
        assertThat(readings(before + HexFormat.of().withUpperCase().formatHex(bytes), SECRET.length()))
                .contains(SECRET);
    }

    @Test
    void encodings_thatSayLess_areLeftOut() {
        String hex = HexFormat.of().formatHex(SECRET.getBytes(UTF_8));
        assertThat(readings(hex, SECRET.length() + 1)).doesNotContain(SECRET);
        assertThat(readings(Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)), SECRET.length() + 1))
                .isEmpty();
    }

    /** Both alphabets of RFC 4648: these bytes need the two characters in which they differ. */
    @Test
    void base64_isRead_inBothAlphabets() {
        byte[] bytes = "~~~???>>>~~~???".getBytes(UTF_8);
        String text = new String(bytes, UTF_8);
        assertThat(Base64.getEncoder().encodeToString(bytes)).contains("/", "+");
        assertThat(readings(Base64.getEncoder().encodeToString(bytes), text.length()))
                .contains(text);
        assertThat(readings(Base64.getUrlEncoder().encodeToString(bytes), text.length()))
                .contains(text);
    }

    /** The bytes between two parts, and whether they can be read, so that both parts are one reading. */
    @ParameterizedTest
    @CsvSource({
        "20, true",
        "7e, true",
        "09, true",
        "0d0a, true",
        "1f, false",
        "00, false",
        "7f, false",
        "c3a9, true",
        "c2a9, true",
        "e0a4b9, true",
        "c1a9, false",
        "c328, false",
        "80, false",
        "e282ac, true",
        "e28228, false",
        "f09f9880, true",
        "f09f9828, false"
    })
    void bytes_areRead_ifTheyAreAsciiOrUtf8(String between, boolean legible) {
        String half = HexFormat.of().formatHex(SECRET.getBytes(UTF_8));
        String whole = SECRET + new String(HexFormat.of().parseHex(between), ISO_8859_1) + SECRET;
        List<String> read = readings(half + between + half, SECRET.length());
        assertThat(read.contains(whole)).isEqualTo(legible);
        assertThat(read.contains(SECRET)).isEqualTo(!legible);
    }

    @Test
    void character_cutAtTheEnd_isNotRead() {
        String half = HexFormat.of().formatHex(SECRET.getBytes(UTF_8));
        assertThat(readings(half + "e282", SECRET.length())).contains(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "x%41y, 1, 2, '{1, 2, 3}'",
        "x%41y, 0, 1, {0}",
        "x%41y, 2, 3, {4}",
        "x&amp;y, 1, 3, '{1, 2, 3, 4, 5, 6}'",
        "x&amp;y, 1, 2, '{1, 2, 3, 4, 5}'",
        "x&#38;y, 1, 2, '{1, 2, 3, 4, 5}'",
        "'x\\/y', 1, 2, '{1, 2}'",
        "a\\u0041, 1, 2, '{1, 2, 3, 4, 5, 6}'"
    })
    void part_ofAReading_isMarkedInTheText(String text, int from, int to, String marked) {
        BitSet original = new BitSet();
        of(text).inner(NONE).get(0).mark(from, to, original);
        assertThat(original).hasToString(marked);
    }

    @Test
    void part_ofAnEncoding_isMarkedInTheText_alsoThroughTwoLayers() {
        BitSet hex = new BitSet();
        of(".616263").inner(3).get(0).mark(1, 2, hex);
        assertThat(hex).hasToString("{3, 4}");
        BitSet base64 = new BitSet();
        of("YWJj").inner(3).get(0).mark(1, 2, base64);
        assertThat(base64).hasToString("{1, 2}");
        BitSet both = new BitSet();
        of("%36162").inner(NONE).get(0).inner(2).get(0).mark(0, 1, both);
        assertThat(both).hasToString("{0, 1, 2, 3}");
    }
}
