package com.algosolutions.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment variables, and what is said of a wrong one. */
class ConsoleSettingsTest {

    @Test
    void settings_withoutVariables_areTheEmbeddedSandboxAndANewPassword() {
        ConsoleSettings settings = ConsoleSettings.of(Map.of());
        assertThat(settings.port()).isEqualTo(8443);
        assertThat(settings.passwordIsNew()).isTrue();
        assertThat(settings.password().reveal()).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
        assertThat(settings.password())
                .isNotEqualTo(ConsoleSettings.of(Map.of()).password());
        assertThat(settings.ringCentral()).isEmpty();
        assertThat(settings.folder()).isEqualTo(Path.of("console/target/device"));
    }

    @Test
    void settings_ofAnAccount_haveItsFourValues_andPrintNoSecret() {
        ConsoleSettings settings = ConsoleSettings.of(Map.of(
                "RINGCENTRAL_CLIENT_ID",
                "id",
                "RINGCENTRAL_CLIENT_SECRET",
                " hush-hush ",
                "RINGCENTRAL_JWT",
                "jay.double.u",
                "RINGCENTRAL_TEAM",
                "123",
                "CONSOLE_PORT",
                "0",
                "CONSOLE_PASSWORD",
                "correct horse"));
        assertThat(settings.ringCentral().orElseThrow().clientSecret().reveal()).isEqualTo("hush-hush");
        assertThat(settings.toString()).doesNotContain("hush-hush", "jay.double.u", "correct horse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "https", "8443 please"})
    void port_thatIsNone_isNamedWithTheFix(String port) {
        assertThatThrownBy(() -> ConsoleSettings.of(Map.of("CONSOLE_PORT", port)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CONSOLE_PORT is \"" + port + "\". Give a number from 0 to 65535; 0 takes a free port.");
    }

    @Test
    void password_thatIsShort_isRefusedWithoutBeingPrinted() {
        assertThatThrownBy(() -> ConsoleSettings.of(Map.of("CONSOLE_PASSWORD", "tiger")))
                .hasMessageStartingWith("CONSOLE_PASSWORD has 5 characters. Give it 8 or more")
                .hasMessageNotContaining("tiger");
    }

    @Test
    void account_thatIsIncomplete_namesWhatIsMissing() {
        assertThatThrownBy(() -> ConsoleSettings.of(Map.of("RINGCENTRAL_CLIENT_ID", "id", "RINGCENTRAL_TEAM", "1")))
                .hasMessage(
                        "Set RINGCENTRAL_CLIENT_SECRET, RINGCENTRAL_JWT too, or none of the four to use the embedded sandbox.");
    }
}
