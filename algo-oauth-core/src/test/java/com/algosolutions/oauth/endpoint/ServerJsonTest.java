package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.Parts;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.time.Deadline;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okio.Buffer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON as servers in the field send it: what is read, and what is not, is the same at every endpoint. */
class ServerJsonTest {
    private static final String MARK = "\uFEFF";

    @RegisterExtension
    private final TestDevice device = new TestDevice()
            .with(settings -> settings.provider(
                    TestProvider.jwt("MARKING", traits -> {}).failureMarks(() -> Map.of("ok", false))));

    private final FakeServer server = device.server();
    private final OAuthClient client = device.client();

    /** The form of a body, and whether it is read from a successful response and from an error response. */
    private static Arguments form(String name, boolean read, boolean readAsError, Function<String, byte[]> form) {
        return Arguments.of(name, read, readAsError, form);
    }

    private static Arguments text(String name, boolean read, Function<String, String> form) {
        return form(name, read, read, object -> form.apply(object).getBytes(UTF_8));
    }

    private static String with(String object, String member) {
        return object.substring(0, object.length() - 1) + "," + member + "}";
    }

    private static Arguments charset(String name, boolean read, String before, Charset charset) {
        return form(name, read, read, object -> (before + object).getBytes(charset));
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                text("plain", true, object -> object),
                text("byte order mark", true, object -> MARK + object),
                text("byte order mark and a line break", true, object -> MARK + "\r\n" + object + "\r\n"),
                text("two byte order marks", true, object -> MARK + MARK + object),
                text("byte order mark after a space", false, object -> " " + MARK + object),
                charset("UTF-16LE", true, MARK, UTF_16LE),
                charset("UTF-16BE", true, MARK, UTF_16BE),
                charset("UTF-16LE without a mark", false, "", UTF_16LE),
                charset("UTF-16BE without a mark", false, "", UTF_16BE),
                charset("UTF-32LE", false, MARK, Charset.forName("UTF-32LE")),
                charset("UTF-32BE", false, MARK, Charset.forName("UTF-32BE")),
                form(
                        "ISO 8859-1",
                        true,
                        true,
                        object -> with(object, "\"x\":\"\u00e9\"").getBytes(ISO_8859_1)),
                text("white space around", true, object -> "\t\n " + object + "\r\n\r\n"),
                text("a trailing comma", false, object -> object.substring(0, object.length() - 1) + ",}"),
                text("text after it", false, object -> object + "x"),
                text("a second object", false, object -> object + "\n" + object),
                text("markup after it", false, object -> object + "<!-- served by web-3 -->"),
                text("markup before it", false, object -> "<br>Notice: undefined index" + object),
                text("a comment before it", false, object -> "/* v1 */" + object),
                text("a comment in it", false, object -> object.replace("}", "//x\n}")),
                text("a member twice", false, object -> with(with(object, "\"x\":1"), "\"x\":1")),
                text("a member twice, deeper", false, object -> with(object, "\"x\":[{\"y\":1,\"y\":1}]")),
                text("NaN", false, object -> with(object, "\"x\":NaN")),
                text("-Infinity", false, object -> with(object, "\"x\":-Infinity")),
                text("a leading zero", false, object -> with(object, "\"x\":007")),
                text("63 levels deep", true, object -> with(object, "\"x\":" + "[".repeat(62) + "]".repeat(62))),
                text("65 levels deep", false, object -> with(object, "\"x\":" + "[".repeat(64) + "]".repeat(64))),
                text("10,000 levels deep", false, object -> with(object, "\"x\":" + "[".repeat(10_000))),
                text("a number of 5,000 digits", true, object -> with(object, "\"x\":" + "9".repeat(5_000))),
                text("an exponent of 9 digits", true, object -> with(object, "\"x\":1e999999999")),
                text("half a character", true, object -> with(object, "\"x\":\"\\ud83d\"")),
                text(
                        "a name of 40 characters, escaped",
                        true,
                        object -> with(object, "\"\\u0078" + "x".repeat(40) + "\":1")),
                text("names without quotes", false, object -> with(object, "x:1")),
                text("single quotes", false, object -> object.replace('"', '\'')),
                text("an unknown escape", false, object -> with(object, "\"x\":\"\\x\"")),
                text("an array", false, object -> "[" + object + "]"),
                text("JSON in a text", false, object -> "\"" + object.replace("\"", "\\\"") + "\""),
                text("a prefix against inclusion", false, object -> ")]}',\n" + object),
                text("a call", false, object -> "callback(" + object + ")"),
                text("half of it", false, object -> object.substring(0, object.length() - 2)),
                text("nothing", false, object -> ""),
                text("a space", false, object -> " "),
                text("null", false, object -> "null"),
                form(
                        "a line break in a text",
                        false,
                        true,
                        object -> with(object, "\"x\":\"a\nb\"").getBytes(UTF_8)),
                form(
                        "a tab in a text",
                        false,
                        true,
                        object -> with(object, "\"x\":\"a\tb\"").getBytes(UTF_8)),
                form("a NUL after it", false, true, object -> (object + "\0").getBytes(UTF_8)));
    }

    private static MockResponse reply(int status, byte[] body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json; charset=windows-1252")
                .body(new Buffer().write(body))
                .build();
    }

    private OAuthProfile profile() {
        ProfileForm form = TestValues.draft(client, "desk", server)
                .grantType(GrantType.DEVICE_CODE)
                .deviceUrl(server.http("/device"))
                .parUrl(server.http("/par"));
        return form.build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void successfulResponses_inThisForm_areReadAlike(
            String name, boolean read, boolean readAsError, Function<String, byte[]> form) {
        List<String> readers = new ArrayList<>();
        Deadline deadline = Deadline.after(Duration.ofSeconds(20));
        try (Parts parts = new Parts(TestValues.client())) {
            server.onDevice(
                    reply(
                            200,
                            form.apply(
                                    "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"https://example.com/d\",\"expires_in\":600}")));
            if (new DeviceAuthorizationEndpoint(parts.channel, profile(), new GenericProvider()).ask(deadline)
                    instanceof Answer.Got) {
                readers.add("device");
            }
            server.onApi(reply(201, form.apply("{\"request_uri\":\"urn:x:y\",\"expires_in\":60}")));
            if (PushedAuthorizationEndpoint.of(parts.channel, profile(), new GenericProvider())
                            .orElseThrow()
                            .push(Map.of(), deadline)
                    instanceof Answer.Got) {
                readers.add("PAR");
            }
        }
        server.onApi(reply(
                200,
                form.apply("{\"issuer\":\"" + server.http("") + "\",\"token_endpoint\":\"" + server.http("/token")
                        + "\"}")));
        if (client.discover(server.http("")).metadata().isPresent()) {
            readers.add("metadata");
        }
        client.profiles()
                .create(TestValues.draft(client, "desk", "MARKING", server).build());
        server.onToken(reply(200, form.apply("{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":60}")));
        if (device.post().delivered()) {
            readers.add("token");
        }
        client.renew("desk"); // has a token in any case
        server.onApi(reply(200, form.apply("{\"ok\":false}")));
        if (!device.post().delivered()) {
            readers.add("failure mark");
        }
        assertThat(readers)
                .containsExactlyElementsOf(
                        read ? List.of("device", "PAR", "metadata", "token", "failure mark") : List.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void errorResponses_inThisForm_areReadAlike(
            String name, boolean read, boolean readAsError, Function<String, byte[]> form) {
        List<String> readers = new ArrayList<>();
        byte[] body = form.apply("{\"error\":\"invalid_scope\"}");
        try (Parts parts = new Parts(TestValues.client())) {
            server.onDevice(reply(400, body));
            if (new DeviceAuthorizationEndpoint(parts.channel, profile(), new GenericProvider())
                                    .ask(Deadline.after(Duration.ofSeconds(20)))
                            instanceof Answer.Failed<?> failed
                    && failed.failure().code().isPresent()) {
                readers.add("device");
            }
        }
        client.profiles().create(TestValues.draft(client, "desk", server).build());
        server.onToken(reply(400, body));
        if (device.post().failure().flatMap(Failure::code).isPresent()) {
            readers.add("token");
        }
        client.renew("desk");
        server.onApi(reply(400, form.apply("{\"error\":\"no_such_room\",\"message\":\"m\"}")));
        if (device.post().failure().flatMap(Failure::code).isPresent()) {
            readers.add("API");
        }
        assertThat(readers).containsExactlyElementsOf(readAsError ? List.of("device", "token", "API") : List.of());
    }
}
