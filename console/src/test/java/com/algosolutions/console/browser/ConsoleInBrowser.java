package com.algosolutions.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.console.Console;
import com.algosolutions.console.ConsoleSettings;
import com.algosolutions.console.device.BenchClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A new console for each test of a class, in one Chromium. After each test that has passed, Chromium must have nothing to complain about; of one that
 * has failed it writes a picture.
 */
final class ConsoleInBrowser implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    static final String PASSWORD = "correct horse";

    private @Nullable Chromium chromium;
    private @Nullable Console console;

    @Override
    public void beforeAll(ExtensionContext context) {
        chromium = Chromium.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Path folder =
                Path.of("target", "browser", context.getRequiredTestClass().getSimpleName());
        BenchClock clock = new BenchClock(Instant.parse("2026-11-30T08:15:00Z"), System::nanoTime);
        console = Console.start(ConsoleSettings.of(folder, PASSWORD, Duration.ofMinutes(30), clock));
        chromium.theme("light");
        chromium.size(1600, 1000);
        chromium.driver().get(console.address().toString());
    }

    /** The page, as the test has left it. */
    ConsolePage page() {
        return new ConsolePage(chromium);
    }

    Pictures pictures() {
        return new Pictures(chromium);
    }

    Chromium chromium() {
        return chromium;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try {
            String address = console.address().toString();
            List<String> complaints = chromium.complaints(address.substring(0, address.length() - 1));
            if (context.getExecutionException().isPresent()) {
                Files.write(
                        Pictures.folder()
                                .resolve("failed-"
                                        + context.getRequiredTestMethod().getName() + ".png"),
                        chromium.screenshot());
            } else {
                assertThat(complaints).isEmpty();
            }
        } finally {
            chromium.driver().get("about:blank");
            console.close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (chromium != null) {
            chromium.close();
        }
    }
}
