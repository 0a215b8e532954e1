package com.algosolutions.examples;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The RingCentral account that an example uses: a real account if the four environment variables are set, otherwise an embedded sandbox
 * that answers at the same addresses.
 *
 * @param clientId the app's client id
 * @param clientSecret the app's client secret
 * @param jwt the user's JWT credential
 * @param team the team's link or id
 * @param platform the host of RingCentral's API
 * @param settings adds the settings with which a client reaches this account
 * @param sandbox the sandbox, unless the account is real
 */
record Account(
        String clientId,
        Secret clientSecret,
        Secret jwt,
        String team,
        String platform,
        Consumer<OAuthClient.Builder> settings,
        Optional<RingCentralSandbox> sandbox)
        implements AutoCloseable {
    private static final String CLIENT_ID = "RINGCENTRAL_CLIENT_ID";
    private static final String CLIENT_SECRET = "RINGCENTRAL_CLIENT_SECRET";
    private static final String JWT = "RINGCENTRAL_JWT";
    private static final String TEAM = "RINGCENTRAL_TEAM";

    private static final String USUAL_PLATFORM = "platform.ringcentral.com";

    /** The account of the environment variables. It is an error to set only some of the four. */
    static Account of(Map<String, String> environment) {
        Set<String> missing = new TreeSet<>();
        for (String name : new String[] {CLIENT_ID, CLIENT_SECRET, JWT, TEAM}) {
            String value = environment.get(name);
            if (value == null || value.isBlank()) {
                missing.add(name);
            }
        }
        if (missing.size() == 4) {
            return embedded();
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "Set " + String.join(", ", missing) + " too, or none of the four to use the embedded sandbox.");
        }
        return new Account(
                value(environment, CLIENT_ID),
                Secret.of(value(environment, CLIENT_SECRET)),
                Secret.of(value(environment, JWT)),
                value(environment, TEAM),
                USUAL_PLATFORM,
                client -> {},
                Optional.empty());
    }

    private static String value(Map<String, String> environment, String name) {
        @Nullable String value = environment.get(name);
        return value == null ? "" : value.strip();
    }

    /** Starts a sandbox with an app, a user with a JWT, and a team. */
    static Account embedded() {
        RingCentralSandbox sandbox = RingCentralSandbox.start();
        SandboxApp app = sandbox.newApp("Front desk app").create();
        SandboxUser user = sandbox.createUser("Lobby console");
        return new Account(
                app.clientId(),
                Secret.of(app.clientSecret()),
                Secret.of(sandbox.newJwt(user).create()),
                sandbox.createTeam("Reception", user).link(),
                USUAL_PLATFORM,
                client -> client.proxy(sandbox.proxy()).trust(sandbox.trustManager()),
                Optional.of(sandbox));
    }

    /** {@return a builder with the settings with which a client reaches this account} */
    OAuthClient.Builder client() {
        OAuthClient.Builder client = OAuthClient.builder();
        settings.accept(client);
        return client;
    }

    /** {@return the account's name for the output} */
    String place() {
        return sandbox.isPresent() ? "the embedded RingCentral sandbox" : "RingCentral";
    }

    /** {@return the URL for the team's posts} */
    URI posts() {
        return URI.create("https://" + platform + "/" + TeamMessaging.postsPath(teamId()));
    }

    /** {@return the id in the team's link} */
    TeamId teamId() {
        return TeamId.of(team);
    }

    @Override
    public void close() {
        if (sandbox.isPresent()) { // not by ifPresent, which would load the testkit where a real account needs none
            sandbox.orElseThrow().close();
        }
    }
}
