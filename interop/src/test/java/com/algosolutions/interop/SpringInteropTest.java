package com.algosolutions.interop;

import org.junit.jupiter.api.Tag;

/** The contract against Spring Authorization Server in this JVM; heavy only, since users take their time to sign in. */
@Tag("heavy")
class SpringInteropTest extends InteropContract {
    SpringInteropTest() {
        super("spring");
    }

    @Override
    AuthorizationServer start() {
        return new SpringServer();
    }
}
