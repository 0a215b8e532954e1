package com.algosolutions.verification;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.OptionalInt;

/** The figures of the client of a process. Thread-safe. */
public final class OAuthMetrics {
    private final MeterRegistry registry;
    private final Counter renewals;
    private final Counter rejections;
    private final Counter storeFailures;

    /** Registers all counters now: an alert on the first increase needs the 0 before it. */
    public OAuthMetrics(MeterRegistry registry) {
        this.registry = registry;
        renewals = registry.counter("oauth.token.renewals");
        rejections = registry.counter("oauth.token.rejections");
        storeFailures = registry.counter("oauth.store.failures");
        for (Failure.Kind kind : Failure.Kind.values()) {
            failures(kind);
        }
        for (ApiResult.Outcome outcome : ApiResult.Outcome.values()) {
            presses(outcome);
        }
    }

    private Counter failures(Failure.Kind kind) {
        return registry.counter("oauth.token.failures", "kind", kind.name());
    }

    private Timer presses(ApiResult.Outcome outcome) {
        return registry.timer("oauth.presses", "outcome", outcome.name());
    }

    /** The listener of the client's events. */
    public void count(Event event) {
        switch (event.kind()) {
            case TOKEN -> renewals.increment();
            case TOKEN_REJECTED -> rejections.increment();
            case NOT_STORED -> storeFailures.increment();
            default -> event.failure().ifPresent(why -> failures(why.kind()).increment());
        }
    }

    /** The client to send requests with, and to make the buttons with. */
    public ApiClient counted(OAuthClient client) {
        Gauge.builder("oauth.token.waiting", client, OAuthClient::waitingCallers)
                .register(registry);
        Gauge.builder("oauth.token.requests.left", client, OAuthMetrics::left).register(registry);
        return new ApiClient() {
            @Override
            public ApiResult execute(ApiRequest request) {
                ApiResult result = client.execute(request);
                presses(result.outcome()).record(result.elapsed());
                return result;
            }

            @Override
            public Optional<Failure> obstacle(ApiRequest request) {
                return client.obstacle(request);
            }

            @Override
            public boolean usesPlainHttp(ApiHost host) {
                return client.usesPlainHttp(host);
            }
        };
    }

    private static double left(OAuthClient client) {
        OptionalInt left = client.tokenRequestsLeft();
        return left.isPresent() ? left.getAsInt() : Double.NaN;
    }
}
