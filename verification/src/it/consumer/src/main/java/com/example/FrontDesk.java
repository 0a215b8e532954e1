package com.example;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.PressResult;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.net.URI;
import java.util.List;

/** A firmware developer's first program with the library. */
public final class FrontDesk {
    private FrontDesk() {}

    public static void main(String[] args) {
        boolean modular = FrontDesk.class.getModule().isNamed()
                && OAuthClient.class.getModule().isNamed()
                && RingCentralSandbox.class.getModule().isNamed();
        if (modular != args[0].equals("module path")) {
            throw new AssertionError("not on the " + args[0]);
        }
        try (RingCentralSandbox sandbox = RingCentralSandbox.start()) {
            SandboxApp app = sandbox.newApp("Front desk app").create();
            SandboxUser user = sandbox.createUser("Lobby console");
            SandboxTeam team = sandbox.createTeam("Reception", user);
            try (OAuthClient client = OAuthClient.builder()
                    .proxy(sandbox.proxy())
                    .trust(sandbox.trustManager())
                    .build()) {
                client.profiles()
                        .create(client.draft("Front desk", "RINGCENTRAL")
                                .clientId(app.clientId())
                                .clientSecret(Secret.of(app.clientSecret()))
                                .jwtAssertion(Secret.of(sandbox.newJwt(user).create()))
                                .build());

                String path = "team-messaging/v1/chats/" + team.id() + "/posts";
                ApiResult posted = client.post(
                        "Front desk", URI.create("https://platform.ringcentral.com/" + path), Body.json("{\"text\":\"Hello\"}"));
                System.out.println(posted.orThrow());

                PressResult pressed = ButtonActions.parse(
                                client,
                                """
                                {"buttons": [{"identifier": "help", "text": "Help", "action": "Send API Request",
                                  "numberOfApiRequests": 1,
                                  "requests": [{"method": "POST", "customPath": "%s",
                                    "targets": ["platform.ringcentral.com"], "oauthProfile": "Front desk"}]}]}
                                """
                                        .formatted(path))
                        .press("help");
                System.out.println(pressed);
                List<String> providers = client.providers().stream().map(ProviderInfo::id).toList();
                if (!providers.containsAll(List.of("GENERIC", "GOOGLE", "MICROSOFT", "RINGCENTRAL", "SLACK", "WEBEX", "ZOOM"))) {
                    throw new AssertionError("a provider was not found: " + providers);
                }
                if (!pressed.delivered() || sandbox.posts(team).size() != 2) {
                    throw new AssertionError("the messages are not in the team");
                }
                System.out.println("Pressed a button on the " + args[0] + ".");
            }
        }
    }
}
