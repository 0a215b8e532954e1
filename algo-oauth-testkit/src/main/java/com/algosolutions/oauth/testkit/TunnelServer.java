package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.MockWebServer;

/** The HTTPS proxy in front of the servers, on a free loopback port. */
final class TunnelServer implements AutoCloseable {
    /** MockWebServer logs each connection. A strong reference, because the log manager keeps loggers by weak reference only. */
    private final Logger logger = Logger.getLogger(MockWebServer.class.getName());

    private final MockWebServer server = new MockWebServer();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final SandboxNetwork network;
    private final InetSocketAddress address;

    TunnelServer(
            List<String> hosts,
            Certificates certificates,
            RingCentral ringCentral,
            RequestLog requestLog,
            Faults faults,
            SandboxNetwork network,
            Consumer<? super SandboxReply> listener) {
        this.network = network;
        if (logger.getLevel() == null) {
            logger.setLevel(Level.SEVERE);
        }
        TunnelSockets sockets = new TunnelSockets(network);
        server.setServerSocketFactory(sockets);
        server.useHttps(certificates.serverSockets());
        server.setProtocolNegotiationEnabled(false);
        RequestHandler handler = new RequestHandler(ringCentral, requestLog, faults, closed, listener);
        server.setDispatcher(new TunnelDispatcher(hosts, handler, network, sockets, this::forgetRecorded));
        try {
            InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
            server.start(loopback, 0);
            this.address = new InetSocketAddress(loopback, server.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot listen on a loopback port", e);
        }
    }

    /** MockWebServer keeps every request for a takeRequest() call that the sandbox never makes. */
    private void forgetRecorded() {
        try {
            server.takeRequest(0, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Proxy proxy() {
        return new Proxy(Proxy.Type.HTTP, address);
    }

    @Override
    public void close() {
        closed.countDown();
        network.close();
        server.close();
    }
}
