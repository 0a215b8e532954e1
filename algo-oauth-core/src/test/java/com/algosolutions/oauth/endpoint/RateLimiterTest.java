package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.ContractStore;
import com.algosolutions.oauth.spi.TokenTraits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A limit of five calls a minute, for all processes that share the store. */
class RateLimiterTest {
    private static final TokenTraits TRAITS = TokenTraits.standard().withBudget(5, Duration.ofSeconds(60));

    private final ManualTicker ticker = new ManualTicker();
    private final FaultyStore store = new FaultyStore();

    /** The rate limiter of one process. */
    private RateLimiter gate() {
        return gate(TRAITS);
    }

    private RateLimiter gate(TokenTraits traits) {
        return new RateLimiter(
                "gate-1", "login.example.com:443", new BackOffs(ticker), traits, ContractStore.of(store), ticker);
    }

    private static int admitted(RateLimiter gate, int asked) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += gate.pass().admit().isEmpty() ? 1 : 0;
        }
        return admitted;
    }

    private static Failure tooMany(Duration wait) {
        return Failure.local(Step.TOKEN, Failure.Kind.THROTTLED, "too many token requests", "Wait.")
                .withRetryAfter(wait);
    }

    private static Duration closedFor(RateLimiter gate) {
        return gate.pass().admit().flatMap(Failure::retryAfter).orElse(Duration.ZERO);
    }

    @Test
    void budget_slides() {
        RateLimiter gate = gate();
        assertThat(admitted(gate, 2)).isEqualTo(2);
        ticker.seconds(30);
        assertThat(admitted(gate, 9)).isEqualTo(3);
        assertThat(closedFor(gate)).isEqualTo(Duration.ofSeconds(30));
        ticker.seconds(30);
        assertThat(admitted(gate, 9)).isEqualTo(2);
    }

    @Test
    void budget_isOneForAllProcesses_whoeverCallsWhen() {
        RateLimiter one = gate();
        RateLimiter two = gate();
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
    void callThatNeverLeftTheDevice_isGivenBack() {
        RateLimiter gate = gate();
        RateLimiter.Permit pass = gate.pass();
        for (int i = 0; i < 20; i++) {
            assertThat(pass.admit()).isEmpty();
            pass.notSent();
        }
        assertThat(admitted(gate, 9)).isEqualTo(5);
        assertThat(admitted(gate(), 9)).isZero();
    }

    @Test
    void callThatNeverLeftTheDevice_isTheOneThatIsGivenBack_notALaterOne() {
        RateLimiter gate = gate();
        RateLimiter.Permit unsent = gate.pass();
        assertThat(unsent.admit()).isEmpty();
        ticker.seconds(10);
        assertThat(admitted(gate, 1)).isEqualTo(1);
        unsent.notSent();
        assertThat(admitted(gate, 9)).isEqualTo(4);
        ticker.seconds(50);
        assertThat(admitted(gate, 9)).as("within a minute of the five").isZero();
        ticker.seconds(10);
        assertThat(admitted(gate, 9)).isEqualTo(5);
    }

    @Test
    void callThatArrivesLate_countsFromItsEnd() {
        RateLimiter gate = gate();
        RateLimiter.Permit slow = gate.pass();
        assertThat(slow.admit()).isEmpty();
        assertThat(admitted(gate, 3)).isEqualTo(3);
        ticker.seconds(20);
        slow.ended();
        assertThat(admitted(gate, 9)).isEqualTo(1);
        ticker.seconds(40);
        assertThat(admitted(gate, 9)).isEqualTo(3);
        assertThat(closedFor(gate)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void callBeforeAnother_ofOneCaller_hasEnded() {
        RateLimiter gate = gate();
        RateLimiter.Permit signing = gate.pass();
        assertThat(signing.admit()).isEmpty();
        ticker.seconds(5);
        assertThat(signing.admit()).isEmpty();
        assertThat(admitted(gate, 9)).isEqualTo(3);
        ticker.seconds(55);
        assertThat(admitted(gate, 9)).isZero();
    }

    @Test
    void budget_isTheStrictest_ofWhateverProfileComesWhen() {
        RateLimiter gate = gate(TokenTraits.standard());
        assertThat(admitted(gate, 3)).isEqualTo(3);
        gate.within(TRAITS);
        assertThat(admitted(gate, 9)).isEqualTo(2);
        gate.within(TokenTraits.standard()).within(TokenTraits.standard().withBudget(50, Duration.ofSeconds(60)));
        assertThat(admitted(gate, 9)).isZero();
        gate.within(TokenTraits.standard().withBudget(5, Duration.ofSeconds(300)));
        ticker.seconds(60);
        assertThat(admitted(gate, 9)).isZero();
        ticker.seconds(240);
        assertThat(admitted(gate, 9)).isEqualTo(5);
    }

    @Test
    void budgetThatComesAfterARestart_countsTheRecordedCalls() {
        assertThat(admitted(gate(), 3)).isEqualTo(3);
        assertThat(admitted(gate(TokenTraits.standard()).within(TRAITS), 9)).isEqualTo(2);
    }

    @Test
    void silenceThatAnotherProcessWasAsked_isHeededByTheNextCall() {
        RateLimiter one = gate();
        RateLimiter two = gate();
        one.record(tooMany(Duration.ofSeconds(300)));
        assertThat(closedFor(two)).isEqualTo(Duration.ofSeconds(300));
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.Kind.class,
            names = {"THROTTLED", "UNAVAILABLE"})
    void silence_isNotShortenedByALaterReply(Failure.Kind consequence) {
        RateLimiter gate = gate();
        for (int seconds : new int[] {300, 30}) {
            gate.record(Failure.local(Step.TOKEN, consequence, "leave me alone", "Wait.")
                    .withRetryAfter(Duration.ofSeconds(seconds)));
        }
        assertThat(closedFor(gate)).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void restart_countsTheRecordedCallsAsMadeNow_andLetsTheOthersThrough() {
        assertThat(admitted(gate(), 3)).isEqualTo(3);
        ticker.seconds(50);
        RateLimiter restarted = gate();
        assertThat(admitted(restarted, 9)).isEqualTo(2);
        assertThat(closedFor(restarted)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void silence_outlastsARestart() {
        gate().record(tooMany(Duration.ofSeconds(300)));
        RateLimiter restarted = gate();
        assertThat(closedFor(restarted)).isEqualTo(Duration.ofSeconds(300));
        ticker.seconds(300);
        assertThat(admitted(restarted, 1)).isEqualTo(1);
    }

    @Test
    void silence_isNotShortenedByWhatAnotherProcessWasAsked() {
        RateLimiter one = gate();
        RateLimiter two = gate();
        two.record(tooMany(Duration.ofSeconds(30)));
        one.record(tooMany(Duration.ofSeconds(300)));
        assertThat(closedFor(one)).isEqualTo(Duration.ofSeconds(300));
        assertThat(closedFor(gate())).isEqualTo(Duration.ofSeconds(300));
    }

    @ParameterizedTest
    @EnumSource(value = FaultyStore.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "WRITTEN_BY_ANOTHER")
    void storageInTrouble_doesNotLoosenTheBudget_norKeepTheDeviceOut(FaultyStore.Fault fault) {
        RateLimiter gate = gate();
        assertThat(admitted(gate, 1)).isEqualTo(1);
        store.fail(fault);
        assertThat(admitted(gate, 9)).isEqualTo(4);
        ticker.seconds(60);
        assertThat(admitted(gate, 9)).isEqualTo(5);
    }

    @Test
    void storageThatOthersAlwaysWrite_doesNotLoosenTheBudget_norKeepTheDeviceOut() {
        RateLimiter gate = gate();
        store.fail(FaultyStore.Fault.WRITTEN_BY_ANOTHER);
        assertThat(admitted(gate, 9)).isEqualTo(5);
        ticker.seconds(60);
        assertThat(admitted(gate, 9)).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyStore.Fault.class,
            names = {"DISK_FULL", "BUG"})
    void storageThatRefuses_countsAsAFullWindow_fromEachRestartOn(FaultyStore.Fault fault) {
        store.fail(fault);
        for (int boot = 0; boot < 3; boot++) {
            RateLimiter gate = gate();
            ticker.seconds(20);
            assertThat(closedFor(gate)).isEqualTo(Duration.ofSeconds(40));
            assertThat(admitted(gate, 9)).isZero();
        }
        RateLimiter gate = gate();
        ticker.seconds(60);
        assertThat(admitted(gate, 9)).isEqualTo(5);
    }

    @Test
    void storeThatThrowsWhatNobodyExpects_countsAsAFullWindow_andStopsNobody() {
        store.fail(FaultyStore.Fault.BROKEN);
        RateLimiter gate = gate();
        assertThat(closedFor(gate)).isEqualTo(Duration.ofSeconds(60));
        ticker.seconds(60);
        assertThat(admitted(gate, 9)).isEqualTo(5);
        store.fail(FaultyStore.Fault.NONE);
        ticker.seconds(60);
        assertThat(admitted(gate, 9)).isEqualTo(5);
    }

    @Test
    void recordThatCannotBeRead_countsAsAFullWindow() throws Exception {
        assertThat(store.replace("gate-1", 0, new byte[] {1})).isTrue();
        RateLimiter gate = gate();
        Optional<Failure> closed = gate.pass().admit();
        assertThat(closed.orElseThrow().retryAfter()).contains(Duration.ofSeconds(60));
        ticker.seconds(60);
        assertThat(admitted(gate, 9)).isEqualTo(5);
    }
}
