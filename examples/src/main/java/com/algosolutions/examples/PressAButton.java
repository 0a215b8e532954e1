package com.algosolutions.examples;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.PressResult;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The complete path: creates an OAuth profile, runs the OAuth test, which posts to a team, presses a button, and reads the team's posts
 * back.
 *
 * <p>Without configuration it runs against the embedded sandbox. With {@code RINGCENTRAL_CLIENT_ID}, {@code
 * RINGCENTRAL_CLIENT_SECRET}, {@code RINGCENTRAL_JWT} and {@code RINGCENTRAL_TEAM} (link or id) set, it posts to RingCentral.
 */
public final class PressAButton {
    private static final String PROFILE = "Front desk";

    /** The button, with the fields of the device's form. */
    private static final String BUTTONS = """
            {"buttons": [{
              "identifier": "help",
              "status": "Enabled",
              "text": "Help",
              "action": "Send API Request",
              "numberOfApiRequests": 1,
              "requests": [{
                "command": "Other",
                "method": "POST",
                "customPath": "%s",
                "targets": ["%s"],
                "oauthProfile": "Front desk",
                "headers": "Custom Headers",
                "customHeaders": ["Content-Type: application/json; charset=utf-8"],
                "dataPayload": "{\\"text\\": \\"HELLO!\\"}"
              }]
            }]}
            """;

    private PressAButton() {}

    /**
     * Runs the example; the exit status is 0 if both messages are in the team.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int status = Example.run(System.getenv(), System.out, PressAButton::run);
        if (status != 0) {
            System.exit(status);
        }
    }

    static boolean run(Account account, PrintStream out) {
        TeamId team = account.teamId();
        out.println("Talking to " + account.place() + ", team " + team + ".");
        try (OAuthClient client = account.client().build()) {
            OAuthProfile profile = account.saveProfile(client, PROFILE);
            print(client.edit(profile), out);

            out.println();
            out.println("OAuth test");
            OAuthTestResult report =
                    client.test(OAuthTestRequest.of(PROFILE, account.posts().toString())
                            .providerType("RINGCENTRAL")
                            .payload("{\"text\": \"Hello from OAuth test\"}"));
            report.steps().forEach(line -> out.println("  " + line));
            if (!report.passed()) {
                return false;
            }

            out.println();
            String buttons = BUTTONS.formatted(TeamMessaging.postsPath(team), account.platform());
            try (ButtonActions actions = ButtonActions.parse(client, buttons)) {
                PressResult pressed = actions.press("help");
                out.println(pressed);
                return pressed.delivered() && readBack(client, account, out);
            }
        }
    }

    private static void print(ProfileForm form, PrintStream out) {
        out.println();
        out.println("OAuth profile (* filled in by choosing RINGCENTRAL)");
        for (ProfileField<?> field : ProfileField.all()) {
            if (!form.display(field).isEmpty()) {
                boolean filledIn = form.isPreset(field) && field != ProfileField.PROVIDER_TYPE;
                out.printf("  %-30s%s %s%n", field.label(), filledIn ? "*" : " ", form.display(field));
            }
        }
    }

    /** Prints the team's newest posts, oldest first. */
    private static boolean readBack(OAuthClient client, Account account, PrintStream out) {
        out.println();
        out.println("The team's newest posts");
        ApiResult listed = client.execute(
                ApiRequest.get(URI.create(account.posts() + "?recordCount=2")).profile(PROFILE));
        if (!listed.delivered()) {
            out.println("  " + listed);
            return false;
        }
        Map<String, ?> reply =
                Json.readObject(listed.orThrow().response().orElseThrow().body());
        List<Object> posts = new ArrayList<>(reply.get("records") instanceof List<?> records ? records : List.of());
        Collections.reverse(posts);
        for (Object post : posts) {
            if (post instanceof Map<?, ?> members) {
                out.println("  post " + members.get("id") + ": \"" + members.get("text") + "\"");
            }
        }
        return true;
    }
}
