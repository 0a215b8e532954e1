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
                ""
            })
    void text_thatIsNoHost_isRejected(String text) {
        assertThatThrownBy(() -> ApiHost.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
