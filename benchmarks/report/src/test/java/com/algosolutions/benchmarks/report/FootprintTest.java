package com.algosolutions.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.algosolutions.benchmarks.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the library costs, in bytes, classes and requests, beside a bare OkHttp: the same on every machine. docs/performance.md has the times. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class FootprintTest {
    private static final Path BENCHMARKS = Path.of("..");

    private static final int CALLS = 150;

    /** The compilers remove allocations after so many calls. With this option the calls wait for them, so that a slow machine counts the same. */
    private static final String COMPILED = "-Xbatch";

    /** For workloads that count requests, threads or objects. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    @TempDir
    static Path folder;

    private static Path keyStore;
    private static Server plain;
    private static Server tls;

    @BeforeAll
    static void start() throws Exception {
        keyStore = folder.resolve("server.p12");
        Server.createKeyStore(keyStore);
        plain = Server.plain();
        tls = Server.tls(keyStore);
    }

    @AfterAll
    static void stop() throws IOException {
        plain.close();
        tls.close();
    }

    private static Child child(Subject subject) {
        return new Child(BENCHMARKS, subject);
    }

    private static double only(List<Figure> figures, String variant, String measure) {
        return figures.stream()
                .filter(figure ->
                        figure.variant().equals(variant) && figure.measure().equals(measure))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + measure + " of " + variant + " in " + figures))
                .value();
    }

    private static double allocated(Child child, String workload, Server server) throws Exception {
        return only(child.with(COMPILED).run("", 0, workload, server.site(), CALLS), "1 thread", "allocated");
    }

    @Test
    void cachedToken_allocatesNothing() throws Exception {
        assertThat(allocated(child(Subject.OURS), "cached-token", plain)).isLessThan(Budget.CACHED_TOKEN);
    }

    @Test
    void post_allocatesLittleMoreThanOkHttp() throws Exception {
        double floor = allocated(child(Subject.FLOOR), "post", plain);

        assertThat(allocated(child(Subject.OURS), "post", plain) - floor).isLessThanOrEqualTo(Budget.POST_OVER_FLOOR);
    }

    @Test
    void press_withOneTarget_allocatesLittleMoreThanAPost() throws Exception {
        double post = allocated(child(Subject.OURS).trusting(keyStore), "post", tls);

        assertThat(allocated(child(Subject.OUR_PRESS).trusting(keyStore), "post", tls) - post)
                .isLessThanOrEqualTo(Budget.PRESS_OVER_POST);
    }

    @Test
    void expiredToken_withManyCallers_costsOneRequest() throws Exception {
        List<Figure> figures = child(Subject.OURS).with(QUICK_START).run("", 0, "stampede", plain.site(), 1_000);

        assertThat(only(figures, "success", "token requests")).isEqualTo(1);
        assertThat(only(figures, "invalid_grant", "token requests")).isEqualTo(1);
    }

    @Test
    void firstPost_loadsFewClasses() throws Exception {
        int floor = classes(Subject.FLOOR);
        int ours = classes(Subject.OURS);

        System.out.printf("classes of a first POST: floor %d, ours %d (%.2f)%n", floor, ours, (double) ours / floor);
        assertThat(ours - floor).isLessThanOrEqualTo(Budget.CLASSES_OVER_FLOOR);
    }

    private static int classes(Subject subject) throws Exception {
        Path log = folder.resolve(subject + ".log");
        child(subject).with(ClassLog.option(log)).run("", 0, "cold-start", plain.site(), 0);
        Map<String, Integer> counts = ClassLog.byOrigin(log);
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void jars_areSmall() throws Exception {
        List<Path> libraries = child(Subject.OURS).libraries();
        assumeThat(libraries)
                .as("jars: a build up to the phase package or later")
                .allMatch(Files::isRegularFile);

        assertThat(Jars.bytes(libraries)).isLessThanOrEqualTo(Budget.JARS);
        assertThat(Jars.bytes(Jars.ours(libraries))).isLessThanOrEqualTo(Budget.OWN_JARS);
    }

    @Test
    void idleProfile_inMemory_holdsLittle() throws Exception {
        assertHeld(child(Subject.OURS).with(QUICK_START), "memory", Budget.PROFILE_IN_MEMORY);
    }

    @Test
    void idleProfile_inAnEncryptedDirectory_holdsLittle() throws Exception {
        assertHeld(
                child(Subject.OURS).with(QUICK_START, "-Dstore=" + folder), "directory", Budget.PROFILE_IN_A_DIRECTORY);
    }

    /** The least of several runs, of which one is usually enough: what a compiler or a thread happens to hold adds to the others. */
    private static void assertHeld(Child child, String store, double most) throws Exception {
        double held = Double.MAX_VALUE;
        double besideText = Double.MAX_VALUE;
        for (int run = 0; run < 3 && (held > most || besideText > Budget.PROFILE_BESIDE_TEXT); run++) {
            List<Figure> figures = child.run("", 0, "heap", plain.site(), 200);
            held = Math.min(held, only(figures, store, "heap"));
            besideText = Math.min(besideText, only(figures, store, "heap") - only(figures, store, "text"));
        }
        assertThat(held).isLessThanOrEqualTo(most);
        assertThat(besideText).isLessThanOrEqualTo(Budget.PROFILE_BESIDE_TEXT);
    }

    @Test
    void failures_costAsManyRequestsAsTheyMust() throws Exception {
        List<Figure> figures = child(Subject.OURS).with(QUICK_START).run("", 0, "failures", plain.site(), 0);

        for (String refused : List.of("503 three times", "429 with Retry-After: 2")) {
            assertThat(only(figures, refused, "delivered")).as(refused).isEqualTo(1);
        }
        assertThat(only(figures, "503 three times", "token requests")).isEqualTo(4);
        assertThat(only(figures, "429 with Retry-After: 2", "token requests")).isEqualTo(2);
        assertThat(only(figures, "invalid_grant and 100 calls", "token requests"))
                .isEqualTo(1);
        assertThat(only(figures, "401 of the API", "delivered")).isEqualTo(1);
    }

    @Test
    void idleProfiles_haveNoThreadAndNoConnectionOfTheirOwn() throws Exception {
        List<Figure> one = child(Subject.OURS).with(QUICK_START).run("", 0, "idle", plain.site(), 1);
        List<Figure> many = child(Subject.OURS).with(QUICK_START).run("", 0, "idle", plain.site(), 200);

        assertThat(only(many, "200 profiles", "connections")).isEqualTo(only(one, "1 profiles", "connections"));
        assertThat(only(many, "200 profiles", "threads") - only(one, "1 profiles", "threads"))
                .as("the workers, which end when they are idle")
                .isLessThanOrEqualTo(Budget.WORKERS);
    }
}
