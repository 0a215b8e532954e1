package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A server of bare sockets on a free loopback port, which keeps to no rules while a test says so: {@link #attack} makes it send a {@link
 * HostileReply}, {@link #behave} makes it an ordinary server. With TLS it is also a proxy, whose tunnels all end in itself.
 *
 * <p><em>Thread safety</em>: safe for any number of threads.
 *
 * @since 0.1.0
 */
public final class HostileServer implements AutoCloseable {
    private final Listener listener;
    private final List<String> hosts;
    private final @Nullable Certificates certificates;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Set<HostileConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger attacks = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private volatile @Nullable HostileReply attack;
    private final @Nullable SSLSocketFactory ordinarySockets;
    private volatile @Nullable SSLSocketFactory sockets;

    private HostileServer(List<String> hosts) {
        this.hosts = hosts;
        certificates =
                hosts.isEmpty() ? null : new Certificates(hosts, Instant.EPOCH, Instant.parse("2199-01-01T00:00:00Z"));
        ordinarySockets = certificates == null ? null : certificates.serverSockets();
        sockets = ordinarySockets;
        try {
            listener = new Listener();
        } catch (IOException e) {
            throw new UncheckedIOException("The hostile server cannot listen on a loopback port", e);
        }
        Thread acceptor = new Thread(this::accept, "hostile server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /**
     * Starts a server without TLS.
     *
     * @return the server, which behaves
     */
    public static HostileServer start() {
        return new HostileServer(List.of());
    }

    /**
     * Starts a server with TLS, which is also a proxy.
     *
     * @param hosts the names in its certificate; without any, {@code localhost}
     * @return the server, which behaves
     */
    public static HostileServer startTls(String... hosts) {
        return new HostileServer(hosts.length == 0 ? List.of("localhost") : List.of(hosts));
    }

    /** Accepts connections as sockets of its own. */
    private final class Listener extends ServerSocket {
        Listener() throws IOException {
            super(0, 50, InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}));
        }

        @Override
        public HostileSocket accept() throws IOException {
            HostileSocket socket = new HostileSocket(sent);
            implAccept((Socket) socket);
            return socket;
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                HostileConnection connection = new HostileConnection(this, listener.accept());
                connections.add(connection);
                connection.start();
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    /**
     * Sets what the server answers to requests for a path while it behaves; elsewhere it answers <code>{}</code>.
     *
     * @param path the path, without a query
     * @param json the body of the response 200
     * @return this server
     */
    public HostileServer answer(String path, String json) {
        answers.put(Objects.requireNonNull(path, "path"), Objects.requireNonNull(json, "json"));
        return this;
    }

    /**
     * Sends a reply to everything that it answers from now on: connections, {@code CONNECT}, handshakes or requests. Connections on which
     * an earlier attack is in progress are closed. If the reply is not to a request, idle connections are closed, too, so that clients make
     * new ones.
     *
     * @param reply the reply
     * @return this server
     */
    public HostileServer attack(HostileReply reply) {
        Objects.requireNonNull(reply, "reply");
        if (certificates != null && reply.to() == HostileReply.To.CLIENT_HELLO) {
            sockets = reply.tls().certificate().sockets(certificates, hosts);
        }
        attack = reply;
        connections.forEach(one -> one.end(reply.to() != HostileReply.To.REQUEST));
        return this;
    }

    /**
     * Answers as an ordinary server from now on. Connections on which an attack is in progress are closed.
     *
     * @return this server
     */
    public HostileServer behave() {
        attack = null;
        sockets = ordinarySockets;
        connections.forEach(one -> one.end(false));
        return this;
    }

    /** The reply to what a client does now; null while the server behaves. */
    @Nullable
    HostileReply attackOn(HostileReply.To what) {
        HostileReply reply = attack;
        return reply == null || reply.to() != what ? null : reply;
    }

    void attacked() {
        attacks.incrementAndGet();
    }

    @Nullable
    SSLSocketFactory sockets() {
        return sockets;
    }

    String answerTo(String path) {
        return answers.getOrDefault(path, "{}");
    }

    void ended(HostileConnection connection) {
        connections.remove(connection);
    }

    /**
     * The address of a path: with the first host and https if the server has TLS, otherwise with 127.0.0.1 and http.
     *
     * @param path the path, with the slash
     * @return the URL
     */
    public URI uri(String path) {
        Objects.requireNonNull(path, "path");
        String origin = certificates == null ? "http://127.0.0.1:" : "https://" + hosts.get(0) + ":";
        return URI.create(origin + listener.getLocalPort() + path);
    }

    /**
     * The server as a proxy.
     *
     * @return the proxy, for a client that connects to any host by {@code CONNECT}
     */
    public Proxy proxy() {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
    }

    /**
     * The authority of the server's certificate.
     *
     * @return a key store with only this certificate
     * @throws IllegalStateException if the server has no TLS
     */
    public KeyStore trustStore() {
        return authority().trustStore();
    }

    /**
     * Trust in the server's certificate alone.
     *
     * @return the trust manager
     * @throws IllegalStateException if the server has no TLS
     */
    public X509TrustManager trustManager() {
        return authority().trustManager();
    }

    private Certificates authority() {
        if (certificates == null) {
            throw new IllegalStateException("This server has no TLS. Start it with startTls");
        }
        return certificates;
    }

    /**
     * How many hostile replies were begun, so that a test can tell that its fault has happened.
     *
     * @return the number since the start
     */
    public int attacks() {
        return attacks.get();
    }

    /**
     * How many bytes the client and the kernel have taken, below TLS.
     *
     * @return the number since the start
     */
    public long bytesSent() {
        return sent.get();
    }

    @Override
    public String toString() {
        HostileReply reply = attack;
        return "HostileServer[" + uri("/") + ", " + (reply == null ? "behaves" : reply) + "]";
    }

    /** Closes the port and all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(one -> one.end(true));
    }
}
