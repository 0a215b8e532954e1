package com.algosolutions.oauth.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Answers each request with the same bytes, repeats the last of them without end if the test says so, and closes the connection. */
final class HostileServer implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

    private final ServerSocket listener;
    private final @Nullable SSLSocketFactory tls;
    private final String reply;
    private final @Nullable String flood;
    private final AtomicLong taken = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile String protocol = "";
    private volatile boolean behaves;
    private volatile boolean slow;

    HostileServer(@Nullable SSLSocketFactory tls, String reply, @Nullable String flood) throws IOException {
        this.tls = tls;
        this.reply = reply;
        this.flood = flood;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "hostile server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return; // The test has ended.
            }
        }
    }

    private void serve(Socket plain) {
        try (plain;
                Socket socket = tls == null ? plain : secure(plain, tls)) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            while (request(in)) {
                protocol = socket instanceof SSLSocket secure ? secure.getApplicationProtocol() : "";
                out.write((behaves ? OK : reply).getBytes(ISO_8859_1));
                if (behaves) {
                    continue;
                }
                if (flood == null) {
                    socket.shutdownOutput();
                    in.readAllBytes(); // so that the end is no reset
                    return;
                }
                while (slow) {
                    out.write(flood.charAt(0));
                    LockSupport.parkNanos(20_000_000L);
                }
                byte[] again = flood.repeat(1 + 8192 / flood.length()).getBytes(ISO_8859_1);
                while (true) {
                    out.write(again);
                    taken.addAndGet(again.length);
                }
            }
        } catch (IOException e) {
            // The client has closed the connection.
        } finally {
            open.remove(plain);
        }
    }

    private static Socket secure(Socket plain, SSLSocketFactory tls) throws IOException {
        SSLSocket secure = (SSLSocket) tls.createSocket(plain, null, plain.getPort(), true);
        secure.setUseClientMode(false);
        SSLParameters offer = secure.getSSLParameters();
        offer.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        secure.setSSLParameters(offer);
        return secure;
    }

    /** Reads a request with the body {}, or one of CONNECT; false at the end of the connection. */
    private static boolean request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        in.readNBytes(head.indexOf("CONNECT ") == 0 ? 0 : 2);
        return true;
    }

    /** What the last connection speaks, of h2 and http/1.1: RFC 7301. */
    String protocol() {
        return protocol;
    }

    /** Answers {@link #OK} from now on. */
    void behave() {
        behaves = true;
    }

    /** Sends a byte every 20 ms in place of a flood. */
    HostileServer slow() {
        slow = true;
        return this;
    }

    /** The bytes of the flood that the client and the kernel have taken. */
    long taken() {
        return taken.get();
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    URI https(String host, String path) {
        return URI.create("https://" + host + ":" + listener.getLocalPort() + path);
    }

    Proxy asProxy() {
        return new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
