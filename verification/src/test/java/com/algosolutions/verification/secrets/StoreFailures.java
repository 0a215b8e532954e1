package com.algosolutions.verification.secrets;

import java.io.IOException;
import java.sql.SQLException;

/** What a store throws, in Java and in languages without checked exceptions. */
final class StoreFailures {
    private StoreFailures() {}

    static void raise(String kind, String message) throws IOException {
        switch (kind) {
            case "IOException" -> throw new IOException(message, new IOException("cause: " + message));
            case "RuntimeException" -> throw new IllegalStateException(message, new IOException("cause: " + message));
            case "Error" -> throw new AssertionError(message);
            default -> StoreFailures.<RuntimeException>undeclared(new SQLException(message));
        }
    }

    @SuppressWarnings("unchecked") // the cast is what such a language leaves out
    private static <T extends Throwable> void undeclared(Throwable e) throws T {
        throw (T) e;
    }
}
