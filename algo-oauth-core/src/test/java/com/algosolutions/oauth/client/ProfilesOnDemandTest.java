package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that reads each profile when it is used, alone and beside other processes on the same store. */
@Timeout(60)
class ProfilesOnDemandTest {
    /** A store that notes its calls. */
    private static final class CountedStore implements RecordStore {
        private final RecordStore store = RecordStore.inMemory();
        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean broken;
        private volatile boolean failsOnce;

        /** Is called after each read, before its result is returned. */
        private volatile Consumer<String> afterRead = id -> {};

        /** Is called before each write. */
        private volatile Consumer<String> beforeWrite = id -> {};

        private void note(String call) throws IOException {
            calls.add(call);
            if (broken || failsOnce) {
                failsOnce = false;
                throw new IOException("the database is gone. Start it.");
            }
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            note("read " + id);
            Optional<StoredRecord> found = store.read(id);
            afterRead.accept(id);
            return found;
        }

        @Override
        public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
            note("replace " + id);
            beforeWrite.accept(id);
            return store.replace(id, expectedGeneration, bytes);
        }

        @Override
        public List<String> list() throws IOException {
            note("list");
            return store.list();
        }

        @Override
        public void delete(String id) throws IOException {
            note("delete " + id);
            store.delete(id);
        }

        @Override
        public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
            note("lock " + id);
            return store.lock(id, limit);
        }
    }

    /** A provider whose refresh tokens expire after seven days without use. */
    private static final OAuthProvider IDLE =
            TestProvider.jwt("IDLE", traits -> traits.refreshTokenIdleLifetime(Duration.ofDays(7)));

    /** As above, with four token requests a minute. */
    private static final OAuthProvider LIMITED = TestProvider.jwt(
            "LIMITED",
            traits -> traits.refreshTokenIdleLifetime(Duration.ofDays(7)).rateLimit(4, Duration.ofSeconds(60)));

    private final CountedStore store = new CountedStore();

    @RegisterExtension
    private final TestDevice device = new TestDevice()
            .with(settings -> settings.store(store).provider(IDLE).provider(LIMITED))
            .withTimer();

    private final FakeServer server = device.server();

    private OAuthClient process(int most) {
        return device.start(device.settings().profilesInMemory(most));
    }

    private OAuthClient processWithAll() {
        return device.start(device.settings());
    }

    private void create(OAuthClient client, String name, String clientId) {
        client.profiles().create(draft(client, name, server).clientId(clientId).build());
    }

    private ApiResult post(OAuthClient client, String name) {
        return client.post(name, server.http("/v1/posts"), Body.json("{}"));
    }

    @Test
    void press_ofAProfileThatWasNotRead_readsItOnce_andThenNothing() {
        create(process(10), "desk", "app-1");
        OAuthClient client = process(10);
        assertThat(post(client, "desk").delivered()).isTrue();
        store.calls.clear();
        assertThat(post(client, "desk").delivered()).isTrue();
        assertThat(store.calls).isEmpty();
    }

    @Test
    void build_readsNoProfileButOne() {
        OAuthClient first = process(10);
        for (int i = 0; i < 20; i++) {
            create(first, "desk " + i, "app-" + i);
        }
        store.calls.clear();
        OAuthClient client = process(10);
        assertThat(store.calls.stream().filter(call -> call.startsWith("read profile-")))
                .hasSize(1);
        assertThat(client.profiles().list()).hasSize(20);
        assertThat(client.profiles().find("desk 7")).isPresent();
        assertThat(client.profiles().find("desk 77")).isEmpty();
        assertThat(client.status("desk 8").state()).isNotEqualTo(ProfileStatus.State.NOT_CONFIGURED);
    }

    @Test
    void profiles_moreThanMemoryKeeps_areAllUsable() {
        OAuthClient client = process(2);
        for (int i = 0; i < 12; i++) {
            create(client, "desk " + i, "app-" + i);
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 12; i++) {
                assertThat(post(client, "desk " + i).delivered()).isTrue();
            }
        }
        assertThat(server.tokenRequests()).hasSize(12); // a token that was stored is used again
    }

    @Test
    void profile_thatLeavesMemoryWhileItsTokenIsRenewed_keepsTheToken() throws Exception {
        OAuthClient client = process(1);
        create(client, "desk", "app-1");
        create(client, "annex", "app-2");
        var gate = server.holdTokenReplies();
        Thread press = new Thread(() -> post(client, "desk"));
        press.start();
        server.awaitTokenRequest();
        assertThat(client.profiles().find("annex")).isPresent(); // takes the only place
        assertThat(client.profiles().find("desk")).isPresent(); // the same object, whose renewal is running
        gate.countDown();
        press.join();
        assertThat(post(client, "desk").delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void profile_thatAnotherProcessCreates_isFoundAtOnce() {
        OAuthClient one = process(10);
        OAuthClient two = process(10);
        assertThat(post(two, "desk").failure().orElseThrow().step()).isEqualTo(Step.PROFILE);
        create(one, "desk", "app-1");
        assertThat(post(two, "desk").delivered()).isTrue();
        assertThatThrownBy(() -> create(two, "desk", "app-2")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void profile_thatAnotherProcessChanges_isUsedAsItIsNow_aSecondLater() {
        OAuthClient one = process(10);
        OAuthClient two = process(10);
        create(one, "desk", "app-1");
        assertThat(post(two, "desk").delivered()).isTrue();

        OAuthProfile desk = one.profiles().find("desk").orElseThrow();
        one.profiles()
                .update(one.edit(desk).apiHosts(ApiHost.of("other.example.com")).build());
        device.ticker.seconds(1);
        assertThat(post(two, "desk").failure().orElseThrow().step()).isEqualTo(Step.HOST);

        desk = one.profiles().find("desk").orElseThrow();
        one.profiles()
                .update(one.edit(desk)
                        .apiHosts(ApiHost.of(server.host()))
                        .clientSecret(Secret.of("n3w-secret-of-app"))
                        .build());
        device.ticker.seconds(1);
        int before = server.tokenRequests().size();
        assertThat(post(two, "desk").delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(before + 1); // with the new credential

        desk = one.profiles().find("desk").orElseThrow();
        one.profiles().update(one.edit(desk).name("reception").build());
        device.ticker.seconds(1);
        assertThat(two.profiles().find("desk")).isEmpty();
        assertThat(post(two, "reception").delivered()).isTrue();

        one.profiles().delete("reception");
        device.ticker.seconds(1);
        assertThat(two.profiles().find("reception")).isEmpty();
        create(two, "reception", "app-3");
        assertThat(post(one, "reception").delivered()).isTrue();
    }

    @Test
    void profiles_thatThisProcessChanges_areNotReadAgain() {
        OAuthClient client = process(200);
        for (int i = 0; i < 100; i++) { // more than the record of changes keeps
            create(client, "desk " + i, "app-" + i);
        }
        for (int i = 0; i < 100; i++) {
            moveTo(client, "desk " + i, "other.example.com");
        }
        client.profiles().delete("desk 99");
        store.calls.clear();
        device.ticker.seconds(1);
        assertThat(store.calls).isNotEmpty().containsOnly("read changes");
    }

    private static void moveTo(OAuthClient client, String name, String apiHost) {
        OAuthProfile profile = client.profiles().find(name).orElseThrow();
        client.profiles()
                .update(client.edit(profile).apiHosts(ApiHost.of(apiHost)).build());
    }

    /** Runs a task once, in the first call with an id that begins with a text. */
    private static Consumer<String> once(String prefix, Runnable task) {
        AtomicBoolean due = new AtomicBoolean(true);
        return id -> {
            if (id.startsWith(prefix) && due.getAndSet(false)) {
                task.run();
            }
        };
    }

    @Test
    void change_ofThisProcess_whileItLooksForChanges_readsNoOtherProfileAgain() {
        OAuthClient client = process(200);
        for (int i = 0; i < 50; i++) {
            create(client, "desk " + i, "app-" + i);
        }
        moveTo(process(1), "desk 1", "other.example.com");
        store.calls.clear();
        store.afterRead = once("changes", () -> moveTo(client, "desk 2", "other.example.com"));
        device.ticker.seconds(1);
        device.ticker.seconds(1);
        assertThat(store.calls.stream().filter(call -> call.startsWith("read profile-")))
                .hasSizeBetween(1, 10);
        assertThat(post(client, "desk 1").failure().orElseThrow().step()).isEqualTo(Step.HOST);
    }

    @Test
    void profile_thatChangesWhileItIsRead_isUsedAsItIsNow() {
        OAuthClient one = process(10);
        create(one, "desk", "app-1");
        OAuthClient two = process(10);
        store.afterRead = once("profile-", () -> {
            moveTo(one, "desk", "other.example.com");
            device.ticker.seconds(1); // the second process sees the change, and has no profile in memory yet
        });
        assertThat(post(two, "desk").failure().orElseThrow().step()).isEqualTo(Step.HOST);
    }

    @Test
    void profile_thatGetsAnotherCredentialWhileItIsLookedAt_staysInUse() {
        OAuthClient client = process(10);
        create(client, "desk", "app-1");
        OAuthClient another = process(10);
        create(another, "annex", "app-2");
        for (int i = 0; i < 70; i++) { // more than the record of changes keeps, so that all profiles are read again
            moveTo(another, "annex", "host-" + i + ".example.com");
        }
        store.afterRead = once("profile-", () -> {
            OAuthProfile profile = client.profiles().find("desk").orElseThrow();
            client.profiles()
                    .update(client.edit(profile)
                            .clientId("app-3")
                            .apiHosts(ApiHost.of(server.host()))
                            .build());
        });
        device.ticker.seconds(1);
        assertThat(client.profiles().find("desk").orElseThrow().clientId()).isEqualTo("app-3");
        assertThat(post(client, "desk").delivered()).isTrue();
        moveTo(another, "desk", "other.example.com");
        device.ticker.seconds(1);
        assertThat(post(client, "desk").failure().orElseThrow().step()).isEqualTo(Step.HOST); // the change is seen
    }

    @Test
    void profile_thatIsFoundWhileAnotherThreadReplacesIt_isTheNewOneAfterwards() throws Exception {
        OAuthClient client = process(1);
        create(client, "desk", "app");
        create(client, "annex", "app");
        AtomicBoolean running = new AtomicBoolean(true);
        List<Thread> finders = Stream.generate(() -> new Thread(() -> {
                    while (running.get()) {
                        client.profiles().find("annex"); // takes the only place
                        client.profiles().find("desk");
                    }
                }))
                .limit(3)
                .toList();
        finders.forEach(Thread::start);
        try {
            for (int i = 0; i < 1_000; i++) {
                OAuthProfile desk = client.profiles().find("desk").orElseThrow();
                client.profiles().update(client.edit(desk).clientId("app-" + i).build());
                assertThat(client.profiles().find("desk").orElseThrow().clientId())
                        .isEqualTo("app-" + i);
            }
        } finally {
            running.set(false);
            for (Thread finder : finders) {
                finder.join();
            }
        }
    }

    @Test
    void name_thatTwoProcessesTakeAtOnce_isOfOneProfile() throws Exception {
        OAuthClient one = process(10);
        OAuthClient two = process(10);
        List<Throwable> refused = Collections.synchronizedList(new ArrayList<>());
        Thread second = new Thread(() -> {
            try {
                create(two, "desk", "app-2");
            } catch (InvalidInputException e) {
                refused.add(e);
            }
        });
        store.beforeWrite = once(
                "profile-",
                () -> { // the first process has the name, and has not written its profile
                    second.start();
                    Callers.await(
                            () -> second.getState() != Thread.State.RUNNABLE && second.getState() != Thread.State.NEW);
                });
        create(one, "desk", "app-1");
        second.join();
        assertThat(refused).singleElement().asString().contains("is taken by another profile");
        assertThat(process(10).profiles().list()).hasSize(1);
        assertThat(two.profiles().find("desk").orElseThrow().clientId()).isEqualTo("app-1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threads_thatNeedOneProfile_shareOneRead_andItsFailure(boolean fails) throws Exception {
        create(process(10), "desk", "app-1");
        OAuthClient client = process(10);
        post(client, "none");
        List<ApiResult> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = Stream.generate(() -> new Thread(() -> results.add(post(client, "desk"))))
                .limit(20)
                .toList();
        store.afterRead = once("profile-", () -> {
            threads.subList(1, 20).forEach(Thread::start);
            Callers.await(() ->
                    threads.subList(1, 20).stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
            if (fails) {
                throw new IllegalStateException("the driver has failed");
            }
        });
        store.calls.clear();
        threads.get(0).start();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(results).hasSize(20).allMatch(result -> result.delivered() != fails);
        if (!fails) {
            assertThat(store.calls.stream().filter(call -> call.startsWith("read profile-")))
                    .hasSizeLessThan(4); // the renewal reads it too
        }
    }

    @Test
    void changes_moreThanTheRecordKeeps_areAllSeen() {
        OAuthClient one = process(500);
        OAuthClient two = process(500);
        create(one, "desk", "app-1");
        assertThat(two.profiles().find("desk")).isPresent();
        OAuthProfile desk = one.profiles().find("desk").orElseThrow();
        one.profiles()
                .update(one.edit(desk).apiHosts(ApiHost.of("other.example.com")).build());
        for (int i = 0; i < 70; i++) {
            create(one, "desk " + i, "app-1");
        }
        device.ticker.seconds(1);
        assertThat(two.profiles().find("desk").orElseThrow().apiHosts())
                .containsExactly(ApiHost.of("other.example.com"));
    }

    @Test
    void token_thatAnotherProcessHasRenewed_isUsed() {
        OAuthClient one = process(10);
        OAuthClient two = process(10);
        create(one, "desk", "app-1");
        assertThat(post(one, "desk").delivered()).isTrue();
        assertThat(post(two, "desk").delivered()).isTrue();
        device.ticker.seconds(3_600);
        assertThat(post(one, "desk").delivered()).isTrue();
        assertThat(post(two, "desk").delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void store_thatWasUsedWithAllProfilesInMemory_isUsable_andStaysSo() {
        OAuthClient before = processWithAll();
        create(before, "desk", "app-1");
        create(before, "annex", "app-2");
        OAuthClient onDemand = process(1);
        assertThat(post(onDemand, "desk").delivered()).isTrue();
        assertThat(post(onDemand, "annex").delivered()).isTrue();

        OAuthClient after = processWithAll();
        create(after, "lobby", "app-3");
        assertThat(after.profiles().loadProblems()).isEmpty();
        assertThat(post(onDemand, "lobby").delivered()).isTrue();
        after.profiles().delete("lobby");
        device.ticker.seconds(1);
        assertThat(onDemand.profiles().find("lobby")).isEmpty();
    }

    @Test
    void store_thatFails_isTheFailure_andProfilesInMemoryWork() {
        OAuthClient client = process(1);
        create(client, "desk", "app-1");
        create(client, "annex", "app-2");
        assertThat(post(client, "desk").delivered()).isTrue();
        store.broken = true;
        device.ticker.seconds(5);
        assertThat(post(client, "desk").delivered()).isTrue();
        Failure failure = post(client, "lobby").failure().orElseThrow();
        assertThat(failure.step()).isEqualTo(Step.STORAGE);
        assertThat(failure.message()).contains("the database is gone");
        assertThat(failure.temporary()).isTrue();
        store.broken = false;
        assertThat(post(client, "annex").delivered()).isTrue();
    }

    @Test
    void store_thatFailsOnce_doesNotMeanThatThereIsNoProfile() {
        create(process(10), "desk", "app-1");
        OAuthClient client = process(10);
        store.failsOnce = true;
        Failure failure = post(client, "desk").failure().orElseThrow();
        assertThat(failure.step()).isEqualTo(Step.STORAGE);
        assertThat(failure.temporary()).isTrue();
        assertThat(post(client, "desk").delivered()).isTrue();
    }

    static Stream<Arguments> methodsThatTakeAProfile() {
        return Stream.<Map.Entry<String, BiConsumer<OAuthClient, OAuthProfile>>>of(
                        Map.entry("status", (client, desk) -> client.status("desk")),
                        Map.entry("renew", (client, desk) -> client.renew("desk")),
                        Map.entry("revoke", (client, desk) -> client.revoke("desk")),
                        Map.entry("find", (client, desk) -> client.profiles().find("desk")),
                        Map.entry("delete", (client, desk) -> client.profiles().delete("desk")),
                        Map.entry("update", (client, desk) -> client.profiles().update(desk)),
                        Map.entry(
                                "problems", (client, desk) -> client.profiles().problems(desk)),
                        Map.entry("list", (client, desk) -> client.profiles().list()),
                        Map.entry("save", (client, desk) -> client.signIns().save("desk")),
                        Map.entry("cancel", (client, desk) -> client.signIns().cancel("desk")))
                .map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    /** It does not say that there is no such profile. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("methodsThatTakeAProfile")
    void method_ofAProfileThatIsNotInMemory_throws_ifTheStoreFails(
            String method, BiConsumer<OAuthClient, OAuthProfile> call) {
        create(process(10), "desk", "app-1");
        OAuthClient client = process(10);
        OAuthProfile desk = process(10).profiles().find("desk").orElseThrow();
        store.broken = true;
        assertThatThrownBy(() -> call.accept(client, desk))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the database is gone");
        store.broken = false;
        assertThat(client.profiles().find("desk")).isPresent();
    }

    @Test
    void record_thatCannotBeRead_isTheFailureOfItsProfileOnly() throws Exception {
        OAuthClient first = process(10);
        create(first, "annex", "app-1");
        create(first, "desk", "app-2");
        String id = "profile-" + first.profiles().find("desk").orElseThrow().id();
        OAuthClient client = process(10);
        store.store.replace(id, store.store.read(id).orElseThrow().generation(), "{".getBytes());
        Failure failure = post(client, "desk").failure().orElseThrow();
        assertThat(failure.step()).isEqualTo(Step.STORAGE);
        assertThat(failure.message()).contains(id).contains("cannot be read");
        assertThat(post(client, "annex").delivered()).isTrue();
    }

    /** That a client happens to read when it is built. */
    @Test
    void record_thatCannotBeRead_keepsNoProcessFromItsWork() throws Exception {
        OAuthClient first = device.start(device.settings().profilesInMemory(10).processName("gateway"));
        first.profiles()
                .create(draft(first, "phone", server)
                        .grantType(GrantType.DEVICE_CODE)
                        .deviceUrl(server.http("/device"))
                        .build());
        String phone = "profile-" + first.profiles().find("phone").orElseThrow().id();
        create(first, "desk 0", "app-1");
        for (int i = 1; phone.equals(firstProfile()); i++) {
            create(first, "desk " + i, "app-1");
        }
        assertThat(first.signIns().start("phone").deviceCode()).isPresent();
        first.close();
        String damaged = firstProfile();
        store.store.replace(damaged, store.store.read(damaged).orElseThrow().generation(), "{".getBytes());

        OAuthClient client = device.start(device.settings().profilesInMemory(10).processName("gateway"));
        create(client, "lobby", "app-1");
        OAuthProfile lobby = client.profiles().find("lobby").orElseThrow();
        client.profiles().update(client.edit(lobby).name("hall").build());
        assertThat(post(client, "hall").delivered()).isTrue();
        assertThat(client.profiles().loadProblems()).isEmpty();
        assertThat(client.events())
                .anyMatch(event ->
                        event.profile().equals("phone") && event.message().contains("resumed after a restart"));
    }

    private String firstProfile() throws IOException {
        return store.store.list().stream()
                .filter(id -> id.startsWith("profile-"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void store_withTheWrongKey_isRejected() {
        RecordStore encrypted = store.store.encryptedWith(new SecretKeySpec(new byte[32], "AES"));
        OAuthClient first = device.start(device.settings().store(encrypted).profilesInMemory(5));
        for (int i = 0; i < 5; i++) {
            create(first, "desk " + i, "app-1");
        }
        assertThatThrownBy(() -> process(5).close())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no key");
    }

    @Test
    void name_leftByAProcessThatEnded_isFree() throws Exception {
        OAuthClient client = process(10);
        create(client, "desk", "app-1");
        String id = client.profiles().find("desk").orElseThrow().id();
        store.store.delete("profile-" + id);
        OAuthClient next = process(10);
        assertThat(next.profiles().find("desk")).isEmpty();
        create(next, "desk", "app-2");
        assertThat(post(next, "desk").delivered()).isTrue();
    }

    @Test
    void profiles_thatNothingUses_takeNoMemory() {
        OAuthClient client = process(1);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            names.add("desk " + i);
            create(client, names.get(i), "app-" + i);
        }
        var table = client.profiles().table;
        Callers.await(() -> {
            System.gc();
            return table.inMemory() < 20;
        });
        assertThat(post(client, "desk 7").delivered()).isTrue();
    }

    /** Its refresh token is renewed once in the days in which half of its life ends, also if each process has the profile in memory as it was. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refreshToken_thatNothingUses_isKeptAlive_byOneOfTheProcesses(boolean inMemory) {
        OAuthClient first = process(10);
        first.profiles().create(draft(first, "desk", "IDLE", server).build());
        server.onToken(FakeServer.issue("a", "r-1"), FakeServer.issue("b", "r-2"), FakeServer.issue("c", "r-3"));
        assertThat(post(first, "desk").delivered()).isTrue();
        first.close();

        for (int i = 0; i < 2; i++) {
            OAuthClient process =
                    device.start(device.settings().profilesInMemory(10).keepRefreshTokensAlive());
            if (inMemory) {
                assertThat(process.profiles().find("desk")).isPresent();
            }
        }
        passHours(0, 7 * 12);
        assertThat(server.tokenRequests()).hasSize(1);
        for (int hour = 7 * 12; server.tokenRequests().size() == 1; hour++) {
            assertThat(hour).isLessThan(7 * 12 + 36);
            passHours(hour, hour + 1);
            awaitRenewals();
        }
        assertThat(FakeServer.body(server.tokenRequests().get(1))).contains("refresh_token=r-1");
        passHours(7 * 12 + 36, 7 * 12 + 72);
        awaitRenewals();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    /** Profiles that were created together, of one app: the renewals leave half of its limit to presses, and each waits for the one before. */
    @Test
    void refreshTokens_thatAreDueTogether_areRenewedOneByOne_withHalfOfTheRateLimit() {
        AtomicInteger issued = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.answer(request -> {
            if (!request.getTarget().startsWith("/token")) {
                return FakeServer.json(200, "{}");
            }
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            MockResponse reply = FakeServer.issue("a-" + issued.incrementAndGet(), "r-" + issued.get());
            running.decrementAndGet();
            return reply;
        });
        OAuthClient first = process(20);
        for (int i = 0; i < 8; i++) {
            first.profiles().create(draft(first, "desk " + i, "LIMITED", server).build());
            assertThat(post(first, "desk " + i).delivered()).isTrue();
            device.ticker.seconds(20);
        }
        first.profiles().create(draft(first, "lobby", "LIMITED", server).build());
        OAuthClient client = device.start(device.settings().profilesInMemory(20).keepRefreshTokensAlive());
        device.clock.set(TestValues.NOW.plus(Duration.ofDays(6)));
        device.ticker.jump(Duration.ofDays(6).toSeconds());
        device.ticker.seconds(60); // the calls of the other process count from the start of this one on
        awaitRenewals();
        assertThat(issued).hasValue(8 + 2);
        assertThat(post(client, "lobby").delivered()).isTrue();
        device.ticker.seconds(240);
        awaitRenewals();
        assertThat(issued).hasValueGreaterThan(8 + 1 + 2);
        device.ticker.seconds(240);
        awaitRenewals();
        assertThat(issued).hasValue(8 + 1 + 8);
        assertThat(most).hasValue(1);
    }

    /** Otherwise each profile would wait for the store, and add a line to the log. */
    @Test
    void storeThatFails_endsTheRoundInWhichRefreshTokensAreKeptAlive() {
        OAuthClient first = process(60);
        for (int i = 0; i < 50; i++) {
            create(first, "desk " + i, "app-" + i);
        }
        FaultyStore failing = new FaultyStore(store.store);
        var unused = device.start(
                device.settings().store(failing).profilesInMemory(10).keepRefreshTokensAlive());
        AtomicInteger reads = new AtomicInteger();
        failing.reading(id -> {
            if (id.startsWith("profile-")) {
                reads.incrementAndGet();
                throw new IllegalStateException("a bug in the store");
            }
        });
        device.ticker.jump(2 * 3_600);
        assertThat(reads).hasPositiveValue().hasValueLessThan(50);
    }

    /** Renewals run on workers, which take their tasks in order. */
    private void awaitRenewals() {
        Callers.await(() -> Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("algo-oauth renewal"))
                .allMatch(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING
                        && thread.getValue().length > 0
                        && Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals("getTask"))));
    }

    private void passHours(int from, int to) {
        for (int hour = from; hour < to; hour++) {
            device.clock.set(TestValues.NOW.plus(Duration.ofHours(hour)));
            device.ticker.jump(3_600);
        }
    }

    @Test
    void profilesInMemory_none_isRejected() {
        assertThatThrownBy(() -> device.settings().profilesInMemory(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
