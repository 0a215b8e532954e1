package com.algosolutions.oauth.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.ByteString;

/**
 * Answers the requests that MockWebServer receives: first {@code CONNECT}, then the requests in the tunnel.
 *
 * <p>MockWebServer calls {@link #peek()} to ask whether a connection still needs a tunnel: on the connection's own thread, before its first
 * request and right after each request outside a tunnel. So the answer is "yes" except for the one call that follows an accepted {@code
 * CONNECT} on the same thread.
 */
final class TunnelDispatcher extends Dispatcher {
    private static final String BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head></html>";
    private static final MockResponse TUNNEL_WANTED =
            new MockResponse.Builder().inTunnel().build();
    private static final MockResponse TUNNEL_STANDS = new MockResponse.Builder().build();

    private final List<String> hosts;
    private final RequestHandler handler;
    private final SandboxNetwork network;
    private final TunnelSockets sockets;
    private final Runnable forgetRecorded;
    private final ThreadLocal<Boolean> connected = ThreadLocal.withInitial(() -> false);

    TunnelDispatcher(
            List<String> hosts,
            RequestHandler handler,
            SandboxNetwork network,
            TunnelSockets sockets,
            Runnable forgetRecorded) {
        this.hosts = hosts;
        this.handler = handler;
        this.network = network;
        this.sockets = sockets;
        this.forgetRecorded = forgetRecorded;
    }

    @Override
    public MockResponse peek() {
        if (connected.get()) {
            connected.remove();
            return TUNNEL_STANDS;
        }
        return TUNNEL_WANTED;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        forgetRecorded.run();
        if (request.getMethod().equals("CONNECT")) {
            return connect(request);
        }
        if (request.getHandshake() == null) {
            return refusal(Reply.text(400, "RingCentralSandbox is a proxy for https only. Send CONNECT first"));
        }
        if (network.isBadGateway()) {
            return new Delivery.Whole(Reply.html(502, BAD_GATEWAY)).response(() -> {});
        }
        Optional<TunnelSocket> socket = sockets.find(request.getConnectionIndex());
        socket.ifPresent(answering -> answering.answering(true));
        try {
            return handler.answer(describe(request)).response(() -> sockets.reset(request.getConnectionIndex()));
        } catch (RuntimeException defect) {
            // MockWebServer would log the exception and leave the client waiting.
            return refusal(Reply.text(500, "RingCentralSandbox failed: " + defect));
        } finally {
            socket.ifPresent(answered -> answered.answering(false));
        }
    }

    private MockResponse connect(RecordedRequest request) throws InterruptedException {
        String authority = request.getTarget().toLowerCase(Locale.ROOT);
        handler.tunnelRequested(authority);
        var fault = handler.connectFault();
        if (fault.isPresent()) {
            return fault.get()
                    .response(() -> sockets.reset(request.getConnectionIndex()))
                    .newBuilder()
                    .onResponseEnd(new SocketEffect.CloseSocket())
                    .build();
        }
        if (hosts.stream().noneMatch(host -> authority.equals(host + ":443"))) {
            return refusal(Reply.text(
                    502,
                    "RingCentralSandbox has no server " + authority + "; it answers as " + String.join(", ", hosts)));
        }
        connected.set(true);
        return new MockResponse.Builder().build();
    }

    /** A response outside a tunnel, after which the connection is closed. */
    private static MockResponse refusal(Reply reply) {
        return new Delivery.Whole(reply.with("Connection", "close"))
                .response(() -> {})
                .newBuilder()
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build();
    }

    static SandboxRequest describe(RecordedRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.getHeaders()
                .forEach(header -> headers.computeIfAbsent(
                                header.getFirst().toLowerCase(Locale.ROOT), absent -> new ArrayList<>())
                        .add(header.getSecond()));
        ByteString body = request.getBody();
        return new SandboxRequest(
                request.getMethod(),
                request.getUrl().host(),
                request.getTarget(),
                headers,
                body == null ? "" : body.utf8());
    }
}
