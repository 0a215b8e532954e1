package com.algosolutions.oauth.http;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
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
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request, once, and returns the response or the reason why there is none. Follows no redirect, repeats nothing, limits the size
 * of responses, and ends every call by its deadline, name lookup included. With {@link BoundedDns} the only class that uses OkHttp.
 * Thread-safe.
 */
public final class HttpTransport implements AutoCloseable {
    /** Shorter than servers and NAT devices keep an idle connection, so that a press rarely uses a broken one. */
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    private final OkHttpClient http;
    /** A client that presents the device's certificate, with separate connections; null if the device has none. */
    private final @Nullable OkHttpClient presenting;

    private final BoundedDns dns;
    private final TrustedClock clock;
    private final int maxReplyBytes;
    private final String userAgent;

    public HttpTransport(HttpSettings settings, TrustedClock clock) {
        this.clock = clock;
        dns = new BoundedDns(settings.resolver());
        maxReplyBytes = settings.maxReplyBytes();
        userAgent = settings.userAgent();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dns(dns)
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.readTimeout())
                .writeTimeout(settings.readTimeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .addNetworkInterceptor(HttpTransport::keepStatus)
                .connectionPool(new ConnectionPool(4, IDLE_CONNECTION.toSeconds(), TimeUnit.SECONDS))
                .eventListenerFactory(HttpTransport::probe);
        if (!settings.direct().isEmpty()) {
            builder.proxySelector(new DirectHosts(settings.direct(), settings.proxy()));
        } else if (settings.proxy() != null) {
            builder.proxy(settings.proxy());
        }
        if (settings.trust() != null) {
            builder.sslSocketFactory(Trust.socketFactory(settings.trust()), settings.trust());
        }
        http = settings.pins().isEmpty() ? builder.build() : pinned(builder, settings);
        presenting = settings.certificate() == null ? null : presenting(settings.certificate());
    }

    private OkHttpClient presenting(X509KeyManager certificate) {
        X509TrustManager trust =
                Objects.requireNonNullElseGet(http.x509TrustManager(), () -> Trust.of((KeyStore) null));
        return http.newBuilder()
                .sslSocketFactory(Trust.socketFactory(trust, certificate), trust)
                .build();
    }

    /** Whether the device has a client certificate. */
    public boolean hasCertificate() {
        return presenting != null;
    }

    private static OkHttpClient pinned(OkHttpClient.Builder builder, HttpSettings settings) {
        X509TrustManager others = settings.trust() == null ? Trust.of((KeyStore) null) : settings.trust();
        PinnedTrust trust = new PinnedTrust(others, settings.pins());
        return builder.sslSocketFactory(Trust.socketFactory(trust), trust)
                .hostnameVerifier(trust.names(builder.build().hostnameVerifier()))
                .build();
    }

    /** A URL as it is sent, without its query: RFC 9449 section 4.2, {@code htu}. */
    public static String withoutQuery(URI uri) {
        return HttpUrl.get(uri.toString())
                .newBuilder()
                .query(null)
                .fragment(null)
                .build()
                .toString();
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
        long remaining = deadline.remaining();
        if (remaining <= 0) {
            return new HttpOutcome.NoResponse(NetworkError.DEADLINE, false);
        }
        Probe probe = new Probe();
        Call call = by.newCall(request(method, uri, headers, body, probe));
        call.timeout().timeout(remaining, TimeUnit.NANOSECONDS);
        dns.deadline(deadline);
        try (Response response = call.execute()) {
            String date = response.header("Date");
            if (date != null) {
                RetryAfter.date(date).ifPresent(time -> clock.learn(uri.getHost(), time));
            }
            byte[] bytes = read(response.body());
            if (bytes == null) {
                call.cancel(); // otherwise OkHttp reads on, to keep the connection
                return new HttpOutcome.NoResponse(NetworkError.TOO_LARGE, true);
            }
            return new HttpOutcome.Received(HttpResponse.of(probe.status, headers(response.headers()), bytes));
        } catch (IOException e) {
            NetworkError trouble = NetworkError.of(e, probe.connected, probe.status != 0, deadline.passed());
            return new HttpOutcome.NoResponse(
                    probe.whereItHappened(trouble), probe.sent && trouble != NetworkError.CERTIFICATE_REFUSED);
        } catch (Exception e) {
            if (e instanceof InterruptedException) { // OkHttp throws it while connecting; Kotlin does not declare it
                Thread.currentThread().interrupt();
                return new HttpOutcome.NoResponse(NetworkError.INTERRUPTED, probe.sent);
            }
            throw e;
        } finally {
            dns.deadline(null);
        }
    }

    /**
     * Hides from OkHttp the statuses on which it would repeat the request (408, 421, 503) or throw (407), so that every response is
     * returned.
     */
    private static Response keepStatus(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Probe probe = chain.request().tag(Probe.class);
        if (probe != null) {
            probe.status = response.code();
        }
        return switch (response.code()) {
            case 407, 408, 421, 503 -> response.newBuilder().code(500).build();
            default -> response;
        };
    }

    private Request request(String method, URI uri, List<Header> headers, Body body, Probe probe) {
        Request.Builder request = new Request.Builder()
                .url(uri.toString())
                .method(method, method.equals("GET") ? null : new OneShot(body))
                .header("User-Agent", userAgent)
                .tag(Probe.class, probe);
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
        Probe probe = call.request().tag(Probe.class);
        return probe == null ? EventListener.NONE : probe;
    }

    /** Closes idle connections. Calls in progress continue until their deadline. */
    @Override
    public void close() {
        http.connectionPool().evictAll();
    }

    /** Records how far a call came. OkHttp may connect on another thread. */
    private static final class Probe extends EventListener {
        private volatile boolean resolving;
        private volatile boolean proxied;
        private volatile boolean connected;
        private volatile boolean sent;
        /** The status of the response, 0 until it arrives. */
        private volatile int status;

        /** The error, made more precise by the steps that the call has completed. */
        NetworkError whereItHappened(NetworkError trouble) {
            if (resolving && trouble == NetworkError.DEADLINE) {
                return NetworkError.NAME_TIMEOUT;
            }
            return proxied && !connected ? trouble.ofProxy() : trouble;
        }

        @Override
        public void dnsStart(Call call, String host) {
            resolving = true;
        }

        @Override
        public void dnsEnd(Call call, String host, List<InetAddress> addresses) {
            resolving = false;
        }

        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            proxied = proxy.type() != Proxy.Type.DIRECT;
        }

        @Override
        public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
            connected = true;
        }

        @Override
        public void requestHeadersStart(Call call) {
            connected = true;
            sent = true;
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
