package com.algosolutions.benchmarks.report;

import com.algosolutions.benchmarks.Server;
import com.algosolutions.benchmarks.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs all workloads, and writes the figures, the page and the plots. {@code benchmarks/run} starts it. */
public final class Benchmarks {
    private static final List<Subject> PEERS =
            List.of(Subject.GOOGLE, Subject.RINGCENTRAL, Subject.SPRING, Subject.NIMBUS);
    private static final List<Subject> LIBRARIES =
            List.of(Subject.GOOGLE, Subject.RINGCENTRAL, Subject.SPRING, Subject.NIMBUS, Subject.OURS);

    private final Path benchmarks;
    private final int rounds;
    private final boolean thorough;
    private final Figures figures = new Figures();
    private final Path keyStore;
    private final Path scratch;
    private final long began = System.nanoTime();
    private final Jmh jmh;
    private final Site plain;
    private final Site tls;

    private Benchmarks(Path benchmarks, int rounds) throws Exception {
        this.benchmarks = benchmarks;
        this.rounds = rounds;
        thorough = rounds > 3;
        jmh = thorough ? new Jmh(benchmarks, "10s", "5s") : new Jmh(benchmarks, "6s", "1500ms");
        scratch = Files.createTempDirectory("benchmarks");
        keyStore = scratch.resolve("server.p12");
        Server.createKeyStore(keyStore);
        plain = Server.plain().site();
        tls = Server.tls(keyStore).site();
    }

    /** The arguments: the root of the project; the number of rounds, with longer ones if they are more than three; or {@code page} to write the page anew from the figures that exist. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toRealPath();
        Path file = root.resolve("docs/performance/figures.csv");
        if (!args[1].equals("page")) {
            Benchmarks run = new Benchmarks(root.resolve("benchmarks"), Integer.parseInt(args[1]));
            List<String> machine = Machine.describe();
            Files.createDirectories(file.getParent());
            try {
                run.measure();
            } finally {
                run.figures.write(file); // after a failure too: what was measured is not lost
            }
            Files.write(file.resolveSibling("machine.txt"), machine);
        }
        new Page(Figures.read(file), Files.readAllLines(file.resolveSibling("machine.txt")))
                .write(root.resolve("docs"));
        System.exit(0);
    }

    /** The libraries take turns in each round. */
    private void measure() throws Exception {
        for (int round = 1; round <= rounds; round++) {
            log("round " + round + " of " + rounds);
            for (Subject subject : LIBRARIES) {
                calls("W1", "cachedToken", subject, "1 thread", 1, round);
                calls("W1", "cachedToken", subject, "8 threads", 8, round);
                figures.add(child(subject).run("W3", round, "stampede", plain, 1_000));
            }
            calls("W1", "clock", Subject.OURS, "System.nanoTime", 1, round);
            calls("W2", "post", Subject.FLOOR, round);
            calls("W2", "post", Subject.OURS, round);
            for (Subject subject : PEERS) {
                calls("W2", "post", subject, round);
            }
            press(round);
            coldStarts(round);
        }
        for (Subject subject : LIBRARIES) {
            log(subject.label + ": once");
            figures.add(child(subject).run("W6", 1, "heap", plain, thorough ? 10_000 : 2_000));
            figures.add(child(subject).run("W7", 1, "failures", plain, 0));
            for (int profiles : new int[] {1, 200}) {
                figures.add(child(subject).with("-Didle=12").run("W11", 1, "idle", plain, profiles));
            }
        }
        figures.add(child(Subject.OURS).with("-Dstore=" + scratch).run("W6", 1, "heap", plain, thorough ? 2_000 : 500));
        figures.add(child(Subject.OURS).run("W2", 1, "allocation-sites", plain, 0));
        for (Subject subject : Subject.values()) {
            if (subject != Subject.OUR_PRESS) {
                classes(subject);
                Jars.measure(figures, subject, child(subject).libraries());
                smallestHeap(subject);
            }
        }
        classes(Subject.OUR_PRESS);
        Jars.measureShrunk(figures, benchmarks);
        figures.add(child(Subject.OURS).run("W10", 1, "growth", plain, 0));
        log("measured");
    }

    private Child child(Subject subject) {
        return new Child(benchmarks, subject).trusting(keyStore);
    }

    private void log(String text) {
        System.out.printf(
                "%4d s  %s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds(), text);
    }

    private void calls(String workload, String method, Subject subject, int round) throws Exception {
        for (int threads : new int[] {1, 8}) {
            String callers = threads == 1 ? " 1 thread" : " 8 threads";
            calls(workload, method, subject, "plain" + callers, threads, round);
            calls(workload, method, subject, "TLS" + callers, threads, round);
        }
    }

    private void calls(
            String workload, String method, Subject subject, String variant, int threads, int round, String... options)
            throws Exception {
        Site site = variant.startsWith("TLS") || subject == Subject.OUR_PRESS ? tls : plain;
        figures.add(jmh.run(new Jmh.Run(workload, method, subject, variant, threads, round), site, options(options)));
    }

    private List<String> options(String... more) {
        return new Child(benchmarks, Subject.FLOOR)
                .trusting(keyStore)
                .with(more)
                .options();
    }

    private void press(int round) throws Exception {
        calls("W8", "post", Subject.OUR_PRESS, "1 target", 1, round, "-Dtargets=1");
        calls("W8", "post", Subject.OUR_PRESS, "40 targets", 1, round, "-Dtargets=40");
    }

    private void coldStarts(int round) throws Exception {
        for (int i = 0; i < 3; i++) {
            for (Subject subject : Subject.values()) {
                if (subject != Subject.OUR_PRESS) {
                    new ColdStart(figures, "W4", subject, "POST").time(child(subject), plain, round);
                }
            }
            new ColdStart(figures, "W4", Subject.OURS, "encrypted directory")
                    .time(child(Subject.OURS).with("-Dstore=" + scratch), plain, round);
            new ColdStart(figures, "W4", Subject.OUR_PRESS, "press").time(child(Subject.OUR_PRESS), tls, round);
        }
        for (Subject subject : List.of(Subject.FLOOR, Subject.RINGCENTRAL, Subject.OURS)) {
            Path archive = scratch.resolve(subject.module + ".jsa");
            if (!Files.exists(archive)) {
                child(subject).with("-XX:ArchiveClassesAtExit=" + archive).run("W12", round, "cold-start", plain, 0);
            }
            for (int i = 0; i < 3; i++) {
                new ColdStart(figures, "W12", subject, "POST")
                        .time(child(subject).with("-XX:SharedArchiveFile=" + archive), plain, round);
            }
        }
    }

    private void classes(Subject subject) throws IOException, InterruptedException {
        if (subject == Subject.OUR_PRESS) {
            new ColdStart(figures, "W4", subject, "press").classes(child(subject), tls);
        } else {
            new ColdStart(figures, "W4", subject, "POST").classes(child(subject), plain);
        }
    }

    /** W9, in steps of 1 MB; the heap for many presses is at least that for one. */
    private void smallestHeap(Subject subject) throws IOException, InterruptedException {
        int megabytes = 2;
        for (int presses :
                subject == Subject.OURS || subject == Subject.FLOOR ? new int[] {1, 10_000} : new int[] {1}) {
            Duration limit = presses == 1 ? Duration.ofSeconds(20) : Duration.ofSeconds(90);
            while (!child(subject)
                    .with("-Xmx" + megabytes + "m", "-XX:+UseSerialGC")
                    .succeeds(limit, "presses", plain, presses)) {
                megabytes++;
            }
            figures.add("W9", subject, presses == 1 ? "1 press" : "10000 presses", "heap", "MB", 1, megabytes);
        }
    }
}
