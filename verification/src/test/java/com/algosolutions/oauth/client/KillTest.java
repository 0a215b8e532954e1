package com.algosolutions.oauth.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.KillChild;
import com.algosolutions.oauth.store.KillChild.Point;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a device that has only a refresh token at every point of a renewal, and at random points. If the provider repeats a lost
 * response, the device always posts again. If not, the device reports that the response was lost, or posts if it was not.
 */
@Timeout(3600)
class KillTest {
    private static final long SEED = 20261123;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Point[] NAMED = Arrays.copyOf(Point.values(), Point.ANYWHERE.ordinal());
    private static final String LOST_REPLY = "the reply to an earlier renewal was lost";

    @TempDir
    private Path temp;

    private final List<Device> devices = new ArrayList<>();

    @AfterEach
    void close() {
        devices.forEach(Device::close);
    }

    @Test
    @DisplayName("E10.7 a process killed during a save, or before or after it, posts again; no file is torn")
    void deviceKilledDuringASave_orBeforeOrAfterIt_postsAgain() throws Exception {
        killAt(List.of(Point.AFTER_SEND, Point.SAVE_FILE_HALF_WRITTEN, Point.SAVE_OLD_RENAMED, Point.ANYWHERE));
    }

    @Test
    @Tag("heavy")
    @DisplayName("E10.7 a process killed at each step of a save, or before or after it, posts again; no file is torn")
    void deviceKilledAtAnyPoint_postsAgain() throws Exception {
        List<Point> points = new ArrayList<>(
                List.of(Point.BEFORE_JOURNAL, Point.AFTER_SEND, Point.BEFORE_SAVE, Point.AFTER_SAVE, Point.ANYWHERE));
        Stream.of(NAMED).filter(point -> point.name().startsWith("SAVE_")).forEach(points::add);
        killAt(points);
    }

    private void killAt(List<Point> points) throws Exception {
        Device device = device(true);
        Random random = new Random(SEED);
        for (Point point : points) {
            device.kill(point, random);
        }
        System.out.println(device);
    }

    @Test
    @DisplayName(
            "E10.7 a process killed before it saved an unrepeatable response reports that; killed after the save, it posts")
    void deviceKilledAtAnyPoint_withoutAReplayWindow_postsAgainOrReportsTheLostResponse() throws Exception {
        Device device = device(false);
        Random random = new Random(SEED);
        for (Point point : List.of(Point.AFTER_SEND, Point.AFTER_SAVE)) {
            device.kill(point, random);
        }
        System.out.println(device);
        assertThat(device.lost).isEqualTo(1);
    }

    @Test
    @Tag("heavy")
    void fiftyKills() throws Exception {
        kill(50);
    }

    @Test
    @Tag("deep")
    void fiveHundredKills() throws Exception {
        kill(500);
    }

    /** Two of three kills with a replay window; of each, half at the named points in turn, and half at random points. */
    private void kill(int times) throws Exception {
        System.out.println("Kills with seed " + SEED);
        Device repeating = device(true);
        Device forgetting = device(false);
        Random random = new Random(SEED);
        for (int kill = 0; kill < times; kill++) {
            Device device = kill % 3 == 2 ? forgetting : repeating;
            device.kill(device.kills % 2 == 0 ? NAMED[device.kills / 2 % NAMED.length] : Point.ANYWHERE, random);
        }
        System.out.println(repeating + "\n" + forgetting);
        assertThat(repeating.kills + forgetting.kills).isEqualTo(times);
        assertThat(forgetting.lost).isPositive();
    }

    private Device device(boolean replayWindow) throws Exception {
        Device device = new Device(temp.resolve(replayWindow ? "repeating" : "forgetting"), replayWindow);
        devices.add(device);
        return device;
    }

    /** A device's folder, its RingCentral, and the results of its kills. */
    private static final class Device implements AutoCloseable {
        private final boolean replayWindow;
        private final RefreshOnly ringCentral;
        private final Path folder;
        private final Path trust;
        private Path records;
        private OAuthProfile profile;
        private Process child;
        private int kills;
        private int recovered;
        private int renewedAgain;
        private int lost;

        Device(Path folder, boolean replayWindow) throws Exception {
            this.replayWindow = replayWindow;
            this.folder = Files.createDirectory(folder);
            ringCentral = new RefreshOnly(RingCentralSandbox.builder()
                    .rateLimits(false)
                    .dailyPosts(1_000_000)
                    .replayWindow(replayWindow)
                    .start());
            trust = ringCentral.trustStore(folder.resolve("trust.p12"));
            authorize();
        }

        private void authorize() throws IOException {
            records = folder.resolve("records-" + lost);
            profile = ringCentral.authorize(store());
        }

        private RecordStore store() {
            return RecordStore.directory(records).encryptedWith(RefreshOnly.KEY);
        }

        private String record() {
            return ProfileRecord.ID_PREFIX + profile.id();
        }

        void kill(Point point, Random random) throws Exception {
            ringCentral.sandbox.clearRequests();
            ringCentral.sandbox.clearPosts();
            long acknowledged = Math.max(generation(), runAndKill(point, random));
            kills++;
            String when = "kill " + kills + ", " + point;
            checkFiles(when, acknowledged);
            recover(when);
        }

        private long generation() throws IOException {
            return store().read(record()).orElseThrow().generation();
        }

        /** {@return the last generation that the child has reported as stored} */
        private long runAndKill(Point point, Random random) throws Exception {
            List<String> command = new ArrayList<>(RefreshOnly.java(KillChild.class));
            command.addAll(List.of(
                    records.toString(),
                    ringCentral.proxyPort(),
                    trust.toString(),
                    ringCentral.team.id(),
                    profile.id(),
                    point.name(),
                    String.valueOf(random.nextInt(3))));
            child = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<String> output = new ArrayList<>();
            BufferedReader out = child.inputReader(US_ASCII);
            for (String line = out.readLine(); !"armed".equals(line); line = out.readLine()) {
                assertThat(line).as("output of the child").isNotNull();
                output.add(line);
            }
            if (point == Point.AFTER_SEND) {
                ringCentral.sandbox.faults().nextToken(Fault.stallAfterRequest());
                assertThat(ringCentral.sandbox.awaitTokenRequests(ringCentral.sandbox.tokenRequestCount() + 1, LONG))
                        .isTrue();
                child.toHandle().destroyForcibly();
            } else if (point == Point.ANYWHERE) {
                long moment = System.nanoTime() + random.nextInt(150_000_000);
                while (System.nanoTime() < moment) {
                    Thread.onSpinWait();
                }
                child.toHandle().destroyForcibly();
            }
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                output.add(line);
            }
            assertThat(child.waitFor()).as("%s", output).isNotZero();
            ringCentral.sandbox.faults().clear();
            assertThat(output).noneMatch(line -> line.startsWith("lost"));
            return output.stream()
                    .filter(line -> line.matches("acknowledged \\d+"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .max()
                    .orElse(0);
        }

        /** Checks that no file is torn, and that the acknowledged generation and the one before it are present. */
        private void checkFiles(String when, long acknowledged) throws IOException {
            RecordStore store = store();
            for (String id : store.list()) {
                assertThat(store.read(id).orElseThrow().recovered())
                        .as("%s: %s", when, id)
                        .isFalse();
                long newest = store.read(id).orElseThrow().generation();
                if (Files.exists(records.resolve(id + ".record")) && newest > 1) {
                    byte[] previous = Files.readAllBytes(records.resolve(id + ".previous"));
                    assertThat(KillChild.generationOf(id, previous))
                            .as("%s: %s before", when, id)
                            .hasValue(newest - 1);
                }
            }
            assertThat(generation()).as(when).isGreaterThanOrEqualTo(acknowledged);
        }

        private void recover(String when) throws Exception {
            String refreshToken = RefreshOnly.stored(store(), profile.id())
                    .state()
                    .grant()
                    .flatMap(TokenSet::refreshToken)
                    .orElseThrow()
                    .reveal();
            boolean executed = ringCentral.presented(refreshToken) > 0;
            int tokenRequests = ringCentral.sandbox.tokenRequestCount();
            AtomicLong waited = new AtomicLong();
            try (OAuthClient client = ringCentral
                    .client()
                    .ticker(() -> System.nanoTime() + waited.get())
                    .store(store())
                    .build()) {
                ApiResult result = RefreshOnly.post(client, ringCentral.team.id());
                if (result.failure()
                        .filter(failure -> failure.kind() == Failure.Kind.THROTTLED)
                        .isPresent()) { // the killed process's token requests count as made now
                    waited.addAndGet(Duration.ofSeconds(61).toNanos());
                    result = RefreshOnly.post(client, ringCentral.team.id());
                }
                if (executed && !replayWindow) {
                    ProfileStatus status = client.status(RefreshOnly.PROFILE);
                    assertThat(status.state())
                            .as("%s: %s", when, result)
                            .isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
                    assertThat(status.failure().orElseThrow().message())
                            .as(when)
                            .contains(LOST_REPLY);
                    lost++;
                    authorize();
                } else {
                    assertThat(result.delivered()).as("%s: %s", when, result).isTrue();
                    recovered++;
                    renewedAgain += ringCentral.sandbox.tokenRequestCount() > tokenRequests ? 1 : 0;
                }
            }
        }

        @Override
        public void close() {
            if (child != null) {
                child.destroyForcibly();
            }
            ringCentral.sandbox.close();
        }

        @Override
        public String toString() {
            return kills + " kills " + (replayWindow ? "with" : "without") + " a replay window: " + recovered
                    + " recovered (" + renewedAgain + " by a renewal), " + lost
                    + " lost the response and said so, 0 torn files, 0 lost generations";
        }
    }
}
