package com.algosolutions.oauth.http;

import com.algosolutions.oauth.NameResolver;
import com.algosolutions.oauth.time.Deadline;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up within the call's deadline. A blocking resolver cannot be interrupted, so each lookup runs on a daemon thread; concurrent
 * calls to the same host wait for the same lookup, so that a resolver that hangs uses one thread per host.
 */
final class BoundedDns implements Dns {
    private final NameResolver resolver;
    private final ConcurrentMap<String, FutureTask<List<InetAddress>>> lookups = new ConcurrentHashMap<>();

    @SuppressWarnings("ThreadLocalUsage") // a client lives as long as the device
    private final ThreadLocal<@Nullable Deadline> deadline = new ThreadLocal<>();

    BoundedDns(NameResolver resolver) {
        this.resolver = resolver;
    }

    /** Sets the deadline for lookups of this thread; null removes it. OkHttp looks names up on the thread that executes a call. */
    void deadline(@Nullable Deadline value) {
        if (value == null) {
            deadline.remove();
        } else {
            deadline.set(value);
        }
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        Deadline until = deadline.get();
        FutureTask<List<InetAddress>> lookup = lookups.computeIfAbsent(host, this::start);
        try {
            return until == null ? lookup.get() : lookup.get(until.remaining(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Overdue(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, new InterruptedIOException());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Broken broken ? broken.again() : unknown(host, e.getCause());
        }
    }

    private FutureTask<List<InetAddress>> start(String host) {
        FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> {
            try {
                return resolve(host);
            } finally {
                lookups.remove(host);
            }
        });
        Thread thread = new Thread(lookup, "algo-oauth name lookup");
        thread.setDaemon(true);
        thread.start();
        return lookup;
    }

    /** Calls the application's resolver. What its contract does not allow is a {@link Broken} resolver. The list is copied, as it may change. */
    private List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            List<? extends @Nullable InetAddress> found = resolver.resolve(host);
            if (found == null) {
                throw new Broken(resolver, "returned null for " + host, null);
            }
            for (InetAddress address : found) {
                if (address == null) {
                    throw new Broken(resolver, "returned a list with null for " + host, null);
                }
                if (host.equals("localhost") && !address.isLoopbackAddress()) { // plain http is allowed to this name
                    throw new Broken(resolver, "returned an address for localhost that is not loopback", null);
                }
                addresses.add(address);
            }
        } catch (UnknownHostException e) {
            throw e;
        } catch (Throwable e) {
            throw new Broken(resolver, "threw " + e.getClass().getName() + " for " + host, e);
        }
        if (addresses.isEmpty()) {
            throw new Broken(resolver, "returned no address for " + host, null);
        }
        return addresses;
    }

    private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
        UnknownHostException e = new UnknownHostException(host);
        e.initCause(cause);
        return e;
    }

    /** The resolver did what its contract does not allow. The message says what, and has no secret. */
    static final class Broken extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        private Broken(NameResolver resolver, String what, @Nullable Throwable cause) {
            this(
                    "the name resolver " + resolver.getClass().getName().replaceFirst("\\$\\$Lambda.*", "") + " "
                            + what,
                    cause);
        }

        private Broken(String message, @Nullable Throwable cause) {
            super(message);
            initCause(cause);
        }

        /** For each of the threads that wait for one lookup. */
        private Broken again() {
            return new Broken(String.valueOf(getMessage()), getCause());
        }
    }

    /** The lookup did not end by the deadline. */
    static final class Overdue extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        Overdue(String host) {
            super(host);
        }
    }
}
