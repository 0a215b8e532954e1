package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The network between clients and the sandbox: unplugged and plugged in again, and when servers close connections. Unlike {@link
 * Faults#nextConnect} it affects the connections that a client already has.
 *
 * <pre>{@code
 * sandbox.network().unplug(SandboxNetwork.Outage.BLACK_HOLE);
 * ...                                                          // requests that cannot be delivered
 * sandbox.network().plugIn();
 * }</pre>
 *
 * <p>While the network is unplugged, no request is executed, recorded in {@link RingCentralSandbox#requests()}, or given a {@link Fault}.
 *
 * <p><em>Thread safety</em>: safe for any number of threads.
 *
 * @since 0.1.0
 */
public final class SandboxNetwork {
    private static final Duration SWEEP = Duration.ofMillis(5);

    private final List<TunnelSocket> connections = new CopyOnWriteArrayList<>();

    /** Guarded by this, as are those below. Null while the network is plugged in. */
    private @Nullable Outage outage;

    /** The number of times that the network was plugged in. */
    private int plugged;

    private boolean closed;
    private Duration idleTimeout = Duration.ZERO;
    private @Nullable ScheduledThreadPoolExecutor sweeper;

    SandboxNetwork() {}

    /**
     * What a client notices of an unplugged network.
     *
     * @since 0.1.0
     */
    public enum Outage {
        /** All connections are reset, and each new one as soon as it is opened. */
        RESET,
        /**
         * Nothing comes back. New connections can be opened, because they are on the loopback interface, but {@code CONNECT} and TLS get no
         * answer. A response that was being sent is lost. Connections on which a client has sent something meanwhile are reset when the
         * network is plugged in; idle ones survive.
         */
        BLACK_HOLE,
        /** A gateway in front of the servers responds 502 to each request, on existing and new connections. */
        BAD_GATEWAY
    }

    /**
     * Unplugs the network.
     *
     * @param kind what clients notice
     */
    public void unplug(Outage kind) {
        Objects.requireNonNull(kind, "kind");
        synchronized (this) {
            outage = kind;
            notifyAll();
        }
        if (kind == Outage.RESET) {
            connections.forEach(TunnelSocket::reset);
        }
    }

    /** Plugs the network in again. */
    public synchronized void plugIn() {
        outage = null;
        plugged++;
        notifyAll();
    }

    /**
     * Makes the servers close each connection on which no byte has moved for some time, without an announcement, as Node (5 s), Apache
     * (5 s) and nginx (75 s) do.
     *
     * @param limit the time, in real time and accurate to a few milliseconds, for existing and new connections; zero (the default) never
     *     closes
     * @throws IllegalArgumentException if the time is negative
     */
    public synchronized void idleTimeout(Duration limit) {
        if (Objects.requireNonNull(limit, "limit").isNegative()) {
            throw new IllegalArgumentException("idleTimeout must not be negative: " + limit);
        }
        idleTimeout = limit;
        if (!limit.isZero() && sweeper == null && !closed) {
            ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "RingCentralSandbox idle connections");
                thread.setDaemon(true);
                return thread;
            });
            Future<?> unused = started.scheduleWithFixedDelay(
                    this::closeIdle, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
            sweeper = started;
        }
    }

    private void closeIdle() {
        Duration limit;
        synchronized (this) {
            limit = idleTimeout;
        }
        if (!limit.isZero()) {
            connections.forEach(connection -> connection.endIfIdle(limit));
        }
    }

    /**
     * Closes all connections without an announcement, as servers do that are restarted: idle ones before this method returns, one on which a
     * request is being answered after its response.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void closeConnections() throws InterruptedException {
        for (TunnelSocket connection : connections) {
            connection.endAfterResponse();
        }
    }

    /** Whether a gateway answers in place of the servers. */
    synchronized boolean isBadGateway() {
        return outage == Outage.BAD_GATEWAY;
    }

    /** Takes a new connection; false if the network has reset it. */
    boolean accept(TunnelSocket connection) {
        connections.removeIf(TunnelSocket::isClosed);
        connections.add(connection);
        boolean refused;
        synchronized (this) {
            refused = outage == Outage.RESET;
        }
        if (refused) {
            connection.reset();
        }
        return !refused;
    }

    /**
     * Lets bytes of a connection pass. While nothing passes, waits until the network is plugged in, and resets the connection then.
     *
     * @throws IOException if the bytes are lost
     */
    void pass(TunnelSocket connection) throws IOException {
        synchronized (this) {
            if (outage != Outage.BLACK_HOLE || closed) {
                return;
            }
            int then = plugged;
            try {
                while (then == plugged && outage == Outage.BLACK_HOLE && !closed) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        connection.reset();
        throw new SocketException("The network was unplugged");
    }

    /** Lets all threads go that wait for the network. */
    synchronized void close() {
        closed = true;
        notifyAll();
        if (sweeper != null) {
            sweeper.shutdownNow();
        }
    }

    @Override
    public synchronized String toString() {
        return "SandboxNetwork[" + (outage == null ? "plugged in" : "unplugged: " + outage)
                + (idleTimeout.isZero() ? "" : ", idle timeout " + idleTimeout) + "]";
    }
}
