package com.algosolutions.oauth.http;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.time.DaemonTimer;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.Challenge;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.Route;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and returns the response or the reason why there is none. Follows no redirect, limits the size of responses, and ends
 * every call by its deadline, name lookup included. With {@link BoundedDns} the only class that uses OkHttp. Thread-safe.
 *
 * <p>A request is written once. It is written to a connection that has just been checked, or to a new one. If a connection breaks before
 * anything of the request was written, the request goes to another connection: once, or as often as idle connections turn out to be closed.
 */
public final class HttpTransport implements AutoCloseable {
    /** Shorter than NAT devices keep an idle connection: they forget it without a word to either side. */
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    /** So that the connections of parallel requests to many devices are used again: a new one costs a TLS handshake. */
    private static final int IDLE_CONNECTIONS = 16;

    private static final int RECENT = 16;

    /** Longer URLs are not remembered. */
    private static final int LONGEST_RECENT = 500;

    private final OkHttpClient http;
    /** A client that presents the device's certificate, with separate connections; null if the device has none. */
    private final @Nullable OkHttpClient presenting;

    /** URLs that were sent, each at the place of its hash. */
    private final AtomicReferenceArray<@Nullable Sent> recent = new AtomicReferenceArray<>(RECENT);

    /** Follows the call that a thread makes. OkHttp's tags would load Kotlin's reflection. */
    private static final ThreadLocal<@Nullable Probe> CALLING = new ThreadLocal<>();

    /** Ends calls at their deadlines. Okio's thread does not: an OutOfMemoryError ends it for the whole JVM. Calls outlive {@link #close}. */
    private final DaemonTimer deadlines = new DaemonTimer();

    /** Visible to this package's tests. */
    final OpenSockets sockets;

    private final DirectHosts proxies;
    private final ProxyLogin proxyLogin;
    private final TrustedClock clock;
    private final int maxReplyBytes;
    private final String userAgent;

    /** A URL, and as OkHttp sends it. */
    private record Sent(String text, HttpUrl url) {}

    public HttpTransport(HttpSettings settings, TrustedClock clock) {
        this.clock = clock;
        maxReplyBytes = settings.maxReplyBytes();
        userAgent = settings.userAgent();
        proxies = new DirectHosts(settings.direct(), settings.proxy());
        proxyLogin = new ProxyLogin(settings.proxyCredentials());
        sockets = new OpenSockets(settings.readTimeout(), deadlines);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dns(new BoundedDns(settings.resolver()))
                .socketFactory(sockets)
                .protocols(List.of(Protocol.HTTP_1_1)) // docs/decisions/0018
                .connectTimeout(settings.connectTimeout())
                .readTimeout(Duration.ZERO) // the sockets have one
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .addNetworkInterceptor(this::exchange)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_CONNECTION.toSeconds(), TimeUnit.SECONDS))
                .proxySelector(proxies)
                .proxyAuthenticator(this::logIn)
                .eventListenerFactory(HttpTransport::probe);
        X509TrustManager others = settings.trust() == null ? Trust.of((KeyStore) null) : settings.trust();
        ServerTrust trust = new ServerTrust(others, settings.pins());
        http = builder.sslSocketFactory(Trust.socketFactory(trust, null, sockets), trust)
                .hostnameVerifier(trust.names(builder.build().hostnameVerifier()))
                .build();
        presenting = settings.certificate() == null
                ? null
                : http.newBuilder()
                        .sslSocketFactory(Trust.socketFactory(trust, settings.certificate(), sockets), trust)
                        .build();
    }

    /** Whether the device has a client certificate. */
    public boolean hasCertificate() {
        return presenting != null;
    }

    /** A URL as it is sent, without its query: RFC 9449 section 4.2, {@code htu}. */
    public static String withoutQuery(URI uri) {
        HttpUrl url = HttpUrl.parse(uri.toString());
        return url == null // and it is not sent
                ? uri.toString()
                : url.newBuilder().query(null).fragment(null).build().toString();
    }

    /**
     * A URL as it is sent. OkHttp converts international names, so that it can read another host than the rules have checked.
     *
     * @return the URL; null if it is to another host than {@link ApiHost#of(URI)}, or to one that cannot exist
     */
    private @Nullable HttpUrl sent(URI uri) {
        String text = uri.toString(); // URI.equals ignores the case of percent escapes, which are sent as written
        int at = text.hashCode() & (RECENT - 1);
        Sent known = recent.get(at);
        if (known != null && known.text.equals(text)) {
            return known.url;
        }
        HttpUrl url = checked(uri);
        if (url != null && text.length() <= LONGEST_RECENT) {
            recent.set(at, new Sent(text, url));
        }
        return url;
    }

    private static @Nullable HttpUrl checked(URI uri) {
        HttpUrl url = HttpUrl.parse(uri.toString());
        if (url == null) {
            return null;
        }
        boolean asWritten =
                url.host().equalsIgnoreCase(uri.getHost()) && (uri.getPort() < 0 || uri.getPort() == url.port());
        return asWritten || ApiHost.find(url.uri()).equals(ApiHost.find(uri)) ? url : null;
    }

    public HttpOutcome send(String method, URI uri, List<Header> headers, Body body, Deadline deadline) {
        return send(http, method, uri, headers, body, deadline);
    }

    /**
     * Sends a request of a profile.
     *
     * @param certificate whether the profile uses the device's certificate; then the request is never sent without it
     */
    public HttpOutcome send(
            boolean certificate, String method, URI uri, List<Header> headers, Body body, Deadline deadline) {
        if (!certificate) {
            return send(http, method, uri, headers, body, deadline);
        }
        return presenting == null
                ? new HttpOutcome.NoResponse(NetworkError.NO_CERTIFICATE, false)
                : send(presenting, method, uri, headers, body, deadline);
    }

    private HttpOutcome send(
            OkHttpClient by, String method, URI uri, List<Header> headers, Body body, Deadline deadline) {
        HttpUrl url = sent(uri);
        if (url == null) {
            return new HttpOutcome.NoResponse(NetworkError.NAME_UNKNOWN, false);
        }
        for (boolean again = false; ; ) {
            if (deadline.passed()) {
                return new HttpOutcome.NoResponse(NetworkError.DEADLINE, false);
            }
            Probe probe = new Probe();
            HttpOutcome outcome = attempt(by, request(method, url, headers, body), probe, uri, deadline);
            if (probe.progress.brokeUnsent && !again) {
                again = true;
            } else if (!probe.progress.closedWhileIdle) {
                return outcome;
            }
        }
    }

    /** OkHttp asks no ProxySelector about a host name that java.net.URI cannot read, such as one with an underscore. */
    private OkHttpClient throughItsProxy(OkHttpClient by, URI uri) {
        return by.newBuilder().proxy(proxies.select(uri).get(0)).build();
    }

    private HttpOutcome attempt(OkHttpClient by, Request request, Probe probe, URI uri, Deadline deadline) {
        CallProgress progress = probe.progress;
        Call call = null;
        DaemonTimer.Task end = null;
        Deadline outerDeadline = BoundedTasks.deadline(deadline);
        Probe outer = CALLING.get(); // of a call in which a plugin of the application makes this one
        CALLING.set(probe);
        try {
            Call made = (uri.getHost() == null ? throughItsProxy(by, uri) : by).newCall(request);
            call = made;
            end = deadlines.schedule(
                    Duration.ofNanos(Math.max(1, deadline.remaining())), () -> progress.endAtDeadline(made::cancel));
            return exchange(made, probe, uri);
        } catch (Throwable e) { // a server, or the application's ProxySelector, can make OkHttp throw anything
            if (call != null) {
                call.cancel();
            }
            return broken(e, probe, uri);
        } finally {
            progress.release();
            if (end != null) {
                end.cancel();
            }
            if (outer == null) {
                CALLING.remove();
            } else {
                CALLING.set(outer);
            }
            Deadline unused = BoundedTasks.deadline(outerDeadline);
        }
    }

    private HttpOutcome exchange(Call call, Probe probe, URI uri) throws IOException {
        try (Response response = call.execute()) {
            byte[] bytes = null;
            try {
                bytes = read(response.body());
            } finally {
                if (bytes == null) {
                    call.cancel(); // otherwise OkHttp reads on, to keep the connection
                }
            }
            NetworkError lost = bytes == null ? NetworkError.TOO_LARGE : null;
            return received(response, uri, bytes == null ? new byte[0] : bytes, probe, lost);
        }
    }

    private HttpOutcome broken(Throwable e, Probe probe, URI uri) {
        IOException broken = CallProgress.io(e);
        Response answer = probe.answer;
        NetworkError error = probe.progress.error(broken, answer != null);
        if (answer == null) {
            return probe.progress.ended(broken, error);
        }
        boolean empty =
                "0".equals(answer.header("Content-Length")); // although no decoder reads it, if it is called compressed
        return received(answer, uri, new byte[0], probe, empty ? null : error);
    }

    private HttpOutcome received(
            Response response, URI uri, byte[] bytes, Probe probe, @Nullable NetworkError bodyLost) {
        String date = response.header("Date");
        if (date != null && HttpsOnly.authenticated(uri)) {
            RetryAfter.date(date).ifPresent(time -> clock.learn(ApiHost.of(uri).host(), time));
        }
        int status = probe.answer == null ? response.code() : probe.answer.code();
        return new HttpOutcome.Received(HttpResponse.of(status, headers(response.headers()), bytes), bodyLost);
    }

    /** Answers a proxy's 407. OkHttp also asks before the first CONNECT, with a scheme that no proxy has. */
    private @Nullable Request logIn(@Nullable Route route, Response response) throws IOException {
        Request connect = response.request();
        List<String> schemes =
                response.challenges().stream().map(Challenge::scheme).distinct().toList();
        Secret header = schemes.contains("OkHttp-Preemptive")
                ? proxyLogin.first().orElse(null)
                : proxyLogin.after(schemes, connect.header("Proxy-Authorization") != null);
        return header == null
                ? null
                : connect.newBuilder()
                        .header("Proxy-Authorization", header.reveal())
                        .build();
    }

    /**
     * Writes the request and reads the status, if the connection is new or still open. Hides from OkHttp the statuses on which it would
     * repeat the request (408, 421, 503) or throw (407), so that every response is returned.
     */
    private Response exchange(Interceptor.Chain chain) throws IOException {
        Probe probe = Objects.requireNonNull(CALLING.get());
        Socket socket = Objects.requireNonNull(chain.connection()).socket();
        OpenSocket open = OpenSocket.below(socket);
        if (!probe.progress.connected && (open == null || !open.usable())) {
            probe.progress.closedWhileIdle = true;
            throw new IOException("the server has closed this connection"); // so OkHttp drops the connection
        }
        probe.progress.uses(open);
        Response response = chain.proceed(chain.request());
        if (response.code() < 200) {
            probe.answer = null;
            throw new ProtocolException("only interim responses");
        }
        probe.progress.beginBody(
                open, response.headers("Content-Length"), response.headers("Transfer-Encoding"), maxReplyBytes);
        if (open != null) {
            open.learn(
                    response.protocol() != Protocol.HTTP_1_0,
                    response.headers("Connection"),
                    response.headers("Keep-Alive"));
        }
        return switch (response.code()) {
            case 407, 408, 421, 503 -> response.newBuilder().code(500).build();
            default -> response;
        };
    }

    private Request request(String method, HttpUrl url, List<Header> headers, Body body) {
        Request.Builder request = new Request.Builder()
                .url(url)
                .method(method, method.equals("GET") ? null : new OneShot(body))
                .header("User-Agent", userAgent);
        body.contentType().ifPresent(type -> request.header("Content-Type", type));
        List<String> seen = new ArrayList<>();
        for (Header header : headers) {
            // The first header of a name replaces a default, the others are added.
            String name = header.name().toLowerCase(Locale.ROOT);
            if (seen.contains(name)) {
                request.addHeader(header.name(), header.value());
            } else {
                request.header(header.name(), header.value());
                seen.add(name);
            }
        }
        return request.build();
    }

    private byte @Nullable [] read(ResponseBody body) throws IOException {
        BufferedSource source = body.source();
        return source.request(maxReplyBytes + 1L) ? null : source.readByteArray();
    }

    private static List<Header> headers(Headers received) {
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < received.size(); i++) {
            if (Header.wellFormed(received.name(i), received.value(i))) { // malformed ones are never needed
                headers.add(new Header(received.name(i), received.value(i)));
            }
        }
        return headers;
    }

    private static EventListener probe(Call call) {
        Probe probe = CALLING.get();
        return probe == null ? EventListener.NONE : probe;
    }

    /** Closes idle connections, without waiting for their servers. Calls in progress continue until their deadline. */
    @Override
    public void close() {
        http.connectionPool().evictAll();
    }

    /** Follows a call. */
    private static final class Probe extends EventListener {
        private final CallProgress progress = new CallProgress();
        /** The response without its body; null until it arrives. */
        private volatile @Nullable Response answer;

        @Override
        public void dnsStart(Call call, String host) {
            progress.resolving = true;
            progress.resolvingProxy = !host.equals(call.request().url().host());
        }

        @Override
        public void dnsEnd(Call call, String host, List<InetAddress> addresses) {
            progress.resolving = false;
        }

        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            progress.connecting(proxy);
        }

        @Override
        public void secureConnectStart(Call call) {
            progress.secured = true;
        }

        @Override
        public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
            progress.connected = protocol != null; // null: the proxy has closed the connection after its 407
        }

        @Override
        public void requestHeadersStart(Call call) {
            progress.connected = true;
            progress.sent = true;
        }

        @Override
        public void responseHeadersEnd(Call call, Response response) {
            answer = response;
        }

        @Override
        public void responseBodyEnd(Call call, long byteCount) {
            progress.release();
        }
    }

    /** A body that OkHttp never sends twice, with exactly the caller's Content-Type instead of OkHttp's normalized form. */
    private static final class OneShot extends RequestBody {
        private final Body body;

        OneShot(Body body) {
            this.body = body;
        }

        @Override
        public okhttp3.@Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return body.length();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            body.writeTo(sink.outputStream());
        }
    }
}
