package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.ContractStore;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.spi.TokenTraits.RateLimit;
import com.algosolutions.oauth.store.ForwardingStore;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit of five calls a minute, for all processes that share the store. */
@Timeout(60)
class RateLimiterTest {
    private static final Optional<RateLimit> FIVE_A_MINUTE = limit(5, 60);
    private static final TokenTraits TRAITS =
            TokenTraits.builder().rateLimit(5, Duration.ofSeconds(60)).build();
    private static final String TOKEN_URL = "https://platform.ringcentral.com/restapi/oauth/token";

    private final ManualTicker ticker = new ManualTicker();
    private final FaultyStore store = new FaultyStore();

    /** The rate limiter of one process. */
    private RateLimiter limiter() {
        return limiter(FIVE_A_MINUTE);
    }

    private static Optional<RateLimit> limit(int calls, int seconds) {
        return TokenTraits.builder()
                .rateLimit(calls, Duration.ofSeconds(seconds))
                .build()
                .rateLimit();
    }

    private RateLimiter limiter(Optional<RateLimit> limit) {
        return new RateLimiter("gate-1", "login.example.com:443", new BackOffs(ticker), limit, ContractStore.of(store));
    }

    private static int admitted(RateLimiter limiter, int asked) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += limiter.permit().admit().isEmpty() ? 1 : 0;
        }
        return admitted;
    }

    private static Failure tooMany(Duration wait) {
        return Failure.of(Step.TOKEN, Failure.Kind.THROTTLED, "too many token requests", "Wait.")
                .withRetryAfter(wait);
    }

    private static Duration closedFor(RateLimiter limiter) {
        return limiter.permit().admit().flatMap(Failure::retryAfter).orElse(Duration.ZERO);
    }

    @Test
    void budget_slides() {
        RateLimiter limiter = limiter();
        assertThat(admitted(limiter, 2)).isEqualTo(2);
        ticker.seconds(30);
        assertThat(admitted(limiter, 9)).isEqualTo(3);
        assertThat(closedFor(limiter)).isEqualTo(Duration.ofSeconds(30));
        ticker.seconds(30);
        assertThat(admitted(limiter, 9)).isEqualTo(2);
    }

    @Test
    void budget_isOneForAllProcesses_whoeverCallsWhen() {
        RateLimiter one = limiter();
        RateLimiter two = limiter();
        int admitted = 0;
        for (int i = 0; i < 5; i++) {
            admitted += admitted(one, 1);
            admitted += admitted(two, 1);
        }
        assertThat(admitted).isEqualTo(5);
        ticker.seconds(60);
        assertThat(admitted(two, 9)).isEqualTo(5);
        assertThat(admitted(one, 9)).isZero();
    }

    @Test
    void budget_isKept_ifAnotherProcessIsAlwaysFaster() {
        RateLimiter fast = limiter(limit(20, 60));
        int[] admitted = {0};
        RecordStore overtaken = new ForwardingStore(store) {
            @Override
            public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
                admitted[0] += admitted(fast, 1);
                return store.replace(id, expectedGeneration, bytes);
            }
        };
        RateLimiter slow = new RateLimiter(
                "gate-1", "login.example.com:443", new BackOffs(ticker), limit(20, 60), ContractStore.of(overtaken));
        int own = admitted(slow, 30);
        assertThat(own + admitted[0]).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not encrypted", "other key", "newer format", "no key"})
    void record_thatTheStoreCannotRead_countsAsFull_andIsReplaced(String unreadable) throws IOException {
        RecordStore raw = RecordStore.inMemory();
        RecordStore keyed = raw.encryptedWith(key(1));
        RecordStore written = switch (unreadable) {
            case "not encrypted" -> raw;
            case "other key" -> raw.encryptedWith(key(2));
            default -> keyed;
        };
        for (int i = 0; i < 3; i++) {
            assertThat(written.replace("gate-1", i, "{\"version\":1,\"calls\":1}".getBytes(UTF_8)))
                    .isTrue();
        }
        if (unreadable.equals("newer format")) {
            byte[] sealed = raw.read("gate-1").orElseThrow().bytes();
            sealed[0] = 2;
            raw.replace("gate-1", 3, sealed);
        }
        RecordStore opened = ContractStore.of(unreadable.equals("no key") ? raw : keyed);
        RateLimiter limiter =
                new RateLimiter("gate-1", "login.example.com:443", new BackOffs(ticker), FIVE_A_MINUTE, opened);
        assertThat(admitted(limiter, 2)).isZero();
        for (int minute = 0; minute < 3; minute++) {
            ticker.seconds(60);
            assertThat(admitted(limiter, 9)).as("minute %s", minute).isEqualTo(5);
        }
        assertThat(opened.read("gate-1")).isPresent();
    }

    /** A process with others beside it, and a store that fails. */
    @Test
    void call_thatOtherProcessesWouldNotKnowOf_isNotAdmitted() {
        assertThat(admitted(limiter(), 2)).isEqualTo(2);
        store.fail(FaultyStore.Fault.DISK_GONE);
        RateLimiter shared = new RateLimiter(
                "gate-1", "login.example.com:443", new BackOffs(ticker), FIVE_A_MINUTE, ContractStore.of(store), true);
        assertThat(shared.permit().admit().orElseThrow().step()).isEqualTo(Step.STORAGE);
        store.fail(FaultyStore.Fault.NONE);
        assertThat(admitted(shared, 9)).isEqualTo(3);
        ticker.seconds(60);
        store.fail(FaultyStore.Fault.DISK_GONE);
        assertThat(shared.permit().admit().orElseThrow().step()).isEqualTo(Step.STORAGE);
    }

    private static SecretKey key(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new SecretKeySpec(key, "AES");
    }

    @Test
    void callThatNeverLeftTheDevice_isGivenBack() {
        RateLimiter limiter = limiter();
        RateLimiter.Permit pass = limiter.permit();
        for (int i = 0; i < 20; i++) {
            assertThat(pass.admit()).isEmpty();
            pass.notSent();
        }
        assertThat(admitted(limiter, 9)).isEqualTo(5);
        assertThat(admitted(limiter(), 9)).isZero();
    }

    @Test
    void callThatNeverLeftTheDevice_isTheOneThatIsGivenBack_notALaterOne() {
        RateLimiter limiter = limiter();
        RateLimiter.Permit unsent = limiter.permit();
        assertThat(unsent.admit()).isEmpty();
        ticker.seconds(10);
        assertThat(admitted(limiter, 1)).isEqualTo(1);
        unsent.notSent();
        assertThat(admitted(limiter, 9)).isEqualTo(4);
        ticker.seconds(50);
        assertThat(admitted(limiter, 9)).as("within a minute of the five").isZero();
        ticker.seconds(10);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
    }

    @Test
    void callThatArrivesLate_countsFromItsEnd() {
        RateLimiter limiter = limiter();
        RateLimiter.Permit slow = limiter.permit();
        assertThat(slow.admit()).isEmpty();
        assertThat(admitted(limiter, 3)).isEqualTo(3);
        ticker.seconds(20);
        slow.ended();
        assertThat(admitted(limiter, 9)).isEqualTo(1);
        ticker.seconds(40);
        assertThat(admitted(limiter, 9)).isEqualTo(3);
        assertThat(closedFor(limiter)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void callBeforeAnother_ofOneCaller_hasEnded() {
        RateLimiter limiter = limiter();
        RateLimiter.Permit signing = limiter.permit();
        assertThat(signing.admit()).isEmpty();
        ticker.seconds(5);
        assertThat(signing.admit()).isEmpty();
        assertThat(admitted(limiter, 9)).isEqualTo(3);
        ticker.seconds(55);
        assertThat(admitted(limiter, 9)).isZero();
    }

    @Test
    void budget_isTheStrictest_ofWhateverProfileComesWhen() {
        RateLimiter limiter = limiter(Optional.empty());
        assertThat(admitted(limiter, 3)).isEqualTo(3);
        limiter.within(FIVE_A_MINUTE);
        assertThat(admitted(limiter, 9)).isEqualTo(2);
        limiter.within(Optional.empty()).within(limit(50, 60));
        assertThat(admitted(limiter, 9)).isZero();
        limiter.within(limit(5, 300));
        ticker.seconds(60);
        assertThat(admitted(limiter, 9)).isZero();
        ticker.seconds(240);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
    }

    @Test
    void budgetThatComesAfterARestart_countsTheRecordedCalls() {
        assertThat(admitted(limiter(), 3)).isEqualTo(3);
        assertThat(admitted(limiter(Optional.empty()).within(FIVE_A_MINUTE), 9)).isEqualTo(2);
    }

    @Test
    void silenceThatAnotherProcessWasAsked_isHeededByTheNextCall() {
        RateLimiter one = limiter();
        RateLimiter two = limiter();
        one.record(tooMany(Duration.ofSeconds(300)));
        assertThat(closedFor(two)).isEqualTo(Duration.ofSeconds(300));
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.Kind.class,
            names = {"THROTTLED", "UNAVAILABLE"})
    void silence_isNotShortenedByALaterReply(Failure.Kind consequence) {
        RateLimiter limiter = limiter();
        for (int seconds : new int[] {300, 30}) {
            limiter.record(Failure.of(Step.TOKEN, consequence, "leave me alone", "Wait.")
                    .withRetryAfter(Duration.ofSeconds(seconds)));
        }
        assertThat(closedFor(limiter)).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void restart_countsTheRecordedCallsAsMadeNow_andLetsTheOthersThrough() {
        assertThat(admitted(limiter(), 3)).isEqualTo(3);
        ticker.seconds(50);
        RateLimiter restarted = limiter();
        assertThat(admitted(restarted, 9)).isEqualTo(2);
        assertThat(closedFor(restarted)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void silence_outlastsARestart() {
        limiter().record(tooMany(Duration.ofSeconds(300)));
        RateLimiter restarted = limiter();
        assertThat(closedFor(restarted)).isEqualTo(Duration.ofSeconds(300));
        ticker.seconds(300);
        assertThat(admitted(restarted, 1)).isEqualTo(1);
    }

    @Test
    void silence_isNotShortenedByWhatAnotherProcessWasAsked() {
        RateLimiter one = limiter();
        RateLimiter two = limiter();
        two.record(tooMany(Duration.ofSeconds(30)));
        one.record(tooMany(Duration.ofSeconds(300)));
        assertThat(closedFor(one)).isEqualTo(Duration.ofSeconds(300));
        assertThat(closedFor(limiter())).isEqualTo(Duration.ofSeconds(300));
    }

    @ParameterizedTest
    @EnumSource(value = FaultyStore.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "WRITTEN_BY_ANOTHER")
    void storageInTrouble_doesNotLoosenTheBudget_norKeepTheDeviceOut(FaultyStore.Fault fault) {
        RateLimiter limiter = limiter();
        assertThat(admitted(limiter, 1)).isEqualTo(1);
        store.fail(fault);
        assertThat(admitted(limiter, 9)).isEqualTo(4);
        ticker.seconds(60);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
    }

    @Test
    void storageThatOthersAlwaysWrite_doesNotLoosenTheBudget_norKeepTheDeviceOut() {
        RateLimiter limiter = limiter();
        store.fail(FaultyStore.Fault.WRITTEN_BY_ANOTHER);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
        ticker.seconds(60);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyStore.Fault.class,
            names = {"DISK_FULL", "BUG"})
    void storageThatRefuses_countsAsAFullWindow_fromEachRestartOn(FaultyStore.Fault fault) {
        store.fail(fault);
        for (int boot = 0; boot < 3; boot++) {
            RateLimiter limiter = limiter();
            ticker.seconds(20);
            assertThat(closedFor(limiter)).isEqualTo(Duration.ofSeconds(40));
            assertThat(admitted(limiter, 9)).isZero();
        }
        RateLimiter limiter = limiter();
        ticker.seconds(60);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
    }

    @Test
    void storeThatThrowsWhatNobodyExpects_countsAsAFullWindow_andStopsNobody() {
        store.fail(FaultyStore.Fault.BROKEN);
        RateLimiter limiter = limiter();
        assertThat(closedFor(limiter)).isEqualTo(Duration.ofSeconds(60));
        ticker.seconds(60);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
        store.fail(FaultyStore.Fault.NONE);
        ticker.seconds(60);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
    }

    /** No call was made, so the limit is not the cause. */
    @ParameterizedTest
    @EnumSource(
            value = FaultyStore.Fault.class,
            names = {"DISK_FULL", "DISK_GONE", "BUG", "BROKEN"})
    void storageThatRefusesTheFirstRecord_isNamedAsTheCause_untilTheWindowIsOver(FaultyStore.Fault fault) {
        store.fail(fault);
        RateLimiter limiter = limiter();
        Failure why = limiter.permit().admit().orElseThrow();
        assertThat(why.kind()).isEqualTo(Failure.Kind.THROTTLED);
        assertThat(why.message()).contains("the storage fails to keep").contains("5 calls per app in 60 s");
        assertThat(why.advice()).contains("Check the storage");
        ticker.seconds(60);
        assertThat(admitted(limiter, 6)).isEqualTo(5);
        assertThat(limiter.permit().admit().orElseThrow().message()).startsWith("the provider's rate limit is used up");
    }

    @Test
    void recordThatCannotBeRead_countsAsAFullWindow() throws Exception {
        assertThat(store.replace("gate-1", 0, new byte[] {1})).isTrue();
        RateLimiter limiter = limiter();
        Optional<Failure> closed = limiter.permit().admit();
        assertThat(closed.orElseThrow().retryAfter()).contains(Duration.ofSeconds(60));
        ticker.seconds(60);
        assertThat(admitted(limiter, 9)).isEqualTo(5);
    }

    @Test
    void callsLeft_areThoseThatWouldBeAdmitted() {
        RateLimiter limiter = limiter();
        RateLimiter other = limiter();
        RateLimiter.Permit permit = limiter.permit();
        assertThat(limiter.left()).isEqualTo(5);
        assertThat(permit.admit()).isEmpty();
        assertThat(limiter.left()).isEqualTo(4);
        permit.notSent();
        assertThat(limiter.left()).isEqualTo(5);
        ticker.seconds(10);
        assertThat(admitted(limiter, 2)).isEqualTo(2);
        assertThat(limiter.left()).isEqualTo(3);
        assertThat(admitted(other, 1))
                .isEqualTo(1); // finds the calls of the first in the record, also the one given back
        assertThat(other.left()).isEqualTo(2);
        ticker.seconds(60);
        assertThat(limiter.left()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"THROTTLED, true", "THROTTLED, false", "UNAVAILABLE, true", "UNAVAILABLE, false"})
    void callsLeft_duringABackOff_areNone(Failure.Kind kind, boolean limited) {
        RateLimiter limiter = limiter(limited ? FIVE_A_MINUTE : Optional.empty());
        int most = limited ? 5 : Integer.MAX_VALUE;
        assertThat(limiter.left()).isEqualTo(most);
        limiter.record(tooMany(Duration.ofSeconds(30)).withKind(kind));
        assertThat(limiter.left()).isZero();
        ticker.seconds(30);
        assertThat(limiter.left()).isEqualTo(most);
    }

    /** A page that shows the number must not hang because a database does: while a limiter is opened, or records a call. */
    @ParameterizedTest
    @CsvSource({"read, /other, 5", "replace, '', 4"})
    void callsLeft_areKnown_whileTheStoreHangs(String hanging, String endpoint, int left) throws Exception {
        AtomicReference<String> hangs = new AtomicReference<>("");
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecordStore slow = (RecordStore) Proxy.newProxyInstance(
                RecordStore.class.getClassLoader(), new Class<?>[] {RecordStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(hangs.get())) {
                        reached.countDown();
                        release.await();
                    }
                    return method.invoke(store, arguments);
                });
        RateLimiters limiters = new RateLimiters(ContractStore.of(slow), ticker);
        limiters.of(profile(TOKEN_URL), TRAITS);
        hangs.set(hanging);
        CompletableFuture<Integer> caller =
                Callers.elsewhere(() -> admitted(limiters.of(profile(TOKEN_URL + endpoint), TRAITS), 1));
        reached.await();
        assertThat(limiters.fewestLeft()).hasValue(left);
        release.countDown();
        assertThat(caller.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void fewestLeft_isThatOfTheAppThatHasMadeTheMostCalls() {
        RateLimiters limiters = new RateLimiters(ContractStore.of(store), ticker);
        assertThat(limiters.fewestLeft()).isEmpty();
        admitted(
                limiters.of(
                        profile(TOKEN_URL + "/unlimited"), TokenTraits.builder().build()),
                9);
        assertThat(limiters.fewestLeft()).isEmpty();
        RateLimiter limiter = limiters.of(profile(TOKEN_URL), TRAITS);
        assertThat(limiters.fewestLeft()).hasValue(5);
        assertThat(admitted(limiter, 2)).isEqualTo(2);
        admitted(limiters.of(profile(TOKEN_URL + "/other"), TRAITS), 1);
        assertThat(limiters.fewestLeft()).hasValue(3);
    }

    /** Of two profiles of one app, whose Token URL an operator or a document has written differently. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://platform.ringcentral.com:443/restapi/oauth/token",
                "HTTPS://Platform.RingCentral.COM/restapi/oauth/token",
                "https://platform.ringcentral.com./restapi/oauth/token",
                "https://platform.ringcentral.com/restapi/oauth/%74oken",
                "https://platform.ringcentral.com/restapi/x/../oauth/./token",
                "https://platform.ringcentral.com/restapi/oauth/token?",
                "https://platform.ringcentral.com/restapi/oauth/token?brand=1210"
            })
    void budget_isOneForAllSpellingsOfAnEndpoint(String spelling) {
        RateLimiters limiters = new RateLimiters(ContractStore.of(store), ticker);

        assertThat(admitted(limiters.of(profile(TOKEN_URL), TRAITS), 3)).isEqualTo(3);
        assertThat(admitted(limiters.of(profile(spelling), TRAITS), 9)).isEqualTo(2);
        assertThat(admitted(limiters.of(profile("https://platform.ringcentral.com/restapi/oauth/other"), TRAITS), 9))
                .isEqualTo(5);
    }

    @Test
    void budget_ofALimiterThatHasLeftMemory_isKept() {
        RateLimiters limiters = RateLimiters.inMemory(1, ContractStore.of(store), ticker);
        TokenTraits traits =
                TokenTraits.builder().rateLimit(5, Duration.ofSeconds(60)).build();
        RateLimiter first = limiters.of(profile("https://one.example/token"), traits);
        assertThat(admitted(first, 3)).isEqualTo(3);
        assertThat(admitted(limiters.of(profile("https://two.example/token"), traits), 9))
                .isEqualTo(5);
        RateLimiter again = limiters.of(profile("https://one.example/token"), traits);
        assertThat(again).isNotSameAs(first);
        assertThat(admitted(first, 1) + admitted(again, 9)).isEqualTo(2);
    }

    private static OAuthProfile profile(String tokenUrl) {
        return OAuthProfile.builder(Preset.of("GENERIC"))
                .name("desk")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .tokenUrl(URI.create(tokenUrl))
                .apiHosts(ApiHost.of("platform.ringcentral.com"))
                .clientId("app-1")
                .clientSecret(Secret.of("s3cret"))
                .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                .scopeMode(ScopeMode.NONE)
                .build();
    }
}
