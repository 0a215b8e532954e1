package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.NameResolver;
import com.algosolutions.oauth.endpoint.RetryBudget;
import com.algosolutions.oauth.http.HttpSettings;
import com.algosolutions.oauth.http.ProxyCredentials;
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
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The values that {@link ClientSetters} sets, with their defaults and checks. Not thread-safe. */
final class ClientSettings {
    // The device
    RecordStore store = RecordStore.inMemory();
    int profilesInMemory; // 0 for all
    String processName = "";
    final List<OAuthProvider> providers = new ArrayList<>();
    String userAgent = "algo-oauth";

    @Nullable
    Consumer<? super Event> listener;

    boolean keepRefreshTokensAlive;

    // The network
    @Nullable
    Proxy proxy; // null for the JVM's

    @Nullable
    ProxyCredentials proxyCredentials;

    final Set<ApiHost> bypassProxy = new HashSet<>();
    NameResolver nameResolver = host -> List.of(InetAddress.getAllByName(host));
    int maxResponseBytes = 1024 * 1024;
    boolean loopbackHttp;
    final Set<ApiHost> plainHttp = new HashSet<>();

    // TLS
    @Nullable
    X509TrustManager trust; // null for the JVM's

    final Map<ApiHost, Set<String>> pins = new HashMap<>();

    @Nullable
    X509KeyManager certificate;

    // Time-outs
    Duration connectTimeout = Duration.ofSeconds(5);
    Duration readTimeout = Duration.ofSeconds(10);
    Duration tokenTimeout = Duration.ofSeconds(20);
    Duration callTimeout = Duration.ofSeconds(20);

    // Tests; the last two are not on the builder
    Clock clock = Clock.systemUTC();
    LongSupplier ticker = System::nanoTime;
    RetryBudget.Pause pause = RetryBudget.Pause.REAL;

    @Nullable
    Timer later; // null for real time

    /** The name of this process in the records of its device sign-ins. Without one, a process of many gets a name that it has once only. */
    String pollingProcess() {
        return processName.isEmpty() && profilesInMemory > 0 ? UUID.randomUUID().toString() : processName;
    }

    /** The part of the settings that the HTTP transport uses. */
    HttpSettings http() {
        return new HttpSettings(
                connectTimeout,
                readTimeout,
                maxResponseBytes,
                userAgent,
                nameResolver,
                proxy,
                proxyCredentials,
                Set.copyOf(bypassProxy),
                trust,
                Map.copyOf(pins),
                certificate);
    }

    static Duration positive(Duration value, String setting) {
        requireNonNull(value, setting);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    setting + " " + value + " is not positive. Set a limit: a call without one is not supported.");
        }
        return value;
    }

    static int positive(int value, String setting) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + " " + value + " is less than 1. Set 1 or more.");
        }
        return value;
    }
}
