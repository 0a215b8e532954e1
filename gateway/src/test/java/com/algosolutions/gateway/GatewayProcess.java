package com.algosolutions.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One of the processes of a gateway: it is killed at random moments, and started again, until the run is over. Then it ends by itself. */
final class GatewayProcess implements Callable<Integer> {
    private static final int LONGEST_PAUSE = 2_000; // milliseconds, between a kill and the next start

    private final Map<String, String> environment;
    private final Path log;
    private final Random random;
    private final int longestLife;
    private final Reports reports;
    private final CountDownLatch pressing;
    private final CountDownLatch over;
    private int lives;

    /**
     * A process that is not started yet.
     *
     * @param environment its settings
     * @param log gets what it writes to its standard error
     * @param longestLife in milliseconds, from its first report to its end
     * @param pressing counted down when it presses
     * @param over counted down when it must not be killed any more
     */
    GatewayProcess(
            Map<String, String> environment,
            Path log,
            Random random,
            int longestLife,
            Reports reports,
            CountDownLatch pressing,
            CountDownLatch over) {
        this.environment = environment;
        this.log = log;
        this.random = random;
        this.longestLife = longestLife;
        this.reports = reports;
        this.pressing = pressing;
        this.over = over;
    }

    /** Runs until the end of the run, and returns how often the process was killed while it pressed. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        int kills = 0;
        do {
            kills += live() ? 1 : 0;
        } while (!over.await(random.nextInt(LONGEST_PAUSE), TimeUnit.MILLISECONDS));
        return kills;
    }

    /** One life of the process; returns whether it was killed while it pressed. */
    private boolean live() throws IOException, InterruptedException {
        Process process = start();
        CompletableFuture<Boolean> presses = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, presses), "reports of " + environment.get("PROCESS_NAME"));
        reader.start();
        try {
            if (!presses.join()) {
                return false; // the database was down when it started
            }
            if (lives++ == 0) {
                pressing.countDown();
            }
            if (over.await(random.nextInt(longestLife), TimeUnit.MILLISECONDS)) {
                end(process);
                return false;
            }
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "A process ended by itself with " + process.exitValue() + ": see " + log);
            }
            return true;
        } finally {
            process.destroyForcibly().waitFor();
            reader.join();
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Gateway.class.getName()));
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void read(Process process, CompletableFuture<Boolean> presses) {
        try (BufferedReader said = process.inputReader(UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (reports.add(line)) {
                    presses.complete(true);
                }
            }
        } catch (IOException e) {
            // killed
        } finally {
            presses.complete(false);
        }
    }

    private void end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException("A process did not end by itself with 0: " + process + ", see " + log);
        }
    }
}
