package com.algosolutions.console.sandbox;

import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxPerson;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** An account of the embedded RingCentral: one app, one user with a JWT, one team. Thread-safe. */
public final class Tenant {
    private final RingCentralSandbox sandbox;
    private final SandboxApp app;
    private final SandboxUser user;
    private final SandboxTeam team;
    private String jwt;

    Tenant(RingCentralSandbox sandbox, List<URI> callbacks) {
        this.sandbox = sandbox;
        app = sandbox.newApp("Front desk app")
                .redirectUris(callbacks.toArray(new URI[0]))
                .deviceFlow(true)
                .create();
        user = sandbox.createUser("Lobby console");
        team = sandbox.createTeam("Reception", user);
        jwt = sandbox.newJwt(user).create();
    }

    RingCentralSandbox sandbox() {
        return sandbox;
    }

    SandboxApp app() {
        return app;
    }

    SandboxUser user() {
        return user;
    }

    SandboxTeam team() {
        return team;
    }

    synchronized String jwt() {
        return jwt;
    }

    /** Ends the JWT and the sessions of the user. */
    synchronized void revokeGrant() {
        sandbox.operator().revokeJwt(jwt);
        sandbox.operator().endSessions(user);
    }

    /** Issues another JWT. */
    synchronized void issueJwt() {
        jwt = sandbox.newJwt(user).create();
    }

    /**
     * The user opens the address of a sign-in, or types its code, and allows or denies it.
     *
     * @return where the browser is sent; empty for a code
     * @throws IllegalStateException if the sandbox shows an error instead
     */
    public Optional<URI> signIn(SignIn signIn, boolean allow) {
        SandboxPerson person =
                allow ? sandbox.person(user) : sandbox.person(user).refuses();
        Optional<URI> page = signIn.browserUrl();
        if (page.isPresent()) {
            return Optional.of(person.open(page.get()));
        }
        person.enter(signIn.deviceCode().orElseThrow().userCode());
        return Optional.empty();
    }

    /** {@return the number of token requests since the start or the last {@link TeamView#clear}} */
    public int tokenRequestCount() {
        return sandbox.tokenRequestCount();
    }

    /** Rejects the user's access tokens from now on. */
    public void invalidateAccessTokens() {
        sandbox.operator().invalidateAccessTokens(user);
    }
}
