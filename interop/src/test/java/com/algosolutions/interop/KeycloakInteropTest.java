package com.algosolutions.interop;

import org.junit.jupiter.api.Tag;

/** Against Keycloak, a process of its own; in the long run only. */
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
