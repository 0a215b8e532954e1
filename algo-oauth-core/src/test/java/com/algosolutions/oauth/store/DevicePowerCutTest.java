package com.algosolutions.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxClock;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power of a device is cut at each step that its disk takes, from the creation of a profile to its deletion, and the device is
 * started on a disk that this may leave, drawn by a seed, or, in the heavy run, on every such disk. The server is a RingCentral as it is at that instant; once it has issued tokens it takes
 * the refresh token only, so a lost one cannot be helped by another login.
 */
class DevicePowerCutTest {
    private static final String DESK = "desk";
    private static final String LOBBY = "lobby";
    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");
    private static final String LOST_REPLY = "the reply to an earlier renewal was lost";
    private static final Body HELLO = Body.json("{\"text\":\"Hello\"}");

    /** RingCentral's traits, without its table of errors. */
    private static final OAuthProvider RINGCENTRAL = new TestProvider("ACME")
            .preset(Preset.of("ACME")
                    .with(ProfileField.GRANT_TYPE, GrantType.JWT_BEARER)
                    .with(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.HTTP_BASIC)
                    .with(ProfileField.SCOPE_MODE, ScopeMode.NONE)
                    .with(ProfileField.TOKEN_URL, URI.create("https://platform.ringcentral.com/restapi/oauth/token"))
                    .with(ProfileField.API_HOSTS, List.of(ApiHost.of("platform.ringcentral.com"))))
            .traits(traits -> traits.replayWindow(Duration.ofMinutes(60))
                    .renewalInvalidatesAccessToken(true)
                    .rateLimit(5, Duration.ofSeconds(60)));

    private final SandboxClock clock = SandboxClock.at(TestValues.NOW);
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private final Set<String> checked = new HashSet<>();
    private final Random random = new Random(20261123);
    private boolean everyDisk;
    private RingCentralSandbox sandbox;
    private SandboxApp app;
    private SandboxTeam team;
    private String jwt;
    private boolean replayWindow;

    /** What a start may find of a profile: it delivers, it is missing, or the reply to its renewal was lost. */
    private Map<String, Set<String>> allowed = Map.of();

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static RecordStore store(Disk disk) {
        return new DirectoryStore(disk, new ThreadLocks()).encryptedWith(KEY);
    }

    private OAuthClient device(Disk disk) {
        OAuthClient.Builder settings = OAuthClient.builder()
                .provider(RINGCENTRAL)
                .proxy(sandbox.proxy())
                .trust(sandbox.trustManager())
                .clock(clock)
                .ticker(clock.ticker())
                .callTimeout(Duration.ofMinutes(10)) // of the device whose power is cut again and again meanwhile
                .tokenTimeout(Duration.ofMinutes(10))
                .store(store(disk));
        ClientInternals.pause(settings, time -> {});
        ClientInternals.later(settings, (time, task) -> {});
        return settings.build();
    }

    private OAuthProfile form(OAuthClient client, String name) {
        return client.draft(name, "ACME")
                .clientId(app.clientId())
                .clientSecret(Secret.of(app.clientSecret()))
                .jwtAssertion(Secret.of(
                        name.equals(DESK)
                                ? jwt
                                : sandbox.newJwt(sandbox.createUser(name)).create()))
                .build();
    }

    private ApiResult post(OAuthClient client, String profile) {
        String chat = profile.equals(DESK) ? "/chats/" + team.id() + "/posts" : "/chats";
        URI uri = URI.create("https://platform.ringcentral.com/team-messaging/v1" + chat);
        return profile.equals(DESK)
                ? client.post(profile, uri, HELLO)
                : client.execute(ApiRequest.get(uri).profile(profile));
    }

    @ParameterizedTest
    @DisplayName(
            "E10.7 the power cut at any step of the disk: the device delivers, and its refresh token is kept, or knows why")
    @ValueSource(booleans = {true, false})
    void powerCut_atAnyStep_leavesADeviceThatDeliversOrKnowsWhy(boolean repeatsLostReplies) throws IOException {
        cutAtEachStep(repeatsLostReplies);
    }

    @ParameterizedTest
    @Tag("heavy")
    @ValueSource(booleans = {true, false})
    void powerCut_atAnyStep_onEveryDisk_leavesADeviceThatDeliversOrKnowsWhy(boolean repeatsLostReplies)
            throws IOException {
        everyDisk = true;
        cutAtEachStep(repeatsLostReplies);
        assertThat(checked).hasSizeGreaterThan(200);
    }

    private void cutAtEachStep(boolean repeatsLostReplies) throws IOException {
        replayWindow = repeatsLostReplies;
        sandbox = RingCentralSandbox.builder()
                .clock(clock)
                .rateLimits(false)
                .sessionsPerUserAndApp(100_000)
                .replayWindow(replayWindow)
                .start();
        app = sandbox.newApp("app").create();
        SandboxUser user = sandbox.createUser("user");
        team = sandbox.createTeam("team", user);
        jwt = sandbox.newJwt(user).create();
        allow(Set.of("missing"), Set.of("missing"));
        WatchedDisk disk = new WatchedDisk(new RecordedDisk());
        try (OAuthClient client = device(disk)) {
            allow(Set.of("missing", "delivers"), Set.of("missing"));
            client.profiles().create(form(client, DESK));
            allow(Set.of("delivers"), Set.of("missing"));
            assertThat(post(client, DESK).delivered()).isTrue();
            sandbox.operator().jwtFlow(app, false);
            for (int renewal = 0; renewal < 2; renewal++) {
                clock.advance(Duration.ofSeconds(61));
                allow(replayWindow ? Set.of("delivers") : Set.of("delivers", "lost"), Set.of("missing"));
                assertThat(client.renew(DESK).state()).isEqualTo(ProfileStatus.State.READY);
                allow(Set.of("delivers"), Set.of("missing"));
                assertThat(post(client, DESK).delivered()).isTrue();
            }
            sandbox.operator().jwtFlow(app, true);
            clock.advance(Duration.ofSeconds(61));
            allow(Set.of("delivers"), Set.of("missing", "delivers"));
            client.profiles().create(form(client, LOBBY));
            allow(Set.of("delivers"), Set.of("delivers"));
            assertThat(post(client, LOBBY).delivered()).isTrue();
            allow(Set.of("delivers"), Set.of("missing", "delivers"));
            assertThat(client.profiles().delete(LOBBY)).isPresent();
            allow(Set.of("delivers"), Set.of("missing"));
            clock.advance(Duration.ofSeconds(61));
            client.renew(DESK);
            disk.cut("at the end");
        }
        System.out.println(checked.size() + " disks over " + disk.recorded.steps() + " steps, "
                + (replayWindow ? "with" : "without") + " a replay window: " + seen);
        assertThat(wrong).isEmpty();
        assertThat(checked).hasSizeGreaterThan(60);
        assertThat(seen).containsKey("desk delivers");
        assertThat(seen.containsKey("desk lost")).isNotEqualTo(replayWindow);
    }

    private void allow(Set<String> desk, Set<String> lobby) {
        allowed = Map.of(DESK, desk, LOBBY, lobby);
    }

    /** Starts a device on what the power cut has left, and presses. */
    private void start(String when, RecordedDisk left) {
        try (OAuthClient client = device(left)) {
            if (!client.profiles().loadProblems().isEmpty()) {
                wrong.add(when + ": " + client.profiles().loadProblems());
            }
            for (String profile : List.of(DESK, LOBBY)) {
                String found = found(client, left, profile);
                seen.merge(profile + " " + found, 1, Integer::sum);
                if (!allowed.getOrDefault(profile, Set.of()).contains(found)) {
                    wrong.add(when + ": " + profile + " " + found);
                }
            }
        } catch (IOException | RuntimeException e) {
            wrong.add(when + ": " + e);
        }
    }

    private String found(OAuthClient client, Disk left, String profile) throws IOException {
        if (client.profiles().find(profile).isEmpty()) {
            return "missing";
        }
        ApiResult result = post(client, profile);
        if (result.delivered()) {
            return kept(client, left, profile) ? "delivers" : "delivers, and has lost the refresh token";
        }
        ProfileStatus status = client.status(profile);
        return status.needsOperator() // the next login is rejected too: the app does not allow JWTs
                        && status.failure().orElseThrow().message().startsWith(LOST_REPLY)
                ? "lost"
                : status + ", " + result;
    }

    /** Whether the next renewal is sure of its refresh token: the stored one is the one that lives at the server. */
    private boolean kept(OAuthClient client, Disk left, String profile) throws IOException {
        String id = client.profiles().find(profile).orElseThrow().id();
        StoredRecord stored = store(left).read(ProfileRecord.ID_PREFIX + id).orElseThrow();
        return ProfileRecord.read(stored.bytes())
                .state()
                .grant()
                .flatMap(TokenSet::refreshToken)
                .filter(token -> sandbox.operator().isLive(app, token.reveal()))
                .isPresent();
    }

    /** Cuts the power after each step of a device that is at work: the server stands still meanwhile. */
    private final class WatchedDisk implements Disk {
        private final RecordedDisk recorded;

        WatchedDisk(RecordedDisk recorded) {
            this.recorded = recorded;
        }

        private void cut(String after) {
            List<RecordedDisk> disks = recorded.afterPowerCut(recorded.steps());
            for (RecordedDisk left : everyDisk ? disks : List.of(disks.get(random.nextInt(disks.size())))) {
                // No reader opens a .new, so its existence matters and its content does not.
                String kind = left.toString().replaceAll("\\.new=\\p{XDigit}*", ".new") + recorded.steps();
                if (checked.add(kind)) {
                    start("cut after " + after + ", step " + recorded.steps(), left);
                }
            }
        }

        @Override
        public NewFile create(String name) throws IOException {
            NewFile file = recorded.create(name);
            cut("create " + name);
            return new NewFile() {
                @Override
                public void write(byte[] bytes) throws IOException {
                    file.write(bytes);
                    cut("write " + name);
                }

                @Override
                public void force() throws IOException {
                    file.force();
                    cut("force " + name);
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }

        @Override
        public void rename(String from, String to) throws IOException {
            recorded.rename(from, to);
            cut("rename " + from);
        }

        @Override
        public void delete(String name) {
            recorded.delete(name);
            cut("delete " + name);
        }

        @Override
        public void forceFolder() {
            recorded.forceFolder();
            cut("force folder");
        }

        @Override
        public void createFolder() {
            recorded.createFolder();
        }

        @Override
        public Optional<byte[]> read(String name, int limit) {
            return recorded.read(name, limit);
        }

        @Override
        public List<String> list() {
            return recorded.list();
        }
    }
}
