package com.algosolutions.oauth.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with the same profile in one store. */
@Timeout(120)
class TwinTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int ROUNDS = 5;

    @TempDir
    private Path temp;

    @Test
    @DisplayName("E10.8 two processes on one folder need a token at the same time: one renews, both post")
    void twoProcesses_thatNeedATokenAtTheSameTime_renewOnce_andBothPost() throws Exception {
        RefreshOnly ringCentral =
                new RefreshOnly(RingCentralSandbox.builder().rateLimits(false).start());
        Path records = temp.resolve("records");
        RecordStore store = RecordStore.directory(records).encryptedWith(RefreshOnly.KEY);
        ringCentral.authorize(store);
        List<String> command = new ArrayList<>(RefreshOnly.java(TwinTest.class));
        command.addAll(List.of(
                records.toString(),
                ringCentral.proxyPort(),
                ringCentral.trustStore(temp.resolve("trust.p12")).toString(),
                ringCentral.team.id()));
        Process twin = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (RingCentralSandbox sandbox = ringCentral.sandbox;
                OAuthClient client = ringCentral
                        .client()
                        .ticker(System::nanoTime)
                        .store(store)
                        .build();
                BufferedReader answers = twin.inputReader(US_ASCII);
                Writer presses = twin.outputWriter(US_ASCII)) {
            assertThat(answers.readLine()).isEqualTo("ready");
            for (int round = 0; round < ROUNDS; round++) {
                sandbox.operator().invalidateAccessTokens(ringCentral.user);
                sandbox.clearRequests();
                CountDownLatch release = new CountDownLatch(1);
                sandbox.faults().nextToken(Fault.hold(release));
                presses.write("press\n");
                presses.flush();
                CompletableFuture<ApiResult> here =
                        CompletableFuture.supplyAsync(() -> RefreshOnly.post(client, ringCentral.team.id()));
                assertThat(sandbox.awaitRequests(3, LONG))
                        .as("two rejected tokens, one renewal")
                        .isTrue();
                release.countDown();
                assertThat(here.get(30, TimeUnit.SECONDS).toString()).startsWith("delivered");
                assertThat(answers.readLine()).startsWith("delivered");
                assertThat(sandbox.tokenRequestCount()).isEqualTo(1);
                assertThat(sandbox.requestCount()).isEqualTo(5);
            }
            assertThat(sandbox.posts(ringCentral.team)).hasSize(2 * ROUNDS);
        } finally {
            twin.destroyForcibly();
        }
    }

    /** The other process: posts once for each line that it reads. */
    public static void main(String[] args) throws Exception {
        RecordStore store = RecordStore.directory(Path.of(args[0])).encryptedWith(RefreshOnly.KEY);
        try (OAuthClient client = RefreshOnly.child(args[1], args[2])
                .ticker(System::nanoTime)
                .store(store)
                .build()) {
            System.out.println("ready");
            while (System.in.read() >= 0) {
                while (System.in.read() != '\n') {}
                System.out.println(RefreshOnly.post(client, args[3]));
            }
        }
    }
}
