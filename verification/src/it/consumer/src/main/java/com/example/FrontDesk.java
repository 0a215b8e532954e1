package com.example;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.PressResult;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A firmware developer's first program with the library. */
public final class FrontDesk {
    private FrontDesk() {}

    public static void main(String[] args) throws Exception {
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
                URI posts = URI.create("https://platform.ringcentral.com/" + path);
                ApiResult posted = client.post("Front desk", posts, Body.json(Map.of("text", "Hello")));
                System.out.println(posted.orThrow());

                String buttons =
                        """
                        {"buttons": [{"identifier": "help", "text": "Help", "action": "Send API Request",
                          "numberOfApiRequests": 1,
                          "requests": [{"method": "POST", "customPath": "%s",
                            "targets": ["platform.ringcentral.com"], "oauthProfile": "Front desk"}]}]}
                        """
                                .formatted(path);
                PressResult pressed = ButtonActions.parse(client, buttons).press("help");
                System.out.println(pressed);
                check(pressed.delivered() && sandbox.posts(team).size() == 2, "the messages are not in the team");

                sandbox.operator().invalidateAccessTokens(user);
                check(CallSites.postWithAnotherClient(client, sandbox, posts) == 201, "the token was not renewed");
                check(
                        CallSites.postAfterTheTokenWasDropped(client, sandbox, user, posts)
                                .delivered(),
                        "the second token was not renewed");
                check(sandbox.posts(team).size() == 4, "a message is missing or was sent twice");
                check(CallSites.pressWithAFake(buttons), "the fake was not called");

                List<String> page = new ArrayList<>();
                check(CallSites.signIn(client, "Front desk", page) && page.isEmpty(), "not signed in: " + page);
                check(!CallSites.signIn(client, "Back door", page) && page.size() == 1, "no failure on the page: " + page);
                check(
                        CallSites.callback(client, "/callback?code=1&state=2").startsWith("400 "),
                        "an unknown callback was accepted");
                System.out.println(CallSites.discovered(client, URI.create("https://platform.ringcentral.com")));

                List<String> shown = CallSites.page(client, "Front desk", Map.of());
                check(shown.contains("Client Secret: *** []"), "no client secret on the page: " + shown);
                check(
                        shown.stream().anyMatch(row -> row.startsWith("Token URL: https://platform.ringcentral.com/restapi/oauth/token (preset)")),
                        "the preset's URL is not marked: " + shown);
                check(
                        CallSites.page(client, "Front desk", CallSites.asShown(client, "Front desk"))
                                .equals(shown),
                        "a page that is submitted as shown has changed the profile");
                check(
                        CallSites.page(client, "Front desk", Map.of(ProfileField.CLIENT_ID, " "))
                                .contains("1 problems"),
                        "a missing Client ID is no problem");

                List<String> providers = client.providers().stream().map(ProviderInfo::id).toList();
                check(
                        providers.containsAll(
                                List.of("GENERIC", "GOOGLE", "MICROSOFT", "RINGCENTRAL", "SLACK", "SLACK_USER", "WEBEX", "ZOOM")),
                        "a provider was not found: " + providers);
                System.out.println("Pressed a button on the " + args[0] + ".");
            }
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
