package com.algosolutions.oauth.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Bytes that are generated while they are sent, one for each character.
 *
 * @param start what is sent first
 * @param again what follows, many times
 * @param times how many times
 * @param rest what is sent last
 * @param atATime the bytes in one write; 0 for as many as there are
 * @param pause the time between two writes
 */
record HostileBytes(String start, String again, long times, String rest, int atATime, Duration pause) {
    private static final int BLOCK = 8192;

    static HostileBytes of(String text) {
        return new HostileBytes(text, "", 0, "", 0, Duration.ZERO);
    }

    HostileBytes repeated(String text, long count, String last) {
        return new HostileBytes(start, text, count, last, atATime, pause);
    }

    HostileBytes slowly(int bytes, Duration time) {
        return new HostileBytes(start, again, times, rest, bytes, time);
    }

    HostileBytes cutAfter(int bytes) {
        return new HostileBytes(start.substring(0, Math.min(bytes, start.length())), "", 0, "", atATime, pause);
    }

    /** Whether they are sent without a pause, and have an end. */
    boolean atOnce() {
        return again.isEmpty() && atATime == 0;
    }

    void writeTo(OutputStream out) throws IOException {
        write(out, start);
        if (!again.isEmpty()) {
            int together = atATime > 0 ? 1 : 1 + BLOCK / again.length();
            String block = again.repeat(together);
            long left = times;
            for (; left >= together; left -= together) {
                write(out, block);
            }
            write(out, again.repeat((int) left));
        }
        write(out, rest);
        out.flush();
    }

    private void write(OutputStream out, String text) throws IOException {
        int step = atATime > 0 ? atATime : BLOCK;
        for (int from = 0; from < text.length(); from += step) {
            out.write(text.substring(from, Math.min(from + step, text.length())).getBytes(ISO_8859_1));
            if (atATime > 0) {
                out.flush();
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }
}
