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

/** The proxy for all hosts but some, which are reached without one. */
final class DirectHosts extends ProxySelector {
    private final Set<ApiHost> direct;
    private final @Nullable Proxy proxy;

    DirectHosts(Set<ApiHost> direct, @Nullable Proxy proxy) {
        this.direct = Set.copyOf(direct);
        this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (direct.contains(ApiHost.of(uri))) {
            return List.of(Proxy.NO_PROXY);
        }
        ProxySelector ofTheJvm = ProxySelector.getDefault();
        if (proxy != null || ofTheJvm == null) {
            return List.of(proxy == null ? Proxy.NO_PROXY : proxy);
        }
        return ofTheJvm.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException trouble) {
        ProxySelector ofTheJvm = ProxySelector.getDefault();
        if (proxy == null && ofTheJvm != null) {
            ofTheJvm.connectFailed(uri, address, trouble);
        }
    }
}
