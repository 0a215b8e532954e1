package com.algosolutions.oauth.testkit;

/** An in-process RingCentral. */
public final class RingCentralSandbox {
    private RingCentralSandbox() {}
}
