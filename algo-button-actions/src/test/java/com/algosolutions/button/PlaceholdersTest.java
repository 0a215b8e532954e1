package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders: their values, encoded for each place. */
class PlaceholdersTest {
    private static final String NASTY = "\"a\\b\" ö & <c>/.. /?#%\r\nX: y";

    private static ButtonForm read(String path, String header, String payload) {
        return new ButtonReader(false, Placeholders.of(Map.of("deviceName", NASTY)))
                .read(new ManualButton("1")
                        .with("request.customPath", Json.write(path))
                        .with("request.customHeaders", Json.write(header))
                        .with("request.dataPayload", Json.write(payload))
                        .json());
    }

    private static ApiRequest sent(String path, String header, String payload) {
        ButtonRequest request =
                read(path, header, payload).buttons().get("help").requests().get(0);
        return request.to(
                ApiHost.of("a.example"),
                unused -> {
                    throw new AssertionError("nothing is sent");
                },
                Map.of(),
                Placeholders.of(Map.of("deviceName", NASTY, "pressId", "7", "buttonText", "Help")));
    }

    private static String body(ApiRequest request) {
        return new String(request.body().toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void value_inThePath_isOneSegmentAndInTheQueryOneValue() {
        ApiRequest request = sent("x/${deviceName}/${pressId}?n=${deviceName}&p=${pressId}", "", "");

        String encoded = "%22a%5Cb%22%20%C3%B6%20%26%20%3Cc%3E%2F..%20%2F%3F%23%25%0D%0AX%3A%20y";
        assertThat(request.uri()).hasToString("https://a.example/x/" + encoded + "/7?n=" + encoded + "&p=7");
    }

    @Test
    void value_inAHeader_staysOnItsLine() {
        assertThat(sent("x", "X-Who: at ${deviceName}", "").headers())
                .containsExactly(new Header("X-Who", "at \"a\\b\" %C3%B6 & <c>/.. /?#%25%0D%0AX: y"));
    }

    @Test
    void value_inAJsonText_isThatText() {
        String payload = body(sent("x", "", "{\"text\": \"${buttonText} at ${deviceName}\", \"a\": 1}"));

        assertThat(Json.readObject(payload)).isEqualTo(Map.of("text", "Help at " + NASTY, "a", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-www-form-urlencoded | n=%22a%5Cb%22%20%C3%B6%20%26%20%3Cc%3E%2F..%20%2F%3F%23%25%0D%0AX%3A%20y",
                "text/xml; charset=utf-8 | n=&quot;a\\b&quot; ö &amp; &lt;c&gt;/.. /?#%~X: y",
                "application/soap+xml | n=&quot;a\\b&quot; ö &amp; &lt;c&gt;/.. /?#%~X: y",
                "text/plain | n=\"a\\b\" ö & <c>/.. /?#%~X: y",
            })
    void value_inAPayloadOfAnotherType_isEncodedForThatType(String type, String expected) {
        assertThat(body(sent("x", "Content-Type: " + type, "n=${deviceName}")))
                .isEqualTo(expected.replace("~", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": \"$${mac} $$ $x {mac} ${\"}"})
    void dollar_thatIsNoPlaceholder_isUnchanged(String payload) {
        assertThat(body(sent("x", "", payload))).isEqualTo(payload.replace("$${", "${"));
    }

    @Test
    void value_withAPlaceholder_isNotReplacedAgain() {
        String text = Placeholders.of(Map.of("a", "${b}$1\\", "b", "x")).expand("${a}${b}", v -> v);

        assertThat(text).isEqualTo("${b}$1\\x");
    }

    @Test
    void deviceName_thatMakesADotSegment_isAProblemOfThePath() {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class,
                () -> new ButtonReader(false, Placeholders.of(Map.of("deviceName", "..")))
                        .read(new ManualButton("1")
                                .with("request.customPath", "\"a/${deviceName}/b\"")
                                .json()));

        assertThat(refusal.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("segment . or .."));
    }

    @Test
    void mac_thatIsNotConfigured_isAProblemWithItsFix() {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class,
                () -> new ButtonReader(false, Placeholders.of(Map.of()))
                        .read(new ManualButton("1")
                                .with("request.dataPayload", "\"{\\\"a\\\": \\\"${mac}\\\"}\"")
                                .json()));

        assertThat(refusal.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.advice()).contains("ButtonActions.builder(client).mac("));
    }

    @Test
    void press_replacesItsIdTextAndLocalTime() {
        try (Targets targets = new Targets()) {
            String document = targets.document(1, 1)
                    .replace("\"r1\"", "\"r?t=${localTime}&p=${pressId}&b=${buttonText}\"")
                    .replace("\"identifier\":\"go\"", "\"identifier\":\"go\",\"text\":\"Hilfe für alle\"");
            ButtonActions buttons = ButtonActions.builder(targets.client())
                    .debounce(Duration.ZERO)
                    .clock(Clock.fixed(Instant.parse("2027-07-01T08:15:30Z"), ZoneId.of("America/Vancouver")))
                    .parse(document);

            PressResult first = buttons.press("go");
            PressResult second = buttons.press("go");

            assertThat(first.delivered()).isTrue();
            Matcher arrived = Pattern.compile(
                            "t1\\.test /r\\?t=2027-07-01%2001%3A15%3A30&p=(\\S+)&b=Hilfe%20f%C3%BCr%20alle")
                    .matcher(targets.arrived().get(0));
            assertThat(arrived.matches()).as(targets.arrived().get(0)).isTrue();
            assertThat(arrived.group(1)).isEqualTo(first.pressId());
            assertThat(targets.arrived().get(1)).contains(second.pressId()).doesNotContain(first.pressId());
        }
    }

    @Test
    void placeholders_thatMakeATextOfAnyLength_areAProblem() {
        String document = new ManualButton("1")
                .with("text", Json.write("x".repeat(100_000)))
                .with("request.dataPayload", Json.write("${buttonText}".repeat(100_000)))
                .with("request.customHeaders", "\"Content-Type: text/plain\"")
                .json();
        assertThat(catchThrowableOfType(
                                InvalidInputException.class,
                                () -> new ButtonReader(false, Placeholders.of(Map.of())).read(document))
                        .problems())
                .singleElement()
                .asString()
                .isEqualTo(
                        "buttons[0].requests[0].dataPayload becomes too long: its placeholders add more than 65536 characters."
                                + " Use fewer placeholders, or shorter values.");
    }

    @Test
    void placeholders_thatAreUnknown_areReportedOnceEach_andAtMostTen() {
        String payload = "${a}${a}"
                + IntStream.range(0, 5_000).mapToObj(i -> "${x" + i + "}").collect(Collectors.joining());
        assertThat(catchThrowableOfType(
                                InvalidInputException.class, () -> read("/", "Content-Type: text/plain", payload))
                        .problems())
                .hasSize(10)
                .doesNotHaveDuplicates();
    }
}
