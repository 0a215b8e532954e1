package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/** Listens, and keeps each accepted socket by its number, so that a fault can reset the TCP connection below TLS. */
final class TunnelSockets extends ServerSocketFactory {
    private final Map<Integer, Socket> accepted = new ConcurrentHashMap<>();

    /** Resets the TCP connection with that number, counted from 0. */
    void reset(int connection) {
        Socket socket = accepted.get(connection);
        if (socket == null) {
            return;
        }
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyCut) {
            accepted.remove(connection);
        }
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
            Socket socket = super.accept();
            socket.setTcpNoDelay(true);
            accepted.values().removeIf(Socket::isClosed);
            accepted.put(next++, socket);
            return socket;
        }
    }
}
