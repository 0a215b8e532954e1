package com.algosolutions.oauth.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.time.Deadline;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests go through the proxy of the settings. */
class DirectHostsTest {
    private static final Proxy PROXY =
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128));
    private static final DirectHosts HOSTS =
            new DirectHosts(Set.of(ApiHost.of("desk.example"), ApiHost.of("Other.Example:8443")), PROXY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.7/api",
                "HTTP://horn.example/api",
                "http://front_desk.local/api",
                "http://127.0.0.1:8080/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://localhost/",
                "https://desk.example/x",
                "https://DESK.example:443/x",
                "https://other.example:8443/"
            })
    void select_plainHttpLoopbackOrADirectHost_noProxy(URI uri) {
        assertThat(HOSTS.select(uri)).containsExactly(Proxy.NO_PROXY);
    }

    /** A selector on another thread could not answer before this deadline. */
    @Test
    void select_byTheSelectorOfTheJdk_startsNoThread() {
        assertThat(ProxySelector.getDefault().getClass().getClassLoader()).isNull();
        Deadline none = BoundedTasks.deadline(Deadline.after(Duration.ZERO));
        try {
            assertThat(new DirectHosts(Set.of(), null).select(URI.create("https://platform.example/v1")))
                    .containsExactly(Proxy.NO_PROXY);
        } finally {
            Deadline unused = BoundedTasks.deadline(none);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://platform.example/",
                "https://desk.example:8443/",
                "https://other.example/",
                "https://desk.example.attacker.example/",
                "https://192.0.2.7/",
                "https://localhost.attacker.example/"
            })
    void select_anyOtherHost_theProxy(URI uri) {
        assertThat(HOSTS.select(uri)).containsExactly(PROXY);
    }
}
