package com.algosolutions.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.console.device.BenchClock;
import com.algosolutions.oauth.input.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console with an account of RingCentral: what it shows before anything is sent there. */
class RealAccountTest {
    private static final String SECRET = "planted-client-secret-31415926";
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.cGxhbnRlZC1wYXlsb2Fk.cGxhbnRlZC1zaWduYXR1cmU";

    @TempDir
    private Path folder;

    private Console start() {
        ConsoleSettings.RingCentralAccount account =
                new ConsoleSettings.RingCentralAccount("front-desk-app", Secret.of(SECRET), Secret.of(JWT), "123456");
        return Console.start(new ConsoleSettings(
                0,
                Secret.of(Browser.PASSWORD),
                false,
                folder,
                Optional.of(account),
                Duration.ofMinutes(30),
                new BenchClock(Instant.now(), System::nanoTime)));
    }

    @Test
    void state_withAnAccount_hasItsProfile_noSecret_andNoControlsOfTheSandbox() {
        try (Console console = start();
                Browser browser = new Browser(console).loggedIn()) {
            Browser.Reply state = browser.state();
            assertThat(state.at("sandbox.embedded")).isEqualTo(false);
            assertThat(state.at("sandbox.place")).isEqualTo("RingCentral");
            assertThat(state.list("sandbox.credentials")).isEmpty();
            assertThat(state.at("profiles.0.name")).isEqualTo("Front desk");
            assertThat(state.text()).doesNotContain(SECRET, JWT);
            assertThat(state.list("faults"))
                    .filteredOn(fault -> fault.get("available").equals(false))
                    .extracting(fault -> fault.get("id"))
                    .contains("revoke-grant", "throttle", "unplug")
                    .doesNotContain("power-cut", "full-disk", "clock-1970");
            assertThat(browser.post("/api/faults/throttle", Map.of("on", true)).status())
                    .isEqualTo(409);
            assertThat(browser.post("/api/day", Map.of()).status()).isEqualTo(409);
            assertThat(state.at("screens.1.buttons.0.targets")).isEqualTo(1);
        }
    }

    @Test
    void device_withAnAccount_isTheSameAfterARestart() {
        String id;
        try (Console console = start();
                Browser browser = new Browser(console).loggedIn()) {
            id = (String) browser.state().at("profiles.0.id");
        }
        try (Console console = start();
                Browser browser = new Browser(console).loggedIn()) {
            assertThat(browser.state().at("profiles.0.id")).isEqualTo(id);
        }
    }
}
