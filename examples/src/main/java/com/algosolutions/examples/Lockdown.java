package com.algosolutions.examples;

import com.algosolutions.button.ConfiguredDevice;
import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.button.PressResult;
import com.algosolutions.button.SecretSource;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.ringcentral.AdaptiveCard;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lockdown: one button plays a tone and flashes on three Algo devices, and posts a card to a RingCentral team. A device that does not
 * respond delays neither the others nor the card, and the result names it.
 *
 * <p>Without configuration the devices are simulated and RingCentral is the embedded sandbox. {@code RINGCENTRAL_CLIENT_ID}, {@code
 * RINGCENTRAL_CLIENT_SECRET}, {@code RINGCENTRAL_JWT} and {@code RINGCENTRAL_TEAM} (link or id) select a real RingCentral account; {@code
 * ALGO_DEVICES} (as {@code 192.0.2.7=<SHA-256 fingerprint of its certificate>}, separated by spaces) and {@code ALGO_PASSWORD} (their
 * RESTful API Password) select real devices.
 */
public final class Lockdown {
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
                    "targets": ["platform.ringcentral.com"],
                    "oauthProfile": "Security",
                    "dataPayload": %5$s
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
        boolean done;
        try (Demo demo = Demo.of(System.getenv()) // in production: run(System.getenv(), client -> {}, System.out)
                .withRingCentral()
                .withDevices("Hall horn", "Gate horn", "Lobby strobe")) {
            done = run(demo.environment(), demo::network, System.out);
            demo.report(System.out);
        }
        if (!done) {
            System.exit(1);
        }
    }

    static boolean run(Map<String, String> environment, Consumer<OAuthClient.Builder> settings, PrintStream out) {
        Map<String, String> pins = new LinkedHashMap<>();
        Devices.of(environment).pins().forEach((host, fingerprint) -> pins.put(host.toString(), fingerprint));
        String card = AdaptiveCard.of("Lockdown")
                .notification("Lockdown, from ${deviceName}")
                .line("Stay inside. Lock the doors.")
                .fact("Pressed at", "${deviceName}")
                .fact("When", "${localTime}")
                .toJson();
        String document = DEVICE.formatted(
                Json.write(pins),
                environment.getOrDefault("RINGCENTRAL_CLIENT_ID", ""),
                Json.write(List.copyOf(pins.keySet())),
                TeamMessaging.cardsPath(TeamId.of(environment.getOrDefault("RINGCENTRAL_TEAM", ""))),
                Json.write(card));
        DeviceConfiguration device = DeviceConfiguration.parse(document, SecretSource.standard(environment));
        // Devices on the local network are not behind the proxy.
        Consumer<OAuthClient.Builder> local =
                client -> pins.keySet().forEach(host -> client.bypassProxy(ApiHost.of(host)));
        try (ConfiguredDevice console = device.open(DeviceStore.of(environment), settings.andThen(local))) {
            PressResult pressed = console.buttons().press("lockdown");
            out.println(pressed);
            return pressed.delivered();
        }
    }
}
