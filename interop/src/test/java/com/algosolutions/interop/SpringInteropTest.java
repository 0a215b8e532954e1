package com.algosolutions.interop;

/** The contract against Spring Authorization Server in this JVM. */
class SpringInteropTest extends InteropContract {
    SpringInteropTest() {
        super("spring");
    }

    @Override
    AuthorizationServer start() {
        return new SpringServer();
    }
}
