package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.DeviceCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a console repeatedly, while it queues presses and while it sends them. Each press that the console has reported as queued arrives
 * once, or is reported as interrupted and arrives at most once, counted at the target.
 */
@Timeout(1800)
class QueueKillTest {
    private static final long SEED = 20261124;

    @TempDir
    private Path folder;

    private final AlgoDeviceSimulator target = AlgoDeviceSimulator.start("Console", QueueKillChild.PASSWORD);
    private final Set<String> queued = new HashSet<>();
    private final Set<String> interrupted = new HashSet<>();
    private Process child;

    @AfterEach
    void close() {
        if (child != null) {
            child.destroyForcibly();
        }
        target.close();
    }

    @Test
    void queueOfPresses_killedWhileQueuedAndWhileSent_losesNoneAndRepeatsNone() throws Exception {
        kills(3);
    }

    @Test
    @Tag("heavy")
    void queueOfPresses_killedFortyTimes_losesNoneAndRepeatsNone() throws Exception {
        kills(40);
    }

    private void kills(int times) throws Exception {
        System.out.println("Kills of a queue with seed " + SEED);
        Random random = new Random(SEED);
        for (int kill = 0; kill < times; kill++) {
            press(4 + random.nextInt(8), random);
            send(1 + random.nextInt(3), random);
        }
        List<QueuedResult> reported = Collections.synchronizedList(new ArrayList<>());
        try (ButtonActions last =
                QueueKillChild.console(folder.resolve("records"), port(), fingerprint(), true, reported::add)) {
            while (last.queuedCount() > 0) {
                last.sendQueued();
            }
        }
        reported.forEach(one -> note(one.pressId(), one.result().outcome()));

        List<String> arrived =
                target.commands().stream().map(QueueKillTest::press).toList();
        System.out.println(2 * times + " kills, " + queued.size() + " presses reported as queued, " + arrived.size()
                + " arrived, " + interrupted.size() + " reported as interrupted, of which "
                + interrupted.stream().filter(arrived::contains).count() + " had arrived");
        assertThat(target.refusals()).isEmpty();
        assertThat(arrived).doesNotHaveDuplicates();
        Set<String> known = new HashSet<>(arrived);
        known.addAll(interrupted);
        assertThat(known).containsAll(queued);
        assertThat(interrupted).hasSizeLessThanOrEqualTo(times);
        assertThat(arrived.size()).isGreaterThanOrEqualTo(queued.size() - interrupted.size());
    }

    private static String press(DeviceCommand command) {
        return command.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
    }

    private int port() {
        return Integer.parseInt(target.target().substring(target.target().indexOf(':') + 1));
    }

    private String fingerprint() throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(target.certificate().getEncoded()));
    }

    private void note(String press, Outcome state) {
        if (state == Outcome.INTERRUPTED) {
            interrupted.add(press);
        } else {
            assertThat(state).isEqualTo(Outcome.DELIVERED);
        }
    }

    /** Kills a console without a network at a random moment after a number of presses. */
    private void press(int presses, Random random) throws Exception {
        BufferedReader out = start("press");
        int reported = 0;
        while (reported < presses) {
            reported += readReport(out.readLine()) ? 1 : 0;
        }
        killSoon(random, out);
    }

    /** Kills a console with a network at a random moment after a number of arrivals, unless it ends before. */
    private void send(int arrivals, Random random) throws Exception {
        int before = target.commands().size();
        BufferedReader out = start("send");
        while (child.isAlive() && target.commands().size() < before + arrivals) {
            Thread.onSpinWait();
        }
        killSoon(random, out);
    }

    private BufferedReader start(String what) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", ""),
                "-cp",
                System.getProperty("java.class.path"),
                QueueKillChild.class.getName(),
                folder.resolve("records").toString(),
                String.valueOf(port()),
                fingerprint(),
                what));
        child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = child.inputReader(US_ASCII);
        assertThat(out.readLine()).isEqualTo("ready");
        return out;
    }

    private void killSoon(Random random, BufferedReader out) throws IOException, InterruptedException {
        long moment = System.nanoTime() + random.nextInt(20_000_000);
        while (System.nanoTime() < moment) {
            Thread.onSpinWait();
        }
        child.toHandle().destroyForcibly();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            readReport(line);
        }
        child.waitFor();
    }

    /** Whether a line reports a queued press. A line cut by the kill is ignored. */
    private boolean readReport(String line) {
        assertThat(line).as("output of the child").isNotNull();
        if (line.matches("queued [0-9a-f-]{36}")) {
            return queued.add(line.substring("queued ".length()));
        }
        if (line.matches("reported [0-9a-f-]{36} (INTERRUPTED|DELIVERED)")) {
            note(line.split(" ")[1], Outcome.valueOf(line.split(" ")[2]));
        }
        return false;
    }
}
