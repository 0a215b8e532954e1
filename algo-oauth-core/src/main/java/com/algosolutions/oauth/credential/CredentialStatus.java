package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.token.CredentialState;
import com.algosolutions.oauth.token.KnownTokens;
import com.algosolutions.oauth.token.NoToken;
import com.algosolutions.oauth.token.RefreshTokenLife;
import com.algosolutions.oauth.token.TokenManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The status of the profiles that share one credential, and the events of its changes. Thread-safe. */
final class CredentialStatus {
    private final TokenManager tokens;
    private final KnownTokens known;
    private final CredentialServices client;

    /** The last reported state; used by the reporting thread only. */
    private volatile ProfileStatus.State lastReported = ProfileStatus.State.READY;

    /** Whether a thread is reporting; guarded by this, as is the field below. */
    private boolean reporting;

    /** Whether another thread has requested a report meanwhile. */
    private boolean requested;

    CredentialStatus(TokenManager tokens, KnownTokens known, CredentialServices client) {
        this.tokens = tokens;
        this.known = known;
        this.client = client;
    }

    /**
     * The status now.
     *
     * @param fingerprint identifies the credential
     * @param state its state
     * @param unsaved why the store failed to keep it; empty if it has it
     * @param nothingToPresent why an operator must act before there can be a token; empty if the device can request one
     */
    StatusSnapshot of(
            String fingerprint,
            CredentialState state,
            Optional<Failure> unsaved,
            Supplier<Optional<Failure>> nothingToPresent) {
        TokenManager.Snapshot now = tokens.snapshot();
        Optional<Duration> goodFor = Optional.ofNullable(now.good())
                .map(token ->
                        Duration.ofNanos(token.goodUntil() - client.clock().ticks()));
        Optional<Duration> nextTry =
                now.backOffNanos() > 0 ? Optional.of(Duration.ofNanos(now.backOffNanos())) : Optional.empty();
        Optional<Failure> failure =
                Optional.ofNullable(now.failed()).map(NoToken::failure).filter(why -> !isOver(why, now, unsaved));
        if (failure.isEmpty() && now.good() == null) {
            failure = nothingToPresent.get();
        }
        if (failure.isEmpty()) {
            failure = unsaved;
        }
        if (state.isRevoked()) {
            return revoked(fingerprint, state, unsaved.isPresent());
        }
        Optional<Duration> refreshGoodFor = known.refreshLife(state).map(RefreshTokenLife::left);
        return new StatusSnapshot(state(now, failure), failure, nextTry, goodFor, refreshGoodFor);
    }

    /** Whether a rate limit has ended, or the store works again, so that the next caller sends a request. */
    private static boolean isOver(Failure failure, TokenManager.Snapshot now, Optional<Failure> unsaved) {
        return failure.kind() == Failure.Kind.THROTTLED
                ? now.backOffNanos() == 0
                : failure.step() == Step.STORAGE && unsaved.isEmpty();
    }

    private StatusSnapshot revoked(String fingerprint, CredentialState state, boolean unsaved) {
        String open = (client.revocations().pending(fingerprint)
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
        synchronized (this) {
            requested = true;
            if (reporting) {
                return;
            }
            reporting = true;
        }
        boolean ended = false;
        try {
            while (takeRequest()) {
                reportNow(status.get(), sharers);
            }
            ended = true;
        } finally {
            if (!ended) {
                endReport(); // an error must not keep the next thread from reporting
            }
        }
    }

    /** Whether there is a request to handle; otherwise this thread's report has ended. */
    private synchronized boolean takeRequest() {
        reporting = requested;
        requested = false;
        return reporting;
    }

    private synchronized void endReport() {
        reporting = false;
        requested = false;
    }

    private void reportNow(ProfileStatus now, List<CredentialSharer> sharers) {
        if (lastReported != now.state()) {
            lastReported = now.state();
            for (CredentialSharer sharer : sharers) {
                client.events().add(sharer.profile().name(), now);
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
        return byClock && !client.clock().trusted()
                ? ProfileStatus.State.CLOCK_UNTRUSTED
                : ProfileStatus.State.DEGRADED;
    }
}
