package com.algosolutions.examples;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.util.Optional;

/** A sandbox with a user and a team, for accounts of any app. */
record Office(RingCentralSandbox sandbox, SandboxUser user, SandboxTeam team) implements AutoCloseable {
    static Office open() {
        RingCentralSandbox sandbox = RingCentralSandbox.start();
        SandboxUser user = sandbox.createUser("Lobby console");
        return new Office(sandbox, user, sandbox.createTeam("Reception", user));
    }

    Account account(SandboxApp app) {
        return new Account(
                app.clientId(),
                Secret.of(app.clientSecret()),
                Secret.of(sandbox.newJwt(user).create()),
                team.link(),
                "platform.ringcentral.com",
                client -> client.proxy(sandbox.proxy()).trustOnly(sandbox.trustStore()),
                Optional.of(new Account.Detour(sandbox.proxy(), sandbox.trustManager())));
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
