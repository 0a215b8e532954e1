package com.algosolutions.benchmarks;

/** W2 and W8: a POST, or a press of a button, with a cached token. */
final class Post {
    private Post() {}

    static void run(Library library, Site site, int calls) throws Exception {
        Session session = library.open(site, 1);
        Workloads.figure("1 thread", "allocated", "B/call", Allocation.perCall(calls, 10, () -> {
            session.post(0);
            return session;
        }));
    }
}
