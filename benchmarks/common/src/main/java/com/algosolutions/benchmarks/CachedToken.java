package com.algosolutions.benchmarks;

/** W1: a caller takes a token that is in the cache. */
final class CachedToken {
    private CachedToken() {}

    static void run(Library library, Site site) throws Exception {
        Session session = library.open(site, 1);
        Workloads.figure(
                "1 thread", "allocated", "B/call", Allocation.perCall(20_000, 15, () -> session.authorization(0)));
    }
}
