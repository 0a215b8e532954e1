package com.example;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import java.util.Map;
import java.util.function.Consumer;

public final class FrontDesk {
    /** The button, with the fields of the device's form. */
    private static final String BUTTONS = """
            {"buttons": [{
              "identifier": "help",
              "text": "Help",
              "action": "Send API Request",
              "numberOfApiRequests": 1,
              "requests": [{
                "method": "POST",
                "customPath": "%s",
                "targets": ["platform.ringcentral.com"],
                "oauthProfile": "Front desk",
                "dataPayload": "{\\"text\\": \\"${buttonText} wanted, ${localTime}\\"}"
              }]
            }]}
            """;

    public static void main(String[] args) {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            run(sandbox.environment(), client -> client.proxy(sandbox.proxy()).trust(sandbox.trustManager()));
        }
    }

    static void run(Map<String, String> account, Consumer<OAuthClient.Builder> network) {
        OAuthClient.Builder builder = OAuthClient.builder().userAgent("FrontDesk/1.0");
        network.accept(builder);
        try (OAuthClient client = builder.build()) {
            client.profiles().create(client.draft("Front desk", "RINGCENTRAL") // fills in all but the credentials
                    .clientId(account.get("RINGCENTRAL_CLIENT_ID"))
                    .clientSecret(Secret.of(account.get("RINGCENTRAL_CLIENT_SECRET")))
                    .jwtAssertion(Secret.of(account.get("RINGCENTRAL_JWT")))
                    .build());
            TeamId team = TeamId.of(account.get("RINGCENTRAL_TEAM"));
            System.out.println(TeamMessaging.of(client, "Front desk").post(team, "Hello"));

            try (ButtonActions buttons = ButtonActions.parse(client, BUTTONS.formatted(TeamMessaging.postsPath(team)))) {
                System.out.println(buttons.press("help"));
            }
            System.out.println(client.status("Front desk"));
        }
    }
}
