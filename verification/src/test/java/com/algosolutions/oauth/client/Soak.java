package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxRequest;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import com.algosolutions.oauth.token.CredentialState;
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
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/**
 * A device with twenty profiles, most of which have nothing but a refresh token, and the RingCentral it talks to, with its limits on. Three
 * quarters of the profiles are of one app, some share a whole credential. What happens is drawn from a seed: presses, faults of the network
 * and of the server, a slow disk that refuses at times, restarts, alarms, an administrator who ends sessions. Two soaks of one seed are equal.
 */
final class Soak implements AutoCloseable {
    private static final int APPS = 4;
    private static final int ACCOUNTS = 14;
    private static final int PROFILES = 20;
    private static final int BUDGET = 5;
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int MOST_WRONG = 20;

    private final Random random;

    /** How long writes take, in their order. */
    private final Random delays;

    private final HandClock time = new HandClock(this::settle);
    private final RingCentralSandbox sandbox;
    private final FaultyStore disk = new FaultyStore();
    private final RecordStore store = disk.encryptedWith(new SecretKeySpec(new byte[32], "AES"));
    private final List<Profile> profiles = new ArrayList<>();
    private final PriorityQueue<Press> presses = new PriorityQueue<>();
    private final Map<String, Deque<Instant>> logins = new HashMap<>();

    /** What the next token requests will be answered, in the order of {@link #token}. */
    private final Deque<Scripted> scripted = new ArrayDeque<>();

    /** Until when an app has been asked to be silent, or with an empty name all of them. */
    private final Map<String, Instant> silent = new HashMap<>();

    private final Map<String, Integer> happened = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private OAuthClient client;
    private Instant diskWorksAgain = HandClock.START;
    private Instant nextTrouble = HandClock.START.plus(Duration.ofHours(1));
    private final Thread presser = Thread.currentThread();
    private volatile boolean settling;
    private boolean elsewhere;
    private int pressed;
    private int delivered;
    private int held;
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

    /** A reply to a token request, and for how long it asks for silence, of one app or of all. */
    private record Scripted(Duration silence, boolean ofAll) {
        static final Scripted OTHER = new Scripted(Duration.ZERO, false);
    }

    private record Press(Instant at, int profile, boolean again) implements Comparable<Press> {
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
        delays = new Random(seed);
        store.replace(
                "device", 0, Json.write(Map.of("version", 1, "seed", seed)).getBytes(StandardCharsets.UTF_8));
        sandbox = RingCentralSandbox.builder().clock(time.server).start();
        List<SandboxApp> apps = new ArrayList<>();
        for (int i = 0; i < APPS; i++) {
            apps.add(sandbox.app("app " + i).create());
        }
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            SandboxUser user = sandbox.user("user " + i);
            SandboxApp app = apps.get(Math.max(0, i - (ACCOUNTS - APPS))); // eleven of the first one
            accounts.add(new Account(app, user, sandbox.jwt(user).create(), i % 3 == 0));
        }
        restart();
        for (int i = 0; i < PROFILES; i++) {
            // JWT credentials are shared: ten profiles have four of them, so some names have one token life.
            Account account = accounts.get(i < ACCOUNTS ? i : (i - ACCOUNTS) * 3 % 12);
            Profile profile = new Profile("desk " + i, account, sandbox.team("team " + i, account.user));
            profiles.add(profile);
            if (account.byJwt) {
                keep(form(profile), CredentialState.EMPTY, profile);
            } else {
                authorize(profile);
            }
            presses.add(new Press(time.server.instant().plus(minutes(1, 40)), i, true));
        }
        restart();
        disk.before(this::slow);
    }

    /** A write of a token takes up to three seconds at times, so requests arrive later than they were let through. */
    private void slow(String id, byte[] bytes) {
        if (id.startsWith(ProfileRecord.ID_PREFIX) && delays.nextBoolean()) {
            turn(Duration.ofMillis(delays.nextInt(3000)));
        }
    }

    /** Puts a profile into the store, under an id that is the same in each soak. */
    private void keep(OAuthProfile form, CredentialState state, Profile profile) throws IOException {
        String id = "soak-" + profile.name.replace(' ', '-');
        String record = new String(new ProfileRecord(form, CredentialState.EMPTY).toBytes(), StandardCharsets.UTF_8);
        OAuthProfile renamed = ProfileRecord.read(record.replace(form.id(), id).getBytes(StandardCharsets.UTF_8))
                .profile();
        store.replace(ProfileRecord.ID_PREFIX + id, 0, new ProfileRecord(renamed, state).toBytes());
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
        elsewhere = true;
        RecordStore scratch = RecordStore.inMemory();
        try (OAuthClient elsewhere = settings(scratch).build()) {
            OAuthProfile signedIn = form(profile);
            elsewhere.profiles().create(signedIn);
            ProfileStatus status = elsewhere.renew(profile.name);
            if (status.state() != ProfileStatus.State.READY) {
                throw new IllegalStateException(status.toString());
            }
            TokenSet grant =
                    RefreshOnly.stored(scratch, signedIn.id()).state().grant().orElseThrow();
            keep(browserForm(profile), CredentialState.EMPTY.issued(grant), profile);
        }
        authorizations++;
        harvest();
        elsewhere = false;
        time.pass(Duration.ofSeconds(61)); // the login of the browser is not in the device's budget
        harvest();
    }

    private OAuthClient.Builder settings(RecordStore records) {
        OAuthClient.Builder settings = time.settings()
                .store(records)
                .proxy(sandbox.proxy())
                .trust(sandbox.trustManager())
                .readTimeout(Duration.ofSeconds(1));
        settings.settings.pause = this::turn;
        return settings;
    }

    /** Time passes during a request. For a worker's it does so when nobody else looks at the clock. */
    private void turn(Duration wait) {
        while (Thread.currentThread() != presser && !settling && presser.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        harvest();
        time.turn(wait);
    }

    /** Of a 503 the device knows nothing after that. */
    private void restart() {
        if (client != null) {
            client.close();
        }
        silent.remove("");
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
            if (next.again) {
                presses.add(new Press(time.server.instant().plus(minutes(2, 50)), next.profile, true));
            }
        }
        sandbox.forgetPosts();
    }

    private void press(Profile profile) throws IOException {
        pressed++;
        int asked = tokenRequests;
        ApiResult result = client.post(
                profile.name,
                URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + profile.team.id() + "/posts"),
                Body.json("{\"text\": \"Hello\"}"));
        settle();
        delivered += result.delivered() ? 1 : 0;
        held += asked == tokenRequests
                        && result.failure()
                                .filter(failure -> failure.step() == Step.TOKEN)
                                .filter(failure -> failure.kind() == Failure.Kind.UNAVAILABLE)
                                .isPresent()
                ? 1
                : 0;
        ProfileStatus status = client.status(profile.name);
        if (status.state() == ProfileStatus.State.REAUTHORIZATION_REQUIRED) {
            if (!profile.account.revoked) {
                wrong.add("lost: " + profile.name + " " + status);
            }
            count("authorised again");
            authorizeAgain(profile);
        } else if (result.failure()
                .filter(failure -> failure.kind() == Failure.Kind.CONFIGURATION)
                .isPresent()) {
            wrong.add(profile.name + " " + result);
        }
    }

    /** Waits for the workers, who renew a stale token after a press, and what was left open when time has passed. */
    private void settle() {
        settling = true;
        for (Profile profile : profiles) {
            ProfileEntry active = client.profiles().table.find(profile.name);
            while (active != null && active.credential().tokens().snapshot().renewing()) {
                Thread.onSpinWait();
            }
        }
        while (workersAreBusy()) { // with what follows a renewal
            Thread.onSpinWait();
        }
        settling = false;
        harvest();
    }

    private static boolean workersAreBusy() {
        Thread[] threads = new Thread[Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        return Stream.of(threads)
                .limit(count)
                .filter(thread -> thread.getName().equals("algo-oauth renewal"))
                .map(Thread::getState)
                .anyMatch(state -> state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED);
    }

    /** All profiles of the account: their grants are one, or died together. */
    private void authorizeAgain(Profile lost) throws IOException {
        sandbox.faults().clear();
        scripted.clear();
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
        switch (random.nextInt(22)) {
            case 0 -> connect("tunnel refused", Fault.reply(502, Map.of(), "").times(times));
            case 1 -> connect("hung up on", Fault.resetBeforeRequest().times(times));
            case 2 -> token("reset before a renewal", Fault.resetBeforeRequest(), times, Scripted.OTHER);
            case 3, 4 -> token("reply of a renewal lost", Fault.resetAfterRequest(), times, Scripted.OTHER);
            case 5 -> token("renewal closed", Fault.closeAfterRequest(), 1, Scripted.OTHER);
            case 6 -> token("half a reply to a renewal", Fault.halfBody(), times, Scripted.OTHER);
            case 7 -> {
                boolean named = random.nextBoolean();
                token(
                        "429 to a renewal",
                        Fault.tooManyRequests(named ? "90" : null),
                        1,
                        new Scripted(Duration.ofSeconds(named ? 90 : 30), false));
            }
            case 8 -> {
                boolean named = random.nextBoolean();
                token(
                        "503 to a renewal",
                        Fault.unavailable(named ? "120" : null),
                        times,
                        new Scripted(Duration.ofSeconds(named ? 120 : 0), true));
            }
            case 9 -> token("garbage for a renewal", Fault.garbage(), times, Scripted.OTHER);
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
            case 17 -> rarely(12, () -> token("stall of a renewal", Fault.stallAfterRequest(), 1, Scripted.OTHER));
            case 18 -> rarely(4, () -> end(profiles.get(random.nextInt(PROFILES)).account));
            case 19, 20 -> alarm();
            default -> {
                count("access tokens ended");
                sandbox.invalidateAccessTokens(profiles.get(random.nextInt(PROFILES)).account.user);
            }
        }
    }

    /** The access tokens of a whole app are ended, and everybody presses at once, and again a minute later: more logins than the budget has. */
    private void alarm() {
        count("alarm");
        SandboxApp app = profiles.get(0).account.app;
        for (int i = 0; i < PROFILES; i++) {
            if (profiles.get(i).account.app == app) {
                sandbox.invalidateAccessTokens(profiles.get(i).account.user);
                Instant now = time.server.instant();
                presses.add(new Press(now.plusMillis(random.nextInt(5_000)), i, false));
                presses.add(new Press(now.plusMillis(60_000 + random.nextInt(5_000)), i, false));
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

    private void token(String what, Fault fault, int times, Scripted reply) {
        count(what);
        sandbox.faults().nextToken(fault.times(times));
        for (int i = 0; i < times; i++) {
            scripted.addLast(reply);
        }
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
                if (!elsewhere) {
                    heed(request, now);
                }
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

    /** No request comes before the end of the silence that an earlier one was asked for. */
    private void heed(SandboxRequest request, Instant now) {
        String app = clientId(request);
        for (String who : List.of(app, "")) {
            if (now.isBefore(silent.getOrDefault(who, Instant.MIN))) {
                wrong.add("a login at " + now + " although there was to be silence until " + silent.get(who));
            }
        }
        Scripted reply = request.isTokenRequest() && !scripted.isEmpty() ? scripted.removeFirst() : Scripted.OTHER;
        if (!reply.silence.isZero()) {
            silent.put(reply.ofAll ? "" : app, now.plus(reply.silence));
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

    /** Of a hundred presses. */
    double delivered() {
        return 100.0 * delivered / pressed;
    }

    /** Presses that were not delivered because a trouble of earlier held the endpoint off, of a hundred. */
    double held() {
        return 100.0 * held / pressed;
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
        return pressed + " presses, " + delivered + " delivered, " + held + " held off, " + tokenRequests
                + " token requests, "
                + busiestMinute + " in the busiest minute of an app, " + authorizations + " authorisations, "
                + wrong.size() + " grants lost or budgets broken, " + faults() + " troubles: " + happened;
    }
}
