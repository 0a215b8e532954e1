package com.algosolutions.examples;

import com.algosolutions.button.ConfiguredDevice;
import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.button.PressResult;
import com.algosolutions.button.SecretSource;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lobby help: a button posts who needs help, where and when, to a RingCentral team. One document configures the whole device; it contains
 * the names of the secrets, not their values.
 *
 * <p>Without configuration it runs against the embedded sandbox. With {@code RINGCENTRAL_CLIENT_ID}, {@code RINGCENTRAL_CLIENT_SECRET}, {@code
 * RINGCENTRAL_JWT} and {@code RINGCENTRAL_TEAM} (link or id) set, it posts to RingCentral. {@code OAUTH_STORE} and {@code OAUTH_STORE_KEY} are
 * the store's folder and key.
 */
public final class LobbyHelp {
    /** The content of a {@code device.json}. */
    private static final String DEVICE = """
            {
              "device": {"name": "Lobby console"},
              "profiles": [{
                "name": "Front desk",
                "providerType": "RINGCENTRAL",
                "clientId": "%s",
                "clientSecret": "env:RINGCENTRAL_CLIENT_SECRET",
                "jwtAssertion": "env:RINGCENTRAL_JWT"
              }],
              "screens": [{"name": "Lobby", "buttons": [{
                "identifier": "help",
                "text": "Help",
                "action": "Send API Request",
                "numberOfApiRequests": 1,
                "requests": [{
                  "method": "POST",
                  "customPath": "%s",
                  "targets": ["platform.ringcentral.com"],
                  "oauthProfile": "Front desk",
                  "dataPayload": "{\\"text\\": \\"**${buttonText}** wanted at ${deviceName}, ${localTime}\\"}"
                }]
              }]}]
            }
            """;

    private LobbyHelp() {}

    /**
     * Runs the example; the exit status is 0 if the message is in the team.
     *
     * @param args none
     */
    public static void main(String[] args) {
        boolean done;
        try (Demo demo = Demo.of(System.getenv())
                .withRingCentral()) { // in production: run(System.getenv(), client -> {}, System.out)
            done = run(demo.environment(), demo::network, System.out);
        }
        if (!done) {
            System.exit(1);
        }
    }

    static boolean run(Map<String, String> environment, Consumer<OAuthClient.Builder> settings, PrintStream out) {
        TeamId team = TeamId.of(environment.getOrDefault("RINGCENTRAL_TEAM", ""));
        String document =
                DEVICE.formatted(environment.getOrDefault("RINGCENTRAL_CLIENT_ID", ""), TeamMessaging.postsPath(team));
        // The document contains names of secrets; the source supplies their values.
        DeviceConfiguration configuration = DeviceConfiguration.parse(document, SecretSource.standard(environment));
        try (ConfiguredDevice device = configuration.open(DeviceStore.of(environment), settings)) {
            device.warnings()
                    .forEach(warning -> out.println("  to do: " + warning)); // for the operator, before the first press
            // A screen shows each line while the press runs: sending…, sending… 1 of 1, sent in 12 ms.
            PressResult pressed = device.buttons()
                    .pressAsync("help", progress -> out.println("  screen: " + progress.message()))
                    .await();
            out.println(pressed);
            return pressed.delivered();
        }
    }
}
