package com.algosolutions.oauth.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * Hands on a response to the HTTP client, and nothing that comes behind it: the client would keep such bytes, and take them for the beginning
 * of the next response on the connection. Used by one call at a time.
 */
final class ResponseInput extends InputStream {
    private final InputStream in;
    /** What was read and not handed on, from {@link #next} to {@link #end}. */
    private byte[] buffer = {};

    private int next;
    private int end;
    /** Whether a read ends behind a line: a head, chunks and trailers end with one. */
    private boolean lines = true;
    /** Whether the first empty line since {@link #head} is still to come. */
    private boolean head = true;
    /** The bytes of the current line of a head that were handed on, without its end. */
    private int lineLength;
    /** The bytes that may still be handed on. */
    private long left = Long.MAX_VALUE;

    ResponseInput(InputStream in) {
        this.in = in;
    }

    /** A response begins, whose end is that of a line. */
    void head() {
        lines = true;
        head = true;
        lineLength = 0;
        left = Long.MAX_VALUE;
    }

    /** A body of this length begins. */
    void body(long length) {
        lines = false;
        left = length;
    }

    /** No response is expected. */
    void idle() {
        left = 0;
    }

    /** Whether everything that was read here was handed on. */
    boolean handedOn() {
        return next == end;
    }

    /** Whether nothing has come behind the response, here or in the layer below. */
    boolean empty() {
        try {
            return handedOn() && in.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** While no response is expected, whatever comes is the end of the connection. */
    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int count;
        if (next < end || lines || left == 0) {
            if ((next == end && !fill()) || left == 0) {
                return -1;
            }
            count = take(into, from, most);
        } else {
            count = in.read(into, from, (int) Math.min(most, left));
        }
        left -= Math.max(0, count);
        return count;
    }

    private boolean fill() throws IOException {
        if (buffer.length == 0) {
            buffer = new byte[8192];
        }
        next = 0;
        end = 0;
        int count = in.read(buffer);
        end = Math.max(0, count);
        return count > 0;
    }

    private int take(byte[] into, int from, int most) {
        int count = (int) Math.min(Math.min(most, end - next), left);
        if (lines) {
            count = Math.min(count, head ? untilEmptyLine(next + count) : untilLineEnd(next + count));
        }
        System.arraycopy(buffer, next, into, from, count);
        next += count;
        return count;
    }

    private int untilLineEnd(int limit) {
        int at = next;
        while (at < limit && buffer[at] != '\n') {
            at++;
        }
        return at - next + 1;
    }

    /** Okio wakes a thread at each read that has a time limit, so a head is handed on as it arrives, and not line by line. */
    private int untilEmptyLine(int limit) {
        for (int at = next; at < limit; at++) {
            if (buffer[at] == '\n') {
                if (lineLength == 0) {
                    head = false;
                    return at - next + 1;
                }
                lineLength = 0;
            } else if (buffer[at] != '\r') {
                lineLength++;
            }
        }
        return limit - next;
    }

    @Override
    public int available() throws IOException {
        return end - next + in.available();
    }
}
