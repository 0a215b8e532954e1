package com.algosolutions.oauth.client;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ClientAuthMode;

/** A device in its own process, which posts once and stores, renews and revokes; the argument says how its client authenticates. */
final class SigningChild {
    private SigningChild() {}

    public static void main(String[] arguments) {
        try (FakeServer server = FakeServer.start();
                OAuthClient client = TestValues.client().build()) {
            client.profiles()
                    .create(TestValues.draft(client, "desk", server)
                            .clientAuthMode(ClientAuthMode.valueOf(arguments[0]))
                            .clientSecret(Secret.of("s".repeat(32)))
                            .revocationUrl(server.http("/revoke"))
                            .build());
            boolean delivered = TestValues.post(client, server).delivered();
            client.renew("desk");
            client.revoke("desk");
            System.out.println("delivered " + delivered);
        }
    }
}
