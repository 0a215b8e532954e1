package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import org.junit.jupiter.api.Test;

class DeskTest {
    @Test
    void help_isInTheTeam() {
        try (RingCentralSandbox sandbox = RingCentralSandbox.start();
                OAuthClient client = OAuthClient.builder()
                        .proxy(sandbox.proxy())
                        .trust(sandbox.trustManager())
                        .build()) {
            SandboxApp app = sandbox.newApp("Front desk app").create();
            SandboxUser user = sandbox.createUser("Lobby console");
            SandboxTeam team = sandbox.createTeam("Reception", user);
            client.profiles()
                    .create(client.draft("Front desk", "RINGCENTRAL")
                            .clientId(app.clientId())
                            .clientSecret(Secret.of(app.clientSecret()))
                            .jwtAssertion(Secret.of(sandbox.newJwt(user).create()))
                            .build());

            assertTrue(new Desk(client).help(team.id()).delivered());
            assertFalse(RingCentralSandbox.class.getModule().isNamed());
            assertEquals("Help", sandbox.posts(team).get(0).text());
        }
    }
}
