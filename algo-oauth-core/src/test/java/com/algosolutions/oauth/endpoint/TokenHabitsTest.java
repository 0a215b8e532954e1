package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token responses that deviate from RFC 6749 section 5.1, as servers in the field send them. */
class TokenHabitsTest {
    private static final TrustedClock CLOCK =
            new TrustedClock(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), System::nanoTime);

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();

    private TokenResponse answered(OAuthProvider provider, Map<String, String> grant, String body) {
        server.onToken(FakeServer.json(200, body));
        return requested(provider, grant);
    }

    private TokenResponse requested(OAuthProvider provider, Map<String, String> grant) {
        OAuthProfile profile = TestValues.draft(device.client(), "desk", server).build();
        try (HttpTransport transport = TestValues.transport(TestValues.client())) {
            return new TokenEndpoint(() -> profile, List::of, provider, transport, CLOCK, new DpopProofs(CLOCK))
                    .request(grant, Optional.empty(), Deadline.after(Duration.ofSeconds(10)));
        }
    }

    private static Map<String, String> grant(String type) {
        return Map.of("grant_type", type);
    }

    private TokenResponse answered(String body) {
        return answered(new GenericProvider(), grant("client_credentials"), body);
    }

    /** A response in other bytes than UTF-8 without a byte order mark. */
    private TokenResponse answered(byte[] body) {
        server.onToken(new MockResponse.Builder().body(new Buffer().write(body)).build());
        return requested(new GenericProvider(), grant("client_credentials"));
    }

    private static OAuthProvider nesting(String path) {
        return TestProvider.jwt("NESTING", traits -> traits.tokenAt(path.split("\\.")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "authed_user | authorization_code | {\"ok\":true,\"access_token\":\"bot\",\"token_type\":\"bearer\",\"authed_user\":{\"access_token\":\"user\",\"token_type\":\"Bearer\",\"expires_in\":7,\"refresh_token\":\"r\",\"scope\":\"chat\"}}",
                "data.tokens | authorization_code | {\"code\":0,\"data\":{\"tokens\":{\"access_token\":\"user\",\"token_type\":\"bearer\",\"expires_in\":7,\"refresh_token\":\"r\",\"scope\":\"chat\"}}}",
                "authed_user | refresh_token | {\"ok\":true,\"access_token\":\"user\",\"token_type\":\"bearer\",\"expires_in\":7,\"refresh_token\":\"r\",\"scope\":\"chat\"}",
            })
    void tokens_whereTheProviderDeclaresThem_areRead(String path, String grant, String body) {
        TokenResponse response = answered(nesting(path), Map.of("grant_type", grant, "refresh_token", "x"), body);
        assertThat(response).isInstanceOf(TokenResponse.Issued.class);
        TokenSet issued = ((TokenResponse.Issued) response).grant();
        assertThat(issued.accessToken().reveal()).isEqualTo("user");
        assertThat(issued.expiresIn()).isEqualTo(Duration.ofSeconds(7));
        assertThat(issued.refreshToken().orElseThrow().reveal()).isEqualTo("r");
        assertThat(issued.scope()).isEqualTo("chat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"access_token\":\"bot\",\"token_type\":\"bearer\",\"authed_user\":{\"id\":\"U1\"}}",
                "{\"access_token\":\"bot\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"bot\",\"token_type\":\"bearer\",\"authed_user\":[]}",
                "{\"access_token\":\"bot\",\"token_type\":\"bearer\",\"authed_user\":null}",
            })
    void tokens_elsewhereThanDeclared_areNotUsed_becauseTheyBelongToAnother(String body) {
        TokenResponse response = answered(nesting("authed_user"), Map.of("grant_type", "authorization_code"), body);
        Failure failure = ((TokenResponse.Failed) response).failure();
        assertThat(failure.message()).contains("the reply has no access_token in authed_user");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"access_token\":\"t1\",\"expires_in\":5184000} | t1 | , without token_type (used as Bearer)",
                "{\"access_token\":\"t1\",\"token_type\":null,\"expires_in\":9} | t1 | , without token_type (used as Bearer)",
                "{\"access_token\":\"t1\",\"token_type\":\"\",\"expires_in\":9} | t1 | , without token_type (used as Bearer)",
                "{\"access_token\":\"t1\",\"token_type\":\"bEaReR\",\"expires_in\":9} | t1 | ''",
                "{\"access_token\":\"t1\",\"token_type\":\" Bearer \",\"expires_in\":9} | t1 | ''",
                "{\"access_token\":\"t1\",\"token_type\":\"BearerToken\",\"expires_in\":9} | t1 | , with the token_type \"BearerToken\" (used as Bearer)",
                "{\"access_token\":\"t1\",\"token_type\":\"bearer_token\",\"expires_in\":9} | t1 | , with the token_type \"bearer_token\" (used as Bearer)",
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer Token\",\"expires_in\":9} | t1 | , with the token_type \"Bearer Token\" (used as Bearer)",
                "{\"access_token\":\"t1\",\"token_type\":\"OAuth2.Bearer\",\"expires_in\":9} | t1 | , with the token_type \"OAuth2.Bearer\" (used as Bearer)",
                "{\"access_token\":\"00D0!AR8A\",\"token_type\":\"Bearer\"} | 00D0!AR8A | , with characters in the access_token that RFC 6750 does not allow (used as they are), without expires_in",
                "{\"access_token\":\"a:b,c;e@f[g]h\\\\i\",\"token_type\":\"Bearer\",\"expires_in\":9} | a:b,c;e@f[g]h\\i | , with characters in the access_token that RFC 6750 does not allow (used as they are)",
                "{\"access_token\":\"{\\\"k\\\":1}\",\"token_type\":\"Bearer\",\"expires_in\":9} | {\"k\":1} | , with characters in the access_token that RFC 6750 does not allow (used as they are)",
                "{\"access_token\":\"Bearer t1\",\"token_type\":\"Bearer\",\"expires_in\":9} | t1 | , with \"Bearer\" in front of the access_token (removed)",
                "\uFEFF{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":9} | t1 | , with a byte order mark",
                "access_token=t1&token_type=bearer&expires=9 | t1 | , as a form instead of JSON, with expires instead of expires_in, with expires_in as text",
                "'token_type=bearer&scope=a%20b&access_token=t%2B1\n' | t+1 | , as a form instead of JSON, without expires_in",
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":\"9\"} | t1 | , with expires_in as text",
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":\"9 seconds\"} | t1 | , with expires_in as text",
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":\"never\"} | t1 | , with the expires_in \"never\", which is not used",
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":-1} | t1 | , with the expires_in \"-1\", which is not used",
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":9,\"scope\":[\"a\",\"b\"]} | t1 | , with the scope as a list",
                "{\"accessToken\":\"t1\",\"tokenType\":\"Bearer\",\"expiresIn\":9} | t1 | , with accessToken instead of access_token",
                "{\"Access-Token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":9} | t1 | , with Access-Token instead of access_token",
                "{\"access_token\":\"t1\",\"accessToken\":\"t2\",\"token_type\":\"Bearer\",\"expires_in\":9} | t1 | ''",
                "{\"access_token\":\" t1\\n\",\"token_type\":\"Bearer\",\"expires_in\":9} | t1 | , with white space around the access_token (removed)",
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":9,\"error\":[]} | t1 | ''",
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":9,\"error\":0} | t1 | ''",
            })
    void habit_thatIsHarmless_isAccepted_andNamed(String body, String token, String habits) {
        TokenResponse response = answered(body);
        assertThat(response).isInstanceOf(TokenResponse.Issued.class);
        TokenResponse.Issued issued = (TokenResponse.Issued) response;
        assertThat(issued.grant().accessToken().reveal()).isEqualTo(token);
        assertThat(issued.habits()).isEqualTo(habits);
    }

    /** What the response says instead of {@code expires_in} in seconds, and the lifetime from the device's time. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"expires_in\":NOW+1800 | 1800",
                "\"expires_in\":\"NOW+1800\" | 1800",
                "\"expires_in\":NOW+1800000 | 1800",
                "\"expires_at\":NOW+1800 | 1800",
                "\"expires_on\":\"NOW+1800\" | 1800",
                "\"expires_at\":\"ISO+1800\" | 1800",
                "\"expires_at\":\"ISO+0\" | 3600",
                "\"expires_at\":\"tomorrow\" | 3600",
                "\"expires_in\":60,\"expires_at\":NOW+1800 | 60",
                "\"expires_in\":2147483647 | 31536000",
            })
    void expiresIn_asATime_isReadAsTheTimeLeft(String members, long seconds) {
        String body = members;
        Matcher at = Pattern.compile("(NOW|ISO)\\+([0-9]+)").matcher(members);
        if (at.find()) {
            long more = Long.parseLong(at.group(2));
            Instant end = TestValues.NOW.plusSeconds(Math.min(more, 1800));
            String text = at.group(1).equals("ISO")
                    ? end.toString()
                    : String.valueOf(more > 1800 ? end.toEpochMilli() : end.getEpochSecond());
            body = at.replaceFirst(text);
        }
        TokenResponse response = answered("{\"access_token\":\"a\",\"token_type\":\"bearer\"," + body + "}");
        assertThat(((TokenResponse.Issued) response).grant().expiresIn()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void body_inUtf16WithAByteOrderMark_isRead(String charset) {
        String mark = charset.equals("UTF-16") ? "" : "\uFEFF"; // Java writes one with UTF-16 alone
        byte[] body = (mark + "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":9}")
                .getBytes(Charset.forName(charset));
        TokenResponse.Issued issued = (TokenResponse.Issued) answered(body);
        assertThat(issued.grant().accessToken().reveal()).isEqualTo("t1");
        assertThat(issued.habits()).isEqualTo(", in UTF-16");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"access_token\":\"t1\",\"token_type\":\"mac\"} | but \"mac\" | bearer tokens",
                "{\"access_token\":\"t1\",\"token_type\":\"DPoP\"} | but \"DPoP\" | Choose Access Token Type DPOP",
                "{\"access_token\":\"t1\",\"token_type\":\"N_A\"} | but \"N_A\" | bearer tokens",
                "{\"access_token\":\"t1\",\"token_type\":\"forbearer\"} | but \"forbearer\" | bearer tokens",
                "{\"access_token\":\"t1\",\"token_type\":[\"bearer\"]} | but \"[bearer]\" | bearer tokens",
                "{\"access_token\":\"t1\",\"token_type\":1} | but \"1\" | bearer tokens",
                "{\"access_token\":\"a b\",\"token_type\":\"bearer\"} | (U+0020) | visible ASCII",
                "{\"access_token\":\"a b\",\"token_type\":\"bearer\"} | (U+0020) | visible ASCII",
                "{\"access_token\":\"a\\nb\",\"token_type\":\"bearer\"} | (U+000A) | visible ASCII",
                "{\"access_token\":\"a\\u0000b\\r\",\"token_type\":\"bearer\"} | (U+0000, U+000D) | visible ASCII",
                "{\"access_token\":\"\u00e9\",\"token_type\":\"bearer\"} | (U+00E9) | visible ASCII",
                "{\"access_token\":\"\u200ba\",\"token_type\":\"bearer\"} | (U+200B) | visible ASCII",
                "{\"access_token\":{\"token\":\"t1\"},\"token_type\":\"bearer\"} | has no access_token | Check Token URL",
                "{\"data\":{\"access_token\":\"t1\",\"token_type\":\"bearer\"}} | has no access_token | Check Token URL",
                "{\"d\":{\"r\":{\"accessToken\":\"t1\"}}} | has no access_token, but one in d.r | tokenAt",
                "{\"token\":\"t1\",\"expires_in\":9} | an object with the members token, expires_in | Check Token URL",
                "{\"accessToken\":\"t1\",\"AccessToken\":\"t2\"} | an object with the members accessToken, AccessToken | Check Token URL",
                "{\"access_token\":12} | its access_token is a number, and a text is wanted | Check Token URL",
                "{\"access_token\":\"null\",\"token_type\":\"bearer\"} | its access_token is the word null | Check Token URL",
                "{\"access_token\":\"\"} | its access_token is empty | Check Token URL",
                "{\"errcode\":40013,\"errmsg\":\"invalid appid\"} | the members errcode, errmsg | against the server's words",
                "'' | its body is empty | Check Token URL",
                "'<!DOCTYPE html><html><head><title>Sign in</title></head></html>' | a web page with the title \"Sign in\" | Check Token URL",
                "<x><access_token>t1</access_token></x> | markup (HTML or XML) | Check Token URL",
                "t1 | it cannot be read: not JSON, at line 1 | Check Token URL",
                "{\"access_token\":\"t1\"} ok | it cannot be read: | Check Token URL",
                "[{\"access_token\":\"t1\",\"token_type\":\"bearer\"}] | has no access_token: it is a JSON list | Check Token URL",
                "{\"access_token\":\"t1\",\"access_token\":\"t2\",\"token_type\":\"bearer\"} | has no access_token | Check Token URL",
                "access_token=t1&access_token=t2 | has no access_token | Check Token URL",
                "access_token=%zz | has no access_token | Check Token URL",
                "'<p>access_token=t1</p>' | has no access_token | Check Token URL",
            })
    void habit_thatIsUnsafe_isRejected_withWhatWasSeen_andTheCure(String body, String seen, String cure) {
        TokenResponse response = answered(body);
        assertThat(response).isInstanceOf(TokenResponse.Failed.class);
        Failure failure = ((TokenResponse.Failed) response).failure();
        assertThat(failure.message()).contains(seen);
        assertThat(failure.advice()).contains(cure);
        assertThat(failure.toString()).doesNotContain("t1");
    }

    @Test
    void habit_isNamed_byTheEventOfTheToken_andTheMessageOfASignIn() {
        String plain = "{\"access_token\":\"t1\",\"expires_in\":60}";
        server.onToken(FakeServer.json(200, plain), FakeServer.json(200, plain));
        device.withDesk();
        assertThat(device.post().delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("Bearer t1");
        assertThat(device.heard(Event.Kind.TOKEN))
                .singleElement()
                .asString()
                .contains("without token_type (used as Bearer)");
        SignIn started = device.client().signIns().start("desk");
        assertThat(started.message()).contains("The response was accepted, without token_type (used as Bearer).");
    }
}
