package com.algosolutions.oauth.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;

/** Makes the sockets of a transport, and counts those that are open. Thread-safe. */
final class OpenSockets extends SocketFactory {
    /** Guarded by itself. Contains closed sockets until the next one is made. */
    private final List<OpenSocket> sockets = new ArrayList<>();

    @Override
    public Socket createSocket() throws IOException {
        OpenSocket made = new OpenSocket();
        synchronized (sockets) {
            sockets.removeIf(one -> !one.isOpen());
            sockets.add(made);
        }
        return made;
    }

    int open() {
        synchronized (sockets) {
            return (int) sockets.stream().filter(OpenSocket::isOpen).count();
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw connectsItself();
    }

    static UnsupportedOperationException connectsItself() {
        return new UnsupportedOperationException("the HTTP client connects its sockets itself");
    }
}
