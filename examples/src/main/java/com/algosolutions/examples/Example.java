package com.algosolutions.examples;

import java.io.PrintStream;
import java.util.Map;

/** What all examples have in common: they open an account, run, and turn what went wrong into words and an exit status. */
@FunctionalInterface
interface Example {
    /** Runs the example; returns whether it did its job, having printed why if it did not. */
    boolean run(Account account, PrintStream out);

    /** {@return the exit status: 0 if the example did its job} */
    static int run(Map<String, String> environment, PrintStream out, Example example) {
        try (Account account = Account.of(environment)) {
            return run(account, out, example);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return failed(out, e);
        }
    }

    /** {@return the exit status: 0 if the example did its job} */
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

    /** Wrong input and wrong installations name what is wrong and the cure in their messages. */
    private static int failed(PrintStream out, RuntimeException e) {
        out.println("Failed: " + e.getMessage());
        return 1;
    }
}
