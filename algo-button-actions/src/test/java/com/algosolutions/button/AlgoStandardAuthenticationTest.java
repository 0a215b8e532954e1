package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against the vectors that Algo's guide publishes, with the password {@code algo}. */
class AlgoStandardAuthenticationTest {
    private static final URI TONE_START = URI.create("https://192.0.2.7/api/controls/tone/start");
    private static final String PAGE_NOTIF = "{\"path\":\"page-notif.wav\", \"loop\":false}";

    private static List<Header> sign(ApiRequest request, long second, String nonce) {
        return new AlgoStandardAuthentication(Secret.of("algo"), () -> nonce)
                .sign(request, Instant.ofEpochSecond(second));
    }

    @ParameterizedTest
    @CsvSource({
        "1601312252, 49936,      2e109d7aeed54a1cb04c6b72b1d854f442cf1ca15eb0af32f2512dd77ab6b330, 'Mon, 28 Sep 2020 16:57:32 GMT'",
        "1601312838, 1028014788, c450024af4493f9cdf582499456bf58d7e134b161566e764e61bd52d24f759dc, 'Mon, 28 Sep 2020 17:07:18 GMT'",
    })
    void signature_withABody_isThePublishedOne(long second, String nonce, String digest, String date) {
        List<Header> headers = sign(ApiRequest.post(TONE_START, Body.json(PAGE_NOTIF)), second, nonce);

        assertThat(headers)
                .containsExactlyInAnyOrder(
                        new Header("Content-Type", "application/json"),
                        new Header("Content-MD5", "6e43c05d82f71e77c586e29edb93b129"),
                        new Header("Date", date),
                        new Header("Authorization", "hmac admin:" + nonce + ":" + digest));
    }

    @Test
    void signature_withoutABody_isThePublishedOne() {
        ApiRequest request = ApiRequest.get(URI.create("https://192.0.2.7/api/settings/audio.page.vol"));

        assertThat(sign(request, 1601312835, "881767496"))
                .containsExactlyInAnyOrder(
                        new Header("Date", "Mon, 28 Sep 2020 17:07:15 GMT"),
                        new Header(
                                "Authorization",
                                "hmac admin:881767496:c5b349415bce0b9e1b8122829d32fbe0a078791b311c4cf40369c7ab4eb165a8"));
    }

    @Test
    void date_isTheSignedSecondWithoutItsFraction() {
        Instant now = Instant.parse("2026-02-03T04:05:06.999Z");
        AlgoStandardAuthentication signer = new AlgoStandardAuthentication(Secret.of("algo"), () -> "1");

        assertThat(signer.sign(ApiRequest.post(TONE_START, Body.none()), now))
                .contains(new Header("Date", "Tue, 03 Feb 2026 04:05:06 GMT"))
                .isEqualTo(
                        signer.sign(ApiRequest.post(TONE_START, Body.none()), Instant.parse("2026-02-03T04:05:06Z")));
    }

    @Test
    void body_ofAnotherType_isSignedWithItsType() {
        ApiRequest octets =
                ApiRequest.of("PUT", TONE_START).body(Body.bytes("application/octet-stream", new byte[] {1, 2, 3}));

        assertThat(sign(octets, 0, "1")).contains(new Header("Content-Type", "application/octet-stream"));
        assertThat(sign(octets.header("Content-Type", "audio/wav"), 0, "1"))
                .contains(new Header("Content-Type", "audio/wav"))
                .doesNotContainAnyElementsOf(sign(octets, 0, "1").subList(3, 4));
    }

    @Test
    void body_thatIsEmpty_isSignedAsNone() {
        assertThat(sign(ApiRequest.post(TONE_START, Body.json("")), 7, "1"))
                .isEqualTo(sign(ApiRequest.post(TONE_START, Body.none()), 7, "1"))
                .extracting(Header::name)
                .containsExactly("Date", "Authorization");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://192.0.2.7/",
                "https://192.0.2.7",
                "https://192.0.2.7?a=b",
                "https://[2001:db8::1]:8443/?c"
            })
    void path_ofABareHost_isSignedAsASlash(String address) {
        assertThat(sign(ApiRequest.get(URI.create(address)), 7, "1"))
                .isEqualTo(sign(ApiRequest.get(URI.create("https://other.example/")), 7, "1"));
    }

    @Test
    void path_isSignedAsItIsSent() {
        assertThat(sign(ApiRequest.get(URI.create("https://a.example/a%20b")), 7, "1"))
                .isNotEqualTo(sign(ApiRequest.get(URI.create("https://a.example/a+b")), 7, "1"));
    }

    @Test
    void nonce_isFreshAndOfDecimalDigitsThatFit31Bits() {
        AlgoStandardAuthentication signer = new AlgoStandardAuthentication(Secret.of("algo"));
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String header = signer.sign(ApiRequest.get(TONE_START), Instant.EPOCH).stream()
                    .filter(made -> made.name().equals("Authorization"))
                    .findFirst()
                    .orElseThrow()
                    .value();
            assertThat(header).matches("hmac admin:[0-9]{1,10}:[0-9a-f]{64}");
            nonces.add(header.split(":")[1]);
        }

        assertThat(nonces)
                .hasSizeGreaterThan(95)
                .allSatisfy(nonce -> assertThat(Long.parseLong(nonce)).isBetween(0L, (long) Integer.MAX_VALUE));
    }

    @Test
    void printing_showsNoPassword() {
        assertThat(new AlgoStandardAuthentication(Secret.of("pa55word")).toString())
                .doesNotContain("pa55word")
                .isEqualTo("Algo Standard Authentication");
    }
}
