package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.token.CredentialState;
import com.algosolutions.oauth.token.NoToken;
import com.algosolutions.oauth.token.RefreshTokenLife;
import com.algosolutions.oauth.token.Renewal;
import com.algosolutions.oauth.token.TokenManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How the profiles of one credential stand, and who is told when that changes. Thread-safe. */
final class CredentialStatus {
    private final String fingerprint;
    private final TokenManager tokens;
    private final Renewal renewal;
    private final TrustedClock clock;
    private final Revocations revocations;
    private final EventLog events;

    /** The state that was told last; for whoever tells. */
    private volatile ProfileStatus.State told = ProfileStatus.State.READY;

    /** How often somebody has asked to tell, since whoever tells has looked. */
    private final AtomicInteger telling = new AtomicInteger();

    CredentialStatus(
            String fingerprint,
            TokenManager tokens,
            Renewal renewal,
            TrustedClock clock,
            Revocations revocations,
            EventLog events) {
        this.fingerprint = fingerprint;
        this.tokens = tokens;
        this.renewal = renewal;
        this.clock = clock;
        this.revocations = revocations;
        this.events = events;
    }

    /**
     * The status now.
     *
     * @param state what is remembered of the credential
     * @param unsaved whether the storage has refused it
     */
    StatusSnapshot of(CredentialState state, boolean unsaved) {
        TokenManager.Snapshot now = tokens.snapshot();
        Optional<Duration> goodFor =
                Optional.ofNullable(now.good()).map(token -> Duration.ofNanos(token.goodUntil() - clock.ticks()));
        Optional<Duration> nextTry =
                now.backOffNanos() > 0 ? Optional.of(Duration.ofNanos(now.backOffNanos())) : Optional.empty();
        Optional<Failure> failure =
                Optional.ofNullable(now.failed()).map(NoToken::failure).filter(why -> !isWaitedFor(why, now));
        if (failure.isEmpty() && now.good() == null) {
            failure = renewal.nothingToPresent(state);
        }
        if (failure.isEmpty() && unsaved) {
            failure = Optional.of(Failure.local(
                    Step.TOKEN,
                    Failure.Kind.UNAVAILABLE,
                    "the tokens cannot be stored",
                    "Check the device's storage."));
        }
        if (state.isRevoked()) {
            return revoked(state, unsaved);
        }
        Optional<Duration> refreshGoodFor = renewal.refreshLife(state).map(RefreshTokenLife::left);
        return new StatusSnapshot(state(now, failure), failure, nextTry, goodFor, refreshGoodFor);
    }

    /** The silence that was asked for is over: the next caller is not kept from asking. */
    private static boolean isWaitedFor(Failure failure, TokenManager.Snapshot now) {
        return failure.kind() == Failure.Kind.THROTTLED && now.backOffNanos() == 0;
    }

    private StatusSnapshot revoked(CredentialState state, boolean unsaved) {
        String open = (revocations.pending(fingerprint)
                        ? ", and the provider has yet to be told (revocation pending)"
                        : "")
                + (unsaved ? ", and that cannot be stored: check the device's storage before the next restart" : "");
        Optional<Failure> why = state.refusal()
                .map(CredentialState.Refusal::failure)
                .map(known -> Failure.local(known.step(), known.kind(), known.meaning() + open, known.advice()));
        return StatusSnapshot.without(ProfileStatus.State.REVOKED, why);
    }

    /**
     * Tells a change of state. One thread tells at a time, and looks again if another has come meanwhile, so that what is told last is
     * true. The caller holds no lock of the credential; whoever called it may hold a profile's.
     *
     * @param status the status when it is asked for
     * @param sharers the profiles that are told of
     */
    void tell(Supplier<ProfileStatus> status, List<CredentialSharer> sharers) {
        if (telling.getAndIncrement() > 0) {
            return;
        }
        int noted = 1;
        try {
            while (noted > 0) {
                tellNow(status.get(), sharers);
                noted = telling.addAndGet(-noted);
            }
        } finally {
            if (noted > 0) {
                telling.set(0); // an error must not keep the next one from telling
            }
        }
    }

    private void tellNow(ProfileStatus now, List<CredentialSharer> sharers) {
        if (told != now.state()) {
            told = now.state();
            for (CredentialSharer sharer : sharers) {
                events.add(sharer.profile().name(), Event.Kind.STATE, now.toString());
            }
        }
    }

    private ProfileStatus.State state(TokenManager.Snapshot now, Optional<Failure> failure) {
        if (now.good() != null || failure.isEmpty()) {
            return failure.isPresent()
                    ? ProfileStatus.State.DEGRADED
                    : now.renewing() && now.good() == null ? ProfileStatus.State.RENEWING : ProfileStatus.State.READY;
        }
        if (now.renewing()) {
            return ProfileStatus.State.RENEWING;
        }
        if (!failure.get().kind().retryable()) {
            return ProfileStatus.State.REAUTHORIZATION_REQUIRED;
        }
        if (failure.get().kind() == Failure.Kind.THROTTLED) {
            return ProfileStatus.State.THROTTLED;
        }
        boolean byClock =
                Optional.ofNullable(now.failed()).filter(NoToken::time).isPresent();
        return byClock && !clock.trusted() ? ProfileStatus.State.CLOCK_UNTRUSTED : ProfileStatus.State.DEGRADED;
    }
}
