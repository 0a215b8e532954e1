package com.algosolutions.oauth.http;

import static java.util.Objects.requireNonNull;

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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Selects the proxy, except for hosts that are reached without one: those of the settings, loopback addresses, and all plain http. Plain http is
 * for servers on this machine and devices in the building, which no proxy elsewhere can reach, and it would show the request to the proxy.
 */
final class DirectHosts extends ProxySelector {
    private static final System.Logger LOG = System.getLogger(DirectHosts.class.getName());

    private final BoundedTasks<List<Proxy>> selections = new BoundedTasks<>("algo-oauth proxy selection");
    private final BoundedTasks<Boolean> notices = new BoundedTasks<>("algo-oauth proxy failure");
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

    /** Asks the JVM's selector for the proxies of an origin. One that an application has set may hang. */
    private List<Proxy> ask(ProxySelector selector, URI uri) {
        URI origin = URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + "/");
        try {
            return isOfTheJdk(selector)
                    ? usable(selector, selector.select(origin))
                    : selections.get(origin.toString(), () -> usable(selector, selector.select(origin)));
        } catch (TimeoutException e) {
            throw broken(new Broken(selector, "did not answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException());
        } catch (ExecutionException e) {
            throw broken(
                    e.getCause() instanceof Broken known
                            ? known
                            : new Broken(
                                    selector,
                                    "threw "
                                            + requireNonNull(e.getCause())
                                                    .getClass()
                                                    .getName()));
        } catch (Broken e) {
            throw broken(e);
        }
    }

    /** Whether it answers from the JVM's settings, so that no thread need be started for it. */
    private static boolean isOfTheJdk(ProxySelector selector) {
        return selector.getClass().getClassLoader() == null;
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

    /** No call waits for the application's selector to hear of it: it may hang. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        ProxySelector selector = ProxySelector.getDefault();
        if (proxy == null && selector != null && !isOfTheJdk(selector)) { // the JDK's does nothing with it
            FutureTask<Boolean> unused =
                    notices.begin(uri + " " + address, () -> tell(selector, uri, address, failure));
        }
    }

    private static boolean tell(ProxySelector selector, URI uri, SocketAddress address, IOException failure) {
        try {
            selector.connectFailed(uri, address, failure);
            return true;
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "The JVM''s ProxySelector failed with {0}", Uninterruptibly.caught(e));
            return false;
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
