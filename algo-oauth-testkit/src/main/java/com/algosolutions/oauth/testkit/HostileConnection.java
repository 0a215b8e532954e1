package com.algosolutions.oauth.testkit;

import com.algosolutions.oauth.testkit.HostileReply.To;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One connection to a hostile server: CONNECT, the TLS handshake, requests. */
final class HostileConnection {
    private static final int LONGEST_HEAD = 64 * 1024;

    private final HostileServer server;
    private final HostileSocket tcp;
    private volatile boolean attacked;

    HostileConnection(HostileServer server, HostileSocket tcp) {
        this.server = server;
        this.tcp = tcp;
    }

    void start() {
        Thread thread = new Thread(this::serve, "hostile connection");
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes the connection, if an attack is in progress or if it has to be closed anyway. */
    void end(boolean anyway) {
        if (anyway || attacked) {
            try {
                tcp.close();
            } catch (IOException e) {
                return; // It is closed already.
            }
        }
    }

    private void serve() {
        try (tcp) {
            tcp.setTcpNoDelay(true);
            HostileReply greeting = server.attackOn(To.CONNECTION);
            if (greeting != null && !attack(greeting, tcp)) {
                return;
            }
            Socket open = server.sockets() == null ? tcp : secure();
            if (open != null) {
                serveRequests(open);
            }
        } catch (IOException e) {
            return; // The client has closed the connection, or the test has ended.
        } finally {
            server.ended(this);
        }
    }

    private void serveRequests(Socket open) throws IOException {
        InputStream in = open.getInputStream();
        for (String head = head(in, in.read()); head != null; head = head(in, in.read())) {
            skipBody(head, in);
            HostileReply attack = server.attackOn(To.REQUEST);
            if (attack == null) {
                send(HostileReply.json("ordinary", server.answerTo(path(head))), open);
            } else if (!attack(attack, open)) {
                return;
            }
        }
    }

    /** The connection with TLS, in a tunnel if the client asks for one; null if it has ended. */
    private @Nullable Socket secure() throws IOException {
        InputStream in = tcp.getInputStream();
        int first = in.read();
        while (first == 'C') {
            if (head(in, first) == null) {
                return null;
            }
            HostileReply attack = server.attackOn(To.CONNECT);
            if (attack == null) {
                send(HostileReply.of("tunnel", "HTTP/1.1 200 Connection established\r\n\r\n"), tcp);
            } else if (!attack(attack, tcp)) {
                return null;
            }
            first = in.read();
        }
        HostileReply attack = server.attackOn(To.CLIENT_HELLO);
        if (attack != null && attack.tls().equals(HostileTls.ORDINARY)) {
            attack(attack, tcp);
            return null;
        }
        HostileTls tls = attack == null ? HostileTls.ORDINARY : attack.tls();
        if (attack != null) {
            begin(true);
        }
        SSLSocketFactory sockets = Objects.requireNonNull(server.sockets());
        SSLSocket socket = tls.over(tcp, first, sockets);
        socket.startHandshake();
        return attack == null || end(attack, socket) ? socket : null;
    }

    private void begin(boolean lasts) {
        attacked = lasts;
        server.attacked();
    }

    private static void send(HostileReply reply, Socket to) throws IOException {
        reply.bytes().writeTo(to.getOutputStream());
    }

    /** Sends a hostile reply, and ends the connection as it says; returns whether the connection continues. */
    private boolean attack(HostileReply reply, Socket to) throws IOException {
        begin(reply.end() != HostileReply.End.NEXT_REQUEST || !reply.bytes().atOnce());
        send(reply, to);
        return end(reply, to);
    }

    private boolean end(HostileReply reply, Socket to) throws IOException {
        if (reply.end() == HostileReply.End.NEXT_REQUEST) {
            attacked = false;
            return true;
        }
        switch (reply.end()) {
            case CLOSE -> to.shutdownOutput();
            case CLOSE_WITHOUT_NOTICE -> tcp.shutdownOutput();
            case RESET -> tcp.reset();
            case HANDSHAKES -> handshakes((SSLSocket) to);
            default -> {} // Silence.
        }
        drain(to.getInputStream()); // so that the end is no reset
        return false;
    }

    /**
     * TLS 1.3: one update of the keys after the other. TLS 1.2: the end of a handshake, of which {@link #drain} reads the client's part, begins the
     * next one. A handshake on a connection that has ended sends nothing, and says nothing.
     */
    private void handshakes(SSLSocket socket) throws IOException {
        socket.addHandshakeCompletedListener(event -> {
            try {
                socket.startHandshake();
            } catch (IOException e) {
                // The connection has ended, and drain() sees it.
            }
        });
        for (long before = -1; before != tcp.left(); ) {
            before = tcp.left();
            socket.startHandshake();
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] block = new byte[8192];
        while (in.read(block) >= 0) {
            // Whatever the client says.
        }
    }

    /** The head of a request, whose first byte has been read; null at the end of the connection. */
    private static @Nullable String head(InputStream in, int first) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = first; next >= 0 && head.length() < LONGEST_HEAD; next = in.read()) {
            head.append((char) next);
            if (next == '\n' && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                return head.toString();
            }
        }
        return null;
    }

    private static String path(String head) {
        String target = head.split(" ", 3)[1];
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static void skipBody(String head, InputStream in) throws IOException {
        for (String line : head.split("\r\n", -1)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                in.skipNBytes(Long.parseLong(header.substring(15).trim()));
            } else if (header.startsWith("transfer-encoding:")) {
                skipChunks(in);
            }
        }
    }

    private static void skipChunks(InputStream in) throws IOException {
        for (int size = -1; size != 0; ) {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                line.append((char) next);
                if (next < 0) {
                    return;
                }
            }
            size = Integer.parseInt(line.toString().trim(), 16);
            in.skipNBytes(size + 2);
        }
    }
}
