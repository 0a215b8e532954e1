package com.algosolutions.examples;

import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.button.PressResult;
import com.algosolutions.button.SecretSource;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.ringcentral.AdaptiveCard;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
        Map<String, String> environment = new HashMap<>(System.getenv());
        OAuthClient.Builder settings = OAuthClient.builder();
        boolean done;
        try (RingCentralSandbox sandbox = RingCentralSandbox.start();
                AlgoDeviceSimulator hall = AlgoDeviceSimulator.start("Hall horn", "algo");
                AlgoDeviceSimulator gate = AlgoDeviceSimulator.start("Gate horn", "algo");
                AlgoDeviceSimulator lobby = AlgoDeviceSimulator.start("Lobby strobe", "algo")) {
            if (!environment.containsKey("RINGCENTRAL_CLIENT_ID")) {
                environment.putAll(sandbox.environment());
                settings.proxy(sandbox.proxy()).trust(sandbox.trustManager());
            }
            if (!environment.containsKey("ALGO_DEVICES")) {
                environment.putAll(AlgoDeviceSimulator.environment(hall, gate, lobby));
            }
            done = run(environment, settings, System.out);
            if (!System.getenv().containsKey("ALGO_DEVICES")) {
                System.out.println("Commands that the simulated devices received:");
                Stream.of(hall, gate, lobby)
                        .flatMap(device -> device.commands().stream()
                                .map(command -> "  " + device + ": " + command.path() + " " + command.body()))
                        .forEach(System.out::println);
            }
        }
        if (!done) {
            System.exit(1);
        }
    }

    static boolean run(Map<String, String> environment, OAuthClient.Builder settings, PrintStream out) {
        Map<String, String> pins = new LinkedHashMap<>();
        for (String device :
                environment.getOrDefault("ALGO_DEVICES", "").strip().split("\\s+", -1)) {
            String[] hostAndPrint = device.split("=", 2);
            pins.put(hostAndPrint[0], hostAndPrint.length == 2 ? hostAndPrint[1] : "");
        }
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
        device.configure(settings);
        pins.keySet()
                .forEach(host -> settings.bypassProxy(
                        ApiHost.of(host))); // devices on the local network are not behind the proxy
        try (OAuthClient client = settings.build()) {
            PressResult pressed = device.apply(client).press("lockdown");
            out.println(pressed);
            return pressed.delivered();
        }
    }
}
