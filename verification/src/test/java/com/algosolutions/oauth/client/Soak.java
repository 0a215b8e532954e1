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
 * A device with twenty profiles, nine of which have only a refresh token, and its RingCentral, with all limits on. Seventeen of the
 * profiles use one app, and some share a credential. The seed decides the events: presses, faults of the network and of the server, a slow
 * disk that sometimes refuses writes, restarts, alarms, an administrator who ends sessions. Two soaks with one seed are equal.
 */
final class Soak implements AutoCloseable {
    private static final int APPS = 4;
    private static final int ACCOUNTS = 14;
    private static final int PROFILES = 20;
    private static final int BUDGET = 5;
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int MOST_WRONG = 20;

    private final Random random;

    /** The durations of writes, in order. */
    private final Random delays;

    private final HandClock time = new HandClock(this::settle);
    private final RingCentralSandbox sandbox;
    private final FaultyStore disk = new FaultyStore();
    private final RecordStore store = disk.encryptedWith(new SecretKeySpec(new byte[32], "AES"));
    private final List<Profile> profiles = new ArrayList<>();
    private final PriorityQueue<Press> presses = new PriorityQueue<>();
    private final Map<String, Deque<Instant>> tokenCalls = new HashMap<>();

    /** The scripted responses to the next token requests, in the order of {@link #token}. */
    private final Deque<Scripted> scripted = new ArrayDeque<>();

    /** The end of the back-off that the server required of an app, or of all apps under an empty name. */
    private final Map<String, Instant> backOffs = new HashMap<>();

    private final Map<String, Integer> happened = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private OAuthClient client;
    private Instant diskWorksAgain = HandClock.START;
    private Instant nextFault = HandClock.START.plus(Duration.ofHours(1));
    private final Thread presser = Thread.currentThread();
    private volatile boolean settling;
    private boolean elsewhere;
    private int pressed;
    private int delivered;
    private int backedOff;
    private int tokenRequests;
    private int busiestMinute;
    private int authorizations;

    /** A credential at the server; {@code revoked} after the server has ended its sessions. */
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

    /** A response to a token request: the back-off that it requires, of one app or of all. */
    private record Scripted(Duration backOff, boolean ofAll) {
        static final Scripted OTHER = new Scripted(Duration.ZERO, false);
    }

    private record Press(Instant at, int profile, boolean again) implements Comparable<Press> {
        @Override
        public int compareTo(Press other) {
            return at.equals(other.at) ? Integer.compare(profile, other.profile) : at.compareTo(other.at);
        }
    }

    /** Sizes that must not grow: live threads, bytes of heap, and bytes of all records. */
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
            apps.add(sandbox.newApp("app " + i).create());
        }
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            SandboxUser user = sandbox.createUser("user " + i);
            SandboxApp app = apps.get(Math.max(0, i - (ACCOUNTS - APPS))); // eleven accounts use the first app
            accounts.add(new Account(app, user, sandbox.newJwt(user).create(), i % 3 == 0));
        }
        restart();
        for (int i = 0; i < PROFILES; i++) {
            // JWT credentials are shared: ten profiles use four of them, so some profiles have the same tokens.
            Account account = accounts.get(i < ACCOUNTS ? i : (i - ACCOUNTS) * 3 % 12);
            Profile profile = new Profile("desk " + i, account, sandbox.createTeam("team " + i, account.user));
            profiles.add(profile);
            if (account.byJwt) {
                keep(form(profile), CredentialState.EMPTY, profile);
            } else {
                authorize(profile);
            }
            presses.add(new Press(time.server.instant().plus(minutes(1, 40)), i, true));
        }
        restart();
        disk.before(this::delay);
    }

    /** About every second write of a profile takes up to three seconds, so requests arrive later than the rate limiter admits them. */
    private void delay(String id, byte[] bytes) {
        if (id.startsWith(ProfileRecord.ID_PREFIX) && delays.nextBoolean()) {
            turn(Duration.ofMillis(delays.nextInt(3000)));
        }
    }

    /** Stores a profile under an id that is the same in each soak. */
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
                .setText(ProfileField.PKCE_METHOD, "S256")
                .setText(ProfileField.RESPONSE_TYPE, "code")
                .clientId(profile.account.app.clientId())
                .clientSecret(Secret.of(profile.account.app.clientSecret()))
                .extraParams(Map.of("environment", "production", "login_hint", profile.account.user.id()))
                .build();
    }

    /** Gets tokens with another client, a minute later, and stores them: the result of a sign-in with a browser. */
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
            TokenSet tokens =
                    RefreshOnly.stored(scratch, signedIn.id()).state().grant().orElseThrow();
            keep(browserForm(profile), CredentialState.EMPTY.issued(tokens), profile);
        }
        authorizations++;
        harvest();
        elsewhere = false;
        time.pass(Duration.ofSeconds(61)); // the device's rate limiter does not count the other client's token request
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

    /** Advances the clocks during a request. A worker first waits until the pressing thread does not run. */
    private void turn(Duration wait) {
        while (Thread.currentThread() != presser && !settling && presser.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        harvest();
        time.turn(wait);
    }

    /** Restarts the device, which forgets a 503. */
    private void restart() {
        if (client != null) {
            client.close();
        }
        backOffs.remove("");
        client = settings(store).build();
    }

    private Duration minutes(int least, int most) {
        return Duration.ofSeconds(60L * least + random.nextInt(60 * (most - least)));
    }

    /** Runs one simulated day. */
    void day() throws IOException {
        Instant end = time.server.instant().plus(Duration.ofDays(1));
        while (!presses.isEmpty() && presses.element().at.isBefore(end) && wrong.size() < MOST_WRONG) {
            Press next = presses.remove();
            Duration until = Duration.between(time.server.instant(), next.at);
            if (!until.isNegative()) {
                time.pass(until);
            }
            fault();
            press(profiles.get(next.profile));
            if (next.again) {
                presses.add(new Press(time.server.instant().plus(minutes(2, 50)), next.profile, true));
            }
        }
        sandbox.clearPosts();
    }

    private void press(Profile profile) throws IOException {
        pressed++;
        int before = tokenRequests;
        ApiResult result = client.post(
                profile.name,
                URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + profile.team.id() + "/posts"),
                Body.json("{\"text\": \"Hello\"}"));
        settle();
        delivered += result.delivered() ? 1 : 0;
        backedOff += before == tokenRequests
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

    /** Waits for the workers, which renew stale tokens after a press, and retry open renewals when time has passed. */
    private void settle() {
        settling = true;
        for (Profile profile : profiles) {
            ProfileEntry active = client.profiles().table.find(profile.name);
            while (active != null && active.credential().tokens().snapshot().renewing()) {
                Thread.onSpinWait();
            }
        }
        while (workersAreBusy()) { // with tasks that follow a renewal
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

    /** Authorises all profiles of the account again: they share its tokens, or the server ended all its sessions. */
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

    /** Causes a fault about every half hour. */
    private void fault() {
        Instant now = time.server.instant();
        if (now.isAfter(diskWorksAgain)) {
            disk.fail(FaultyStore.Fault.NONE);
        }
        if (now.isBefore(nextFault)) {
            return;
        }
        nextFault = now.plus(minutes(5, 50));
        int times = 1 + random.nextInt(3);
        switch (random.nextInt(22)) {
            case 0 -> connect("tunnel refused", Fault.reply(502, Map.of(), "").times(times));
            case 1 -> connect("connection reset", Fault.resetBeforeRequest().times(times));
            case 2 -> token("reset before a renewal", Fault.resetBeforeRequest(), times, Scripted.OTHER);
            case 3, 4 -> token("response to a renewal lost", Fault.resetAfterRequest(), times, Scripted.OTHER);
            case 5 -> token("renewal closed", Fault.closeAfterRequest(), 1, Scripted.OTHER);
            case 6 -> token("half a response to a renewal", Fault.halfBody(), times, Scripted.OTHER);
            case 7 -> {
                boolean named = random.nextBoolean();
                token(
                        "429 to a renewal",
                        named ? Fault.tooManyRequests("90") : Fault.tooManyRequests(),
                        1,
                        new Scripted(Duration.ofSeconds(named ? 90 : 30), false));
            }
            case 8 -> {
                boolean named = random.nextBoolean();
                token(
                        "503 to a renewal",
                        named ? Fault.unavailable("120") : Fault.unavailable(),
                        times,
                        new Scripted(Duration.ofSeconds(named ? 120 : 0), true));
            }
            case 9 -> token("garbage for a renewal", Fault.garbage(), times, Scripted.OTHER);
            case 10 -> api("reset after a post", Fault.resetAfterRequest());
            case 11 ->
                api("429 to a post", random.nextBoolean() ? Fault.tooManyRequests("60") : Fault.tooManyRequests());
            case 12 ->
                api(
                        "503 to a post",
                        (random.nextBoolean() ? Fault.unavailable("30") : Fault.unavailable()).times(times));
            case 13 -> api("half a response to a post", Fault.halfBody());
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
                sandbox.operator().invalidateAccessTokens(profiles.get(random.nextInt(PROFILES)).account.user);
            }
        }
    }

    /**
     * Ends all access tokens of an app. Each of its profiles presses at once, and again a minute later: more renewals than the rate limit
     * allows.
     */
    private void alarm() {
        count("alarm");
        SandboxApp app = profiles.get(0).account.app;
        for (int i = 0; i < PROFILES; i++) {
            if (profiles.get(i).account.app == app) {
                sandbox.operator().invalidateAccessTokens(profiles.get(i).account.user);
                Instant now = time.server.instant();
                presses.add(new Press(now.plusMillis(random.nextInt(5_000)), i, false));
                presses.add(new Press(now.plusMillis(60_000 + random.nextInt(5_000)), i, false));
            }
        }
    }

    private void rarely(int of, Runnable event) {
        if (random.nextInt(of) == 0) {
            event.run();
        }
    }

    private void end(Account account) {
        account.revoked = true;
        if (random.nextBoolean()) {
            count("sessions ended");
            sandbox.operator().endSessions(account.user);
        } else {
            count("password changed");
            sandbox.operator().changePassword(account.user);
        }
    }

    private void connect(String what, Fault fault) {
        count(what);
        sandbox.faults().nextConnect(fault);
    }

    private void token(String what, Fault fault, int times, Scripted response) {
        count(what);
        sandbox.faults().nextToken(fault.times(times));
        for (int i = 0; i < times; i++) {
            scripted.addLast(response);
        }
    }

    private void api(String what, Fault fault) {
        count(what);
        sandbox.faults().nextApi(fault);
    }

    private void count(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    /** Reads the requests that have arrived since the clock last advanced, and counts the token-endpoint calls of each app. */
    private synchronized void harvest() {
        Instant now = time.server.instant();
        List<SandboxRequest> arrived = sandbox.requests();
        sandbox.clearRequests();
        for (SandboxRequest request : arrived) {
            if (request.path().startsWith("/restapi/oauth/")) {
                tokenRequests++;
                if (!elsewhere) {
                    checkBackOff(request, now);
                }
                Deque<Instant> minute = tokenCalls.computeIfAbsent(clientId(request), absent -> new ArrayDeque<>());
                minute.addLast(now);
                while (Duration.between(minute.getFirst(), now).compareTo(MINUTE) >= 0) {
                    minute.removeFirst();
                }
                busiestMinute = Math.max(busiestMinute, minute.size());
                if (minute.size() > BUDGET) {
                    wrong.add(minute.size() + " token-endpoint calls in a minute at " + now);
                }
            }
        }
    }

    /** Checks that no request comes before the end of a back-off, and records the back-off that its response requires. */
    private void checkBackOff(SandboxRequest request, Instant now) {
        String app = clientId(request);
        for (String key : List.of(app, "")) {
            if (now.isBefore(backOffs.getOrDefault(key, Instant.MIN))) {
                wrong.add(
                        "a token-endpoint call at " + now + " before the end of the back-off at " + backOffs.get(key));
            }
        }
        Scripted response = request.isTokenRequest() && !scripted.isEmpty() ? scripted.removeFirst() : Scripted.OTHER;
        if (!response.backOff.isZero()) {
            backOffs.put(response.ofAll ? "" : app, now.plus(response.backOff));
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

    /** The percentage of presses that were delivered. */
    double delivered() {
        return 100.0 * delivered / pressed;
    }

    /** The percentage of presses that failed because of the back-off after an earlier fault. */
    double backedOff() {
        return 100.0 * backedOff / pressed;
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
        return pressed + " presses, " + delivered + " delivered, " + backedOff + " failed because of a back-off, "
                + tokenRequests
                + " token requests, "
                + busiestMinute + " in the busiest minute of an app, " + authorizations + " authorisations, "
                + wrong.size() + " grants lost or limits exceeded, " + faults() + " faults: " + happened;
    }
}
