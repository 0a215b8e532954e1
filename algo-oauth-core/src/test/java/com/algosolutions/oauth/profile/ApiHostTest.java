package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One host is one value, however it is written. */
class ApiHostTest {
    @ParameterizedTest
    @CsvSource({
        "A.Example, a.example",
        "a.example., a.example",
        "a.example.:8443, a.example:8443",
        "a.example:443, a.example",
        "192.0.2.7, 192.0.2.7",
        "192.000.02.07:80, 192.0.2.7:80",
        "0.0.0.0, 0.0.0.0",
        "[2001:DB8:0:0::1], [2001:db8::1]",
        "[2001:db8:0:0:0:0:0:1]:8443, [2001:db8::1]:8443",
        "[2001:db8:0:1:1:1:1:1], [2001:db8:0:1:1:1:1:1]",
        "[2001:0:0:1:0:0:0:1], [2001:0:0:1::1]",
        "[2001:db8:0:0:1:0:0:1], [2001:db8::1:0:0:1]",
        "[0:0:0:0:0:0:0:0], [::]",
        "[0::01], [::1]",
        "[FE80:0:0:0:0:0:0:0], [fe80::]",
        "[::FFFF:192.0.2.7], 192.0.2.7",
        "[::ffff:c000:0207], 192.0.2.7",
        "[64:ff9b::192.0.2.33], [64:ff9b::c000:221]",
        "front_desk.local, front_desk.local",
        "Front_Desk, front_desk",
        "_sip._tcp.example:8443, _sip._tcp.example:8443",
        "desk_.example., desk_.example",
        "door-.example, door-.example",
        "-door.example, -door.example",
        "lobby.2nd, lobby.2nd",
        "xn--bcher-kva.example, xn--bcher-kva.example",
    })
    void host_writtenInAnyWay_hasOneForm(String written, String form) {
        assertThat(ApiHost.of(written)).hasToString(form).isEqualTo(ApiHost.of(form));
        assertThat(ApiHost.of(URI.create("https://" + written + "/x"))).isEqualTo(ApiHost.of(form));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[abcd]",
                "[localhost]",
                "[192.0.2.7]",
                "[fe80::1%eth0]",
                "[a.example:80]",
                "localhost",
                "[:]",
                "[]"
            })
    void ipv6_ofATextThatIsNoAddress_isRejected_withoutALookup(String text) {
        assertThatThrownBy(() -> Ipv6.oneForm(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8::1",
                "[fe80::1%25eth0]",
                "[::1",
                "[::g]",
                "[1:2:3]",
                "[abcd]",
                "[::1.2.3]",
                "[::ffff:192.0.2.256]",
                "[::99999999999.0.2.7]",
                "a..example",
                ".",
                "a.example/",
                "1234",
                "300.1.1.1",
                "front_desk.7",
                "front_desk.0x7f",
                "a_.1.2.3.4",
                "a__b..c",
                "a_b:0",
                "a_b:65536",
                "a_b:9999999999",
                "straße.example",
                ""
            })
    void text_thatIsNoHost_isRejected(String text) {
        assertThatThrownBy(() -> ApiHost.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Bücher.example, xn--bcher-kva.example",
        "bücher.example:8443, xn--bcher-kva.example:8443",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "a\u3002example, a.example",
        "\u200ba.example\ufeff, a.example"
    })
    void internationalName_isConvertedToAscii(String written, String form) {
        assertThat(ApiHost.of(written)).hasToString(form);
    }

    @ParameterizedTest
    @CsvSource({
        "a b, Remove the space",
        "https://a.example/x, without https:// and path",
        "a.example/x, without https:// and path",
        "desk@a.example, without the part before the @",
        "2001:db8::1, Put an IPv6 address in brackets",
        "[fe80::1%eth0], without a zone such as %eth0",
        "a.example:70000, a port from 1 to 65535",
        "a.example:0, a port from 1 to 65535",
        "a_b:70000, a port from 1 to 65535",
        "straße.example, in its ASCII form",
        "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9.example, in its ASCII form",
        "a..example, Write a host only"
    })
    void text_thatIsNoHost_isShown_withTheFix(String text, String fix) {
        assertThatThrownBy(() -> ApiHost.of(text))
                .hasMessageContaining('"' + text.replace("desk@", "") + '"')
                .hasMessageContaining(fix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:pass@front_desk/", "https://front_desk.7/", "https://b\u00fccher.example/"})
    void url_whoseHostCannotBeUsed_hasNone(String url) {
        assertThat(ApiHost.find(URI.create(url))).isEmpty();
        assertThatThrownBy(() -> ApiHost.of(URI.create(url))).hasMessageNotContaining("pass");
    }
}
