package com.algosolutions.oauth.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The scripted faults, in lists that are used in order. A request takes the first fault in the list of its kind; if that list is empty, the
 * first in the list of {@link #next(Fault)}.
 *
 * <p><em>Thread safety</em>: safe for any number of threads.
 *
 * @since 0.1.0
 */
public final class Faults {
    private static final Set<String> OTHER_OAUTH = Set.of(
            "/restapi/oauth/revoke",
            "/restapi/oauth/par",
            "/restapi/oauth/device_authorization",
            "/restapi/oauth/authorize");

    private final Map<Kind, Deque<Scripted>> scripts = new EnumMap<>(Kind.class);

    Faults() {
        for (Kind kind : Kind.values()) {
            scripts.put(kind, new ArrayDeque<>());
        }
    }

    private enum Kind {
        ANY,
        TOKEN,
        API,
        CONNECT
    }

    private static final class Scripted {
        private final Fault fault;
        private int left;

        Scripted(Fault fault) {
            this.fault = fault;
            this.left = fault.times();
        }
    }

    /**
     * Scripts a fault for the next request of any kind.
     *
     * @param fault the fault
     * @return this script
     */
    public Faults next(Fault fault) {
        return add(Kind.ANY, fault);
    }

    /**
     * Scripts a fault for the next request to the token endpoint.
     *
     * @param fault the fault
     * @return this script
     */
    public Faults nextToken(Fault fault) {
        return add(Kind.TOKEN, fault);
    }

    /**
     * Scripts a fault for the next request of the API, which is a request for no endpoint of OAuth.
     *
     * @param fault the fault
     * @return this script
     */
    public Faults nextApi(Fault fault) {
        return add(Kind.API, fault);
    }

    /**
     * Scripts a fault for the next {@code CONNECT} to the proxy, before TLS begins. A response rejects the tunnel, {@link
     * Fault#resetBeforeRequest()} acts as a proxy that resets the connection, {@link Fault#stall()} as one that never responds. Tunnels
     * that a client already has are not affected.
     *
     * @param fault the fault
     * @return this script
     */
    public Faults nextConnect(Fault fault) {
        return add(Kind.CONNECT, fault);
    }

    /** Removes the faults that have not happened yet. */
    public synchronized void clear() {
        scripts.values().forEach(Deque::clear);
    }

    private synchronized Faults add(Kind kind, Fault fault) {
        Objects.requireNonNull(fault, "fault");
        script(kind).addLast(new Scripted(fault));
        return this;
    }

    Optional<Fault> take(SandboxRequest request) {
        String path = request.pathWithoutQuery();
        if (OTHER_OAUTH.contains(path)) {
            return take(Kind.ANY);
        }
        Optional<Fault> own = take(request.isTokenRequest() ? Kind.TOKEN : Kind.API);
        return own.isPresent() ? own : take(Kind.ANY);
    }

    Optional<Fault> takeForConnect() {
        return take(Kind.CONNECT);
    }

    private synchronized Optional<Fault> take(Kind kind) {
        Scripted first = script(kind).peekFirst();
        if (first == null) {
            return Optional.empty();
        }
        if (first.left != Fault.ALWAYS && --first.left == 0) {
            script(kind).removeFirst();
        }
        return Optional.of(first.fault);
    }

    private synchronized Deque<Scripted> script(Kind kind) {
        return scripts.computeIfAbsent(kind, absent -> new ArrayDeque<>());
    }
}
