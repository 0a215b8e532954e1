package com.algosolutions.examples;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.button.PressResult;
import com.algosolutions.button.SecretSource;
import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.ringcentral.AdaptiveCard;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import java.io.PrintStream;
import java.util.Map;

/**
 * Lockdown: one button plays a tone and flashes on three Algo devices, and posts a card to a RingCentral team. A device that is dead holds up
 * neither the others nor the card, and the result says which one it was.
 *
 * <p>Without configuration the devices are simulated and RingCentral is the embedded sandbox. {@link PressAButton} says which variables
 * make RingCentral real; {@code ALGO_DEVICES} and {@code ALGO_PASSWORD} make the devices real.
 */
public final class Lockdown {
    private static final String[] DEVICES = {"Hall horn", "Gate horn", "Lobby strobe"};

    private static final String DEVICE = """
            {
              "device": {"name": "Lobby console", "remoteDevicePassword": "env:ALGO_PASSWORD", "pins": %1$s},
              "profiles": [{
                "name": "Security",
                "providerType": "RINGCENTRAL",
                "clientId": "%2$s",
                "clientSecret": "env:RINGCENTRAL_CLIENT_SECRET",
                "jwtAssertion": "env:RINGCENTRAL_JWT"
              }],
              "buttons": [{
                "identifier": "lockdown",
                "text": "Lockdown",
                "action": "Send API Request",
                "numberOfApiRequests": 3,
                "requests": [
                  {"command": "Play Tone", "targets": %3$s, "parameters": {"path": "warble4-trill.wav", "loop": true}},
                  {"command": "Start Strobe", "targets": %3$s, "parameters": {"pattern": 6, "color1": "red"}},
                  {
                    "method": "POST",
                    "customPath": "%4$s",
                    "targets": ["%5$s"],
                    "oauthProfile": "Security",
                    "dataPayload": %6$s
                  }
                ]
              }]
            }
            """;

    private Lockdown() {}

    /**
     * Runs the example; the exit status is 0 if all devices and the team were reached.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int status = Example.run(System.getenv(), System.out, (account, out) -> {
            try (AlgoDevices devices = AlgoDevices.of(System.getenv(), DEVICES)) {
                return run(account, devices, out);
            }
        });
        if (status != 0) {
            System.exit(status);
        }
    }

    static boolean run(Account account, AlgoDevices devices, PrintStream out) {
        String card = AdaptiveCard.of("Lockdown")
                .notification("Lockdown, from ${deviceName}")
                .line("Stay inside. Lock the doors.")
                .fact("Pressed at", "${deviceName}")
                .fact("When", "${localTime}")
                .toJson();
        String document = DEVICE.formatted(
                Json.write(devices.pins()),
                account.clientId(),
                Json.write(devices.targets()),
                TeamMessaging.cardsPath(account.teamId()),
                account.platform(),
                Json.write(card));
        DeviceConfiguration device = DeviceConfiguration.read(
                document,
                SecretSource.standard(Map.of(
                        "ALGO_PASSWORD", devices.password().reveal(),
                        "RINGCENTRAL_CLIENT_SECRET", account.clientSecret().reveal(),
                        "RINGCENTRAL_JWT", account.jwt().reveal())));
        OAuthClient.Builder settings = device.settings(account.client());
        devices.fingerprints().keySet().forEach(settings::direct); // no proxy leads to the devices next door
        try (OAuthClient client = settings.build()) {
            ButtonActions buttons = device.apply(client);
            PressResult pressed = buttons.press("lockdown");
            out.println(pressed);
            devices.print(out);
            return pressed.delivered();
        }
    }
}
