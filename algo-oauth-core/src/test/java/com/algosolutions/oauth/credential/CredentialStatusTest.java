package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.ProfileStatus.State;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.token.CredentialState;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The events of a status, by themselves: one for each change, and the last one shows the latest. */
class CredentialStatusTest {
    private final EventLog events = new EventLog(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), "", null);
    private final CredentialStatus status = new CredentialStatus(
            null, null, new CredentialServices(RecordStore.inMemory(), null, null, null, null, null, events, null));

    private static final CredentialSharer DESK = new CredentialSharer() {
        @Override
        public OAuthProfile profile() {
            return ProfileRecordTest.PROFILE;
        }

        @Override
        public @Nullable CredentialState reread(String fingerprint) {
            return null;
        }

        @Override
        public Optional<StoreFailure> write(CredentialState state) {
            return Optional.empty();
        }

        @Override
        public boolean isPendingStored() {
            return true;
        }

        @Override
        public void use(Credential newer) {
            throw new AssertionError("not moved here");
        }
    };

    private void report(Supplier<ProfileStatus> now) {
        status.report(now, List.of(DESK));
    }

    private static ProfileStatus in(State state) {
        return StatusSnapshot.without(state, Optional.empty());
    }

    @Test
    void change_isOneEvent_andTheStatusIsReadOnce() {
        AtomicInteger reads = new AtomicInteger();
        for (State state : List.of(State.READY, State.DEGRADED, State.DEGRADED, State.READY)) {
            report(() -> {
                reads.incrementAndGet();
                return in(state);
            });
        }
        assertThat(events.list())
                .extracting(Event::profile, Event::kind, Event::message)
                .containsExactly(
                        tuple("desk", Event.Kind.STATE_CHANGED, "DEGRADED"),
                        tuple("desk", Event.Kind.STATE_CHANGED, "READY"));
        assertThat(reads).hasValue(4);
    }

    @Test
    void change_duringAReport_isReportedAfterIt() {
        AtomicInteger reads = new AtomicInteger();
        report(() -> {
            if (reads.incrementAndGet() > 1) {
                return in(State.REVOKED);
            }
            report(() -> in(State.READY)); // another thread, which does not wait
            return in(State.DEGRADED);
        });
        assertThat(events.list()).extracting(Event::message).containsExactly("DEGRADED", "REVOKED");
        assertThat(reads).hasValue(2);
    }

    @Test
    void report_thatFails_doesNotKeepTheNextOneFromBeingMade() {
        assertThatThrownBy(() -> report(() -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        report(() -> in(State.DEGRADED));
        assertThat(events.list()).extracting(Event::message).containsExactly("DEGRADED");
    }
}
