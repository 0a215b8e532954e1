package com.algosolutions.oauth.testkit;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A TCP connection of a client, below TLS. It knows whether it is idle, and passes all bytes through the {@link SandboxNetwork}. */
final class TunnelSocket extends Socket {
    private final SandboxNetwork network;

    /** The server waits for bytes of the client. Guarded by this, as are the three below. */
    private boolean reading;

    /** A request is being answered. */
    private boolean answering;

    private boolean closing;
    private long lastByte = System.nanoTime();

    TunnelSocket(SandboxNetwork network) {
        this.network = network;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(super.getOutputStream());
    }

    /** Ends the connection with a TCP reset. */
    void reset() {
        try {
            setSoLinger(true, 0);
            close();
        } catch (IOException alreadyClosed) {
            moved();
        }
    }

    /** Ends the connection as a server does that says nothing before. */
    private void end() {
        try {
            close();
        } catch (IOException alreadyClosed) {
            moved();
        }
    }

    synchronized void answering(boolean begins) {
        answering = begins;
    }

    private synchronized void moved() {
        lastByte = System.nanoTime();
    }

    void endIfIdle(Duration limit) {
        synchronized (this) {
            if (!reading || System.nanoTime() - lastByte < limit.toNanos()) {
                return;
            }
        }
        end();
    }

    /** Ends the connection now, or after the response if a request is being answered. */
    void endAfterResponse() throws InterruptedException {
        synchronized (this) {
            closing = true;
            long limit = System.nanoTime() + 1_000_000_000L;
            // The response is written, but the server has not come back to reading yet.
            while (!reading && !answering && !isClosed() && System.nanoTime() < limit) {
                wait(10);
            }
            if (!reading) {
                return;
            }
        }
        end();
    }

    /** Returns whether the connection is to be closed instead. */
    private synchronized boolean beginsReading() {
        reading = true;
        notifyAll();
        return closing;
    }

    private synchronized void endsReading() {
        reading = false;
        lastByte = System.nanoTime();
    }

    private final class Input extends FilterInputStream {
        Input(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte @Nullable [] bytes, int offset, int length) throws IOException {
            int count = -1;
            try {
                if (beginsReading()) {
                    close();
                } else {
                    count = in.read(bytes, offset, length);
                }
            } finally {
                endsReading();
            }
            network.pass(TunnelSocket.this);
            return count;
        }
    }

    private final class Output extends FilterOutputStream {
        Output(OutputStream bytes) {
            super(bytes);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            network.pass(TunnelSocket.this);
            out.write(bytes, offset, length);
            moved();
        }
    }
}
