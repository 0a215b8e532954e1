package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged records of a sign-in with a browser. */
class SignInRecordTest {
    private static final String REDIRECT = "https://192.0.2.7/cb";
    private static final String ADDRESS = "https://login.example/authorize?state=s";

    private static SignInRecord read(String redirect, String address) {
        return SignInRecord.read(
                ("{\"version\":1,\"waiting\":{\"binding\":{},\"state\":\"s\",\"verifier\":\"v\",\"redirectUri\":\""
                                + redirect + "\",\"url\":\"" + address + "\"},\"ended\":[]}")
                        .getBytes(UTF_8));
    }

    @Test
    void record_withBothAddresses_isRead() {
        assertThat(read(REDIRECT, ADDRESS).waiting().orElseThrow()).hasToString("BrowserSignIn[login.example]");
    }

    @ParameterizedTest
    @CsvSource({
        "mailto:a@b.example, " + ADDRESS,
        "/cb, " + ADDRESS,
        "'', " + ADDRESS,
        REDIRECT + ", urn:x",
        REDIRECT + ", ''",
        REDIRECT + ", https:///authorize",
        REDIRECT + ", https://login.example:70000/",
        REDIRECT + ", https://[::1.2.3.99999999999]/"
    })
    void record_withAnAddressThatHasNoHost_isDamaged(String redirect, String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(redirect, address));
    }
}
