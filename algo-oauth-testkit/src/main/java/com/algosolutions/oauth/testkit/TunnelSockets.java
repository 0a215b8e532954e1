package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/** Listens, and keeps each accepted socket by its number, so that the TCP connection below TLS can be reached. */
final class TunnelSockets extends ServerSocketFactory {
    private final Map<Integer, TunnelSocket> accepted = new ConcurrentHashMap<>();
    private final SandboxNetwork network;

    TunnelSockets(SandboxNetwork network) {
        this.network = network;
    }

    /** Resets the TCP connection with that number, counted from 0. */
    void reset(int connection) {
        find(connection).ifPresent(TunnelSocket::reset);
    }

    /** The TCP connection with that number, unless it is closed. */
    Optional<TunnelSocket> find(int connection) {
        return Optional.ofNullable(accepted.get(connection));
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new Listener();
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        throw new IOException("The sandbox listens on a free loopback port only");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return createServerSocket(port);
    }

    private final class Listener extends ServerSocket {
        private int next;

        Listener() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            TunnelSocket socket;
            do {
                socket = new TunnelSocket(network);
                implAccept(socket);
            } while (!network.accept(socket));
            socket.setTcpNoDelay(true);
            accepted.values().removeIf(Socket::isClosed);
            accepted.put(next++, socket);
            return socket;
        }
    }
}
