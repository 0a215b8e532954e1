package com.algosolutions.examples;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Algo devices of the environment variables: {@code ALGO_DEVICES} as {@code 192.0.2.7=<SHA-256 fingerprint of its certificate>}, separated
 * by spaces, and {@code ALGO_PASSWORD}, their RESTful API Password.
 *
 * @param pins the fingerprints, by host
 * @param password the password
 */
record Devices(Map<ApiHost, String> pins, Secret password) {
    private static final String FORM =
            " Write host=fingerprint for each device, separated by spaces; the fingerprint is what this prints:"
                    + " openssl s_client -connect HOST:443 </dev/null | openssl x509 -noout -fingerprint -sha256";

    static Devices of(Map<String, String> environment) {
        Map<ApiHost, String> pins = new LinkedHashMap<>();
        String given = environment.getOrDefault("ALGO_DEVICES", "").strip();
        if (given.isEmpty()) {
            throw new IllegalArgumentException("ALGO_DEVICES is missing." + FORM);
        }
        for (String device : given.split("\\s+", -1)) {
            String[] hostAndPrint = device.split("=", 2);
            if (hostAndPrint.length < 2 || !hostAndPrint[1].replace(":", "").matches("[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException("ALGO_DEVICES has \"" + device
                        + "\", which is not a host with the 64 hex digits of a fingerprint." + FORM);
            }
            pins.put(ApiHost.of(hostAndPrint[0]), hostAndPrint[1]);
        }
        String password = environment.getOrDefault("ALGO_PASSWORD", "");
        if (password.isEmpty()) {
            throw new IllegalArgumentException(
                    "ALGO_PASSWORD is missing. Set it to the RESTful API Password of the devices (Advanced Settings, Admin, API Support).");
        }
        return new Devices(pins, Secret.of(password));
    }
}
