package com.algosolutions.oauth.time;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** Keeps a thread's interrupt: repeats an I/O call that an interrupt has ended, and sets the thread's flag afterwards. */
public final class Uninterruptibly {
    private Uninterruptibly() {}

    /** A call that can be repeated from its start. */
    public interface Call<T> {
        T run() throws IOException;
    }

    /**
     * Handles what code of the application threw. Such code may throw anything: an error, and in another language also an exception that its
     * interface does not declare. If it is an interrupt, the thread's flag is set again.
     *
     * @return the name of its class; not its message, which may have a secret
     */
    public static String caught(Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return e.getClass().getName();
    }

    /**
     * Runs a call to its end, with the thread's interrupt flag clear.
     *
     * @throws InterruptedIOException if the call throws it although this thread was not interrupted: a time-out, for example
     */
    public static <T> T call(Call<T> call) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return call.run();
                } catch (InterruptedIOException | ClosedByInterruptException e) {
                    if (!Thread.interrupted()) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
