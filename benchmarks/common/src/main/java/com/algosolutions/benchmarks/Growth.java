package com.algosolutions.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** W10: the cost of a call with a cached token, as the number of profiles and of threads grows. */
final class Growth {
    private static final int CALLS = 2_000_000;
    private static final int ROUNDS = 10;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Growth() {}

    /** A number of profiles or threads, and the least that a call with a cached token took in one of the rounds. */
    private static final class Size {
        private final String variant;
        private final Session session;
        private final int profile;
        private final int threads;
        private double nanos = Double.MAX_VALUE;
        private double bytes = Double.MAX_VALUE;

        private Size(String variant, Session session, int profile, int threads) {
            this.variant = variant;
            this.session = session;
            this.profile = profile;
            this.threads = threads;
        }

        /** All threads have started before the first call. */
        private void measure() throws Exception {
            LongAdder allocated = new LongAdder();
            CountDownLatch ready = new CountDownLatch(threads);
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(threads);
            for (int i = 0; i < threads; i++) {
                new Thread(() -> {
                            ready.countDown();
                            allocated.add(allocated(gate, CALLS / threads));
                            done.countDown();
                        })
                        .start();
            }
            ready.await();
            long began = System.nanoTime();
            gate.countDown();
            done.await();
            nanos = Math.min(nanos, (double) (System.nanoTime() - began) / CALLS);
            bytes = Math.min(bytes, (double) allocated.sum() / CALLS);
        }

        private long allocated(CountDownLatch gate, int calls) {
            try {
                gate.await();
                long before =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int i = 0; i < calls; i++) {
                    session.authorization(profile);
                }
                return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static void run(Library library, Site site) throws Exception {
        List<Size> sizes = new ArrayList<>();
        for (int profiles : new int[] {1, 1_000, 100_000}) {
            long began = System.nanoTime();
            Session session = library.open(site, profiles);
            Workloads.figure(
                    profiles + " profiles",
                    "time to create",
                    "us/profile",
                    (System.nanoTime() - began) / 1e3 / profiles);
            Workloads.figure(profiles + " profiles", "allocated by a POST", "B/call", Allocation.perCall(500, 6, () -> {
                session.post(profiles - 1);
                return session;
            }));
            sizes.add(new Size(profiles + " profiles", session, profiles - 1, 1));
        }
        Session session = library.open(site, 1);
        sizes.add(new Size("1 threads", session, 0, 1));
        sizes.add(new Size("1000 threads", session, 0, 1_000));
        for (int round = 0; round < ROUNDS; round++) { // they take turns
            for (Size size : sizes) {
                size.session.authorization(size.profile);
                size.measure();
            }
        }
        for (Size size : sizes) {
            Workloads.figure(size.variant, "time of a cached token", "ns/call", size.nanos);
            Workloads.figure(size.variant, "allocated by a cached token", "B/call", size.bytes);
        }
    }
}
