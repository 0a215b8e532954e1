package com.algosolutions.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authorization server and an API on loopback: a thread for each connection, which writes prepared bytes without delay. Where its work must not count, it is in
 * another process than the workload.
 */
public final class Server implements AutoCloseable {
    /** The name of the server's threads. */
    public static final String THREAD = "benchmark-server";

    /** The password of the key store. */
    public static final String PASSWORD = "changeit";

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    /** What the server answers. */
    public interface Answer {
        /** The reply to the request with this head, the number-th of its kind, from 1. */
        Reply to(String head, int number);
    }

    private final ServerSocket listening;
    private final String scheme;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tokenRequests = new AtomicInteger();
    private final AtomicInteger apiRequests = new AtomicInteger();
    private volatile Answer token = (head, number) -> Reply.token(number, 36_000);
    private volatile Answer api = always(Reply.of(200, "", "{\"id\":\"1\"}"));

    private Server(ServerSocket listening, String scheme) {
        this.listening = listening;
        this.scheme = scheme;
        start(this::accept);
    }

    public static Server plain() throws IOException {
        return new Server(new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress()), "http");
    }

    /** With the key of {@link #createKeyStore}. */
    public static Server tls(Path keyStore) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new Server(
                context.getServerSocketFactory().createServerSocket(0, 2_000, InetAddress.getLoopbackAddress()),
                "https");
    }

    /** A key store with a key for 127.0.0.1 and *.target.test; it serves as the trust store of a client too. */
    public static void createKeyStore(Path file) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String names = "san=ip:127.0.0.1,dns:*.target.test";
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=benchmarks",
                        "-ext",
                        names,
                        "-validity",
                        "365",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    public static Answer always(Reply reply) {
        return (head, number) -> reply;
    }

    public Site site() {
        return new Site(URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort()));
    }

    /** From now on; counts from 0 again. */
    public void answerToken(Answer answer) {
        token = answer;
        tokenRequests.set(0);
    }

    /** From now on; counts from 0 again. */
    public void answerApi(Answer answer) {
        api = answer;
        apiRequests.set(0);
    }

    public int tokenRequests() {
        return tokenRequests.get();
    }

    public int apiRequests() {
        return apiRequests.get();
    }

    public int openConnections() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, THREAD);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listening.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                Reply reply = reply(head);
                if (reply.delayMillis > 0) {
                    Thread.sleep(reply.delayMillis);
                }
                out.write(reply.bytes);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // The client has closed the connection, or its process has ended.
        } finally {
            connections.remove(connection);
        }
    }

    private Reply reply(String head) {
        return head.startsWith("POST /restapi/oauth/token")
                ? token.to(head, tokenRequests.incrementAndGet())
                : api.to(head, apiRequests.incrementAndGet());
    }

    /** Reads a request with its body; the head, or an empty text at the end of the connection. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream(512);
        for (int matched = 0; matched < END_OF_HEAD.length; ) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            read.write(next);
            matched = next == END_OF_HEAD[matched] ? matched + 1 : next == '\r' ? 1 : 0;
        }
        String head = read.toString(StandardCharsets.US_ASCII);
        in.skipNBytes(contentLength(head));
        return head;
    }

    private static long contentLength(String head) {
        String name = "\r\ncontent-length:";
        int at = head.toLowerCase(Locale.ROOT).indexOf(name);
        return at < 0
                ? 0
                : Long.parseLong(head.substring(at + name.length(), head.indexOf('\r', at + 2))
                        .trim());
    }
}
