package com.algosolutions.oauth.http;

import com.algosolutions.oauth.NameResolver;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/** Looks names up, within the call's deadline. */
final class BoundedDns implements Dns {
    private final NameResolver resolver;
    private final BoundedTasks<List<InetAddress>> lookups = new BoundedTasks<>("algo-oauth name lookup");

    BoundedDns(NameResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        try {
            return lookups.get(host, () -> resolve(host));
        } catch (TimeoutException e) {
            throw new Overdue(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, new InterruptedIOException());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Broken broken ? broken.again() : unknown(host, e.getCause());
        }
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
