package com.algosolutions.examples;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.button.PressResult;
import com.algosolutions.button.SecretSource;
import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import java.io.PrintStream;
import java.util.Map;

/**
 * Lobby help: a button posts who needs help, where and when, to a RingCentral team. The whole device is set up from one document, in which
 * the secrets are named and not written.
 *
 * <p>Without configuration it runs against the embedded sandbox; {@link PressAButton} says which variables make it real.
 */
public final class LobbyHelp {
    /** What would stand in {@code device.json}. */
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
                  "targets": ["%s"],
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
        int status = Example.run(System.getenv(), System.out, LobbyHelp::run);
        if (status != 0) {
            System.exit(status);
        }
    }

    static boolean run(Account account, PrintStream out) {
        out.println("Talking to " + account.place() + ", team " + account.teamId() + ".");
        DeviceConfiguration device = DeviceConfiguration.read(
                DEVICE.formatted(account.clientId(), TeamMessaging.postsPath(account.teamId()), account.platform()),
                SecretSource.standard(Map.of(
                        "RINGCENTRAL_CLIENT_SECRET", account.clientSecret().reveal(),
                        "RINGCENTRAL_JWT", account.jwt().reveal())));
        try (OAuthClient client = device.settings(account.client()).build()) {
            ButtonActions buttons = device.apply(client);
            // A screen shows each line while the press runs: sending…, sending… 1 of 1, sent in 12 ms.
            PressResult pressed = buttons.pressAsync("help", progress -> out.println("  screen: " + progress.text()))
                    .result();
            out.println(pressed);
            return pressed.delivered();
        }
    }
}
