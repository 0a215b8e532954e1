package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = new Redactor(List.of(Secret.of("hunter2"), Secret.of("hunter2 and more")));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'Invalid client: xx', 'Invalid client: xx'",
                "'secret hunter2 is wrong', 'secret *** is wrong'",
                "'hunter2 and more', '***'",
                "'hunter2%20and%20more', '***'",
                "'aHVudGVyMg==', '***=='",
                "'line\r\nbreak\tand\u0007nul', 'line break and nul'",
                "'  ', ''",
                "'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', '***'",
                "'8zXq6oaLT7WvwWITlGiA1A', '8zXq6oaLT7WvwWITlGiA1A'"
            })
    void words_ofAServer_areMadeFitToPrint(String words, String printed) {
        assertThat(redactor.clean(words)).isEqualTo(printed);
    }

    @Test
    void words_long_areCut_afterTheSecretIsMasked() {
        assertThat(redactor.clean("x ".repeat(98) + "hunter2 is long " + "y ".repeat(200)))
                .hasSize(201)
                .endsWith("…")
                .doesNotContain("hun");
        assertThat(redactor.clean("A".repeat(9_998) + " hunter2")).isEqualTo("*** ***");
    }

    @Test
    void mask_leavesTheRestAsItIs() {
        assertThat(redactor.mask("{\"a\":\n \"hunter2\", \"id\": \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\"}"))
                .isEqualTo("{\"a\":\n \"***\", \"id\": \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c, false",
        "https://login.example/device?user_code=WDJB-MJHT, false",
        "https://login.example/?request_, false",
        "https://login.example/?x=request_https%3a%2f%2f-secret, true",
        "urn:x:cmVxdWVzdF9odHRwczovLy1zZWNyZXQ, true",
        "-SECRET-0123456789, true",
        "-secret-01234, false"
    })
    void text_repeatsASecret_onlyIfThatIsNoChance(String text, boolean repeated) {
        Redactor known = new Redactor(List.of(Secret.of("request_https://-secret-0123456789")));
        assertThat(known.isRepeatedBy(text)).isEqualTo(repeated);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\ufeff", "\u001b", "\b",
                "\u0000", "\ue000", "\ud800", "\u0378", "\u00ad"
            })
    void characters_thatATerminalObeys_areReplaced(String hidden) {
        assertThat(redactor.clean("a" + hidden + "b" + hidden)).isEqualTo("a b");
        assertThat(Redactor.visible(hidden + "a" + hidden + "\uD83D\uDD14")).isEqualTo("a \uD83D\uDD14");
    }

    private static final String SECRET = "p+ss/w=rd \"&<\u00e9~!";

    private static String entities(String text, String format) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(String.format(format, c)));
        return out.toString();
    }

    static Stream<String> echoes() {
        byte[] bytes = SECRET.getBytes(UTF_8);
        String form = URLEncoder.encode(SECRET, UTF_8);
        String json = "p+ss\\/w=rd \\\"&<\u00e9~!";
        String html = "p+ss/w=rd &quot;&amp;&lt;\u00e9~!";
        return Stream.of(
                SECRET,
                form,
                form.toLowerCase(Locale.ROOT),
                form.replace("+", "%20"),
                "p%2Bss%2fw%3Drd%20%22%26%3C%C3%a9~!", // encodeURIComponent, in both cases
                URLEncoder.encode(form, UTF_8),
                json,
                json.replace("=", "\\u003d").replace("&", "\\u0026").replace("<", "\\u003C"),
                entities(SECRET, "\\u%04x"),
                Json.write(json),
                html,
                html.replace("+", "&#43;").replace("/", "&#x2F;"),
                entities(SECRET, "&#%d;"),
                html.replace("&", "&amp;"),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                Base64.getEncoder().encodeToString(("admin:" + SECRET).getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(("me:" + SECRET + ":x").getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(("user:" + SECRET + ":").getBytes(UTF_8)),
                URLEncoder.encode(Base64.getEncoder().encodeToString(bytes), UTF_8),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                SECRET.substring(2, 10),
                SECRET.substring(0, 9) + " and more",
                "\\u0070\\u002bss\\/w=rd%20",
                SECRET.toUpperCase(Locale.ROOT),
                "p+ss\u200b/w=\u00adrd \u0000\"&<\u00e9~!",
                entities(SECRET, "&#x%08X;"),
                "p&plus;ss&sol;w&equals;rd &quot;&amp;&lt;&eacute;&#126;&excl;",
                base64(form),
                base64(base64(SECRET)),
                base64(Json.write(SECRET)),
                base64(entities(SECRET, "\\u%04x")),
                base64("id=me&secret=" + URLEncoder.encode(form, UTF_8)),
                URLEncoder.encode(base64(form), UTF_8),
                hex(base64(SECRET)),
                hex(form),
                base64(hex(SECRET)),
                "1" + hex(SECRET),
                Base64.getMimeEncoder(12, new byte[] {'\r', '\n'}).encodeToString(bytes),
                Json.write(Base64.getMimeEncoder(12, new byte[] {'\n'}).encodeToString(bytes)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void secret_inAnyEncoding_isMasked(String echo) {
        Redactor one = new Redactor(List.of(Secret.of(SECRET)));
        for (String text : List.of(one.mask("{\"said\": \"" + echo + "\"}"), one.clean("wrong: " + echo + "."))) {
            assertThat(text)
                    .contains("***")
                    .doesNotContainIgnoringCase(
                            "p+ss", "ss/w", "w=rd", "rd \"", "cCtzcy", "702b", "%2Fw", "u003d", "cCUyQ", "&#x");
        }
        assertThat(one.clean("wrong: " + echo)).startsWith("wrong: ");
    }

    /** Hexadecimal of hexadecimal, whichever digit it begins with. */
    @Test
    void text_tooDeeplyEncoded_isMaskedWhole() {
        Redactor one = new Redactor(List.of(Secret.of(SECRET)));
        assertThat(one.mask("3".repeat(100_000))).isEqualTo("***");
        assertThat(one.mask("3".repeat(1_000))).isEqualTo("3".repeat(1_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100 % of it",
                "a & b &copy; &#; &#x; &",
                "C:\\new\\",
                "\\u12",
                "%zz %4",
                "\\",
                "&#99999999;",
                "1+1",
                "SGVsbG8sIHdvcmxkIQ== 48656c6c6f2c20776f726c6421 &Eacute; &none; \\n \\",
                "the client is not known"
            })
    void text_withoutASecret_staysAsItIs(String text) {
        assertThat(redactor.mask(text)).isEqualTo(text);
        assertThat(new Redactor(List.of()).mask(text)).isEqualTo(text);
    }

    @Test
    void secret_longerThanAnyToken_masksTheWholeText() {
        Random random = new Random(1);
        String token = random.ints(300_000, '!', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(new Redactor(List.of(Secret.of(token.substring(0, 16_384))))
                        .mask("wrong: " + token.substring(9_000, 9_020) + "."))
                .isEqualTo("wrong: ***.");
        Redactor hostile = new Redactor(List.of(Secret.of(token), Secret.of("hunter2")));
        assertThat(hostile.mask("wrong: " + token.substring(299_000, 299_020) + "."))
                .isEqualTo("***");
        assertThat(hostile.clean("wrong")).isEqualTo("***");
    }

    @Test
    void secret_ofOtherAlphabets_isMaskedInPieces() {
        Redactor one = new Redactor(List.of(Secret.of(
                "\u043f\u0430\u0440\u043e\u043b\u044c-\u0434\u043b\u0438\u043d\u043d\u044b\u0439-\ud83d\udd14")));
        assertThat(one.mask("not \u043e\u043b\u044c-\u0434\u043b\u0438\u043d\u043d, but"))
                .isEqualTo("not ***, but");
        assertThat(one.mask("not \u043e\u043b\u044c")).isEqualTo("not \u043e\u043b\u044c");
    }

    @Test
    void body_longerThanAWindow_isMaskedWhereverTheSecretStands() {
        Redactor one = new Redactor(List.of(Secret.of(SECRET)));
        String encoded = Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8));
        for (int before : new int[] {60_000, 61_430, 61_440, 65_500, 65_520, 65_530, 65_536, 200_000}) {
            for (String echo : List.of(SECRET, encoded, URLEncoder.encode(encoded, UTF_8))) {
                String masked = one.mask(" .".repeat(before / 2) + echo + " .".repeat(40_000));
                assertThat(masked)
                        .startsWith(" . .")
                        .contains("***")
                        .doesNotContain("ss/w", echo.substring(0, 8), echo.substring(6, 14));
                assertThat(masked.length()).isBetween(before + 80_000, before + 80_040);
            }
        }
    }
}
