package com.algosolutions.oauth.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Records how far a call came. The HTTP client may connect on another thread. */
final class CallProgress {
    volatile boolean resolving;
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
        if (e instanceof BoundedDns.Broken) {
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
            return NetworkError.NAME_TIMEOUT;
        }
        if (sent || error != NetworkError.BROKEN) {
            return proxy != null && !connected ? error.ofProxy() : error;
        }
        return proxy != null && !secured ? NetworkError.PROXY_BROKE : NetworkError.BROKEN_UNSENT;
    }
}
