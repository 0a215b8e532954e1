package com.algosolutions.oauth.credential;

import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.contract.FaultyStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that hangs while a rate limit's record is written delays the callers of a token, but no status. */
class HangingRateLimitTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice()
            .with(settings -> settings.provider(
                    TestProvider.jwt("LIMITED", traits -> traits.rateLimit(5, Duration.ofMinutes(1)))))
            .withTimer();

    private final FakeServer server = device.server();
    private final FaultyStore store = device.store;

    @Test
    @Timeout(60)
    void status_whileTheRecordOfTheRateLimitCannotBeWritten_returns_andThePressEndsInTime() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        OAuthClient client = device.start(device.settings().tokenTimeout(Duration.ofSeconds(2)));
        client.profiles().create(draft(client, "desk", "LIMITED", server).build());
        store.before((id, bytes) -> {
            if (id.startsWith("gate-")) {
                writing.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        try {
            CompletableFuture<ApiResult> press = CompletableFuture.supplyAsync(() -> post(client, server));
            writing.await();

            assertThat(CompletableFuture.supplyAsync(() -> client.status("desk"))
                            .get(20, TimeUnit.SECONDS))
                    .isNotNull();
            assertThat(press.get(20, TimeUnit.SECONDS).delivered()).isFalse();
        } finally {
            free.countDown();
        }
    }
}
