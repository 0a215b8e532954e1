package com.algosolutions.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that calls allocate, on all threads of this process. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    interface Call {
        Object run() throws Exception;
    }

    /** The result of the last call: a compiler must not see that it is not used. */
    @SuppressWarnings("unused")
    private static volatile Object last;

    /** Bytes per call, in the best round: compilers allocate too, and the first rounds warm up. */
    static double perCall(int calls, int rounds, Call call) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long before = allocated();
            Object result = null;
            for (int i = 0; i < calls; i++) {
                result = call.run();
            }
            least = Math.min(least, allocated() - before);
            last = result;
        }
        return (double) least / calls;
    }

    private static long allocated() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
