package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.Parts;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualClock;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The record of a profile and its credential, in one process and in two on the same store; without a server. */
class ProfileEntryTest {
    private static final Preset PRESET = new GenericProvider().preset();
    private static final OAuthProfile DESK = ProfileRecordTest.PROFILE;
    private static final Failure REFUSED =
            Failure.of(Step.TOKEN, Failure.Kind.GRANT_INVALID, "the grant is revoked", "Sign in.");

    private final FaultyStore store = new FaultyStore();
    private final ManualTicker ticker = new ManualTicker();
    private final ManualClock clock = new ManualClock(TestValues.NOW);
    private final List<Parts> opened = new ArrayList<>();

    /** A process that has loaded the profiles of the store. */
    private Parts process() {
        OAuthClient.Builder settings =
                TestValues.client().store(store).ticker(ticker).clock(clock).keepRefreshTokensAlive();
        ClientInternals.later(settings, ticker);
        Parts parts = new Parts(settings);
        opened.add(parts);
        parts.profiles();
        return parts;
    }

    @AfterEach
    void close() {
        store.fail(FaultyStore.Fault.NONE);
        store.before((id, bytes) -> {}).after((id, bytes) -> {});
        opened.forEach(Parts::close);
    }

    private static ProfileEntry desk(Parts process) {
        return requireNonNull(process.profiles().find("desk"));
    }

    private static Credential credential(ProfileEntry entry) {
        return requireNonNull(entry.credential());
    }

    private static TokenSet tokens(long sequence) {
        return new TokenSet(
                Secret.of("access-" + sequence),
                Duration.ofHours(1),
                Optional.of(Secret.of("refresh-" + sequence)),
                Optional.of(Duration.ofDays(7)),
                "",
                TestValues.NOW,
                sequence);
    }

    private static CredentialState state(long sequence) {
        return CredentialState.EMPTY.issued(tokens(sequence));
    }

    private static PendingTokenSet pending(long sequence) {
        return new PendingTokenSet(ProfileSnapshot.of(DESK), tokens(sequence), "a login", Optional.empty());
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(5));
    }

    private void stored(ProfileRecord record) throws IOException {
        TestValues.keep(store, record);
    }

    private ProfileRecord record(OAuthProfile profile) throws IOException {
        return ProfileRecord.read(
                store.read(ProfileRecord.ID_PREFIX + profile.id()).orElseThrow().bytes());
    }

    private List<String> profileRecords() throws IOException {
        return store.list().stream()
                .filter(id -> id.startsWith(ProfileRecord.ID_PREFIX))
                .toList();
    }

    private static OAuthProfile named(String name) {
        return OAuthProfile.builder(PRESET)
                .json(DESK.toJson())
                .name(name)
                .clientSecret(DESK.clientSecret().orElseThrow())
                .build();
    }

    /** Before the disk has the record, or after. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void creation_thatFails_leavesNoRecord_alsoNotLater(boolean onDisk) throws IOException {
        Parts process = process();
        ProfileEntry lobby = process.profiles().create(named("lobby"));
        FaultyStore.Watcher full = (id, bytes) -> {
            throw new IOException("no space left");
        };
        if (onDisk) {
            store.after(full);
        } else {
            store.before(full);
        }
        assertThatThrownBy(() -> process.profiles().create(DESK))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Profile desk could not be stored: no space left. Check the storage, and try again.");
        store.before((id, bytes) -> {}).after((id, bytes) -> {});

        assertThat(profileRecords()).hasSize(1);
        credential(lobby).deactivate(); // writes the state to the records of all profiles that share it
        assertThat(profileRecords()).hasSize(1);
        assertThat(process.profiles().find("desk")).isNull();
        process.profiles().create(DESK);
        assertThat(profileRecords()).hasSize(2);
    }

    @Test
    void creation_thatFails_leavesTheRecordOfAnother() throws IOException {
        Parts process = process();
        store.before((id, bytes) -> {
            if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                store.before((other, theirs) -> {});
                store.replace(id, 0, new ProfileRecord(DESK, state(3)).toBytes());
                throw new IOException("no space left");
            }
        });
        assertThatThrownBy(() -> process.profiles().create(DESK)).isInstanceOf(UncheckedIOException.class);
        assertThat(record(DESK).state()).isEqualTo(state(3));
    }

    /** The client cannot know whether the disk has the new record; it never deletes that of a profile which it had. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void updateOfTheCredential_thatFails_leavesARecord(boolean onDisk) throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        ProfileEntry desk = desk(process());
        OAuthProfile changed = DESK.edit(PRESET).clientId("app-2").build();
        FaultyStore.Watcher full = (id, bytes) -> {
            throw new IOException("no space left");
        };
        if (onDisk) {
            store.after(full);
        } else {
            store.before(full);
        }
        assertThatThrownBy(() -> desk.replaceWith(changed)).isInstanceOf(UncheckedIOException.class);
        assertThat(record(DESK).profile().clientId()).isEqualTo(onDisk ? "app-2" : "app-1");
        assertThat(desk.isGone()).isFalse();
    }

    @Test
    void record_isMissing_onceAnotherProcessHasDeletedIt() throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        Parts one = process();
        Parts two = process();
        assertThat(desk(one).isInStore()).isTrue();
        desk(two).delete();
        assertThat(desk(one).isInStore()).isFalse();
        assertThat(desk(one).write(state(2)).orElseThrow().reason()).isEqualTo("the profile's record is missing");
        assertThat(profileRecords()).isEmpty();
    }

    @Test
    void state_isWritten_overAChangeOfAnotherProcess_whichItKeeps() throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        ProfileEntry one = desk(process());
        ProfileEntry two = desk(process());
        OAuthProfile renamed = DESK.edit(PRESET).name("lobby").build();
        two.change(renamed);
        assertThat(one.write(state(2))).isEmpty();
        assertThat(record(DESK)).isEqualTo(new ProfileRecord(renamed, state(2)));
        assertThat(one.profile()).isEqualTo(renamed);
    }

    @Test
    void state_isNotWritten_overANewerOneOfAnotherProcess() throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        ProfileEntry one = desk(process());
        ProfileEntry two = desk(process());
        assertThat(two.write(state(5))).isEmpty();
        assertThat(one.write(state(2)).orElseThrow().reason())
                .isEqualTo("another process is changing the profile's record");
        assertThat(record(DESK).state()).isEqualTo(state(5));
    }

    @Test
    void pendingTokens_areWritten_besideTheNewerStateOfAnotherProcess() throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        ProfileEntry one = desk(process());
        ProfileEntry two = desk(process());
        assertThat(two.write(state(5))).isEmpty();
        assertThat(one.storePending(Optional.of(pending(9)), ticker.getAsLong()))
                .isTrue();
        assertThat(record(DESK)).isEqualTo(new ProfileRecord(DESK, state(5), Optional.of(pending(9))));
    }

    @ParameterizedTest
    @CsvSource({
        "DISK_FULL,          no space left",
        "BUG,                The record store breaks its contract",
        "WRITTEN_BY_ANOTHER, another process is changing the profile's record"
    })
    void write_thatFails_saysWhy(FaultyStore.Fault fault, String reason) throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        ProfileEntry desk = desk(process());
        store.fail(fault);
        assertThat(desk.write(state(2)).orElseThrow().reason()).startsWith(reason);
        store.fail(FaultyStore.Fault.NONE);
        assertThat(record(DESK).state()).isEqualTo(state(1));
    }

    @Test
    void write_overADamagedRecord_leavesItToTheOperator() throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        ProfileEntry desk = desk(process());
        String id = ProfileRecord.ID_PREFIX + DESK.id();
        store.replace(id, store.read(id).orElseThrow().generation(), "{}".getBytes(UTF_8));
        assertThat(desk.write(state(2)).orElseThrow().reason())
                .isEqualTo("another process is changing the profile's record");
        assertThat(store.read(id).orElseThrow().bytes()).isEqualTo("{}".getBytes(UTF_8));
    }

    /** The flash memory of a device wears out. */
    @Test
    void change_isOneWrite() throws IOException {
        Parts process = process();
        AtomicInteger writes = new AtomicInteger();
        store.before((id, bytes) -> writes.incrementAndGet());
        ProfileEntry desk = process.profiles().create(DESK);
        assertThat(desk.write(state(1))).isEmpty();
        desk.change(DESK.edit(PRESET).name("lobby").build());
        assertThat(desk.storePending(Optional.of(pending(9)), ticker.getAsLong()))
                .isTrue();
        assertThat(desk.savePending(null, soon())).isTrue();
        assertThat(desk.write(state(20))).isEmpty();
        assertThat(desk.write(state(21))).isEmpty();
        assertThat(writes).hasValue(7);
        assertThat(record(DESK).state()).isEqualTo(state(21));
    }

    @Test
    void pendingTokens_thatTheStoreRefuses_areWrittenOnceItDoesNot() throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        ProfileEntry desk = desk(process());
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThat(desk.storePending(Optional.of(pending(9)), ticker.getAsLong()))
                .isFalse();
        assertThat(desk.newestPending()).contains(pending(9));
        store.fail(FaultyStore.Fault.NONE);
        assertThat(record(DESK).pending()).isEmpty();
        ticker.seconds(7);
        assertThat(record(DESK).pending()).contains(pending(9));
        assertThat(desk.isPendingStored()).isTrue();
    }

    @Test
    void pendingTokens_areThoseOfTheStore_orThoseInMemoryIfItCannotBeRead() throws IOException {
        stored(new ProfileRecord(DESK, state(1)));
        ProfileEntry one = desk(process());
        ProfileEntry two = desk(process());
        one.storePending(Optional.of(pending(9)), ticker.getAsLong());
        assertThat(two.newestPending()).contains(pending(9));
        store.fail(FaultyStore.Fault.UNREADABLE);
        assertThat(one.newestPending()).contains(pending(9));
        assertThat(two.newestPending()).isEmpty();
        store.fail(FaultyStore.Fault.NONE);
        two.storePending(Optional.empty(), 0);
        assertThat(one.newestPending()).isEmpty();
    }

    /** The age of stored tokens by the wall clock, if it can be right: seconds since they were issued, and left for requests. */
    @ParameterizedTest
    @CsvSource({"0, 3570", "600, 2970", "3500, 70", "-1000000000, 3570", "3000000000, 3570"})
    void pendingTokens_ofAnEarlierProcess_haveTheRestOfTheirLife(long later, long left) throws IOException {
        stored(new ProfileRecord(DESK, CredentialState.EMPTY, Optional.of(pending(9))));
        clock.set(TestValues.NOW.plusSeconds(later));
        ProfileEntry desk = desk(process());
        assertThat(desk.savePending(null, soon())).isTrue();
        StatusSnapshot status = credential(desk).status();
        assertThat(status.state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(status.accessTokenExpiresIn()).contains(Duration.ofSeconds(left));
        ticker.seconds(50);
        assertThat(credential(desk).status().accessTokenExpiresIn()).contains(Duration.ofSeconds(left - 50));
        assertThat(status.retryAfter()).isEmpty();
    }

    @Test
    void savedTokens_endARefusal_andThatIsReported() throws IOException {
        stored(new ProfileRecord(
                DESK,
                CredentialState.EMPTY.issued(tokens(1).withoutRefreshToken()).refused(REFUSED),
                Optional.of(pending(9))));
        Parts process = process();
        ProfileEntry desk = desk(process);
        assertThat(ticker.waiting()).isFalse();
        assertThat(desk.savePending(null, soon())).isTrue();
        assertThat(process.events.list())
                .filteredOn(event -> event.kind() == Event.Kind.STATE_CHANGED)
                .last()
                .satisfies(event -> assertThat(event.message()).startsWith("READY"));
        assertThat(ticker.waiting()).as("the refresh token is kept alive").isTrue();
        assertThat(desk.savePending(null, soon())).isFalse();
    }

    @Test
    void savedTokens_withAnEditOfTheSameProfile_areOneWrite_unlessAnotherProcessHasChangedIt() throws IOException {
        stored(new ProfileRecord(DESK, state(1), Optional.of(pending(9))));
        ProfileEntry one = desk(process());
        ProfileEntry two = desk(process());
        OAuthProfile theirs = DESK.edit(PRESET).name("theirs").build();
        two.change(theirs);
        OAuthProfile ours = DESK.edit(PRESET).name("ours").build();
        assertThatThrownBy(() -> one.savePending(ours, soon()))
                .hasMessageStartingWith("Another process has changed the profile meanwhile, so nothing was saved");
        assertThat(record(DESK).profile()).isEqualTo(theirs);
        assertThat(one.savePending(ours, soon())).isTrue();
        assertThat(record(DESK).profile()).isEqualTo(ours);
        assertThat(record(DESK).pending()).isEmpty();
    }

    /** A press that has found the profile before its deletion gets no token of it. */
    @Test
    void deletion_endsTheTokens_unlessAnotherProfileUsesThem() throws IOException {
        Parts process = process();
        ProfileEntry desk = process.profiles().create(DESK);
        ProfileEntry lobby = process.profiles().create(named("lobby"));
        Credential shared = credential(desk);
        assertThat(credential(lobby)).isSameAs(shared);
        assertThat(desk.storePending(Optional.of(pending(9)), ticker.getAsLong()))
                .isTrue();
        assertThat(desk.savePending(null, soon())).isTrue();
        assertThat(shared.secrets()).containsExactly(Secret.of("access-9"), Secret.of("refresh-9"));

        process.profiles().remove("desk", desk);
        desk.delete();
        assertThat(desk.isGone()).isTrue();
        assertThat(shared.tokens().snapshot().good()).isNotNull();
        assertThat(credential(process.profiles().create(named("gate"))))
                .as("still shared")
                .isSameAs(shared);
        requireNonNull(process.profiles().find("gate")).delete();

        lobby.delete();
        assertThat(shared.tokens().snapshot().good()).isNull();
        assertThat(shared.state().isRevoked()).isTrue();
        assertThat(store.text()).doesNotContain("access-9");
        assertThat(credential(process.profiles().create(named("next")))).isNotSameAs(shared);
    }

    @Test
    void deletion_isReported_withTheProfile() {
        Parts process = process();
        List<OAuthProfile> deleted = new ArrayList<>();
        process.profiles().onDeletion(deleted::add);
        ProfileEntry desk = process.profiles().create(DESK);
        desk.delete();
        process.profiles().remove("desk", desk);
        assertThat(deleted).containsExactly(DESK);
        assertThat(process.profiles().all()).isEmpty();
    }

    /** A power cut between the writes of two records: the profiles have the newer tokens, whichever is read first. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoRecordsOfOneCredential_haveTheNewerState(boolean newerFirst) throws IOException {
        OAuthProfile first = OAuthProfile.builder(PRESET)
                .json(named("first").toJson())
                .id("00000000-0000-4000-8000-000000000001")
                .clientSecret(DESK.clientSecret().orElseThrow())
                .build();
        OAuthProfile second = OAuthProfile.builder(PRESET)
                .json(named("second").toJson())
                .id("00000000-0000-4000-8000-000000000002")
                .clientSecret(DESK.clientSecret().orElseThrow())
                .build();
        CredentialState interrupted = state(1).begun("digest");
        stored(new ProfileRecord(first, newerFirst ? state(2) : interrupted));
        stored(new ProfileRecord(second, newerFirst ? interrupted : state(2)));
        Parts process = process();
        ProfileEntry one = requireNonNull(process.profiles().find("first"));
        ProfileEntry two = requireNonNull(process.profiles().find("second"));
        assertThat(credential(one)).isSameAs(credential(two));
        assertThat(credential(one).state()).isEqualTo(state(2));
        assertThat(credential(one).isOnlyOf(one)).isFalse();
        ticker.seconds(60);
        assertThat(process.events.list()).as("the older copy is not renewed").isEmpty();
        credential(one).deactivate();
        assertThat(record(first).state().isRevoked()).isTrue();
        assertThat(record(second).state().isRevoked()).isTrue();
    }

    @Test
    void reactivation_thatTheDiskRefuses_isWrittenOnceItDoesNot() throws IOException {
        stored(new ProfileRecord(DESK, state(1).revoked()));
        ProfileEntry desk = desk(process());
        assertThat(credential(desk).status().state()).isEqualTo(ProfileStatus.State.REVOKED);
        store.fail(FaultyStore.Fault.DISK_FULL);
        desk.reactivate();
        store.fail(FaultyStore.Fault.NONE);
        assertThat(record(DESK).state().isRevoked()).isTrue();
        ticker.seconds(7);
        assertThat(record(DESK).state().isRevoked()).isFalse();
        assertThat(credential(desk).status().state()).isEqualTo(ProfileStatus.State.READY);
    }

    /** What an operator reads of a profile that was loaded, before any request. */
    @ParameterizedTest
    @CsvSource({"true, 0, READY", "true, 3600, READY", "false, 0, READY", "false, 3600, MISCONFIGURED"})
    void status_needsAPerson_onlyIfNeitherAGoodTokenNorARefreshTokenIsLeft(
            boolean refreshToken, long seconds, ProfileStatus.State state) throws IOException {
        OAuthProfile signedIn =
                DESK.edit(PRESET).grantType(new GrantType("AUTH_CODE")).build();
        TokenSet tokens = refreshToken ? tokens(1) : tokens(1).withoutRefreshToken();
        stored(new ProfileRecord(signedIn, CredentialState.EMPTY.issued(tokens)));
        clock.set(Instant.EPOCH); // a stored token is tried
        ProfileEntry desk = desk(process());
        ticker.seconds(seconds);
        assertThat(credential(desk).status().state()).isEqualTo(state);
    }

    /** A process that has read a newer record, and not taken its state over, does not replace it by its older one. */
    @ParameterizedTest
    @ValueSource(strings = {"write", "check", "change"})
    void newerState_ofAnotherProcess_isNotReplacedByAnOlderOne(String seenBy) throws IOException {
        Parts first = process();
        first.profiles().create(DESK);
        ProfileEntry behind = desk(process());
        assertThat(desk(first).write(state(2))).isEmpty();
        CredentialState older = state(1);

        switch (seenBy) {
            case "write" -> assertThat(behind.write(older)).isPresent();
            case "check" -> assertThat(behind.readAgain()).isTrue();
            default -> behind.change(behind.profile());
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(behind.write(older)).isPresent();
            assertThat(store.text()).contains("access-2").doesNotContain("access-1");
        }
    }
}
