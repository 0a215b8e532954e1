package com.algosolutions.verification.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** A server that answers each request with whatever bytes a function makes of it, one request for each connection. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket sockets;
    private final Function<String, byte @Nullable []> answer;

    /**
     * Starts a server on the loopback address.
     *
     * @param answer given the request, headers and body, returns the response, or null to reset the connection
     */
    EchoServer(ServerSocketFactory factory, Function<String, byte @Nullable []> answer) {
        try {
            sockets = factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.answer = answer;
        Thread thread = new Thread(this::serve, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return sockets.getLocalPort();
    }

    private void serve() {
        while (!sockets.isClosed()) {
            try (Socket socket = sockets.accept()) {
                socket.setSoTimeout(2_000);
                socket.setTcpNoDelay(true);
                byte[] reply = answer.apply(request(socket.getInputStream()));
                if (reply == null) {
                    socket.setSoLinger(true, 0);
                } else {
                    socket.getOutputStream().write(reply);
                    socket.getOutputStream().flush();
                }
            } catch (SocketException e) {
                // closed by the client, or by the test
            } catch (IOException e) {
                // a client that refuses what it sees in TLS
            }
        }
    }

    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            bytes.write(next);
            head = next == '\n' ? bytes.toString(ISO_8859_1) : head;
        }
        int length = 0;
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return head + new String(in.readNBytes(length), UTF_8);
    }

    @Override
    public void close() {
        try {
            sockets.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
