package com.algosolutions.oauth.http;

import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Selects the proxy, except for hosts that are reached without one: those of the settings, loopback addresses, and all plain http. Plain http is
 * for servers on this machine and devices in the building, which no proxy elsewhere can reach, and it would show the request to the proxy.
 */
final class DirectHosts extends ProxySelector {
    private static final System.Logger LOG = System.getLogger(DirectHosts.class.getName());

    private final BoundedTasks<List<Proxy>> selections = new BoundedTasks<>("algo-oauth proxy selection");
    private final Set<ApiHost> direct;
    private final @Nullable Proxy proxy;

    DirectHosts(Set<ApiHost> direct, @Nullable Proxy proxy) {
        this.direct = Set.copyOf(direct);
        this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if ("http".equalsIgnoreCase(uri.getScheme()) || ApiHost.isLoopback(uri) || direct.contains(ApiHost.of(uri))) {
            return List.of(Proxy.NO_PROXY);
        }
        ProxySelector jvmDefault = ProxySelector.getDefault();
        if (proxy != null || jvmDefault == null) {
            return List.of(proxy == null ? Proxy.NO_PROXY : proxy);
        }
        return ask(jvmDefault, uri);
    }

    /** Asks the JVM's selector, which an application may have set, for the proxies of an origin. */
    private List<Proxy> ask(ProxySelector selector, URI uri) {
        URI origin = URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + "/");
        try {
            return selections.get(origin.toString(), () -> usable(selector, selector.select(origin)));
        } catch (TimeoutException e) {
            throw broken(new Broken(selector, "did not answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException());
        } catch (ExecutionException e) {
            Throwable thrown = e.getCause();
            throw broken(
                    thrown instanceof Broken known
                            ? known
                            : new Broken(
                                    selector,
                                    "threw "
                                            + Objects.requireNonNull(thrown)
                                                    .getClass()
                                                    .getName()));
        }
    }

    /** OkHttp asks again and again, until the deadline, if its selector throws an IOException. */
    private static UncheckedIOException broken(Broken e) {
        return new UncheckedIOException(e);
    }

    private static List<Proxy> usable(ProxySelector selector, @Nullable List<? extends @Nullable Proxy> selected)
            throws Broken {
        List<Proxy> proxies = new ArrayList<>();
        for (Proxy one : selected == null ? List.<Proxy>of() : selected) {
            if (one == null || !(one.type() == Proxy.Type.DIRECT || hasAddress(one))) {
                throw new Broken(selector, "returned a list with " + one);
            }
            proxies.add(one);
        }
        return proxies.isEmpty() ? List.of(Proxy.NO_PROXY) : proxies;
    }

    private static boolean hasAddress(Proxy proxy) {
        return proxy.address() instanceof InetSocketAddress address && address.getPort() > 0;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        ProxySelector jvmDefault = ProxySelector.getDefault();
        if (proxy == null && jvmDefault != null) {
            try {
                jvmDefault.connectFailed(uri, address, failure);
            } catch (Throwable e) { // so that the next proxy is tried
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The JVM''s ProxySelector failed with {0}",
                        Uninterruptibly.caught(e));
            }
        }
    }

    /** The JVM's selector did what its contract does not allow. The message says what, and has no secret. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        private Broken(ProxySelector selector, String what) {
            super("the proxy selector " + selector.getClass().getName() + " " + what);
        }
    }
}
