package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digits, calendar and letter case of the default locale appear in nothing that is sent. */
class DefaultLocaleTest {
    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ar-EG",
                "fa-IR",
                "th-TH-u-ca-buddhist-nu-thai",
                "tr-TR",
                "hi-IN-u-nu-deva",
                "ja-JP-u-ca-japanese"
            })
    void sandbox_startsAndServes(String locale) throws Exception {
        Locale.setDefault(Locale.forLanguageTag(locale));
        URI callback = URI.create("https://192.0.2.7/callback");
        try (RingCentralSandbox sandbox = RingCentralSandbox.builder()
                        .clock(SandboxClock.at(Instant.parse("2026-01-05T06:07:08Z")))
                        .start();
                Client client = new Client(sandbox)) {
            SandboxUser user = sandbox.createUser("Lobby console");
            SandboxTeam team = sandbox.createTeam("Reception", user);
            SandboxApp app = sandbox.newApp("INDEX").redirectUris(callback).create();
            Client.Answer token = client.signIn(app, sandbox.newJwt(user).create());
            Client.Answer posted = client.post(token.text("access_token"), team.id(), "{\"text\":\"x\"}");

            assertThat(posted.status()).isEqualTo(201);
            assertThat(posted.text("creationTime")).isEqualTo("2026-01-05T06:07:08.000Z");
            assertThat(posted.headers().get("Date")).isEqualTo("Mon, 05 Jan 2026 06:07:08 GMT");
            assertThat(posted.headers().get("X-Rate-Limit-Limit")).isEqualTo("40");
            assertThat(token.headers().get("X-Rate-Limit-Group")).isEqualTo("auth");
            assertThat(sandbox.person(user)
                            .open(URI.create(Client.SERVER + "/restapi/oauth/authorize?response_type=code&client_id="
                                    + app.clientId() + "&redirect_uri=https://192.0.2.7/callback"))
                            .getRawQuery())
                    .contains("expires_in=60");
            assertThat(sandbox.requests().get(0).header("CONTENT-TYPE")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH", "tr-TR"})
    void device_starts_withACertificateThatIsValidNow(String locale) throws Exception {
        Locale.setDefault(Locale.forLanguageTag(locale));
        try (AlgoDeviceSimulator device = AlgoDeviceSimulator.start("Hall horn", "algo")) {
            device.certificate().checkValidity();

            assertThat(device.fingerprint()).matches("[0-9a-fA-F:]+");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1949-12-31T23:59:59Z", "1950-01-01T00:00:00Z", "2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z"})
    void certificate_hasTheDatesThatItWasGiven(String time) {
        Instant instant = Instant.parse(time);

        assertThat(CertificateWriter.selfSigned("Hall horn", instant, instant)
                        .certificate()
                        .getNotAfter()
                        .toInstant())
                .isEqualTo(instant);
    }
}
