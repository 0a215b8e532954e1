package com.algosolutions.interop;

/** Against Spring Authorization Server, in process. */
class SpringInteropTest extends InteropContract {
    SpringInteropTest() {
        super("spring");
    }

    @Override
    AuthorizationServer start() {
        return new SpringServer();
    }
}
