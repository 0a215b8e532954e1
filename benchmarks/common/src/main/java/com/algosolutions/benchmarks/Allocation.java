package com.algosolutions.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

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

    /**
     * Bytes per call, in the best round: compilers allocate too, and the first rounds warm up. A round in which a thread ends does not count, because
     * nothing knows what that thread has allocated.
     */
    static double perCall(int calls, int rounds, Call call) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < rounds || least == Long.MAX_VALUE; round++) {
            Snapshot before = new Snapshot();
            Object result = null;
            for (int i = 0; i < calls; i++) {
                result = call.run();
            }
            Map<Long, Long> after = new Snapshot().allocated();
            Map<Long, Long> earlier = before.allocated();
            if (after.keySet().containsAll(earlier.keySet())) {
                least = Math.min(least, sum(after) - sum(earlier));
            }
            last = result;
        }
        return (double) least / calls;
    }

    /** What each thread has allocated by now. Arrays, since a map would be allocated within the measurement. */
    private static final class Snapshot {
        private final long[] ids = THREADS.getAllThreadIds();
        private final long[] bytes = THREADS.getThreadAllocatedBytes(ids);

        Map<Long, Long> allocated() {
            Map<Long, Long> allocated = new HashMap<>();
            for (int i = 0; i < ids.length; i++) {
                if (bytes[i] >= 0) { // otherwise the thread has ended
                    allocated.put(ids[i], bytes[i]);
                }
            }
            return allocated;
        }
    }

    private static long sum(Map<Long, Long> allocated) {
        return allocated.values().stream().mapToLong(Long::longValue).sum();
    }
}
