package com.algosolutions.examples;

import com.algosolutions.button.AlgoCommand;
import com.algosolutions.button.AlgoCommand.Door;
import com.algosolutions.button.AlgoStandardAuthentication;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Authorization;
import com.algosolutions.oauth.OAuthClient;
import java.io.PrintStream;
import java.net.Proxy;
import java.time.Duration;

/**
 * Door unlock: one command to one intercom, without a button document. The request is signed for each sending, and the device's own
 * certificate is pinned.
 *
 * <p>Without configuration the intercom is simulated; {@code ALGO_DEVICES} and {@code ALGO_PASSWORD} make it real.
 */
public final class UnlockTheDoor {
    private UnlockTheDoor() {}

    /**
     * Runs the example; the exit status is 0 if the door is unlocked.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int status = AlgoDevices.run(System.getenv(), System.out, UnlockTheDoor::run, "Front door");
        if (status != 0) {
            System.exit(status);
        }
    }

    static boolean run(AlgoDevices devices, PrintStream out) {
        OAuthClient.Builder settings = OAuthClient.builder().proxy(Proxy.NO_PROXY);
        devices.fingerprints().forEach(settings::pin);
        AlgoCommand unlock = AlgoCommand.unlockDoor(Door.LOCAL, Duration.ofSeconds(5));
        Authorization signed = Authorization.signedBy(new AlgoStandardAuthentication(devices.password()));
        try (OAuthClient client = settings.build()) {
            boolean unlocked = true;
            for (var door : devices.fingerprints().keySet()) {
                ApiResult result = client.execute(unlock.to(door).authorizedBy(signed));
                out.println(unlock + ": " + result);
                unlocked &= result.delivered();
            }
            devices.print(out);
            return unlocked;
        }
    }
}
