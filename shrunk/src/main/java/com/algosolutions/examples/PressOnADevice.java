package com.algosolutions.examples;

import java.util.Optional;

/** The example {@link PressAButton} as a device runs it: with an account and a store from its environment, and without the testkit. */
public final class PressOnADevice {
    private PressOnADevice() {}

    /** Runs the example; the exit status is 0 if both messages are in the team. */
    public static void main(String[] args) {
        Account account = Account.of(System.getenv(), Optional.empty());
        System.exit(Example.run(account, System.out, PressAButton::run));
    }
}
