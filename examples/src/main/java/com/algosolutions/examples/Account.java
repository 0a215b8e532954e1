package com.algosolutions.examples;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.store.RecordStore;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.X509TrustManager;

/**
 * The RingCentral account of the environment variables, and the client that uses it.
 *
 * @param clientId the app's client id
 * @param clientSecret the app's client secret
 * @param jwt the user's JWT credential
 * @param team the team's link or id
 * @param platform the host of RingCentral's API
 * @param settings adds the store, and the settings with which a client reaches this account
 * @param detour how to reach an account that is not on the Internet; empty for a real one
 */
record Account(
        String clientId,
        Secret clientSecret,
        Secret jwt,
        String team,
        String platform,
        Consumer<OAuthClient.Builder> settings,
        Optional<Detour> detour) {
    static final List<String> VARIABLES =
            List.of("RINGCENTRAL_CLIENT_ID", "RINGCENTRAL_CLIENT_SECRET", "RINGCENTRAL_JWT", "RINGCENTRAL_TEAM");

    /**
     * A way to RingCentral's addresses.
     *
     * @param proxy the proxy
     * @param trust which certificates are trusted behind it
     */
    record Detour(Proxy proxy, X509TrustManager trust) {}

    /** The account of the environment variables; all four must be set. */
    static Account of(Map<String, String> environment, Optional<Detour> detour) {
        List<String> missing = VARIABLES.stream()
                .filter(name -> environment.getOrDefault(name, "").isBlank())
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "Set " + String.join(", ", missing)
                            + " too, or none of the four to use the embedded sandbox. docs/guide-ringcentral.md says where to find them.");
        }
        RecordStore store = DeviceStore.of(environment);
        return new Account(
                value(environment, 0),
                Secret.of(value(environment, 1)),
                Secret.of(value(environment, 2)),
                value(environment, 3),
                "platform.ringcentral.com",
                client -> {
                    client.store(store);
                    detour.ifPresent(way -> client.proxy(way.proxy()).trust(way.trust()));
                },
                detour);
    }

    private static String value(Map<String, String> environment, int variable) {
        return environment.getOrDefault(VARIABLES.get(variable), "").strip();
    }

    /** {@return a builder with the settings with which a client reaches this account} */
    OAuthClient.Builder client() {
        OAuthClient.Builder client = OAuthClient.builder().userAgent("algo-oauth-examples/1.0");
        settings.accept(client);
        return client;
    }

    /** Creates the profile, or updates it if an earlier run has left it in the store. Choosing RINGCENTRAL fills in all but the credentials. */
    OAuthProfile saveProfile(OAuthClient client, String name) {
        return DeviceStore.saveProfile(
                client,
                DeviceStore.form(client, name, "RINGCENTRAL")
                        .clientId(clientId)
                        .clientSecret(clientSecret)
                        .jwtAssertion(jwt));
    }

    /** {@return the account's name for the output} */
    String place() {
        return detour.isPresent() ? "the embedded RingCentral sandbox" : "RingCentral";
    }

    /** {@return the URL for the team's posts} */
    URI posts() {
        return URI.create("https://" + platform + "/" + TeamMessaging.postsPath(teamId()));
    }

    /** {@return the id in the team's link} */
    TeamId teamId() {
        return TeamId.of(team);
    }
}
