package com.algosolutions.examples;

import com.algosolutions.button.AlgoCommand;
import com.algosolutions.button.AlgoCommand.Door;
import com.algosolutions.button.AlgoStandardAuthentication;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
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
        if (System.getenv().containsKey("ALGO_DEVICES")) {
            done = run(System.getenv(), System.out);
        } else {
            try (AlgoDeviceSimulator door = AlgoDeviceSimulator.start("Front door", "algo")) {
                done = run(AlgoDeviceSimulator.environment(door), System.out);
                System.out.println("Commands that the simulated intercom received:");
                door.commands().forEach(command -> System.out.println("  " + command.path() + " " + command.body()));
            }
        }
        if (!done) {
            System.exit(1);
        }
    }

    static boolean run(Map<String, String> environment, PrintStream out) {
        String[] hostAndPrint =
                environment.getOrDefault("ALGO_DEVICES", "").strip().split("=", 2);
        ApiHost door = ApiHost.of(hostAndPrint[0]);
        Secret password = Secret.of(environment.getOrDefault("ALGO_PASSWORD", ""));
        AlgoCommand unlock = AlgoCommand.unlockDoor(Door.LOCAL, Duration.ofSeconds(5));
        try (OAuthClient client = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .pinCertificate(door, hostAndPrint.length == 2 ? hostAndPrint[1] : "")
                .build()) {
            ApiResult result = client.execute(unlock.to(door).signedBy(new AlgoStandardAuthentication(password)));
            out.println(unlock + ": " + result);
            return result.delivered();
        }
    }
}
