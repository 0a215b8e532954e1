package com.algosolutions.interop;

import org.junit.jupiter.api.Tag;

/** The contract against Keycloak in a separate process; heavy only. */
@Tag("heavy")
class KeycloakInteropTest extends InteropContract {
    KeycloakInteropTest() {
        super("keycloak");
    }

    @Override
    AuthorizationServer start() throws Exception {
        return new KeycloakServer();
    }
}
