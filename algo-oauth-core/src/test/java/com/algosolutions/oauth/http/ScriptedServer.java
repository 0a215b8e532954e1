package com.algosolutions.oauth.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server of bare sockets, which answers each request with the bytes that the test gives, and closes idle connections when the test says so.
 * With a TLS socket factory it speaks TLS; {@link #tunnel} makes it a proxy that answers CONNECT.
 */
final class ScriptedServer implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

    /** Closes the connection in place of an answer. */
    static final String CLOSE = "";

    private final ServerSocket listener;
    private final @Nullable SSLSocketFactory tls;
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> connectAnswers = new ConcurrentLinkedQueue<>();
    private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> connects = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean proxy;
    private volatile int idleMillis;
    private volatile String usual = OK;

    ScriptedServer(@Nullable SSLSocketFactory tls) {
        this.tls = tls;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread acceptor = new Thread(this::accept, "scripted server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** The server is a proxy, whose tunnels all end in itself. */
    ScriptedServer tunnel(String... answersToConnect) {
        proxy = true;
        connectAnswers.addAll(List.of(answersToConnect));
        return this;
    }

    /** Closes each connection that is idle for this long. */
    ScriptedServer closingAfter(int millis) {
        idleMillis = millis;
        return this;
    }

    /** The answers to the next requests; then {@link #OK}. */
    ScriptedServer answering(String... next) {
        answers.addAll(List.of(next));
        return this;
    }

    /** The answer to all requests. */
    ScriptedServer always(String answer) {
        usual = answer;
        return this;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread server = new Thread(() -> serve(socket), "scripted connection");
                server.setDaemon(true);
                server.start();
            } catch (IOException e) {
                return; // The test has ended.
            }
        }
    }

    private void serve(Socket plain) {
        Socket socket = plain;
        try {
            plain.setTcpNoDelay(true);
            while (proxy) {
                String connect = request(plain.getInputStream());
                if (connect == null) {
                    plain.close();
                    return;
                }
                connects.add(connect);
                String next = connectAnswers.poll();
                String answer = next == null ? "HTTP/1.1 200 Connection established\r\n\r\n" : next;
                plain.getOutputStream().write(answer.getBytes(ISO_8859_1));
                if (answer.startsWith("HTTP/1.1 200")) {
                    break;
                }
                if (answer.isEmpty() || answer.contains("Connection: close")) {
                    plain.close();
                    return;
                }
            }
            if (tls != null) {
                SSLSocket secure = (SSLSocket) tls.createSocket(plain, null, plain.getPort(), true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                socket = secure;
            }
            socket.setSoTimeout(idleMillis);
            open.put(socket, Thread.currentThread());
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (String request = request(in); request != null; request = request(in)) {
                requests.add(request);
                String next = answers.poll();
                String answer = next == null ? usual : next;
                out.write(answer.getBytes(ISO_8859_1));
                out.flush();
                if (answer.isEmpty() || answer.contains("Connection: close") || answer.endsWith("\0")) {
                    break;
                }
            }
        } catch (IOException e) {
            // A time-out, or the test has ended.
        } finally {
            open.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed already.
            }
        }
    }

    /** A request with its body; null at the end of the connection. */
    private static @Nullable String request(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        String text = head.toString(ISO_8859_1);
        int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
        return text + new String(in.readNBytes(length), ISO_8859_1);
    }

    /** Closes all idle connections, and returns when the end of the stream has arrived at the client. */
    void closeIdle() {
        for (Map.Entry<Socket, Thread> one : open.entrySet()) {
            try {
                one.getKey().close();
                one.getValue().join(10_000); // while it waits for a request, the kernel keeps the socket
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Ends all idle connections with a reset. */
    void resetIdle() throws IOException {
        for (Socket socket : open.keySet()) {
            socket.setSoLinger(true, 0);
        }
        closeIdle();
    }

    /** Sends bytes on the idle connections, which the server leaves open. */
    void say(String text) throws IOException {
        for (Socket socket : open.keySet()) {
            try {
                socket.getOutputStream().write(text.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
            } catch (SocketException e) {
                // The client has closed an earlier connection, and its thread has not seen that yet.
            }
        }
    }

    /** Sends the end of the stream on the idle connections, and leaves the other direction open. */
    void halfClose() throws IOException {
        for (Socket socket : open.keySet()) {
            socket.shutdownOutput();
        }
    }

    List<String> requests() {
        return requests;
    }

    List<String> connects() {
        return connects;
    }

    int connections() {
        return connections.get();
    }

    int port() {
        return listener.getLocalPort();
    }

    Proxy asProxy() {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeIdle();
    }
}
