package com.algosolutions.examples;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.ringcentral.TeamId;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;

/**
 * Finds the team's id in the link that the RingCentral app copies, and reads the team's name. Runs against the embedded sandbox, or against
 * RingCentral with the environment variables of {@link PressAButton}.
 */
public final class FindTheTeamId {
    private FindTheTeamId() {}

    /**
     * Runs the example; the exit status is 0 if the team exists.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int status = Example.run(System.getenv(), System.out, FindTheTeamId::run);
        if (status != 0) {
            System.exit(status);
        }
    }

    static boolean run(Account account, PrintStream out) {
        TeamId team = account.teamId();
        out.println("In " + account.team() + " the team id is " + team + ".");
        try (OAuthClient client = account.client().build()) {
            account.saveProfile(client, "Front desk");
            ApiResult result = client.execute(
                    ApiRequest.get(URI.create("https://" + account.platform() + "/team-messaging/v1/chats/" + team))
                            .profile("Front desk"));
            if (!result.delivered()) {
                out.println(result);
                return false;
            }
            Map<String, ?> chat =
                    Json.readObject(result.orThrow().response().orElseThrow().body());
            out.println("It is the " + chat.get("type") + " \"" + chat.get("name") + "\".");
            return true;
        }
    }
}
