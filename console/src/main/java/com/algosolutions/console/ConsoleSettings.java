package com.algosolutions.console;

import com.algosolutions.console.device.BenchClock;
import com.algosolutions.oauth.input.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator can set.
 *
 * @param port the port on the loopback interface; 0 for a free one
 * @param password the password of the web interface
 * @param passwordIsNew whether this program has chosen it, and must print it
 * @param folder the folder of the device and the certificate
 * @param ringCentral the account of RingCentral; empty for the embedded sandbox
 * @param sessionIdle how long a session lives without a request
 * @param clock the time of the bench
 */
public record ConsoleSettings(
        int port,
        Secret password,
        boolean passwordIsNew,
        Path folder,
        Optional<RingCentralAccount> ringCentral,
        Duration sessionIdle,
        BenchClock clock) {
    private static final Duration SESSION_IDLE = Duration.ofMinutes(30);
    private static final int DEFAULT_PORT = 8443;
    private static final int SHORTEST_PASSWORD = 8;
    private static final List<String> ACCOUNT =
            List.of("RINGCENTRAL_CLIENT_ID", "RINGCENTRAL_CLIENT_SECRET", "RINGCENTRAL_JWT", "RINGCENTRAL_TEAM");

    /**
     * An account of RingCentral.
     *
     * @param team the team's link or id
     */
    public record RingCentralAccount(String clientId, Secret clientSecret, Secret jwt, String team) {}

    /**
     * The settings of environment variables.
     *
     * @throws IllegalArgumentException with the fix, if a variable has a value that cannot be used
     */
    public static ConsoleSettings of(Map<String, String> environment) {
        String password = environment.getOrDefault("CONSOLE_PASSWORD", "");
        if (!password.isEmpty() && password.length() < SHORTEST_PASSWORD) {
            throw new IllegalArgumentException("CONSOLE_PASSWORD has " + password.length() + " characters. Give it "
                    + SHORTEST_PASSWORD + " or more, or unset it: then the program chooses one and prints it.");
        }
        String folder = environment.getOrDefault("CONSOLE_STORE", "").strip();
        return new ConsoleSettings(
                port(environment.getOrDefault("CONSOLE_PORT", "").strip()),
                Secret.of(password.isEmpty() ? newPassword() : password),
                password.isEmpty(),
                folder.isEmpty() ? Path.of("console", "target", "device") : Path.of(folder),
                account(environment),
                SESSION_IDLE,
                new BenchClock(Instant.now(), System::nanoTime));
    }

    /** Settings for a test: a free port, the embedded sandbox. */
    public static ConsoleSettings of(Path folder, String password, Duration sessionIdle, BenchClock clock) {
        return new ConsoleSettings(0, Secret.of(password), false, folder, Optional.empty(), sessionIdle, clock);
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(
                "CONSOLE_PORT is \"" + text + "\". Give a number from 0 to 65535; 0 takes a free port.");
    }

    /** All four variables, or none. */
    private static Optional<RingCentralAccount> account(Map<String, String> environment) {
        List<String> missing = new ArrayList<>();
        for (String name : ACCOUNT) {
            if (environment.getOrDefault(name, "").isBlank()) {
                missing.add(name);
            }
        }
        if (missing.size() == ACCOUNT.size()) {
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "Set " + String.join(", ", missing) + " too, or none of the four to use the embedded sandbox.");
        }
        return Optional.of(new RingCentralAccount(
                environment.getOrDefault(ACCOUNT.get(0), "").strip(),
                Secret.of(environment.getOrDefault(ACCOUNT.get(1), "").strip()),
                Secret.of(environment.getOrDefault(ACCOUNT.get(2), "").strip()),
                environment.getOrDefault(ACCOUNT.get(3), "").strip()));
    }

    /** 100 random bits in characters that are not mistaken for others. */
    private static String newPassword() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "")
                    .append("abcdefghijkmnpqrstuvwxyz23456789".charAt(random.nextInt(32)));
        }
        return password.toString();
    }
}
