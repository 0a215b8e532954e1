package com.algosolutions.oauth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TokenSessions;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A store that refuses the journal of a renewal, its tokens, or both; then the power fails, or does not. The matrix is every combination of
 * what the store refuses, how often, when, how the provider treats a used refresh token, how old the access token is, and what follows. {@link
 * Oracle} says what guarantee 2 promises for each cell. The quick form takes a part of the cells, the heavy one all of them.
 */
@Timeout(300)
class RefusingStorageTest {
    private static final String REASON = "No space left on device";
    private static final String LOST = "the reply to an earlier renewal was lost";
    private static final String PERHAPS = "perhaps because the storage did not keep the result of an earlier renewal";

    /** A part of the cells that meets each pair of values: no dimension has a multiple of it. */
    private static final int EVERY = 11;

    /** What the store refuses. */
    private enum Refused {
        JOURNAL,
        TOKENS,
        BOTH,
        /** Reads and locks fail too. */
        EVERYTHING;

        boolean journal() {
            return this != TOKENS;
        }

        boolean tokens() {
            return this != JOURNAL;
        }
    }

    /** How many writes it refuses, and when: before the bytes are on the disk, or after. */
    private enum How {
        ONCE(1, false),
        THREE_TIMES(3, false),
        FOR_EVER(Integer.MAX_VALUE, false),
        ONCE_ON_DISK(1, true),
        THREE_TIMES_ON_DISK(3, true),
        FOR_EVER_ON_DISK(Integer.MAX_VALUE, true);

        final int times;
        final boolean onDisk;

        How(int times, boolean onDisk) {
            this.times = times;
            this.onDisk = onDisk;
        }

        boolean forEver() {
            return times == Integer.MAX_VALUE;
        }
    }

    /** The provider's rule, and what the profile has beside its refresh token. */
    private enum Provider {
        REPLAYS(TokenSessions.Rule.REPLAYS, false, false),
        REPLAYS_ASSERTION(TokenSessions.Rule.REPLAYS, true, true),
        REPLAYS_ASSERTION_REFUSED(TokenSessions.Rule.REPLAYS, true, false),
        ROTATES(TokenSessions.Rule.ROTATES, false, false),
        ROTATES_ASSERTION(TokenSessions.Rule.ROTATES, true, true),
        ROTATES_ASSERTION_REFUSED(TokenSessions.Rule.ROTATES, true, false),
        KEEPS(TokenSessions.Rule.KEEPS, false, false);

        final TokenSessions.Rule rule;
        final boolean assertion;
        final boolean logins;

        Provider(TokenSessions.Rule rule, boolean assertion, boolean logins) {
            this.rule = rule;
            this.assertion = assertion;
            this.logins = logins;
        }

        boolean takesItAgain() {
            return rule != TokenSessions.Rule.ROTATES;
        }
    }

    /** The access token when the renewal is due. It lives for an hour, and is sent until 30 s before its end. */
    private enum Token {
        FRESH(0),
        STALE(3400),
        NEAR_ITS_END(3569),
        EXPIRED(3601),
        REJECTED(0);

        final int age;

        Token(int age) {
            this.age = age;
        }

        boolean valid() {
            return this != EXPIRED && this != REJECTED;
        }
    }

    private enum Then {
        STORE_WORKS,
        POWER_CUT,
        /** A minute later, so that a replay window that ends with the first use of a token is over. */
        POWER_CUT_LATER,
        POWER_CUT_AND_STILL_REFUSED
    }

    private record Cell(Refused refused, How how, Provider provider, Token token, Then then) {}

    private static List<Cell> matrix() {
        List<Cell> all = new ArrayList<>();
        for (Refused refused : Refused.values()) {
            for (How how : How.values()) {
                for (Provider provider : Provider.values()) {
                    for (Token token : Token.values()) {
                        for (Then then : Then.values()) {
                            if (refused != Refused.EVERYTHING || how == How.FOR_EVER) {
                                all.add(new Cell(refused, how, provider, token, then));
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    /** Guarantee 2 of the design, in its words. */
    private static final class Oracle {
        /** Whether the refresh token is sent, a login is sent, and the access token that callers then have is a new one. */
        final boolean renewed;

        final boolean login;
        final boolean hasNew;

        /** Whether a call is delivered. */
        final boolean works;

        /** Whether the store has acknowledged the journal and the tokens, and whether the disk has them. */
        final boolean stored;

        final boolean journalOnDisk;
        final boolean tokensOnDisk;

        Oracle(Cell cell) {
            boolean journalRefused = cell.refused.journal();
            int left = cell.how.times - (journalRefused ? 1 : 0);
            // "If the journal cannot be written, a token that is still valid is not renewed; an expired one is renewed
            // only if
            // the provider replays"
            renewed = !journalRefused || (!cell.token.valid() && cell.provider.takesItAgain());
            // A login leaves the refresh token as it is, so it is no renewal of that token.
            login = !renewed && !cell.token.valid() && cell.provider.assertion;
            hasNew = renewed || (login && cell.provider.logins);
            // "If the result of a renewal cannot be written, it is used from memory"
            works = cell.token.valid() || hasNew;
            boolean tokensRefused = cell.refused.tokens() && left > 0;
            stored = hasNew && !tokensRefused;
            journalOnDisk = !journalRefused || cell.how.onDisk;
            tokensOnDisk = hasNew && (!tokensRefused || cell.how.onDisk);
        }

        /** Whether the server accepts the refresh token that the disk has after a power cut. */
        boolean refreshTokenLives(Cell cell, boolean storedSince) {
            return !renewed
                    || tokensOnDisk
                    || storedSince
                    || cell.provider.rule == TokenSessions.Rule.KEEPS
                    || (cell.provider.rule == TokenSessions.Rule.REPLAYS && cell.then != Then.POWER_CUT_LATER);
        }
    }

    @Test
    void storeThatRefuses_everyEleventhCell_keepsGuarantee2() throws IOException {
        List<Cell> all = matrix();
        List<Cell> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += EVERY) {
            some.add(all.get(i));
        }
        run(some);
    }

    @Test
    @Tag("heavy")
    void storeThatRefuses_everyCell_keepsGuarantee2() throws IOException {
        run(matrix());
    }

    private static void run(List<Cell> cells) throws IOException {
        List<String> wrong = new ArrayList<>();
        try (FakeServer server = FakeServer.start()) {
            for (Cell cell : cells) {
                try (Run run = new Run(server, cell)) {
                    run.renewal();
                } catch (AssertionError | RuntimeException e) {
                    wrong.add(cell + ": " + e.getMessage());
                }
            }
        }
        System.out.println(
                cells.size() + " of " + matrix().size() + " cells of the matrix, " + wrong.size() + " wrong");
        assertThat(wrong).isEmpty();
    }

    /** One cell. */
    private static final class Run implements AutoCloseable {
        private final TestDevice test = new TestDevice().withTimer();
        private final FaultyStore store = test.store;
        private final FakeServer server;
        private final Cell cell;
        private final Oracle oracle;
        private final TokenSessions sessions;

        Run(FakeServer server, Cell cell) {
            this.server = server;
            this.cell = cell;
            this.oracle = new Oracle(cell);
            this.sessions = new TokenSessions(cell.provider.rule, cell.provider.logins);
            server.answer(sessions::answer);
        }

        @Override
        public void close() {
            test.close();
        }

        private OAuthClient.Builder with(OAuthClient.Builder settings) {
            return settings.provider(provider(cell.provider));
        }

        private void seconds(long more) {
            sessions.seconds(more);
            test.ticker.seconds(more);
        }

        /** A device that has used its stored token, and whose store refuses from now on. */
        OAuthClient start() throws IOException {
            TestValues.keep(store, record(cell.provider, server));
            OAuthClient device = test.start(with(test.settings()));
            assertThat(post(device, server).delivered()).isTrue();
            refuse(store, "a-0", cell.refused, cell.how);
            return device;
        }

        void renewal() throws IOException {
            OAuthClient device = start();
            seconds(cell.token.age);

            ProfileStatus status;
            ApiResult result;
            if (cell.token == Token.REJECTED) {
                sessions.reject("a-0");
                result = post(device, server);
                status = device.status("desk");
            } else {
                status = device.renew("desk");
                result = post(device, server);
            }

            assertThat(sessions.grants())
                    .isEqualTo(oracle.renewed ? List.of("r-0") : oracle.login ? List.of("login") : List.of());
            assertThat(result.delivered()).as(result.toString()).isEqualTo(oracle.works);
            if (oracle.works) {
                assertThat(server.bearers()).last().isEqualTo(oracle.hasNew ? "Bearer a-1" : "Bearer a-0");
            } else {
                assertStorage(result.failure().orElseThrow());
                assertThat(result.mayHaveBeenDelivered()).isFalse();
            }
            assertStatus(status);
            switch (cell.then) {
                case STORE_WORKS -> afterTheStoreWorksAgain(device);
                case POWER_CUT, POWER_CUT_AND_STILL_REFUSED -> afterAPowerCut(oracle.tokensOnDisk);
                case POWER_CUT_LATER -> {
                    seconds(60);
                    // "the write is retried": four times within the minute
                    afterAPowerCut(oracle.hasNew && (oracle.tokensOnDisk || !cell.how.forEver()));
                }
            }
        }

        /** "the status is DEGRADED (storage)", and never a demand for a sign-in. */
        private void assertStatus(ProfileStatus status) {
            assertThat(status.needsOperator()).as(status.toString()).isFalse();
            if (oracle.stored) {
                assertThat(status.state()).isEqualTo(ProfileStatus.State.READY);
            } else if (cell.how.forEver()) { // otherwise the store may have taken a second write
                assertThat(status.state()).isEqualTo(ProfileStatus.State.DEGRADED);
                assertStorage(status.failure().orElseThrow());
                assertThat(status.usable()).isEqualTo(oracle.works);
                awaitState("DEGRADED");
            }
        }

        private void afterTheStoreWorksAgain(OAuthClient device) {
            works(store);
            seconds(100); // the recovery writes again
            Callers.await(() -> device.status("desk").state() == ProfileStatus.State.READY);
            if (oracle.hasNew) {
                assertThat(store.text()).contains("\"a-1\"").doesNotContain("\"a-0\"");
            }
            assertThat(device.renew("desk").state()).isEqualTo(ProfileStatus.State.READY);
            assertThat(post(device, server).delivered()).isTrue();
            assertEvents();
        }

        private void assertEvents() {
            List<String> refused = test.heard(Event.Kind.NOT_STORED);
            assertThat(refused).allSatisfy(text -> assertThat(text).contains(REASON));
            assertThat(test.heard(Event.Kind.STORED)).hasSameSizeAs(refused);
            if (cell.how.forEver() && !oracle.stored) {
                assertThat(refused).hasSize(1);
                awaitState("READY");
            }
        }

        /** A state is reported after the callers have their results. */
        private void awaitState(String state) {
            Callers.await(() -> {
                List<String> heard = test.heard(Event.Kind.STATE_CHANGED);
                return !heard.isEmpty() && heard.get(heard.size() - 1).startsWith(state);
            });
        }

        /** Another process with what the disk has. */
        private void afterAPowerCut(boolean tokensOnDisk) throws IOException {
            FaultyStore disk = new FaultyStore();
            works(store);
            for (String id : store.list()) {
                disk.replace(id, 0, store.read(id).orElseThrow().bytes());
            }
            boolean refuses = cell.then == Then.POWER_CUT_AND_STILL_REFUSED && cell.how.forEver();
            test.ticker.reset();
            test.clock.set(TestValues.NOW.plusSeconds(8000)); // no stored access token is valid any more
            OAuthClient restarted = test.start(with(test.settings().store(disk)));
            if (refuses) {
                refuse(disk, tokensOnDisk ? "a-1" : "a-0", cell.refused, cell.how);
            }
            int before = sessions.grants().size();
            restarted.renew("desk");
            ApiResult result = post(restarted, server);
            ProfileStatus status = restarted.status("desk");
            String all = cell + " " + result + " " + status + " " + sessions.grants();
            boolean lives = oracle.refreshTokenLives(cell, tokensOnDisk);
            // On a store that refuses journals, a refresh token without a journal is not sent: "the status reports
            // storage"
            boolean journalled = oracle.renewed && oracle.journalOnDisk && !tokensOnDisk;
            boolean sent = !refuses || !cell.refused.journal() || cell.provider.takesItAgain() || journalled;
            assertThat(result.delivered()).as(all).isEqualTo(cell.provider.logins || (sent && lives));
            if (sent) {
                assertThat(sessions.grants().get(before)).as(all).startsWith("r-");
            } else {
                assertThat(sessions.grants().subList(before, sessions.grants().size()))
                        .as(all)
                        .noneMatch(each -> each.startsWith("r-"));
            }
            if (!result.delivered() && !sent) {
                assertStorage(result.failure().orElseThrow());
                assertThat(status.needsOperator()).as(all).isFalse();
            } else if (!result.delivered()) {
                assertThat(status.needsOperator()).as(all).isTrue();
                assertThat(status.failure().orElseThrow().message())
                        .as(all)
                        .contains(oracle.journalOnDisk ? LOST : PERHAPS);
            }
        }
    }

    /** The device keeps trying while its token is valid, and that back-off does not outlast the token. */
    @Test
    void journalRefused_whileTheTokenIsNearItsEnd_renewsOnceItHasExpired_ifTheProviderReplays() throws IOException {
        try (FakeServer server = FakeServer.start();
                Run run = new Run(
                        server,
                        new Cell(Refused.BOTH, How.FOR_EVER, Provider.REPLAYS, Token.STALE, Then.STORE_WORKS))) {
            OAuthClient device = run.start();
            run.seconds(3540);
            for (int i = 0; i < 8; i++) {
                assertThat(device.renew("desk").usable()).isTrue();
            }
            run.seconds(31);
            assertThat(post(device, server).delivered()).isTrue();
            assertThat(server.bearers()).last().isEqualTo("Bearer a-1");
        }
    }

    /** Also the second token set in a row that the store refuses is used, where the provider replays; otherwise the first one is kept. */
    @ParameterizedTest
    @EnumSource
    void renewal_ofTokensThatTheStoreHasRefused_followsTheSameRule(Provider provider) throws IOException {
        try (FakeServer server = FakeServer.start();
                Run run = new Run(
                        server,
                        new Cell(Refused.TOKENS, How.FOR_EVER, provider, Token.EXPIRED, Then.POWER_CUT_LATER))) {
            OAuthClient device = run.start();
            run.seconds(3601);
            assertThat(post(device, server).delivered()).isTrue();
            run.seconds(3601);
            ApiResult result = post(device, server);
            assertThat(run.sessions.grants())
                    .isEqualTo(
                            provider.takesItAgain()
                                    ? List.of("r-0", provider == Provider.KEEPS ? "r-0" : "r-1")
                                    : provider.assertion ? List.of("r-0", "login") : List.of("r-0"));
            assertThat(result.delivered()).isEqualTo(provider.takesItAgain() || provider.logins);
            result.failure().ifPresent(RefusingStorageTest::assertStorage);
            run.afterAPowerCut(false);
        }
    }

    /** What cannot be read has not been changed by another process, if the write succeeds. */
    @ParameterizedTest
    @EnumSource
    void storeThatCannotBeReadOrLocked_takesTheJournalAndTheTokens(Provider provider) throws IOException {
        try (FakeServer server = FakeServer.start();
                Run run = new Run(
                        server, new Cell(Refused.TOKENS, How.ONCE, provider, Token.EXPIRED, Then.STORE_WORKS))) {
            OAuthClient device = run.start();
            works(run.store);
            run.store.fail(FaultyStore.Fault.UNREADABLE);
            run.seconds(3601);
            assertThat(device.renew("desk").state()).isEqualTo(ProfileStatus.State.READY);
            assertThat(post(device, server).delivered()).isTrue();
            assertThat(run.store.text()).contains("\"a-1\"").doesNotContain("\"a-0\"");
            works(run.store);
            run.afterTheStoreWorksAgain(device);
        }
    }

    /** As on a device whose folder was removed while it runs. */
    @Test
    void record_thatIsMissing_isNamedAsTheReason_andTheRefreshTokenIsKept() throws IOException {
        try (FakeServer server = FakeServer.start();
                Run run = new Run(
                        server,
                        new Cell(Refused.TOKENS, How.ONCE, Provider.ROTATES, Token.EXPIRED, Then.STORE_WORKS))) {
            OAuthClient device = run.start();
            for (String id : run.store.list()) {
                run.store.delete(id);
            }
            run.seconds(3601);
            Failure why = device.renew("desk").failure().orElseThrow();
            assertThat(why.step()).isEqualTo(Step.STORAGE);
            assertThat(why.toString()).contains("the profile's record is missing", "restore it");
            assertThat(run.sessions.grants()).isEmpty();
        }
    }

    private static TestProvider provider(Provider provider) {
        return TestProvider.jwt("P", traits -> {
            if (provider.rule == TokenSessions.Rule.REPLAYS) {
                traits.replayWindow(Duration.ofHours(1));
            }
            traits.refreshTokensRotate(provider.rule != TokenSessions.Rule.KEEPS);
        });
    }

    private static ProfileRecord record(Provider provider, FakeServer server) {
        OAuthProfile profile;
        try (OAuthClient forms =
                TestValues.client().provider(provider(provider)).build()) {
            var form = TestValues.draft(forms, "desk", "P", server)
                    .tokenUrl(URI.create("http://localhost:" + server.port() + "/token"));
            profile = (provider.assertion
                            ? form
                            : form.grantType(new GrantType("AUTH_CODE")).reset(ProfileField.JWT_ASSERTION))
                    .build();
        }
        TokenSet grant = new TokenSet(
                Secret.of("a-0"),
                Duration.ofHours(1),
                Optional.of(Secret.of("r-0")),
                Optional.empty(),
                "",
                TestValues.NOW,
                1);
        return new ProfileRecord(profile, CredentialState.EMPTY.issued(grant));
    }

    private static ApiResult post(OAuthClient device, FakeServer server) {
        return device.post("desk", server.http("/v1"), Body.json("{}"));
    }

    /** A write of another access token than the one that the store has is one of new tokens. */
    private static void refuse(FaultyStore store, String has, Refused refused, How how) {
        AtomicInteger left = new AtomicInteger(how.times);
        FaultyStore.Watcher refuser = (id, bytes) -> {
            boolean journal = new String(bytes, UTF_8).contains('"' + has + '"');
            if (id.startsWith(ProfileRecord.ID_PREFIX)
                    && (journal ? refused.journal() : refused.tokens())
                    && left.getAndUpdate(before -> how.forEver() ? before : before - 1) > 0) {
                throw new IOException(REASON);
            }
        };
        if (how.onDisk) {
            store.after(refuser);
        } else {
            store.before(refuser);
        }
        if (refused == Refused.EVERYTHING) {
            store.fail(FaultyStore.Fault.DISK_GONE);
        }
    }

    private static void works(FaultyStore store) {
        store.before((id, bytes) -> {});
        store.after((id, bytes) -> {});
        store.fail(FaultyStore.Fault.NONE);
    }

    private static void assertStorage(Failure failure) {
        assertThat(failure.step()).as(failure.toString()).isEqualTo(Step.STORAGE);
        assertThat(failure.temporary()).isTrue();
        assertThat(failure.message()).contains(REASON);
        assertThat(failure.advice()).contains("storage");
    }
}
