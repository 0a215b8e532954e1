package com.algosolutions.benchmarks;

/** W7: what a caller gets, and a server sees, when something fails. */
final class Failures {
    private static final Reply UNAVAILABLE = Reply.of(503, "", "{}");
    private static final Reply SLOW_DOWN = Reply.of(429, "Retry-After: 2\r\n", "{}");
    private static final Reply UNAUTHORIZED =
            Reply.of(401, "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "{}");

    private Failures() {}

    static void run(Library library) throws Exception {
        post("503 three times", library, (head, number) -> number <= 3 ? UNAVAILABLE : Reply.token(number, 36_000));
        post(
                "429 with Retry-After: 2",
                library,
                (head, number) -> number == 1 ? SLOW_DOWN : Reply.token(number, 36_000));
        try (Server server = Server.plain()) {
            Session session = library.open(server.site(), 1);
            server.answerToken(Server.always(Reply.invalidGrant()));
            for (int i = 0; i < 100; i++) {
                posted(session);
            }
            Workloads.figure("invalid_grant and 100 calls", "token requests", "", server.tokenRequests());
        }
        try (Server server = Server.plain()) {
            Session session = library.open(server.site(), 1);
            session.post(0);
            server.answerApi((head, number) -> number == 1 ? UNAUTHORIZED : Reply.of(200, "", "{\"id\":\"1\"}"));
            Workloads.figure("401 of the API", "delivered", "", posted(session) ? 1 : 0);
        }
    }

    private static void post(String variant, Library library, Server.Answer token) throws Exception {
        try (Server server = Server.plain()) {
            Session session = library.open(server.site(), 1);
            server.answerToken(token);
            long began = System.nanoTime();
            Workloads.figure(variant, "delivered", "", posted(session) ? 1 : 0);
            Workloads.figure(variant, "time", "s", (System.nanoTime() - began) / 1e9);
            Workloads.figure(variant, "token requests", "", server.tokenRequests());
        }
    }

    private static boolean posted(Session session) {
        try {
            session.post(0);
            return true;
        } catch (Exception e) {
            return false;
        }
    }
}
