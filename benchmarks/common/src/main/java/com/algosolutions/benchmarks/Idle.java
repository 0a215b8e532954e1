package com.algosolutions.benchmarks;

/** W11: the threads and connections that remain after each profile has posted once, and as many seconds have passed as the property {@code idle} says. */
final class Idle {
    private Idle() {}

    static void run(Library library, int profiles) throws Exception {
        int before = threads();
        try (Server server = Server.plain()) {
            Session session = library.open(server.site(), profiles);
            for (int i = 0; i < profiles; i++) {
                session.post(i);
            }
            Thread.sleep(1_000L * Integer.getInteger("idle", 0));
            Workloads.figure(profiles + " profiles", "threads", "", threads() - before);
            Workloads.figure(profiles + " profiles", "connections", "", server.openConnections());
        }
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().equals(Server.THREAD))
                .count();
    }
}
