package com.algosolutions.oauth.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A server that keeps to no rules: it answers each connection's first request with whatever bytes a script writes. */
final class RawServer implements AutoCloseable {
    /** What to write; ends when the client hangs up. */
    interface Script {
        void write(OutputStream out) throws IOException;
    }

    private final ServerSocket socket;
    private final Script script;
    private final AtomicLong written = new AtomicLong();

    private RawServer(Script script) {
        this.script = script;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread acceptor = new Thread(this::accept, "raw server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    static RawServer start(Script script) {
        return new RawServer(script);
    }

    /** A response head, and then the same text repeatedly, as fast as the client reads. */
    static Script endless(String head, String again) {
        return out -> {
            out.write(head.getBytes(US_ASCII));
            byte[] more = again.getBytes(US_ASCII);
            while (true) {
                out.write(more);
            }
        };
    }

    /** A head, and then a byte every 20 ms. */
    static Script drip(String head) {
        return out -> {
            out.write(head.getBytes(US_ASCII));
            while (true) {
                out.write('x');
                out.flush();
                LockSupport.parkNanos(20_000_000L);
            }
        };
    }

    /** Not a byte, until the test is over. */
    static Script silent(CountDownLatch over) {
        return out -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        };
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                InputStream in = connection.getInputStream();
                if (in.read() >= 0) {
                    script.write(new Counting(connection.getOutputStream()));
                }
            } catch (IOException e) {
                continue; // the client has hung up, or the test is over
            }
        }
    }

    private final class Counting extends OutputStream {
        private final OutputStream out;

        Counting(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            written.incrementAndGet();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written.addAndGet(length);
        }
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    /** How much the client has let it write, what the sockets hold included. */
    long written() {
        return written.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
