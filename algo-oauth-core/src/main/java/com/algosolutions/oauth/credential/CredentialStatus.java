package com.algosolutions.oauth.credential;

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

/** The status of the profiles that share one credential, and the events of its changes. Thread-safe. */
final class CredentialStatus {
    private final String fingerprint;
    private final TokenManager tokens;
    private final Renewal renewal;
    private final TrustedClock clock;
    private final Revocations revocations;
    private final EventLog events;

    /** The last reported state; used by the reporting thread only. */
    private volatile ProfileStatus.State lastReported = ProfileStatus.State.READY;

    /** Number of report requests not yet handled; non-zero while a thread is reporting. */
    private final AtomicInteger reportRequests = new AtomicInteger();

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
     * @param state the state of the credential
     * @param unsaved why the store failed to keep it; empty if it has it
     */
    StatusSnapshot of(CredentialState state, Optional<Failure> unsaved) {
        TokenManager.Snapshot now = tokens.snapshot();
        Optional<Duration> goodFor =
                Optional.ofNullable(now.good()).map(token -> Duration.ofNanos(token.goodUntil() - clock.ticks()));
        Optional<Duration> nextTry =
                now.backOffNanos() > 0 ? Optional.of(Duration.ofNanos(now.backOffNanos())) : Optional.empty();
        Optional<Failure> failure =
                Optional.ofNullable(now.failed()).map(NoToken::failure).filter(why -> !isOver(why, now, unsaved));
        if (failure.isEmpty() && now.good() == null) {
            failure = renewal.nothingToPresent(state);
        }
        if (failure.isEmpty()) {
            failure = unsaved;
        }
        if (state.isRevoked()) {
            return revoked(state, unsaved.isPresent());
        }
        Optional<Duration> refreshGoodFor = renewal.refreshLife(state).map(RefreshTokenLife::left);
        return new StatusSnapshot(state(now, failure), failure, nextTry, goodFor, refreshGoodFor);
    }

    /** Whether a rate limit has ended, or the store works again, so that the next caller sends a request. */
    private static boolean isOver(Failure failure, TokenManager.Snapshot now, Optional<Failure> unsaved) {
        return failure.kind() == Failure.Kind.THROTTLED
                ? now.backOffNanos() == 0
                : failure.step() == Step.STORAGE && unsaved.isEmpty();
    }

    private StatusSnapshot revoked(CredentialState state, boolean unsaved) {
        String open = (revocations.pending(fingerprint)
                        ? ", and the provider has not confirmed it yet (revocation pending)"
                        : "")
                + (unsaved ? ", and that cannot be stored: check the device's storage before the next restart" : "");
        Optional<Failure> why = state.refusal()
                .map(CredentialState.Refusal::failure)
                .map(known -> Failure.of(known.step(), known.kind(), known.message() + open, known.advice()));
        return StatusSnapshot.without(ProfileStatus.State.REVOKED, why);
    }

    /**
     * Adds an event for each profile if the state has changed. One thread reports at a time. It repeats the report if another thread has
     * requested one meanwhile, so that the last event shows the latest state. The caller holds no lock of the credential, but may hold a
     * profile's.
     *
     * @param status returns the status now
     * @param sharers the profiles
     */
    void report(Supplier<ProfileStatus> status, List<CredentialSharer> sharers) {
        if (reportRequests.getAndIncrement() > 0) {
            return;
        }
        int handled = 1;
        try {
            while (handled > 0) {
                reportNow(status.get(), sharers);
                handled = reportRequests.addAndGet(-handled);
            }
        } finally {
            if (handled > 0) {
                reportRequests.set(0); // an error must not keep the next thread from reporting
            }
        }
    }

    private void reportNow(ProfileStatus now, List<CredentialSharer> sharers) {
        if (lastReported != now.state()) {
            lastReported = now.state();
            for (CredentialSharer sharer : sharers) {
                events.add(sharer.profile().name(), now);
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
        if (!failure.get().kind().temporary()) {
            return failure.get().kind() == Failure.Kind.GRANT_INVALID
                    ? ProfileStatus.State.REAUTHORIZATION_REQUIRED
                    : ProfileStatus.State.MISCONFIGURED;
        }
        if (failure.get().kind() == Failure.Kind.THROTTLED) {
            return ProfileStatus.State.THROTTLED;
        }
        boolean byClock =
                Optional.ofNullable(now.failed()).filter(NoToken::time).isPresent();
        return byClock && !clock.trusted() ? ProfileStatus.State.CLOCK_UNTRUSTED : ProfileStatus.State.DEGRADED;
    }
}
