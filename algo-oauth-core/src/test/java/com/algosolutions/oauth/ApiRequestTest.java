package com.algosolutions.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRequestTest {
    private static final URI TARGET = URI.create("https://api.example/v1?key=hunter2");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example/v1",
                "/v1",
                "ftp://api.example/",
                "mailto:a@b",
                "https:///v1",
                "https://me@api.example/",
                "https://me:pw@api.example/",
                "https://api.example/#f",
                "https://api..example/",
                "https://api.example:99999/",
                "https://api.example:0/",
                "https://[fe80::1%25eth0]/",
                "https://a234567890123456789012345678901234567890123456789012345678901234.example/"
            })
    void url_thatCannotBeCalled_isRefused(String url) {
        assertThatThrownBy(() -> ApiRequest.get(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("pw");
    }

    /** A URL that is accepted here must be valid for the transport too, with the same host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example",
                "https://API.example:8443/a/../b",
                "HTTPS://api.example/%2e%2e/a?b=%20c&d",
                "https://192.0.2.1:1/",
                "https://[2001:db8::1]:65535/x",
                "http://localhost/",
                "https://xn--bcher-kva.example/",
                "https://a.example/\u00e9?\u00e9",
                "https://a.example//x;y=1,2/$-_.!*'()"
            })
    void url_thatIsLetIn_isOneForTheTransport(String url) {
        URI uri = ApiRequest.get(URI.create(url)).uri();
        HttpUrl seen = HttpUrl.get(uri.toString());
        assertThat("[" + seen.host() + "]")
                .contains(uri.getHost().toLowerCase(java.util.Locale.ROOT).replaceAll("[\\[\\]]", ""));
        assertThat(seen.port())
                .isEqualTo(com.algosolutions.oauth.profile.ApiHost.of(uri).port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "Connection",
                "Content-Length",
                "Expect",
                "Host",
                "Proxy-Authorization",
                "TE",
                "Transfer-Encoding",
                "Upgrade"
            })
    @DisplayName("E3.1 a caller cannot set a header that carries an authorization")
    void header_reserved_isRefused(String name) {
        assertThatThrownBy(() -> ApiRequest.get(TARGET).header(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: 1", "a\nb", "a\u0000", "\u00e9", "\u007f"})
    void headerValue_thatCouldBreakOut_isRefused_withoutRepeatingIt(String value) {
        assertThatThrownBy(() -> new Header("X-Own", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-Own")
                .message()
                .doesNotContain(value);
        assertThatThrownBy(() -> Body.text(value, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\n", "\u00e9"})
    void headerName_thatIsNoToken_isRefused(String name) {
        assertThatThrownBy(() -> new Header(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void method_unknown_isRefused() {
        assertThatThrownBy(() -> ApiRequest.of("TRACE", TARGET)).hasMessageContaining("GET, POST, PUT, PATCH, DELETE");
    }

    @Test
    void get_withABody_isRefused_withNoneIsNot() {
        assertThatThrownBy(() -> ApiRequest.get(TARGET).body(Body.json("{}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ApiRequest.get(TARGET).body(Body.none()).body().contentType())
                .isEmpty();
    }

    @Test
    void contentType_ofAHeader_standsInPlaceOfTheBodys() {
        ApiRequest request = ApiRequest.post(TARGET, Body.json("{}"));
        assertThat(request.contentType()).contains("application/json");
        assertThat(request.header("content-TYPE", "text/x").contentType()).contains("text/x");
        assertThat(ApiRequest.get(TARGET).contentType()).isEmpty();
    }

    @Test
    void nothing_printsQueryBodyOrHeaderValue() {
        ApiRequest request = ApiRequest.post(TARGET, Body.text("text/plain", "hunter2"))
                .header("X-Own", "hunter2")
                .profile("desk");
        assertThat(request).hasToString("POST https://api.example/v1");
        assertThat(request.headers().toString() + request.body()).isEqualTo("[X-Own]7 bytes of text/plain");
        OAuthTestRequest test = OAuthTestRequest.of("desk", TARGET.toString()).payload("hunter2");
        assertThat(test).hasToString("OAuthTestRequest[desk, https://api.example/v1]");
        assertThat(test.providerType("GENERIC")).hasToString("OAuthTestRequest[desk, GENERIC, https://api.example/v1]");
    }

    @Test
    void bytes_ofABody_areCopied() {
        byte[] bytes = {1, 2};
        Body body = Body.bytes("x/y", bytes);
        bytes[0] = 9;
        body.toBytes()[1] = 9;
        assertThat(body.toBytes()).containsExactly(1, 2);
    }
}
