package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.token.CredentialState;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which copy of a credential's state counts: that in memory, or those in the records of its profiles. */
class CredentialCopiesTest {
    private static final String FINGERPRINT = "f".repeat(64);
    private static final StoreFailure FULL = new StoreFailure("no space left", "Delete files.");
    private static final Failure REFUSED =
            Failure.of(Step.TOKEN, Failure.Kind.GRANT_INVALID, "the grant is revoked", "Sign in.");

    private final EventLog events = new EventLog(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), "", null);

    /** The record of a profile. */
    private static final class Copy implements CredentialSharer {
        private final List<CredentialState> written = new ArrayList<>();
        private @Nullable CredentialState stored;
        private @Nullable StoreFailure refuses;
        private boolean pendingStored = true;

        @Override
        public OAuthProfile profile() {
            return ProfileRecordTest.PROFILE;
        }

        @Override
        public @Nullable CredentialState reread(String fingerprint) {
            return fingerprint.equals(FINGERPRINT) ? stored : null;
        }

        @Override
        public Optional<StoreFailure> write(CredentialState state) {
            written.add(state);
            stored = refuses == null ? state : stored;
            return Optional.ofNullable(refuses);
        }

        @Override
        public boolean isPendingStored() {
            return pendingStored;
        }

        @Override
        public void use(Credential newer) {
            throw new AssertionError("not moved here");
        }
    }

    private final Copy desk = new Copy();
    private final Copy lobby = new Copy();

    private CredentialCopies copies(CredentialState inMemory) {
        CredentialCopies copies = new CredentialCopies(
                FINGERPRINT, "owner", inMemory, new CredentialLocks(RecordStore.inMemory(), false), events);
        copies.add(desk);
        copies.add(lobby);
        return copies;
    }

    private static CredentialState state(long sequence) {
        return CredentialState.EMPTY.issued(new TokenSet(
                Secret.of("a" + sequence),
                Duration.ofHours(1),
                Optional.of(Secret.of("r" + sequence)),
                Optional.empty(),
                "",
                TestValues.NOW,
                sequence));
    }

    private List<String> told() {
        return events.list().stream()
                .map(event -> event.profile() + " " + event.kind() + " " + event.message())
                .toList();
    }

    /** In memory, in a record, and whether the record counts. */
    private static List<Arguments> newer() {
        return List.of(
                Arguments.of("an older one", state(2), state(1), false),
                Arguments.of("a newer one", state(1), state(2), true),
                Arguments.of("the same one", state(1), state(1), false),
                Arguments.of("none in memory", CredentialState.EMPTY, state(1), true),
                Arguments.of(
                        "none in memory, and a refusal",
                        CredentialState.EMPTY,
                        CredentialState.EMPTY.refused(REFUSED),
                        true),
                Arguments.of("a refusal beside tokens", state(1), state(1).refused(REFUSED), false),
                Arguments.of("the journal of another process", state(1), state(1).begun("digest"), true),
                Arguments.of("the journal of an older renewal", state(2), state(1).begun("digest"), false),
                Arguments.of("a revocation", state(1), state(1).revoked(), true),
                Arguments.of("an older revocation", state(3), state(1).revoked(), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("newer")
    void newest_isTheNewerOfMemoryAndRecord(
            String name, CredentialState inMemory, CredentialState stored, boolean counts) {
        CredentialCopies copies = copies(inMemory);
        lobby.stored = stored;
        assertThat(copies.newest()).isEqualTo(counts ? stored : inMemory);
        assertThat(copies.state()).isEqualTo(counts ? stored : inMemory);
    }

    /** The store still has what was before: a journal there is older than the state that it failed to keep. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("newer")
    void newest_whileTheStoreHasFailedToKeepTheState_isOnlyWhatIsCertainlyNewer(
            String name, CredentialState inMemory, CredentialState stored, boolean counts) {
        CredentialCopies copies = copies(CredentialState.EMPTY);
        desk.refuses = FULL;
        lobby.refuses = FULL;
        copies.replace(inMemory, null);
        lobby.stored = stored;
        assertThat(copies.newest()).isEqualTo(stored.newerThan(inMemory) ? stored : inMemory);
        assertThat(copies.unsaved()).isEqualTo(!stored.newerThan(inMemory));
    }

    @Test
    void stateThatTheStoreDoesNotKeep_isToldOnce_forEachProfile_andSoIsItsEnd() {
        CredentialCopies copies = copies(state(1));
        copies.save(state(2));
        assertThat(told()).isEmpty();
        assertThat(copies.unsaved()).isFalse();
        assertThat(copies.notStored()).isEmpty();

        desk.refuses = FULL;
        copies.save(state(3));
        copies.save(state(4));
        String refused =
                "desk NOT_STORED the tokens cannot be stored, and are kept in memory: no space left. Delete files.";
        assertThat(told()).containsExactly(refused, refused);
        assertThat(copies.unsaved()).isTrue();
        assertThat(copies.notStored().orElseThrow().toString())
                .contains("no space left")
                .contains("Delete files.");
        assertThat(copies.state()).isEqualTo(state(4));

        desk.refuses = null;
        copies.saveAgain(Duration.ofSeconds(5));
        String kept = "desk STORED the tokens are stored";
        assertThat(told()).containsExactly(refused, refused, kept, kept);
        assertThat(copies.unsaved()).isFalse();
        assertThat(desk.stored).isEqualTo(state(4));
        assertThat(lobby.stored).isEqualTo(state(4));
    }

    @Test
    void stateThatTheStoreDidNotKeep_isOutdatedByTheTokensOfAnotherProcess_andThatIsTold() {
        CredentialCopies copies = copies(state(1));
        desk.refuses = FULL;
        copies.save(state(2));
        desk.refuses = null;
        desk.stored = state(5);
        lobby.stored = state(5);
        int before = lobby.written.size();
        copies.saveAgain(Duration.ofSeconds(5));
        assertThat(copies.state()).isEqualTo(state(5));
        assertThat(lobby.written).hasSize(before);
        assertThat(copies.unsaved()).isFalse();
        assertThat(told()).last().isEqualTo("desk STORED the tokens are stored");
    }

    @Test
    void pendingTokens_thatAreNotStored_areWrittenAgain() {
        CredentialCopies copies = copies(state(1));
        lobby.pendingStored = false;
        assertThat(copies.unsaved()).isTrue();
        copies.saveAgain(Duration.ofSeconds(5));
        assertThat(lobby.written).containsExactly(state(1));
    }

    /** A journal costs a write of the flash memory: none is written that the record has already. */
    @Test
    void journal_isWrittenOnce_andItsRefusalIsAFailureOfTheStorage() {
        CredentialCopies copies = copies(state(1));
        assertThat(copies.begin(state(1).begun("digest"))).isEmpty();
        assertThat(copies.begin(state(1).begun("digest"))).isEmpty();
        assertThat(desk.written).containsExactly(state(1).begun("digest"));

        desk.refuses = FULL;
        for (int i = 0; i < 2; i++) {
            Failure failure = copies.begin(state(2).begun("digest")).orElseThrow();
            assertThat(failure.step()).isEqualTo(Step.STORAGE);
            assertThat(failure.message()).isEqualTo("the storage refuses the journal of a renewal: no space left");
            assertThat(failure.advice()).isEqualTo("Delete files.");
        }
        assertThat(desk.written).hasSize(3);
    }

    @Test
    void revokedCredential_keepsNoResultOfARenewal() {
        CredentialCopies copies = copies(state(1).revoked());
        copies.save(state(7));
        assertThat(copies.state()).isEqualTo(state(1).revoked());
        assertThat(desk.written).isEmpty();
    }

    @Test
    void record_thatHasTheStateAlready_isNotWrittenAgain() {
        CredentialCopies copies = copies(state(1));
        copies.replace(state(2), desk);
        assertThat(desk.written).isEmpty();
        assertThat(lobby.written).containsExactly(state(2));
    }

    @Test
    void events_ofARenewal_areThoseOfTheOwner_andTheConfigurationIsThatOfAProfile() {
        CredentialCopies copies = copies(state(1));
        copies.report(Event.Kind.TOKEN, "renewed");
        assertThat(told()).containsExactly("owner TOKEN renewed");
        assertThat(copies.profile()).contains(ProfileRecordTest.PROFILE);
        copies.remove(desk);
        copies.remove(lobby);
        assertThat(copies.profile()).isEmpty();
    }
}
