package com.algosolutions.examples;

import com.algosolutions.button.AlgoCommand;
import com.algosolutions.button.AlgoCommand.Door;
import com.algosolutions.button.AlgoStandardAuthentication;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import java.io.PrintStream;
import java.net.Proxy;
import java.time.Duration;
import java.util.Map;

/**
 * Door unlock: one command to one intercom, without a button document. The client signs the request each time it sends it, and pins the
 * device's own certificate.
 *
 * <p>Without configuration the intercom is simulated; {@code ALGO_DEVICES} (as {@code 192.0.2.7=<SHA-256 fingerprint of its certificate>})
 * and {@code ALGO_PASSWORD} (its RESTful API Password) select a real one.
 */
public final class UnlockTheDoor {
    private UnlockTheDoor() {}

    /**
     * Runs the example; the exit status is 0 if the door is unlocked.
     *
     * @param args none
     */
    public static void main(String[] args) {
        boolean done;
        try (Demo demo =
                Demo.of(System.getenv()).withDevices("Front door")) { // in production: run(System.getenv(), System.out)
            done = run(demo.environment(), System.out);
            demo.report(System.out);
        }
        if (!done) {
            System.exit(1);
        }
    }

    static boolean run(Map<String, String> environment, PrintStream out) {
        Devices devices = Devices.of(environment);
        Map.Entry<ApiHost, String> door = devices.pins().entrySet().iterator().next();
        AlgoCommand unlock = AlgoCommand.unlockDoor(Door.LOCAL, Duration.ofSeconds(5));
        try (OAuthClient client = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .pinCertificate(door.getKey(), door.getValue())
                .build()) {
            ApiResult result = client.execute(
                    unlock.to(door.getKey()).signedBy(new AlgoStandardAuthentication(devices.password())));
            out.println(unlock + ": " + result);
            return result.delivered();
        }
    }
}
