package com.algosolutions.oauth;

import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxRequest;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * A device with twenty profiles, most of which have nothing but a refresh token, and the RingCentral it talks to, with its limits on. The
 * profiles are of six users through four apps; some share an app, some a whole credential. What happens is drawn from a seed: presses,
 * faults of the network and of the server, a disk that refuses, restarts, an administrator who ends sessions.
 */
final class Soak implements AutoCloseable {
    private static final int APPS = 4;
    private static final int PROFILES = 20;
    private static final int BUDGET = 5;
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int MOST_WRONG = 20;

    private final Random random;
    private final HandClock time = new HandClock(this::settle);
    private final RingCentralSandbox sandbox;
    private final FaultyStore disk = new FaultyStore();
    private final RecordStore store = disk.encryptedWith(new SecretKeySpec(new byte[32], "AES"));
    private final List<Profile> profiles = new ArrayList<>();
    private final PriorityQueue<Press> presses = new PriorityQueue<>();
    private final Map<String, Deque<Instant>> logins = new HashMap<>();
    private final Map<String, Integer> happened = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private OAuthClient client;
    private Instant diskWorksAgain = HandClock.START;
    private Instant nextTrouble = HandClock.START.plus(Duration.ofHours(1));
    private int pressed;
    private int delivered;
    private int tokenRequests;
    private int busiestMinute;
    private int authorizations;

    /** What of a credential the test knows; {@code revoked} since the server ended its sessions. */
    private static final class Account {
        private final SandboxApp app;
        private final SandboxUser user;
        private final String jwt;
        private final boolean byJwt;
        private boolean revoked;

        Account(SandboxApp app, SandboxUser user, String jwt, boolean byJwt) {
            this.app = app;
            this.user = user;
            this.jwt = jwt;
            this.byJwt = byJwt;
        }
    }

    private record Profile(String name, Account account, SandboxTeam team) {}

    private record Press(Instant at, int profile) implements Comparable<Press> {
        @Override
        public int compareTo(Press other) {
            return at.equals(other.at) ? Integer.compare(profile, other.profile) : at.compareTo(other.at);
        }
    }

    /** What must not grow: live threads, bytes of heap, and bytes of all records. */
    record Size(int threads, long heap, long storedBytes) {
        @Override
        public String toString() {
            return threads + " threads, " + heap / 1024 + " KiB heap, " + storedBytes + " bytes stored";
        }
    }

    Soak(long seed) throws IOException {
        random = new Random(seed);
        sandbox = RingCentralSandbox.builder()
                .clock(time.server)
                .sessionsPerUserAndApp(50)
                .dailyPosts(1_000_000)
                .start();
        List<SandboxApp> apps = new ArrayList<>();
        for (int i = 0; i < APPS; i++) {
            apps.add(sandbox.app("app " + i).create());
        }
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            SandboxUser user = sandbox.user("user " + i);
            accounts.add(new Account(apps.get(i % APPS), user, sandbox.jwt(user).create(), i % 3 == 0));
        }
        restart();
        for (int i = 0; i < PROFILES; i++) {
            // The JWT credentials are shared: eight profiles have four of them, so two names have one token life.
            Account account = accounts.get(i < 12 ? i : (i - 12) * 3 % 12);
            Profile profile = new Profile("desk " + i, account, sandbox.team("team " + i, account.user));
            profiles.add(profile);
            if (account.byJwt) {
                client.profiles().create(form(profile));
            } else {
                authorize(profile);
            }
            presses.add(new Press(time.server.instant().plus(minutes(1, 40)), i));
        }
        restart();
    }

    private OAuthProfile form(Profile profile) {
        return client.draft(profile.name, "RINGCENTRAL")
                .clientId(profile.account.app.clientId())
                .clientSecret(Secret.of(profile.account.app.clientSecret()))
                .jwtAssertion(Secret.of(profile.account.jwt))
                .build();
    }

    private OAuthProfile browserForm(Profile profile) {
        return client.draft(profile.name, "RINGCENTRAL")
                .grantType(GrantType.AUTH_CODE_PKCE)
                .set(ProfileField.AUTH_URL, URI.create("https://platform.ringcentral.com/restapi/oauth/authorize"))
                .set(ProfileField.REDIRECT_URI, URI.create("https://device/control/oauth-callback.lua"))
                .fill(ProfileField.PKCE_METHOD, "S256")
                .fill(ProfileField.RESPONSE_TYPE, "code")
                .clientId(profile.account.app.clientId())
                .clientSecret(Secret.of(profile.account.app.clientSecret()))
                .extraParams(Map.of("environment", "production", "login_hint", profile.account.user.id()))
                .build();
    }

    /** Signs in elsewhere, a minute later, and puts what was issued into the store: what an authorisation in a browser comes to. */
    private void authorize(Profile profile) throws IOException {
        time.pass(Duration.ofSeconds(61));
        harvest();
        RecordStore scratch = RecordStore.inMemory();
        try (OAuthClient elsewhere = settings(scratch).build()) {
            OAuthProfile signedIn = form(profile);
            elsewhere.profiles().create(signedIn);
            ProfileStatus status = elsewhere.renew(profile.name);
            if (status.state() != ProfileStatus.State.READY) {
                throw new IllegalStateException(status.toString());
            }
            Grant grant =
                    RefreshOnly.stored(scratch, signedIn.id()).state().grant().orElseThrow();
            OAuthProfile authorized = browserForm(profile);
            store.replace(
                    ProfileRecord.ID_PREFIX + authorized.id(),
                    0,
                    new ProfileRecord(authorized, CredentialState.EMPTY.issued(grant)).toBytes());
        }
        authorizations++;
        time.pass(Duration.ofSeconds(61)); // the login of the browser is not in the device's budget
        harvest();
    }

    private OAuthClient.Builder settings(RecordStore records) {
        OAuthClient.Builder settings = time.settings()
                .store(records)
                .proxy(sandbox.proxy())
                .trust(sandbox.trustManager())
                .readTimeout(Duration.ofSeconds(1));
        settings.pause = wait -> {
            harvest();
            time.turn(wait);
        };
        return settings;
    }

    private void restart() {
        if (client != null) {
            client.close();
        }
        client = settings(store).build();
    }

    private Duration minutes(int least, int most) {
        return Duration.ofSeconds(60L * least + random.nextInt(60 * (most - least)));
    }

    /** Lives a day. */
    void day() throws IOException {
        Instant end = time.server.instant().plus(Duration.ofDays(1));
        while (!presses.isEmpty() && presses.element().at.isBefore(end) && wrong.size() < MOST_WRONG) {
            Press next = presses.remove();
            Duration until = Duration.between(time.server.instant(), next.at);
            if (!until.isNegative()) {
                time.pass(until);
            }
            trouble();
            press(profiles.get(next.profile));
            presses.add(new Press(time.server.instant().plus(minutes(2, 50)), next.profile));
        }
        sandbox.forgetPosts();
    }

    private void press(Profile profile) throws IOException {
        pressed++;
        ApiResult result = client.post(
                profile.name,
                URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + profile.team.id() + "/posts"),
                Body.json("{\"text\": \"Hello\"}"));
        settle();
        delivered += result.delivered() ? 1 : 0;
        ProfileStatus status = client.status(profile.name);
        if (status.state() == ProfileStatus.State.REAUTHORIZATION_REQUIRED) {
            if (!profile.account.revoked) {
                wrong.add("lost: " + profile.name + " " + status);
            }
            count("authorised again");
            authorizeAgain(profile);
        } else if (result.failure()
                .filter(failure -> failure.consequence() == Consequence.CONFIGURATION)
                .isPresent()) {
            wrong.add(profile.name + " " + result);
        }
    }

    /** Waits for the workers, who renew a stale token after a press, and what was left open when time has passed. */
    private void settle() {
        for (Profile profile : profiles) {
            ActiveProfile active = client.profiles().find(profile.name);
            while (active != null && active.credential().tokens().snapshot().renewing()) {
                Thread.onSpinWait();
            }
        }
        harvest();
    }

    /** All profiles of the account: their grants are one, or died together. */
    private void authorizeAgain(Profile lost) throws IOException {
        sandbox.faults().clear();
        disk.fail(FaultyStore.Fault.NONE);
        for (Profile profile : profiles) {
            if (profile.account == lost.account) {
                client.profiles().delete(profile.name);
                authorize(profile);
            }
        }
        lost.account.revoked = false;
        restart();
    }

    /** Something goes wrong every half hour or so. */
    private void trouble() {
        Instant now = time.server.instant();
        if (now.isAfter(diskWorksAgain)) {
            disk.fail(FaultyStore.Fault.NONE);
        }
        if (now.isBefore(nextTrouble)) {
            return;
        }
        nextTrouble = now.plus(minutes(5, 50));
        int times = 1 + random.nextInt(3);
        switch (random.nextInt(20)) {
            case 0 -> connect("tunnel refused", Fault.reply(502, Map.of(), "").times(times));
            case 1 -> connect("hung up on", Fault.resetBeforeRequest().times(times));
            case 2 -> token("reset before a renewal", Fault.resetBeforeRequest().times(times));
            case 3, 4 ->
                token("reply of a renewal lost", Fault.resetAfterRequest().times(times));
            case 5 -> token("renewal closed", Fault.closeAfterRequest());
            case 6 -> token("half a reply to a renewal", Fault.halfBody().times(times));
            case 7 -> token("429 to a renewal", Fault.tooManyRequests(random.nextBoolean() ? "90" : null));
            case 8 ->
                token(
                        "503 to a renewal",
                        Fault.unavailable(random.nextBoolean() ? "120" : null).times(times));
            case 9 -> token("garbage for a renewal", Fault.garbage().times(times));
            case 10 -> api("reset after a post", Fault.resetAfterRequest());
            case 11 -> api("429 to a post", Fault.tooManyRequests(random.nextBoolean() ? "60" : null));
            case 12 ->
                api(
                        "503 to a post",
                        Fault.unavailable(random.nextBoolean() ? "30" : null).times(times));
            case 13 -> api("half a reply to a post", Fault.halfBody());
            case 14 -> api("garbage for a post", Fault.garbage());
            case 15, 16 -> {
                if (disk.fault() == FaultyStore.Fault.NONE && random.nextInt(3) > 0) {
                    count("restarted");
                    restart();
                } else {
                    count("disk refused");
                    disk.fail(FaultyStore.Fault.DISK_FULL);
                    diskWorksAgain = now.plus(minutes(1, 40));
                }
            }
            case 17 -> rarely(12, () -> token("stall of a renewal", Fault.stallAfterRequest()));
            case 18 -> rarely(4, () -> end(profiles.get(random.nextInt(PROFILES)).account));
            default -> {
                count("access tokens ended");
                sandbox.invalidateAccessTokens(profiles.get(random.nextInt(PROFILES)).account.user);
            }
        }
    }

    private void rarely(int of, Runnable trouble) {
        if (random.nextInt(of) == 0) {
            trouble.run();
        }
    }

    private void end(Account account) {
        account.revoked = true;
        if (random.nextBoolean()) {
            count("sessions ended");
            sandbox.endSessions(account.user);
        } else {
            count("password changed");
            sandbox.changePassword(account.user);
        }
    }

    private void connect(String what, Fault fault) {
        count(what);
        sandbox.faults().nextConnect(fault);
    }

    private void token(String what, Fault fault) {
        count(what);
        sandbox.faults().nextToken(fault);
    }

    private void api(String what, Fault fault) {
        count(what);
        sandbox.faults().nextApi(fault);
    }

    private void count(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    /** Reads what has reached the servers since the clock was turned last, and counts the logins of each app. */
    private synchronized void harvest() {
        Instant now = time.server.instant();
        List<SandboxRequest> arrived = sandbox.requests();
        sandbox.forgetRequests();
        for (SandboxRequest request : arrived) {
            if (request.path().startsWith("/restapi/oauth/")) {
                tokenRequests++;
                Deque<Instant> minute = logins.computeIfAbsent(clientId(request), absent -> new ArrayDeque<>());
                minute.addLast(now);
                while (Duration.between(minute.getFirst(), now).compareTo(MINUTE) >= 0) {
                    minute.removeFirst();
                }
                busiestMinute = Math.max(busiestMinute, minute.size());
                if (minute.size() > BUDGET) {
                    wrong.add(minute.size() + " logins in a minute at " + now);
                }
            }
        }
    }

    private static String clientId(SandboxRequest request) {
        String basic = request.header("authorization").orElseThrow().substring("Basic ".length());
        String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
        return pair.substring(0, pair.indexOf(':'));
    }

    Size size() {
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            heap = Math.min(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return new Size(
                ManagementFactory.getThreadMXBean().getThreadCount(),
                heap,
                disk.text().length());
    }

    List<String> wrong() {
        return wrong;
    }

    int presses() {
        return pressed;
    }

    int faults() {
        return happened.entrySet().stream()
                .filter(entry -> !entry.getKey().contains("again"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Override
    public void close() {
        client.close();
        sandbox.close();
    }

    @Override
    public String toString() {
        return pressed + " presses, " + delivered + " delivered, " + tokenRequests + " token requests, "
                + busiestMinute + " in the busiest minute of an app, " + authorizations + " authorisations, "
                + wrong.size() + " grants lost or budgets broken, " + faults() + " troubles: " + happened;
    }
}
