package com.algosolutions.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** W3: threads want a token at once after the last one has expired; the token endpoint answers after 100 ms. */
final class Stampede {
    private static final int DELAY_MILLIS = 100;

    private Stampede() {}

    static void run(Library library, int threads) throws Exception {
        measure(
                "success",
                library,
                threads,
                (head, number) -> Reply.token(number, 36_000).after(DELAY_MILLIS));
        measure(
                "invalid_grant",
                library,
                threads,
                Server.always(Reply.invalidGrant().after(DELAY_MILLIS)));
    }

    private static void measure(String variant, Library library, int threads, Server.Answer answer) throws Exception {
        try (Server server = Server.plain()) {
            Session session = library.open(server.site(), 1);
            server.answerToken((head, number) -> Reply.token(number, 1));
            session.post(0);
            Thread.sleep(1_100);
            server.answerToken(answer);

            long[] millis = new long[threads];
            CountDownLatch ready = new CountDownLatch(threads);
            CountDownLatch go = new CountDownLatch(1);
            Thread[] callers = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                int caller = i;
                callers[i] = new Thread(() -> {
                    ready.countDown();
                    await(go);
                    long began = System.nanoTime();
                    try {
                        session.authorization(0);
                    } catch (Exception e) {
                        // Expected where the endpoint refuses; the page has the number of requests.
                    }
                    millis[caller] = (System.nanoTime() - began) / 1_000_000;
                });
                callers[i].start();
            }
            ready.await();
            go.countDown();
            for (Thread caller : callers) {
                caller.join();
            }
            Arrays.sort(millis);
            Workloads.figure(variant, "token requests", "", server.tokenRequests());
            Workloads.figure(variant, "p99", "ms", (double) millis[threads * 99 / 100]);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
