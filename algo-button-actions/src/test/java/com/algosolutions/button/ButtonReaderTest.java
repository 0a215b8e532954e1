package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ButtonReaderTest {
    private static ManualButton document() {
        return new ManualButton("123456789000");
    }

    private static Button read(ManualButton document) {
        return new ButtonReader(true, Placeholders.of(Map.of()))
                .read(document.json())
                .buttons()
                .values()
                .iterator()
                .next();
    }

    private static ButtonRequest readRequest(ManualButton document) {
        return read(document).requests().get(0);
    }

    private static List<Problem> problems(String json, boolean canSign) {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class, () -> new ButtonReader(canSign, Placeholders.of(Map.of())).read(json));
        assertThat(refusal).as("a refusal of %s", json).isNotNull();
        return refusal.problems();
    }

    private static List<Problem> problems(ManualButton document) {
        return problems(document.json(), true);
    }

    @Test
    void buttons_withEqualFields_areEqual() {
        assertThat(read(document())).isEqualTo(read(document())).hasSameHashCodeAs(read(document()));
        assertThat(read(document())).isNotEqualTo(read(document().with("text", "\"Help!\"")));
        assertThat(read(document())).isNotEqualTo(read(document().with("request.repeatable", "true")));
        assertThat(read(document()).toString()).contains("help", "POST").doesNotContain("HELLO!", "charset");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identifier | \"help\\u200b\" | buttons[0].identifier | U+200B (zero width space) is character 5",
                "status | \"\\ufeffEnabled\" | buttons[0].status | U+FEFF (zero width no-break space) is character 1",
                "request.command | \"Other\\u00a0\" | buttons[0].requests[0].command | U+00A0 (no-break space) is character 6",
                "request.method | \"\\u201cPOST\\u201d\" | buttons[0].requests[0].method | U+201C (left double quotation mark) is character 1",
                "request.targets | [\"api\\u00ad.example\"] | buttons[0].requests[0].targets[0] | U+00AD (soft hyphen) is character 4",
                "request.targets | [\"api.ex\\u0430mple\"] | buttons[0].requests[0].targets[0] | U+0430 (cyrillic small letter a) is character 7",
                "request.targets | [\"\\\"api.example\\\"\"] | buttons[0].requests[0].targets[0] | is in quotation marks",
                "request.customPath | \"chats/1\\u200d/posts\" | buttons[0].requests[0].customPath | U+200D (zero width joiner) is character 8",
                "request.customPath | \"chats/\\uff11/posts\" | buttons[0].requests[0].customPath | U+FF11 (fullwidth digit one) is character 7",
                "request.oauthProfile | \"Front\\u00a0desk\" | buttons[0].requests[0].oauthProfile | U+00A0 (no-break space) is character 6",
                "request.headers | \"Custom\\u2002Headers\" | buttons[0].requests[0].headers | U+2002 (en space) is character 7",
                "request.customHeaders | [\"X-Key: a\\u200bb\"] | buttons[0].requests[0].customHeaders | U+200B (zero width space) is character 9",
                "request.customHeaders | [\"X\\u2011Key: a\"] | buttons[0].requests[0].customHeaders | U+2011 (non-breaking hyphen) is character 2"
            })
    void text_changedByPasting_isAProblemThatNamesTheCharacter(
            String member, String json, String path, String message) {
        assertThat(problems(document().with(member, json))).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void payloadAndText_withAnyCharacter_areTaken() {
        assertThat(read(document()
                                .with("text", "\"H\\u00e9lp \\u2013 \\ud83d\\udc69\\u200d\\ud83d\\udcbb\"")
                                .with("request.dataPayload", "\"{\\\"text\\\": \\\"\\u201cHello\\u201d\\u00a0!\\\"}\""))
                        .requests())
                .hasSize(1);
    }

    @Test
    void button_ofTheDeviceManual_isRead() {
        Button button = read(document());

        assertThat(button.identifier()).isEqualTo("help");
        assertThat(button.enabled()).isTrue();
        assertThat(button.text()).isEqualTo("Help");
        assertThat(button.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.customPath()).isEqualTo("team-messaging/v1/chats/123456789000/posts");
            assertThat(request.targets()).containsExactly(ApiHost.of("platform.ringcentral.com"));
            assertThat(request.oauthProfile()).hasValue("Front desk");
            assertThat(request.headersMode()).isEqualTo(HeadersMode.CUSTOM);
            assertThat(request.customHeaders())
                    .containsExactly(new Header("Content-Type", "application/json; charset=utf-8"));
            assertThat(request.dataPayload()).isEqualTo("{\"text\": \"HELLO!\"}");
            assertThat(request.address("https", request.targets().get(0), Placeholders.of(Map.of())))
                    .hasToString("https://platform.ringcentral.com/team-messaging/v1/chats/123456789000/posts");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1?access_token=x", "/v1?a=b&access%5Ftoken=x"})
    @DisplayName("E1.9 a button with an access token in its path is a problem of the document, and not of a press")
    void customPath_withAnAccessToken_isAProblem(String path) {
        assertThat(problems(document().with("request.customPath", "\"" + path + "\"")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("buttons[0].requests[0].customPath");
                    assertThat(problem.advice()).contains("name an OAuth profile");
                });
    }

    @Test
    void problems_ofManyFields_areReportedAtOnce() {
        ManualButton first = document()
                .with("status", "\"on\"")
                .with("numberOfApiRequests", "3")
                .with("request.method", "\"get\"")
                .with("request.customPath", "\"../x\"")
                .with("request.targets", "[\"https://a\", \"b\", \"c/d\"]")
                .with("request.customHeaders", "\"Host: x\\nAuthorization: y\"")
                .with("request.colour", "\"red\"");
        ManualButton second = document().with("action", "");

        assertThat(problems(ManualButton.json(first, second), true))
                .extracting(Problem::field)
                .containsExactlyInAnyOrder(
                        "buttons[0].status",
                        "buttons[0].numberOfApiRequests",
                        "buttons[0].requests[0].method",
                        "buttons[0].requests[0].customPath",
                        "buttons[0].requests[0].targets[0]",
                        "buttons[0].requests[0].targets[2]",
                        "buttons[0].requests[0].customHeaders",
                        "buttons[0].requests[0].customHeaders",
                        "buttons[0].requests[0].colour",
                        "buttons[1].action",
                        "buttons[1].identifier");
    }

    @Test
    void problems_inTheMessage_areAllThere() {
        assertThatThrownBy(() -> new ButtonReader(true, Placeholders.of(Map.of()))
                        .read(document()
                                .with("action", "")
                                .with("request.method", "")
                                .json()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("buttons[0].action is missing", "buttons[0].requests[0].method is missing");
    }

    @Test
    void algoHeaders_withAProfileAndWithoutAPassword_areTwoProblems() {
        ManualButton document = document()
                .with("request.headers", "\"Algo Standard Authentication Headers\"")
                .with("request.customHeaders", "");

        assertThat(problems(document.json(), false))
                .extracting(Problem::field)
                .containsExactly("buttons[0].requests[0].oauthProfile", "buttons[0].requests[0].headers");
        assertThat(problems(document.json(), true))
                .extracting(Problem::field)
                .containsExactly("buttons[0].requests[0].oauthProfile");
        assertThat(problems(document.with("request.oauthProfile", "").json(), false))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("Remote Device RESTful API Password", "remoteDevicePassword"));
    }

    @Test
    void algoHeaders_withCustomHeaders_areAProblem() {
        assertThat(problems(document()
                        .with("request.headers", "\"Algo Standard Authentication Headers\"")
                        .with("request.oauthProfile", "")))
                .extracting(Problem::field)
                .containsExactly("buttons[0].requests[0].customHeaders");
    }

    @Test
    void authorization_setTwice_isAProblem() {
        assertThat(problems(document()
                        .with("request.oauthProfile", "")
                        .with("request.customHeaders", "[\"Authorization: a\", \"authorization: b\"]")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).isEqualTo("sets authorization twice"));
    }

    @ParameterizedTest
    @CsvSource({"POST, true", "PUT, true", "PATCH, true", "DELETE, false", "GET, false"})
    void payload_leftOut_isTheFormsDefaultWhereTheMethodHasOne(String method, boolean defaulted) {
        ButtonRequest request = readRequest(
                document().with("request.method", '"' + method + '"').with("request.dataPayload", ""));

        assertThat(request.dataPayload()).isEqualTo(defaulted ? "{\"text\": \"HELLO!\"}" : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "application/jsonx; a=b"})
    void payload_namedAsAnotherType_mayBeAnyText(String type) {
        ButtonRequest request = readRequest(document()
                .with("request.customHeaders", "\"content-type: " + type + "\"")
                .with("request.dataPayload", "\"a=b\""));

        assertThat(request.dataPayload()).isEqualTo("a=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON;charset=utf-8", "application/vnd.api+json"})
    void payload_namedAsJson_mustBeJson(String type) {
        assertThat(problems(document()
                        .with("request.customHeaders", "\"Content-Type: " + type + "\"")
                        .with("request.dataPayload", "\"a=b\"")))
                .extracting(Problem::field)
                .containsExactly("buttons[0].requests[0].dataPayload");
    }

    @Test
    void payload_thatIsNotJson_isNotRepeatedInTheProblem() {
        assertThat(problems(document().with("request.dataPayload", "\"my-password\""))
                        .toString())
                .doesNotContain("my-password");
    }

    @Test
    void header_thatCannotBeSent_isNotRepeatedInTheProblem() {
        assertThat(problems(document()
                                .with("request.oauthProfile", "")
                                .with("request.customHeaders", "\"Authorization: Basic geheim\\u0001\""))
                        .toString())
                .contains("Authorization")
                .doesNotContain("geheim");
    }

    @Test
    void identifier_ofTwoButtons_isAProblemOfTheSecond() {
        assertThat(problems(ManualButton.json(document(), document()), true))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("buttons[1].identifier");
                    assertThat(problem.message()).contains("another button");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | is missing",
                "{\"buttons\": null} | is missing",
                "{\"buttons\": {}} | list of objects",
                "{\"buttons\": [] | cannot be read",
                "[] | cannot be read",
                "'' | cannot be read",
                "{\"buttons\": []} {} | cannot be read",
                "{\"buttons\": [], \"buttons\": []} | cannot be read",
            })
    void document_thatIsInvalid_isAProblemOfTheButtons(String json, String wrong) {
        assertThat(problems(json, true)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons");
            assertThat(problem.message()).contains(wrong);
        });
    }

    @Test
    void document_withAnUnknownMember_namesTheNearest() {
        assertThat(problems("{\"buttons\": [], \"button\": 1}", true))
                .singleElement()
                .satisfies(problem -> assertThat(problem.advice()).contains("\"buttons\""));
    }

    @Test
    void document_withoutButtons_isRead() {
        assertThat(new ButtonReader(true, Placeholders.of(Map.of()))
                        .read("{\"buttons\": []}")
                        .buttons())
                .isEmpty();
    }

    @Test
    void buttons_areKeptInTheOrderOfTheDocument() {
        String json = ManualButton.json(
                document().with("identifier", "\"zulu\""),
                document().with("identifier", "\"alpha\""),
                document().with("identifier", "\"mike\""));

        assertThat(new ButtonReader(true, Placeholders.of(Map.of()))
                        .read(json)
                        .buttons()
                        .keySet())
                .containsExactly("zulu", "alpha", "mike");
    }

    @Test
    void address_isSchemeTargetAndPath() {
        ButtonRequest request = readRequest(document()
                .with("request.customPath", "\"/a/b?c=d\"")
                .with("request.targets", "[\"a.example\", \"192.0.2.7:8443\", \"[2001:db8::1]\"]"));

        assertThat(request.targets().stream()
                        .map(target -> request.address("https", target, Placeholders.of(Map.of())))
                        .map(Object::toString))
                .containsExactly(
                        "https://a.example/a/b?c=d", "https://192.0.2.7:8443/a/b?c=d", "https://[2001:db8::1]/a/b?c=d");
    }

    /** An address without an entry is a problem. */
    @ParameterizedTest
    @CsvSource({
        "../x,",
        "a/%2e%2E/x,",
        "a/.%2e?b,",
        "..%2fx,",
        "https://evil.example/x,",
        "//evil.example/x,",
        "\\\\evil.example/x,",
        "a#b,",
        "@evil.example/x, https://a.example/@evil.example/x",
        ":8443/x, https://a.example/:8443/x",
        ".evil.example/x, https://a.example/.evil.example/x",
        "?a=https://evil.example/, https://a.example/?a=https://evil.example/",
        "..;/x, https://a.example/..;/x"
    })
    void path_thatLeadsElsewhere_isAProblem_orAPathOfItsTarget(String path, @Nullable String address) {
        ManualButton document =
                document().with("request.customPath", Json.write(path)).with("request.targets", "[\"a.example\"]");

        if (address == null) {
            assertThat(problems(document)).extracting(Problem::field).containsOnly("buttons[0].requests[0].customPath");
        } else {
            ButtonRequest request = readRequest(document);
            assertThat(request.address("https", request.targets().get(0), Placeholders.of(Map.of())))
                    .hasToString(address)
                    .hasHost("a.example");
        }
    }

    @Test
    void path_thatIsVeryLong_isRead() {
        String path = "%C3%A4b".repeat(20_000);

        assertThat(readRequest(document().with("request.customPath", '"' + path + '"'))
                        .customPath())
                .isEqualTo(path);
    }

    @Test
    void printing_ofARequest_showsNoCredential() {
        Button button = read(document()
                .with("request.oauthProfile", "")
                .with("request.customPath", "\"a/b?key=geheim1\"")
                .with("request.customHeaders", "[\"Authorization: Basic geheim2\", \"X-Key: geheim3\"]")
                .with("request.dataPayload", "\"{\\\"password\\\": \\\"geheim4\\\"}\""));

        assertThat(button.toString())
                .contains("POST to [platform.ringcentral.com]", "X-Key", "23 characters")
                .doesNotContain("geheim", "a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml", "text/plain; charset=utf-8", "application/x-www-form-urlencoded"})
    void payload_leftOutWhereTheFormsDefaultIsOfAnotherType_isAProblem(String type) {
        ManualButton document = document()
                .with("request.customHeaders", "[\"Content-Type: " + type + "\"]")
                .with("request.dataPayload", "");
        InvalidInputException refusal = catchThrowableOfType(InvalidInputException.class, () -> read(document));

        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons[0].requests[0].dataPayload");
            assertThat(problem.message()).contains("is missing", "JSON");
            assertThat(problem.advice()).contains("empty text");
        });
        assertThat(readRequest(document.with("request.dataPayload", "\"\"")).dataPayload())
                .isEmpty();
    }

    @Test
    void fields_ofTheForm_haveTheirLabels() {
        assertThat(Map.of(
                        HeadersMode.CUSTOM, "Custom Headers",
                        HeadersMode.ALGO_STANDARD, "Algo Standard Authentication Headers",
                        HeadersMode.NONE, "None"))
                .allSatisfy((mode, label) -> assertThat(mode.label()).isEqualTo(label));
        assertThat(Button.SEND_API_REQUEST).isEqualTo("Send API Request");
        assertThat(ButtonRequest.DEFAULT_PAYLOAD).isEqualTo("{\"text\": \"HELLO!\"}");
    }
}
