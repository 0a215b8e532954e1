package com.algosolutions.oauth.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** A network between a client and the database, which a test can cut or stop at a given message. */
final class Link implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final List<Socket> sockets = new ArrayList<>();

    /** Run once, before the next message of the client is passed on. */
    private final AtomicReference<Runnable> beforeRequest = new AtomicReference<>();

    /** Run once, after the next message of the client has been passed on, and before its response is. */
    private final AtomicReference<Runnable> afterRequest = new AtomicReference<>();

    /** Run once, before the next message of the server is passed on. */
    private final AtomicReference<Runnable> beforeResponse = new AtomicReference<>();

    /** Holds up all messages until it is counted down. */
    private volatile CountDownLatch silence = new CountDownLatch(0);

    Link(int server) throws IOException {
        this.server = server;
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void beforeRequest(Runnable action) {
        beforeRequest.set(action);
    }

    void afterRequest(Runnable action) {
        afterRequest.set(action);
    }

    void beforeResponse(Runnable action) {
        beforeResponse.set(action);
    }

    /** From now on no message arrives, and no connection ends. */
    void silence() {
        if (silence.getCount() == 0) {
            silence = new CountDownLatch(1);
        }
    }

    void speak() {
        silence.countDown();
    }

    /** Ends all connections. */
    void cut() {
        synchronized (sockets) {
            sockets.forEach(Link::close);
            sockets.clear();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                try {
                    Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
                    synchronized (sockets) {
                        sockets.add(client);
                        sockets.add(there);
                    }
                    daemon(() -> pump(client, there, beforeRequest, afterRequest));
                    daemon(() -> pump(there, client, beforeResponse, new AtomicReference<>()));
                } catch (IOException e) {
                    close(client); // the server is down
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pump(Socket from, Socket to, AtomicReference<Runnable> before, AtomicReference<Runnable> after) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                silence.await();
                run(before);
                boolean answered = after.get() == null;
                if (!answered) {
                    silence();
                }
                to.getOutputStream().write(buffer, 0, read);
                run(after);
                if (!answered) {
                    speak();
                }
            }
        } catch (IOException | InterruptedException e) {
            // cut
        }
    }

    private static void run(AtomicReference<Runnable> action) {
        Runnable once = action.getAndSet(null);
        if (once != null) {
            once.run();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        speak();
        cut();
    }
}
