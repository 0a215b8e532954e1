package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.DiscoveryResult;
import com.algosolutions.oauth.profile.ProfileForm;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RingCentral's OpenID discovery document agrees with the preset. */
class DiscoveryTest {
    @Test
    @DisplayName("E1.16, E7.1 RingCentral's own metadata names the endpoints of the preset")
    void metadata_agreesWithThePreset() {
        try (Desk desk = new Desk()) {
            ProfileForm form = desk.form(desk.jwt);
            DiscoveryResult found = desk.client.discover(URI.create("https://platform.ringcentral.com"));
            assertThat(found.failure()).isEmpty();
            form.fillFrom(found.metadata().orElseThrow());
            assertThat(form.hints()).isEmpty();
            assertThat(form.customEndpoints()).isEmpty();
            assertThat(form.build().tokenUrl())
                    .isEqualTo(desk.form(desk.jwt).build().tokenUrl());
            assertThat(form.build().revocationUrl())
                    .isEqualTo(desk.form(desk.jwt).build().revocationUrl());
            desk.client.profiles().create(form.build());
            assertThat(desk.post().delivered()).isTrue();
        }
    }
}
