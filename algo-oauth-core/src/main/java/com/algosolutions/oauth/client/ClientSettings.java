package com.algosolutions.oauth.client;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.NameResolver;
import com.algosolutions.oauth.endpoint.RetryBudget;
import com.algosolutions.oauth.http.HttpSettings;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Timer;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The values of {@link OAuthClient.Builder}, with their defaults and checks. Not thread-safe. */
final class ClientSettings {
    final List<OAuthProvider> providers = new ArrayList<>();
    RecordStore store = RecordStore.inMemory();
    Duration connectTimeout = Duration.ofSeconds(5);
    Duration readTimeout = Duration.ofSeconds(10);
    Duration callTimeout = Duration.ofSeconds(20);
    Duration tokenTimeout = Duration.ofSeconds(20);
    int maxReplyBytes = 1024 * 1024;
    String userAgent = "algo-oauth";
    NameResolver resolver = host -> List.of(InetAddress.getAllByName(host));
    Clock clock = Clock.systemUTC();
    LongSupplier ticker = System::nanoTime;
    RetryBudget.Pause pause = RetryBudget.Pause.REAL;

    @Nullable
    Timer later; // null for real time

    @Nullable
    Consumer<Event> listener;

    @Nullable
    Proxy proxy;

    @Nullable
    X509TrustManager trust;

    @Nullable
    X509KeyManager certificate;

    final Set<ApiHost> direct = new HashSet<>();
    final Map<ApiHost, Set<String>> pins = new HashMap<>();
    boolean loopbackHttp;
    boolean keepAlive;

    HttpSettings http() {
        return new HttpSettings(
                connectTimeout,
                readTimeout,
                maxReplyBytes,
                userAgent,
                resolver,
                proxy,
                Set.copyOf(direct),
                trust,
                Map.copyOf(pins),
                certificate);
    }

    static Duration positive(Duration value, String setting) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(setting + " is not positive: a call without a limit is not offered.");
        }
        return value;
    }

    static int positive(int value, String setting) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + " is less than 1.");
        }
        return value;
    }
}
