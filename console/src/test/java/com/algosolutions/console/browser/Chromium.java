package com.algosolutions.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.algosolutions.oauth.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window, with a new profile, in UTC. It reaches localhost and no other host. */
final class Chromium implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String MISSING = "The test in a browser needs " + BROWSER + " and " + DRIVER
            + ". Install Debian's packages chromium and chromium-driver, for example with .ci/browser.";

    /** What the page is meant to show to the operator; Chromium reports the status as an error too. */
    private static final String EXPECTED =
            ".*/(api/.*|login) - Failed to load resource: the server responded with a status of (401|409|422).*";

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts Chromium. Without one the test is skipped, or fails if BROWSER_REQUIRED is true in the environment. */
    static Chromium start() {
        boolean installed = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        if ("true".equals(System.getenv("BROWSER_REQUIRED"))) {
            assertThat(installed).as(MISSING).isTrue();
        }
        assumeTrue(installed, MISSING);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .withEnvironment(Map.of("TZ", "UTC", "LANGUAGE", "en_US"))
                .build();
        return new Chromium(new ChromeDriver(service, options()));
    }

    /** Without --user-data-dir the driver makes a new folder, and deletes it at the end. */
    private static ChromeOptions options() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.setAcceptInsecureCerts(true);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--ignore-certificate-errors",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
                "--lang=en-US");
        if ("root".equals(System.getProperty("user.name"))) {
            options.addArguments("--no-sandbox");
        }
        return options;
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Sets the size of the page in CSS pixels. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the operator has chosen in the system: the theme, and no motion. */
    void theme(String theme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", theme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    byte[] screenshot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /**
     * {@return the errors on Chromium's console since the last call, among them violations of the content security policy, and the
     * requests that went to another origin}
     */
    List<String> complaints(String origin) {
        Stream<String> errors = entries(LogType.BROWSER)
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .filter(message -> !message.matches("(?s)" + EXPECTED));
        Stream<String> requests = entries(LogType.PERFORMANCE)
                .map(entry -> member(Json.readObject(entry.getMessage()), "message"))
                .filter(message -> "Network.requestWillBeSent".equals(message.get("method")))
                .map(message ->
                        (String) member(member(message, "params"), "request").get("url"))
                .filter(url -> !url.startsWith(origin + "/"))
                .map(url -> "request to " + url);
        return Stream.concat(errors, requests).toList();
    }

    private Stream<LogEntry> entries(String type) {
        return driver.manage().logs().get(type).getAll().stream();
    }

    @SuppressWarnings("unchecked") // an object of JSON
    private static Map<String, Object> member(Map<String, ?> object, String name) {
        return (Map<String, Object>) object.get(name);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
