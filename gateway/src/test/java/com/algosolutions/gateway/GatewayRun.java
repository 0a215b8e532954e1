package com.algosolutions.gateway;

import com.algosolutions.oauth.jdbc.JdbcRecordStore;
import com.algosolutions.oauth.jdbc.PostgresServer;
import com.algosolutions.oauth.store.RecordStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;

/**
 * A run of a gateway: processes that press, are killed and started again; a database that is killed and started again; and a server that ends the
 * tokens of one user after the other. Afterwards each desk presses once more.
 */
final class GatewayRun {
    private static final int PROCESSES = 4;
    private static final byte[] KEY = new byte[32];

    private final long seed;
    private final Fleet fleet;
    private final Path folder;
    private final Duration length;
    private final Reports reports = new Reports();
    private final CountDownLatch pressing = new CountDownLatch(PROCESSES);
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * A run.
     *
     * @param seed decides when processes and the database are killed, and whose tokens are ended
     * @param folder for certificate and logs
     * @param length for how long the processes press
     */
    GatewayRun(long seed, Fleet fleet, Path folder, Duration length) {
        this.seed = seed;
        this.fleet = fleet;
        this.folder = folder;
        this.length = length;
    }

    /**
     * What was counted.
     *
     * @param kills how often a process was killed
     * @param tokensEnded how often the server ended the tokens of a user, in all apps
     * @param reported presses that a process has reported
     * @param delivered presses that were reported as delivered
     * @param failures the others, by step and kind of the failure
     * @param notReported presses that arrived, and whose process was killed before it could report them
     * @param twice texts that arrived twice
     * @param lost texts that were reported as delivered, and did not arrive
     * @param denied texts that were reported as not delivered, and arrived
     * @param tokenRequests token requests, and revocations if there were any
     * @param refused those that the server refused because an app was over its budget
     * @param busiestMinute the most of them by one app within a minute
     * @param beyond token requests beyond one for each token that the server has ended
     * @param mostBeyond those of the desk that has most of them
     * @param broken desks that do not work at the end
     */
    record Figures(
            int kills,
            int tokensEnded,
            int reported,
            int delivered,
            SortedMap<String, Integer> failures,
            int notReported,
            List<String> twice,
            List<String> lost,
            List<String> denied,
            int tokenRequests,
            long refused,
            int busiestMinute,
            int beyond,
            int mostBeyond,
            List<String> broken) {

        /** How many presses may have been interrupted: those in progress in a process that was killed, and in each when the database was. */
        int interruptions() {
            return Gateway.PRESSES_AT_ONCE * (kills + PROCESSES);
        }

        /** The rows of the table in docs/reliability.md. */
        @Override
        public String toString() {
            return String.join(
                    "\n",
                    row("kills of a process", kills),
                    row("presses that a process has reported", reported),
                    row("reported as delivered, and arrived once", delivered - lost.size()),
                    row("not delivered, by step and kind of the failure", failures),
                    row("arrived, and the process was killed before its report", notReported),
                    row("**arrived twice**", twice.size()),
                    row("**reported as delivered, and not arrived**", lost.size()),
                    row("**reported as not delivered, and arrived**", denied.size()),
                    row("times that the server ended the tokens of a user in each app", tokensEnded),
                    row("token requests", tokenRequests),
                    row(
                            "**beyond one for each token that had ended**; by one profile at most",
                            beyond + "; " + mostBeyond),
                    row("**calls of an app in its busiest minute** (5 are allowed)", busiestMinute),
                    row("**token requests that the server refused because of that limit**", refused),
                    row("**profiles that do not work at the end**", broken.size()));
        }

        private static String row(String what, Object figure) {
            return "| " + what + " | " + figure + " |";
        }
    }

    Figures run() throws Exception {
        long began = System.nanoTime();
        try (PostgresServer server = PostgresServer.start();
                HikariDataSource pool = pool(server)) {
            JdbcRecordStore records = JdbcRecordStore.postgresql(pool);
            records.createSchema();
            RecordStore store = records.encryptedWith(new SecretKeySpec(KEY, "AES"));
            fleet.enroll(store);
            long pressing = System.nanoTime();
            int[] events = press(server);
            long pressed = System.nanoTime();
            List<String> presses = fleet.posts();
            List<String> broken = fleet.pressEach(store);
            long ended = System.nanoTime();
            System.out.printf(
                    "Gateway of %,d profiles of %d apps, seed %d: %d s to create them and get their first tokens, %d s of presses, %d s to press once for each%n",
                    fleet.desks(),
                    fleet.apps(),
                    seed,
                    TimeUnit.NANOSECONDS.toSeconds(pressing - began),
                    TimeUnit.NANOSECONDS.toSeconds(pressed - pressing),
                    TimeUnit.NANOSECONDS.toSeconds(ended - pressed));
            return figures(events[0], events[1], presses, broken);
        }
    }

    private static HikariDataSource pool(PostgresServer server) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.source());
        config.setMaximumPoolSize(10);
        config.setConnectionTimeout(5_000);
        return new HikariDataSource(config);
    }

    /** Lets the processes press; returns how often one was killed, and how often the tokens of a user were ended. */
    private int[] press(PostgresServer server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PROCESSES + 1);
        try {
            List<Future<Integer>> processes = new ArrayList<>();
            for (int i = 1; i <= PROCESSES; i++) {
                processes.add(threads.submit(process(server, i)));
            }
            pressing.await();
            Future<Integer> ends = threads.submit(this::endTokens);
            Random random = new Random(seed);
            long third = length.toMillis() / 3;
            long first = third + random.nextLong(third);
            pass(first);
            server.kill();
            pass(length.toMillis()
                    / 10); // of two minutes 12 s, longer than RingCentral takes a used refresh token again
            server.resume();
            pass(length.toMillis() - first);
            over.countDown();
            int kills = 0;
            for (Future<Integer> process : processes) {
                kills += process.get();
            }
            return new int[] {kills, ends.get()};
        } finally {
            over.countDown();
            threads.shutdown();
        }
    }

    /** The processes work meanwhile. */
    private void pass(long millis) throws InterruptedException {
        boolean unused = over.await(millis, TimeUnit.MILLISECONDS);
    }

    private GatewayProcess process(PostgresServer server, int number) throws Exception {
        Map<String, String> environment = new HashMap<>(fleet.environment(folder));
        environment.put("DATABASE_URL", server.source().getUrl());
        environment.put("DATABASE_USER", "postgres");
        environment.put("STORE_KEY", HexFormat.of().formatHex(KEY));
        environment.put("PROCESS_NAME", "gateway-" + number);
        environment.put("PRESSES_PER_SECOND", "50");
        Path log = folder.resolve("gateway-" + number + ".log");
        Files.deleteIfExists(log);
        int longestLife = (int) Math.min(25_000, length.toMillis() / 2);
        return new GatewayProcess(environment, log, new Random(seed + number), longestLife, reports, pressing, over);
    }

    /** Ends the tokens of one user after the other, of the fifth to the twelfth at once: more new tokens than an app may request in a minute. */
    private int endTokens() throws InterruptedException {
        Random random = new Random(-seed);
        int ended = 0;
        while (!over.await(random.nextLong(length.toMillis() / 4), TimeUnit.MILLISECONDS)) {
            do {
                fleet.endTokens(ended++);
            } while (ended > 4 && ended < 12);
        }
        return ended;
    }

    private Figures figures(int kills, int tokensEnded, List<String> arrived, List<String> broken) {
        List<String> twice = new ArrayList<>(arrived);
        Set<String> texts = new HashSet<>(arrived);
        texts.forEach(twice::remove);
        Set<String> delivered = reports.delivered();
        Set<String> mayHaveArrived = new HashSet<>(delivered);
        mayHaveArrived.addAll(reports.unconfirmed());
        List<Integer> beyond = fleet.requestsBeyondOnePerToken();
        return new Figures(
                kills,
                tokensEnded,
                reports.count(),
                delivered.size(),
                reports.failures(),
                (int) texts.stream().filter(text -> !reports.contains(text)).count(),
                twice,
                without(delivered, texts),
                texts.stream()
                        .filter(reports::contains)
                        .filter(text -> !mayHaveArrived.contains(text))
                        .toList(),
                fleet.authCalls.count(),
                fleet.authCalls.refused(),
                fleet.authCalls.busiestMinute(),
                beyond.stream().mapToInt(Integer::intValue).sum(),
                beyond.stream().mapToInt(Integer::intValue).max().orElse(0),
                broken);
    }

    private static List<String> without(Collection<String> all, Set<String> some) {
        return all.stream().filter(one -> !some.contains(one)).toList();
    }
}
