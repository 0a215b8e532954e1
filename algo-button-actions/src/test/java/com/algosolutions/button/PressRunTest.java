package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a press runs: order, parallel targets, deadline, cancel, progress. */
class PressRunTest extends PressFixture {
    @Test
    void press_ofFiveRequestsToEightTargetsOfAllKinds_returnsInTimeWithFortyOutcomesInOrder() {
        targets.drips(2)
                .refusesConnections(3)
                .answers(4, 403)
                .stalls(5)
                .dies(6)
                .drops(7)
                .answers(8, 500);
        ButtonActions buttons =
                settings().pressTimeout(Duration.ofSeconds(8)).parse(targets.document(5, 1, 2, 3, 4, 5, 6, 7, 8));

        long begun = System.nanoTime();
        PressResult pressed = buttons.press("go");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(pressed.elapsed()).isLessThan(Duration.ofSeconds(8));
        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.PARTLY_DELIVERED);
        assertThat(pressed.results().stream()
                        .map(outcome ->
                                outcome.request() + " " + outcome.target().host()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 5)
                        .boxed()
                        .flatMap(r -> IntStream.rangeClosed(1, 8).mapToObj(t -> r + " t" + t + ".test"))
                        .toList());
        assertThat(states(pressed))
                .containsExactlyElementsOf(Collections.nCopies(
                                5,
                                List.of(
                                        Outcome.DELIVERED,
                                        Outcome.DELIVERED, // its status came, and decides
                                        Outcome.UNREACHABLE,
                                        Outcome.REJECTED,
                                        Outcome.UNCONFIRMED,
                                        Outcome.UNREACHABLE,
                                        Outcome.UNCONFIRMED,
                                        Outcome.UNCONFIRMED))
                        .stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(targets.arrived()).doesNotHaveDuplicates().hasSize(30);
        assertThat(targets.arrivedAt(3) + targets.arrivedAt(6)).isZero();
        assertThat(targets.arrived().stream()
                        .map(line -> line.substring(line.length() - 1))
                        .toList())
                .isSorted();
    }

    @Test
    void targets_ofOneRequest_areSentToInParallel() throws Exception {
        IntStream.rangeClosed(1, 8).forEach(target -> targets.delays(target, release));
        Press press =
                settings().parse(targets.document(1, 1, 2, 3, 4, 5, 6, 7, 8)).pressAsync("go");

        targets.awaitArrivals(8); // all responses are delayed, so the requests are parallel
        release.countDown();

        assertThat(soon(press).delivered()).isTrue();
    }

    @Test
    void targets_beyondTheBound_waitForTheOthers() throws Exception {
        IntStream.rangeClosed(1, 6).forEach(target -> targets.delays(target, release));
        AtomicInteger begun = new AtomicInteger();
        Executor threads = PressThreads.create();
        Press press = settings()
                .parallelTargets(2)
                .threads(task -> {
                    begun.incrementAndGet();
                    threads.execute(task);
                })
                .parse(targets.document(1, 1, 2, 3, 4, 5, 6))
                .pressAsync("go");

        assertThat(begun).hasValue(2); // the pressing thread starts them
        targets.awaitArrivals(2);
        release.countDown();

        assertThat(soon(press).delivered()).isTrue();
        assertThat(targets.arrived()).hasSize(6);
        assertThat(targets.mostAtOnce()).isLessThanOrEqualTo(2);
    }

    @Test
    void request_withADelayedTarget_isFinishedBeforeTheNext() throws Exception {
        targets.delays(1, release);
        Press press = settings().parse(targets.document(2, 1, 2)).pressAsync("go");

        targets.awaitArrivals(2);
        assertThat(targets.arrived()).allMatch(line -> line.endsWith("/r1"));
        release.countDown();

        assertThat(soon(press).delivered()).isTrue();
    }

    @Test
    void failure_withContinue_sendsTheLaterRequests() {
        targets.answers(1, 403);

        PressResult pressed = settings().parse(targets.document(3, 1)).press("go");

        assertThat(states(pressed)).containsExactly(Outcome.REJECTED, Outcome.REJECTED, Outcome.REJECTED);
        assertThat(targets.arrived()).hasSize(3);
    }

    @Test
    void failure_withStop_skipsTheLaterRequests() {
        targets.answers(2, 403);

        PressResult pressed = settings()
                .onFailure(OnFailure.STOP)
                .parse(targets.document(3, request -> request == 1 ? new int[] {1} : new int[] {1, 2, 3}))
                .press("go");

        assertThat(states(pressed))
                .containsExactly(
                        Outcome.DELIVERED,
                        Outcome.DELIVERED,
                        Outcome.REJECTED,
                        Outcome.DELIVERED,
                        Outcome.SKIPPED,
                        Outcome.SKIPPED,
                        Outcome.SKIPPED);
        assertThat(targets.arrived()).hasSize(4).noneMatch(line -> line.endsWith("/r3"));
        assertThat(pressed.results().get(4).toString()).contains("not sent", "an earlier request failed");
        assertThat(pressed.summary()).isEqualTo("3 of 7 delivered");
    }

    @Test
    void cancel_beforeTheLastRequest_sendsNothingMoreAndReportsTheRequestInProgress() throws Exception {
        targets.delays(1, release);
        Press press = settings().parse(targets.document(3, 1)).pressAsync("go");
        targets.awaitArrivals(1);

        assertThat(press.cancel()).isTrue();
        assertThat(press.cancel()).isFalse();
        assertThat(press.toString()).contains("running");
        release.countDown();

        PressResult pressed = soon(press);
        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.CANCELLED);
        assertThat(states(pressed)).containsExactly(Outcome.DELIVERED, Outcome.CANCELLED, Outcome.CANCELLED);
        assertThat(pressed.summary()).isEqualTo("cancelled, 1 of 3 delivered");
        assertThat(pressed.toString()).contains("the press was cancelled");
        assertThat(targets.arrived()).hasSize(1);
        assertThat(press.cancel()).isFalse();
    }

    @Test
    void cancel_duringARepeatableRequest_preventsItsRepetition() throws Exception {
        targets.dropsAfter(1, release);
        Press press = settings().parse(targets.repeatable(1, 1)).pressAsync("go");
        targets.awaitArrivals(1);

        press.cancel();
        release.countDown();

        assertThat(states(soon(press))).containsExactly(Outcome.UNCONFIRMED);
        assertThat(targets.arrived()).hasSize(1);
    }

    /** What a listener may throw: in another language also exceptions that its interface does not declare. */
    static List<Throwable> thrown() {
        return List.of(
                new IllegalStateException("a bug of the listener"),
                new AssertionError("a bug of the listener"),
                new Exception("undeclared"),
                new InterruptedException("undeclared"),
                new StackOverflowError(),
                new Throwable());
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable, R> R sneak(Throwable e) throws T {
        throw (T) e;
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void progress_ofAPress_isInOrderAndAListenerThatFailsDelaysNothing(Throwable thrown) throws Exception {
        List<String> reported = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch end = new CountDownLatch(1);

        Press press = settings().parse(targets.document(3, 1)).pressAsync("go", progress -> {
            reported.add(progress.message());
            progress.result().ifPresent(result -> end.countDown());
            PressRunTest.<RuntimeException, Void>sneak(thrown);
        });

        assertThat(soon(press).delivered()).isTrue();
        assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reported)
                .containsExactly(
                        "sending…",
                        "sending… 1 of 3",
                        "sending… 2 of 3",
                        "sending… 3 of 3",
                        press.await().summary());
    }

    @Test
    void progress_ofAListenerThatHangs_doesNotDelayThePress() throws Exception {
        Press press = settings().parse(targets.document(2, 1)).pressAsync("go", progress -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(soon(press).delivered()).isTrue();
    }

    @Test
    void await_withALimit_isEmptyUntilThePressEnds() throws Exception {
        targets.delays(1, release);
        Press press = settings().parse(targets.document(1, 1)).pressAsync("go");
        targets.awaitArrivals(1);

        assertThat(press.await(Duration.ZERO)).isEmpty();
        assertThat(press.await(Duration.ofSeconds(Long.MIN_VALUE))).isEmpty();
        release.countDown();

        assertThat(press.await(Duration.ofSeconds(Long.MAX_VALUE))).contains(press.await());
    }

    @Test
    void await_withALimit_endsAtAnInterruptAndThePressGoesOn() throws Exception {
        targets.delays(1, release);
        Press press = settings().parse(targets.document(1, 1)).pressAsync("go");
        targets.awaitArrivals(1);
        Thread.currentThread().interrupt();

        assertThat(press.await(Duration.ofDays(1))).isEmpty();

        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
        assertThat(soon(press).delivered()).as("%s", soon(press)).isTrue();
    }

    @Test
    void future_completedByItsReader_doesNotChangeThePress() throws Exception {
        targets.delays(1, release);
        Press press = settings().parse(targets.document(1, 1)).pressAsync("go");

        assertThat(press.future().cancel(true)).isTrue();
        release.countDown();

        assertThat(soon(press).delivered()).isTrue();
    }

    @Test
    void press_ofAnIpv6TargetByItsPin_isDelivered() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder().build();
        try (MockWebServer device = new MockWebServer()) {
            device.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(held)
                    .build()
                    .sslSocketFactory());
            device.start(InetAddress.getByName("::1"), 0);
            device.enqueue(Targets.status(200));
            byte[] print = MessageDigest.getInstance("SHA-256")
                    .digest(held.certificate().getEncoded());
            String target = "[0:0::1]:" + device.getPort();
            try (OAuthClient client = OAuthClient.builder()
                    .pinCertificate(ApiHost.of(target), HexFormat.of().formatHex(print))
                    .build()) {
                String document = new ManualButton("1")
                        .with("request.oauthProfile", "")
                        .with("request.targets", "[\"" + target + "\"]")
                        .json();

                PressResult pressed = ButtonActions.parse(client, document).press("help");

                assertThat(pressed.delivered()).as(pressed.toString()).isTrue();
                assertThat(device.getRequestCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void settings_outOfRange_areRejected() {
        assertThatThrownBy(() -> settings().parallelTargets(0)).hasMessageContaining("parallelTargets");
        assertThatThrownBy(() -> settings().debounce(Duration.ofMillis(-1))).hasMessageContaining("debounce");
        assertThatThrownBy(() -> settings().debounce(Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageContaining("debounce is more than a day");
        assertThatThrownBy(() -> settings().pressTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageContaining("pressTimeout is more than a day");
    }

    @Test
    void settings_atTheirLimits_areAccepted() {
        PressResult pressed = settings()
                .pressTimeout(Duration.ofDays(1))
                .parallelTargets(Integer.MAX_VALUE)
                .parse(targets.document(2, 1, 2))
                .press("go");

        assertThat(pressed.delivered()).isTrue();
    }
}
