package com.algosolutions.oauth.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The newest requests to the servers, in order, and counters of all requests. */
final class RequestLog {
    private static final int KEPT = 10_000;

    private final Deque<SandboxRequest> requests = new ArrayDeque<>();
    private final Deque<String> tunnels = new ArrayDeque<>();
    private int tokenRequests;
    private int all;

    synchronized void add(SandboxRequest request) {
        if (requests.size() == KEPT) {
            requests.removeFirst();
        }
        requests.addLast(request);
        all++;
        if (request.isTokenRequest()) {
            tokenRequests++;
        }
        notifyAll();
    }

    synchronized void addTunnel(String authority) {
        if (tunnels.size() == KEPT) {
            tunnels.removeFirst();
        }
        tunnels.addLast(authority);
    }

    synchronized List<SandboxRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> tunnels() {
        return List.copyOf(tunnels);
    }

    synchronized int tokenRequestCount() {
        return tokenRequests;
    }

    synchronized int requestCount() {
        return all;
    }

    /** Removes requests and tunnels and resets the counters to 0. */
    synchronized void clear() {
        requests.clear();
        tunnels.clear();
        tokenRequests = 0;
        all = 0;
    }

    boolean awaitTokenRequests(int count, Duration limit) throws InterruptedException {
        return await(() -> tokenRequests >= count, limit);
    }

    boolean awaitRequests(int count, Duration limit) throws InterruptedException {
        return await(() -> all >= count, limit);
    }

    private synchronized boolean await(BooleanSupplier reached, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!reached.getAsBoolean()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
