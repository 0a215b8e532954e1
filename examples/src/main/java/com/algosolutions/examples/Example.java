package com.algosolutions.examples;

import java.io.PrintStream;
import java.util.Map;

/** The common part of all examples: opens an account, runs the example, and reports a failure as text and exit status. */
@FunctionalInterface
interface Example {
    /** Runs the example; returns whether it succeeded. On failure it has printed the reason. */
    boolean run(Account account, PrintStream out);

    /** {@return the exit status: 0 if the example succeeded} */
    static int run(Map<String, String> environment, PrintStream out, Example example) {
        try (Demo demo = Demo.of(environment)
                .withRingCentral()) { // in production: Account.of(System.getenv(), Optional.empty())
            return run(Account.of(demo.environment(), demo.detour()), out, example);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return failed(out, e);
        }
    }

    /** {@return the exit status: 0 if the example succeeded} */
    static int run(Account account, PrintStream out, Example example) {
        try {
            boolean done = example.run(account, out);
            out.println();
            out.println(done ? "Done." : "Failed: see above.");
            return done ? 0 : 1;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return failed(out, e);
        }
    }

    /** The messages of these exceptions name the wrong input or configuration and the fix. */
    private static int failed(PrintStream out, RuntimeException e) {
        out.println("Failed: " + e.getMessage());
        return 1;
    }
}
