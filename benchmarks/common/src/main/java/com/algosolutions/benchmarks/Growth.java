package com.algosolutions.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;

/** W10: the cost of a call with a cached token, as the number of profiles and of threads grows. */
final class Growth {
    private static final int CALLS = 2_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Growth() {}

    static void run(Library library, Site site) throws Exception {
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
            measure(session, profiles - 1, 1, profiles + " profiles");
        }
        Session session = library.open(site, 1);
        for (int threads : new int[] {1, 1_000}) {
            measure(session, 0, threads, threads + " threads");
        }
    }

    private static void measure(Session session, int profile, int threads, String variant) throws Exception {
        session.authorization(profile);
        double bytes = Double.MAX_VALUE;
        double nanos = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            LongAdder allocated = new LongAdder();
            long began = System.nanoTime();
            Thread[] callers = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                callers[i] = new Thread(() -> allocated.add(allocatedBy(session, profile, CALLS / threads)));
                callers[i].start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            nanos = Math.min(nanos, (double) (System.nanoTime() - began) / CALLS);
            bytes = Math.min(bytes, (double) allocated.sum() / CALLS);
        }
        Workloads.figure(variant, "time of a cached token", "ns/call", nanos);
        Workloads.figure(variant, "allocated by a cached token", "B/call", bytes);
    }

    private static long allocatedBy(Session session, int profile, int calls) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        try {
            for (int i = 0; i < calls; i++) {
                session.authorization(profile);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
}
