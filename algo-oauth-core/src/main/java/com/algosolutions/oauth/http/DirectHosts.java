package com.algosolutions.oauth.http;

import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the proxy, except for hosts that are reached without one: those of the settings, loopback addresses, and all plain http. Plain http is
 * for servers on this machine and devices in the building, which no proxy elsewhere can reach, and it would show the request to the proxy.
 */
final class DirectHosts extends ProxySelector {
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
        return jvmDefault.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        ProxySelector jvmDefault = ProxySelector.getDefault();
        if (proxy == null && jvmDefault != null) {
            jvmDefault.connectFailed(uri, address, failure);
        }
    }
}
