package com.algosolutions.oauth.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Records how far a call came. The HTTP client may connect on another thread. */
final class CallProgress {
    private static final System.Logger LOG = System.getLogger(CallProgress.class.getName());
    volatile boolean resolving;
    /** The name looked up is the proxy's. */
    volatile boolean resolvingProxy;
    /** The address of the proxy; null without one. */
    private volatile @Nullable String proxy;
    /** The TLS handshake has begun, after the proxy's tunnel if there is one. */
    volatile boolean secured;
    /** The call has a connection that it may write to; a new one, if the request is not sent yet. */
    volatile boolean connected;
    /** The server may have received a part of the request. */
    volatile boolean sent;
    /** The server had closed the connection, so nothing was written to it. */
    volatile boolean closedWhileIdle;
    /** The connection broke before anything of the request was written to it. */
    volatile boolean brokeUnsent;
    /** The call was ended at its deadline. */
    volatile boolean overdue;
    /** The socket that the request is written to; null before, afterwards, and if another factory made it. Guarded by this. */
    private @Nullable OpenSocket socket;

    synchronized void uses(@Nullable OpenSocket by) {
        socket = by;
        if (by != null) {
            by.use();
        }
    }

    /**
     * Lets the body arrive, which may be twice as large on the wire as it is.
     *
     * @param by the socket of the call, which may have been released already if the body is empty
     * @param lengths the values of {@code Content-Length}: RFC 9112 section 6.3
     * @param codings the values of {@code Transfer-Encoding}
     */
    synchronized void beginBody(@Nullable OpenSocket by, List<String> lengths, List<String> codings, int most)
            throws ProtocolException {
        boolean chunked = codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
        boolean identity =
                codings.isEmpty() || (codings.size() == 1 && codings.get(0).equalsIgnoreCase("identity"));
        if (!chunked && !(identity && areOneNumber(lengths))) {
            if (by != null) {
                by.closeNow(); // what follows is no response to another request
            }
            // OkHttp throws at each use of a negative length, and hands on other codings as if they were none.
            throw new ProtocolException("neither chunks nor Content-Length tell where the body ends");
        }
        if (socket != null) {
            socket.beginBody(
                    OpenSocket.HEAD_BYTES + 2L * most,
                    chunked || lengths.isEmpty() ? null : Long.valueOf(lengths.get(0)));
            if (!codings.isEmpty() && !lengths.isEmpty()) { // the server and a proxy may disagree about the end
                socket.unusableAt = System.nanoTime();
            }
        }
    }

    private static boolean areOneNumber(List<String> lengths) {
        for (String length : lengths) {
            if (length.isEmpty() || length.length() > 18 || !length.equals(lengths.get(0))) {
                return false;
            }
            for (int i = 0; i < length.length(); i++) {
                if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                    return false;
                }
            }
        }
        return true;
    }

    /** The response is complete, or none is waited for: from now on another call may use the connection. */
    synchronized void release() {
        if (socket != null) {
            socket.release();
            socket = null;
        }
    }

    /** Ends every wait for the server, that for a TLS goodbye included. */
    synchronized void endAtDeadline(Runnable cancel) {
        overdue = true;
        cancel.run();
        if (socket != null) {
            socket.closeNow();
        }
    }

    /** Whatever a server made the HTTP client throw, as an IOException. */
    static IOException io(Throwable e) {
        if (e instanceof IOException usual) {
            return usual;
        }
        if (e instanceof UncheckedIOException ours) {
            return Objects.requireNonNull(ours.getCause());
        }
        if (e instanceof InterruptedException) { // OkHttp throws it while connecting; Kotlin does not declare it
            Thread.currentThread().interrupt();
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A request ended with {0}",
                    e.getClass().getName());
        }
        return new IOException(e);
    }

    /** The error of a call that ended with an exception. */
    NetworkError error(IOException e, boolean replied) {
        NetworkError error = NetworkError.of(e, connected, replied, overdue);
        return overdue
                        && error != NetworkError.NAME_TIMEOUT
                        && error != NetworkError.PROXY_SELECTOR
                        && error != NetworkError.INTERRUPTED
                ? NetworkError.DEADLINE
                : error;
    }

    void connecting(Proxy by) {
        proxy = by.address() instanceof InetSocketAddress at ? at.getHostString() + ":" + at.getPort() : null;
        secured = false;
    }

    /** The end of a call without a response. */
    HttpOutcome.NoResponse ended(IOException e, NetworkError error) {
        NetworkError where = whereItHappened(error);
        if (sent && error != NetworkError.CERTIFICATE_REFUSED) {
            return new HttpOutcome.NoResponse(where, true);
        }
        if (e instanceof BoundedDns.Broken || e instanceof DirectHosts.Broken) {
            return new HttpOutcome.NoResponse(where, false, e.getMessage());
        }
        ProxyRefusal refusal = ProxyRefusal.of(e);
        if (refusal != null) {
            brokeUnsent = refusal.mayPass();
            return new HttpOutcome.NoResponse(refusal.error(), false, refusal.seen(String.valueOf(proxy)));
        }
        brokeUnsent =
                error == NetworkError.BROKEN || (e instanceof SSLException && e.getCause() instanceof EOFException);
        return new HttpOutcome.NoResponse(where, false);
    }

    /** The error, made more precise by the steps that the call has completed. */
    private NetworkError whereItHappened(NetworkError error) {
        if (resolving && error == NetworkError.DEADLINE) {
            return resolvingProxy ? NetworkError.PROXY_NAME : NetworkError.NAME_TIMEOUT;
        }
        if (resolvingProxy && (error == NetworkError.NAME_UNKNOWN || error == NetworkError.NAME_TIMEOUT)) {
            return NetworkError.PROXY_NAME;
        }
        if (!resolving && proxy != null && error == NetworkError.NAME_UNKNOWN) {
            return NetworkError.PROXY_BROKE; // no SOCKS 5: the JDK would resolve the name for version 4
        }
        if (sent || error != NetworkError.BROKEN) {
            return proxy != null && !connected ? error.ofProxy() : error;
        }
        return proxy != null && !secured ? NetworkError.PROXY_BROKE : NetworkError.BROKEN_UNSENT;
    }
}
