package com.algosolutions.examples;

import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.DeviceCommand;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Algo devices that an example commands: real ones if {@code ALGO_DEVICES} (as {@code 192.0.2.7=<SHA-256 fingerprint of its certificate>},
 * separated by spaces) and {@code ALGO_PASSWORD} (their RESTful API Password) are set, else simulated ones on this machine.
 *
 * @param fingerprints the devices and the fingerprints of their certificates, in order
 * @param password their RESTful API Password
 * @param simulators the devices, unless they are real
 */
record AlgoDevices(Map<ApiHost, String> fingerprints, Secret password, List<AlgoDeviceSimulator> simulators)
        implements AutoCloseable {
    private static final String DEVICES = "ALGO_DEVICES";
    private static final String PASSWORD = "ALGO_PASSWORD";

    /** What an example does with its devices; returns whether it did its job, having printed why if it did not. */
    @FunctionalInterface
    interface Job {
        boolean run(AlgoDevices devices, PrintStream out);
    }

    /** {@return the exit status: 0 if the example did its job} */
    static int run(Map<String, String> environment, PrintStream out, Job job, String... names) {
        try (AlgoDevices devices = of(environment, names)) {
            boolean done = job.run(devices, out);
            out.println();
            out.println(done ? "Done." : "Failed: see above.");
            return done ? 0 : 1;
        } catch (IllegalArgumentException | IllegalStateException e) {
            out.println("Failed: " + e.getMessage());
            return 1;
        }
    }

    /** The devices of the environment, or simulated ones of these names. */
    static AlgoDevices of(Map<String, String> environment, String... names) {
        String written = environment.getOrDefault(DEVICES, "").strip();
        String password = environment.getOrDefault(PASSWORD, "");
        if (written.isEmpty()) {
            return simulated(names);
        }
        if (password.isBlank()) {
            throw new IllegalArgumentException(
                    "Set " + PASSWORD + " too, or clear " + DEVICES + " to simulate devices.");
        }
        Map<ApiHost, String> fingerprints = new LinkedHashMap<>();
        for (String device : written.split("\\s+", -1)) {
            int equals = device.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("Write each device of " + DEVICES + " as host=fingerprint.");
            }
            fingerprints.put(ApiHost.of(device.substring(0, equals)), device.substring(equals + 1));
        }
        return new AlgoDevices(fingerprints, Secret.of(password), List.of());
    }

    private static AlgoDevices simulated(String... names) {
        Map<ApiHost, String> fingerprints = new LinkedHashMap<>();
        List<AlgoDeviceSimulator> simulators = new ArrayList<>();
        for (String name : names) {
            AlgoDeviceSimulator simulator = AlgoDeviceSimulator.start(name, "algo");
            simulators.add(simulator);
            fingerprints.put(ApiHost.of(simulator.target()), simulator.fingerprint());
        }
        return new AlgoDevices(fingerprints, Secret.of("algo"), List.copyOf(simulators));
    }

    /** {@return the devices as a button's Targets have them} */
    List<String> targets() {
        return fingerprints.keySet().stream().map(ApiHost::toString).toList();
    }

    /** {@return the pins of a device configuration} */
    Map<String, String> pins() {
        Map<String, String> pins = new LinkedHashMap<>();
        fingerprints.forEach((host, fingerprint) -> pins.put(host.toString(), fingerprint));
        return pins;
    }

    /** Prints what the simulated devices did. */
    void print(PrintStream out) {
        for (AlgoDeviceSimulator simulator : simulators) {
            out.println("  " + simulator);
            for (DeviceCommand command : simulator.commands()) {
                out.println("    " + command.path() + " " + command.body());
            }
        }
    }

    @Override
    public void close() {
        simulators.forEach(AlgoDeviceSimulator::close);
    }
}
