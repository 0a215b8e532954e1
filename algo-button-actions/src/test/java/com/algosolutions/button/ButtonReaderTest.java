package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ButtonReaderTest {
    private static ButtonDocument document() {
        return new ButtonDocument("123456789000");
    }

    private static Button read(ButtonDocument document) {
        return new ButtonReader(true).read(document.json()).values().iterator().next();
    }

    private static ButtonRequest readRequest(ButtonDocument document) {
        return read(document).requests().get(0);
    }

    private static List<Problem> problems(String json, boolean canSign) {
        InvalidButtonsException refusal =
                catchThrowableOfType(InvalidButtonsException.class, () -> new ButtonReader(canSign).read(json));
        assertThat(refusal).as("a refusal of %s", json).isNotNull();
        return refusal.problems();
    }

    private static List<Problem> problems(ButtonDocument document) {
        return problems(document.json(), true);
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
            assertThat(request.address(request.targets().get(0)))
                    .hasToString("https://platform.ringcentral.com/team-messaging/v1/chats/123456789000/posts");
        });
    }

    /** The member that is changed, its JSON value, the path of the problem, and words of what is wrong and of the cure. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                // the button
                "identifier | '' | identifier | is missing | name",
                "identifier | '\"\"' | identifier | is missing | name",
                "identifier | '\"  \"' | identifier | is missing | name",
                "identifier | '\" help\"' | identifier | white space | line",
                "identifier | '\"he\\nlp\"' | identifier | line break | line",
                "identifier | 7 | identifier | is not text | double quotes",
                "status | '\"enabled\"' | status | is \"enabled\" | Enabled",
                "status | '\"On\"' | status | is \"On\" | Disabled",
                "status | true | status | is not text | double quotes",
                "text | [] | text | is not text | double quotes",
                "action | '' | action | is missing | Send API Request",
                "action | '\"Page\"' | action | is \"Page\" | Send API Request",
                "action | 1 | action | is not text | double quotes",
                "numberOfApiRequests | '' | numberOfApiRequests | is missing | Write 1",
                "numberOfApiRequests | 2 | numberOfApiRequests | is 2, but 1 request is listed | Correct",
                "numberOfApiRequests | 0 | numberOfApiRequests | is 0, but 1 request is listed | Correct",
                "numberOfApiRequests | -1 | numberOfApiRequests | is -1 | Correct",
                "numberOfApiRequests | '\"1\"' | numberOfApiRequests | whole number | digits",
                "numberOfApiRequests | 1.5 | numberOfApiRequests | whole number | digits",
                "requests | '' | requests | is empty | request",
                "requests | [] | requests | is empty | request",
                "requests | {} | requests | list of objects | [",
                "requests | '[7]' | requests[0] | not an object | {",
                // its request
                "request.command | '\"other\"' | requests[0].command | is \"other\" | Other",
                "request.command | '\"Start Tone\"' | requests[0].command | is \"Start Tone\" | Other",
                "request.command | 3 | requests[0].command | is not text | double quotes",
                "request.method | '' | requests[0].method | is missing | POST",
                "request.method | '\"post\"' | requests[0].method | is \"post\" | POST",
                "request.method | '\"HEAD\"' | requests[0].method | is \"HEAD\" | POST",
                "request.method | '\"TRACE\"' | requests[0].method | is \"TRACE\" | POST",
                "request.method | '\"POST \\r\\nX: y\"' | requests[0].method | POST | POST",
                "request.method | [] | requests[0].method | is not text | double quotes",
                "request.customPath | '' | requests[0].customPath | is missing | URL",
                "request.customPath | '\"\"' | requests[0].customPath | is missing | URL",
                "request.customPath | '\" \"' | requests[0].customPath | is missing | URL",
                "request.customPath | 5 | requests[0].customPath | is not text | double quotes",
                "request.customPath | '\"https://evil.example/x\"' | requests[0].customPath | whole URL | targets",
                "request.customPath | '\"//evil.example/x\"' | requests[0].customPath | two slashes | one",
                "request.customPath | '\"a//b\"' | requests[0].customPath | two slashes | one",
                "request.customPath | '\"../x\"' | requests[0].customPath | climbs | as the server",
                "request.customPath | '\"a/../x\"' | requests[0].customPath | climbs | as the server",
                "request.customPath | '\"a/..\"' | requests[0].customPath | climbs | as the server",
                "request.customPath | '\"a/./x\"' | requests[0].customPath | climbs | as the server",
                "request.customPath | '\"a/%2e%2e/x\"' | requests[0].customPath | climbs | as the server",
                "request.customPath | '\"a/%2E./x?y\"' | requests[0].customPath | climbs | as the server",
                "request.customPath | '\"a#b\"' | requests[0].customPath | character | #",
                "request.customPath | '\"a b\"' | requests[0].customPath | character | Percent-encode",
                "request.customPath | '\"a\\\\b\"' | requests[0].customPath | character | Percent-encode",
                "request.customPath | '\"ä\"' | requests[0].customPath | character | Percent-encode",
                "request.customPath | '\"a%2\"' | requests[0].customPath | character | Percent-encode",
                "request.customPath | '\"a%zz\"' | requests[0].customPath | character | Percent-encode",
                "request.customPath | '\"a\\r\\nHost: b\"' | requests[0].customPath | character | Percent-encode",
                "request.customPath | '\"a\\n\"' | requests[0].customPath | character | Percent-encode",
                "request.customPath | '\"a\\u0000\"' | requests[0].customPath | character | Percent-encode",
                "request.customPath | '\"{team}\"' | requests[0].customPath | character | Percent-encode",
                "request.targets | '' | requests[0].targets | is missing | host",
                "request.targets | [] | requests[0].targets | is missing | host",
                "request.targets | 5 | requests[0].targets | not a list | [",
                "request.targets | '[5]' | requests[0].targets | not a list | [",
                "request.targets | '\"\"' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '\"a.example b.example\"' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"a.example\", \"https://b.example\"]' | requests[0].targets[1] | is not a host | host only",
                "request.targets | '[\"b.example/path\"]' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"b.example?x\"]' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"b.example#x\"]' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"user:word@b.example\"]' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"b.example:0\"]' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"b.example:65536\"]' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"b.example:https\"]' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"b.example\\r\\nX: y\"]' | requests[0].targets[0] | is not a host | host only",
                "request.targets | '[\"*.example\"]' | requests[0].targets[0] | is not a host | host only",
                "request.oauthProfile | 5 | requests[0].oauthProfile | is not text | double quotes",
                "request.headers | '\"custom headers\"' | requests[0].headers | is \"custom headers\" | Custom Headers",
                "request.headers | 5 | requests[0].headers | is not text | double quotes",
                "request.headers | '' | requests[0].customHeaders | not used with None | Custom Headers",
                "request.headers | '\"None\"' | requests[0].customHeaders | not used with None | Custom Headers",
                "request.customHeaders | 5 | requests[0].customHeaders | not a list | [",
                "request.customHeaders | '\"no colon\"' | requests[0].customHeaders | no header | Name: value",
                "request.customHeaders | '\": value\"' | requests[0].customHeaders | no header | Name: value",
                "request.customHeaders | '\"a b: c\"' | requests[0].customHeaders | cannot be sent | letters",
                "request.customHeaders | '\"X: ä\"' | requests[0].customHeaders | cannot be sent | ASCII",
                "request.customHeaders | '\"X: a\\u0000b\"' | requests[0].customHeaders | cannot be sent | ASCII",
                "request.customHeaders | '\"X: a\\r\\nHost: b\"' | requests[0].customHeaders | cannot be sent | Host",
                "request.customHeaders | '\"X: a\\rHost: b\"' | requests[0].customHeaders | cannot be sent | Host",
                "request.customHeaders | '\"Host: b\"' | requests[0].customHeaders | cannot be sent | Remove it",
                "request.customHeaders | '\"host: b\"' | requests[0].customHeaders | cannot be sent | Remove it",
                "request.customHeaders | '\"Content-Length: 1\"' | requests[0].customHeaders | cannot be sent | Remove it",
                "request.customHeaders | '\"Transfer-Encoding: chunked\"' | requests[0].customHeaders | cannot be sent | Remove it",
                "request.customHeaders | '\"Connection: close\"' | requests[0].customHeaders | cannot be sent | Remove it",
                "request.customHeaders | '\"Expect: 100-continue\"' | requests[0].customHeaders | cannot be sent | Remove it",
                "request.customHeaders | '\"Proxy-Authorization: x\"' | requests[0].customHeaders | cannot be sent | Remove it",
                "request.customHeaders | '\"Authorization: Bearer x\"' | requests[0].customHeaders | Authorization, and so does the OAuth profile | Remove one",
                "request.customHeaders | '\"authorization: x\"' | requests[0].customHeaders | Authorization, and so does the OAuth profile | Remove one",
                "request.customHeaders | '[\"Content-Type: a/b\", \"content-type: c/d\"]' | requests[0].customHeaders | twice | Remove one",
                "request.dataPayload | '{\"text\": \"HELLO!\"}' | requests[0].dataPayload | is not text | double quotes",
                "request.dataPayload | '\"{\\\"text\\\": \\\"HELLO!}\"' | requests[0].dataPayload | JSON | Mend",
                "request.dataPayload | '\"HELLO!\"' | requests[0].dataPayload | JSON | Content-Type",
                "request.method | '\"GET\"' | requests[0].dataPayload | not sent with GET | another method",
                // unknown members
                "target | 1 | target | is not a field | Remove it.",
                "Status | '\"Enabled\"' | Status | is not a field | \"status\"",
                "numberOfAPIRequests | 1 | numberOfAPIRequests | is not a field | \"numberOfApiRequests\"",
                "request.custompath | '\"a\"' | requests[0].custompath | is not a field | \"customPath\"",
                "request.target | '\"a\"' | requests[0].target | is not a field | \"targets\"",
                "request.oAuthProfil | '\"a\"' | requests[0].oAuthProfil | is not a field | \"oauthProfile\"",
                "request.completelyDifferent | 1 | requests[0].completelyDifferent | is not a field | Remove it.",
            })
    void field_withABadValue_isOneProblemWithPathAndCure(
            String changed, String json, String path, String wrong, String cure) {
        assertThat(problems(document().with(changed, json))).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(path.startsWith("buttons") ? path : "buttons[0]." + path);
            assertThat(problem.wrong()).contains(wrong);
            assertThat(problem.cure()).contains(cure).endsWith(".");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "identifier | '\"Help 1, 2nd floor\"'",
                "status | '\"Disabled\"'",
                "status | ''",
                "status | null",
                "text | ''",
                "text | '\"Hilfe für alle\"'",
                "request.command | ''",
                "request.method | '\"PUT\"'",
                "request.method | '\"PATCH\"'",
                "request.method | '\"DELETE\"'",
                "request.customPath | '\"/team-messaging/v1\"'",
                "request.customPath | '\"/\"'",
                "request.customPath | '\"a/b/\"'",
                "request.customPath | '\"a..b/...\"'",
                "request.customPath | '\"a%20b\"'",
                "request.customPath | '\"a?b=c&d=/../e//f://g\"'",
                "request.customPath | '\"~/@me;v=1/x:y\"'",
                "request.targets | '\"platform.ringcentral.com\"'",
                "request.targets | '[\"a.example\", \"192.0.2.7:8443\", \"[2001:db8::1]:8443\"]'",
                "request.oauthProfile | ''",
                "request.oauthProfile | '\"\"'",
                "request.customHeaders | ''",
                "request.customHeaders | []",
                "request.customHeaders | '\"Content-Type: application/json\\nX-One: 1\\r\\n\\nX-Two: 2\\n\"'",
                "request.customHeaders | '[\"X-A: 1\", \"X-A: 2\", \"X-Empty:\", \"User-Agent: console/1\"]'",
                "request.dataPayload | ''",
                "request.dataPayload | '\"\"'",
                "request.dataPayload | '\"[1, null]\"'",
            })
    void field_withAGoodValue_isRead(String changed, String json) {
        assertThat(read(document().with(changed, json)).requests()).hasSize(1);
    }

    @Test
    void problems_ofManyFields_areReportedAtOnce() {
        ButtonDocument first = document()
                .with("status", "\"on\"")
                .with("numberOfApiRequests", "3")
                .with("request.method", "\"get\"")
                .with("request.customPath", "\"../x\"")
                .with("request.targets", "[\"https://a\", \"b\", \"c/d\"]")
                .with("request.customHeaders", "\"Host: x\\nAuthorization: y\"")
                .with("request.colour", "\"red\"");
        ButtonDocument second = document().with("action", "");

        assertThat(problems(ButtonDocument.json(first, second), true))
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
        assertThatThrownBy(() -> new ButtonReader(true)
                        .read(document()
                                .with("action", "")
                                .with("request.method", "")
                                .json()))
                .isInstanceOf(InvalidButtonsException.class)
                .hasMessageContainingAll("buttons[0].action is missing", "buttons[0].requests[0].method is missing");
    }

    @Test
    void algoHeaders_withAProfileAndWithoutAPassword_areTwoProblems() {
        ButtonDocument document = document()
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
    void authorization_writtenByHandTwice_isAProblem() {
        assertThat(problems(document()
                        .with("request.oauthProfile", "")
                        .with("request.customHeaders", "[\"Authorization: a\", \"authorization: b\"]")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.wrong()).isEqualTo("sets authorization twice"));
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
        assertThat(problems(ButtonDocument.json(document(), document()), true))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("buttons[1].identifier");
                    assertThat(problem.wrong()).contains("another button");
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
    void document_thatIsNone_isAProblemOfTheButtons(String json, String wrong) {
        assertThat(problems(json, true)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons");
            assertThat(problem.wrong()).contains(wrong);
        });
    }

    @Test
    void document_withAnUnknownMember_namesTheNearest() {
        assertThat(problems("{\"buttons\": [], \"button\": 1}", true))
                .singleElement()
                .satisfies(problem -> assertThat(problem.cure()).contains("\"buttons\""));
    }

    @Test
    void document_withoutButtons_isRead() {
        assertThat(new ButtonReader(true).read("{\"buttons\": []}")).isEmpty();
    }

    @Test
    void buttons_areKeptInTheOrderOfTheDocument() {
        String json = ButtonDocument.json(
                document().with("identifier", "\"zulu\""),
                document().with("identifier", "\"alpha\""),
                document().with("identifier", "\"mike\""));

        assertThat(new ButtonReader(true).read(json).keySet()).containsExactly("zulu", "alpha", "mike");
    }

    @Test
    void address_isSchemeTargetAndPath() {
        ButtonRequest request = readRequest(document()
                .with("request.customPath", "\"/a/b?c=d\"")
                .with("request.targets", "[\"a.example\", \"192.0.2.7:8443\", \"[2001:db8::1]\"]"));

        assertThat(request.targets().stream().map(request::address).map(Object::toString))
                .containsExactly(
                        "https://a.example/a/b?c=d", "https://192.0.2.7:8443/a/b?c=d", "https://[2001:db8::1]/a/b?c=d");
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
                .contains("POST a/b", "X-Key", "23 characters")
                .doesNotContain("geheim");
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
