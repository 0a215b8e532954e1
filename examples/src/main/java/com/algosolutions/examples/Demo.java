package com.algosolutions.examples;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives an example what its environment variables do not name: an embedded RingCentral, simulated Algo devices, a folder and a key for the
 * store. It is the only example code that uses the testkit; production code passes {@link System#getenv()} instead.
 */
final class Demo implements AutoCloseable {
    private final Map<String, String> environment;
    private final Path folder;
    private final List<AlgoDeviceSimulator> devices = new ArrayList<>();
    private Optional<RingCentralSandbox> sandbox = Optional.empty();

    private Demo(Map<String, String> environment) {
        this.environment = new HashMap<>(environment);
        try {
            folder = Files.createTempDirectory("oauth-example");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        if (Stream.of(DeviceStore.FOLDER, DeviceStore.KEY).noneMatch(environment::containsKey)) {
            this.environment.put(DeviceStore.FOLDER, folder.resolve("store").toString());
            this.environment.put(DeviceStore.KEY, HexFormat.of().formatHex(key));
        }
    }

    static Demo of(Map<String, String> environment) {
        return new Demo(environment);
    }

    /** Starts a RingCentral, unless the variables name an account, or a part of one. */
    Demo withRingCentral() {
        if (Account.VARIABLES.stream().noneMatch(environment::containsKey)) {
            RingCentralSandbox started = RingCentralSandbox.start();
            sandbox = Optional.of(started);
            environment.putAll(started.environment());
        }
        return this;
    }

    /** Starts devices, unless the variables name some. */
    Demo withDevices(String... names) {
        if (!environment.containsKey("ALGO_DEVICES")) {
            for (String name : names) {
                devices.add(AlgoDeviceSimulator.start(name, "algo"));
            }
            environment.putAll(AlgoDeviceSimulator.environment(devices.toArray(AlgoDeviceSimulator[]::new)));
        }
        return this;
    }

    /** {@return the variables, those that were given and those of the stand-ins} */
    Map<String, String> environment() {
        return environment;
    }

    /** {@return how to reach the embedded RingCentral; empty for the real one} */
    Optional<Account.Detour> detour() {
        return sandbox.map(started -> new Account.Detour(started.proxy(), started.trustManager()));
    }

    /** Adds the settings with which a client reaches the embedded RingCentral. */
    void network(OAuthClient.Builder client) {
        detour().ifPresent(detour -> client.proxy(detour.proxy()).trust(detour.trust()));
    }

    /** Prints the commands that the simulated devices have received. */
    void report(PrintStream out) {
        for (AlgoDeviceSimulator device : devices) {
            device.commands()
                    .forEach(command ->
                            out.println("Received by " + device + ": " + command.path() + " " + command.body()));
        }
    }

    @Override
    public void close() {
        devices.forEach(AlgoDeviceSimulator::close);
        sandbox.ifPresent(RingCentralSandbox::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
