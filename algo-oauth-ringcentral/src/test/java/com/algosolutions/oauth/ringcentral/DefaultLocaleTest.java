package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.testkit.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job with the default locales of devices: digits, calendar and letter case. */
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
    void profile_isWrittenAndRead_andAPressIsDelivered(String locale) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        try (Desk desk = Desk.ready()) {
            OAuthProfile profile = desk.client.profiles().find(Desk.PROFILE).orElseThrow();
            assertThat(profile.toJson()).matches("[\\p{ASCII}]*");
            assertThat(desk.client.edit(profile).json(profile.toJson()).build().toJson())
                    .isEqualTo(profile.toJson());
            assertThat(Json.write(Map.of("n", 1234567))).isEqualTo("{\"n\":1234567}");

            assertThat(desk.post().delivered()).isTrue();
            desk.clock.advance(Duration.ofHours(2));
            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.grants()).containsExactly("jwt-bearer", "refresh_token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH", "tr-TR"})
    void retryAfter_asADate_isRead(String locale) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        try (Desk desk = Desk.ready()) {
            desk.ringCentral.faults().nextApi(Fault.unavailable("Tue, 01 Dec 2026 08:01:40 GMT"));
            ApiResult refused = desk.post();

            assertThat(refused.delivered()).isFalse();
            assertThat(refused.failure().orElseThrow().retryAfter()).contains(Duration.ofSeconds(100));
            assertThat(refused.toString()).doesNotContainPattern("[\u0660-\u0669\u06f0-\u06f9]");
        }
    }
}
