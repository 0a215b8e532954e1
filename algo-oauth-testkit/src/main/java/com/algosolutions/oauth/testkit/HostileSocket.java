package com.algosolutions.oauth.testkit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A TCP connection of a hostile server, below TLS. It counts the bytes that it sends, and can end within a TLS handshake. */
final class HostileSocket extends Socket {
    private final AtomicLong sent;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile Duration pause = Duration.ZERO;

    HostileSocket(AtomicLong sent) {
        this.sent = sent;
    }

    /** Resets the connection after some bytes, each of which is followed by a pause. */
    void limit(long bytes, Duration time) {
        left.set(bytes);
        pause = time;
    }

    /** The number of bytes that it may send before its end. */
    long left() {
        return left.get();
    }

    void reset() throws IOException {
        setSoLinger(true, 0);
        close();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                int most = (int) Math.min(count, left.get());
                if (pause.isZero()) {
                    out.write(bytes, from, most);
                } else {
                    for (int i = 0; i < most; i++) {
                        out.write(bytes[from + i]);
                        LockSupport.parkNanos(pause.toNanos());
                    }
                }
                sent.addAndGet(most);
                left.addAndGet(-most);
                if (most < count) {
                    reset();
                    throw new SocketException("the connection ends here, by the test's script");
                }
            }
        };
    }
}
