package com.algosolutions.console;

import com.algosolutions.console.device.BenchClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A console for a test, with a browser whose operator has logged in. */
final class Bed implements AutoCloseable {
    final Console console;
    final Browser browser;

    Bed(Path folder) {
        this(folder, Duration.ofMinutes(30));
    }

    Bed(Path folder, Duration sessionIdle) {
        BenchClock clock = new BenchClock(Instant.parse("2026-11-30T08:15:00Z"), System::nanoTime);
        console = Console.start(ConsoleSettings.of(folder, Browser.PASSWORD, sessionIdle, clock));
        browser = new Browser(console).loggedIn();
    }

    @Override
    public void close() {
        browser.close();
        console.close();
    }
}
