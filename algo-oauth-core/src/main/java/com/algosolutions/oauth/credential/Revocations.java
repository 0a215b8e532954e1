package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.RevocationEndpoint;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Durations;
import com.algosolutions.oauth.time.Workers;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Revokes tokens at their providers, now or later: RFC 7009. Thread-safe.
 *
 * <p>A revocation is recorded before the local copy of the tokens is deleted and before the request is sent, so that neither a power cut nor
 * an outage of the provider loses it. It is retried a few times and then dropped, with an event. At most {@link #MOST} are kept.
 */
public final class Revocations {
    static final int MOST = 16;
    private static final System.Logger LOG = System.getLogger(Revocations.class.getName());

    /** The waits before each retry, if the provider names no longer one; as many retries as waits. */
    private static final Duration[] AGAIN = {
        Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6)
    };

    private static final Duration AFTER_RESTART = Duration.ofSeconds(30);

    private final RecordStore store;
    private final ProviderCatalog providers;
    private final BackChannel channel;
    private final Workers workers;
    private final EventLog events;
    private final Duration timeout;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /** A pending revocation, and the generation of its record; 0 if the store failed to write it. */
    private record Kept(PendingRevocation what, long generation) {}

    /**
     * A revocation that is recorded and not sent yet.
     *
     * @param what the tokens to revoke; empty if no request will be sent
     * @param otherwise the result if no request will be sent
     */
    public record Started(Optional<PendingRevocation> what, RevocationResult otherwise) {
        /** For a profile whose tokens another one uses, or whose provider is not installed. */
        public static Started nothingToDo(boolean shared) {
            return new Started(
                    Optional.empty(),
                    shared ? RevocationReport.of(RevocationResult.Outcome.SHARED) : RevocationReport.noEndpoint());
        }
    }

    /**
     * The revocations of one client; none yet.
     *
     * @param timeout how long a retry may take
     */
    public Revocations(
            RecordStore store,
            ProviderCatalog providers,
            BackChannel channel,
            Workers workers,
            EventLog events,
            Duration timeout) {
        this.store = store;
        this.providers = providers;
        this.channel = channel;
        this.workers = workers;
        this.events = events;
        this.timeout = timeout;
    }

    /** Revokes tokens that are not in use any more. */
    RevocationResult revoke(OAuthProfile profile, TokenSet grant, Deadline deadline) {
        return finish(begin(profile, Optional.of(grant)), deadline);
    }

    /** Records a revocation. Call before the local copy of the tokens is deleted. */
    public Started begin(OAuthProfile profile, Optional<TokenSet> grant) {
        TokenSet known = grant.orElse(null);
        if (known == null || !known.usable()) {
            return new Started(Optional.empty(), RevocationReport.of(RevocationResult.Outcome.NOTHING_TO_REVOKE));
        }
        if (profile.revocationUrl().isEmpty()) {
            return new Started(Optional.empty(), RevocationReport.noEndpoint());
        }
        PendingRevocation pending = PendingRevocation.of(profile, known);
        keep(pending.id(), pending);
        return new Started(Optional.of(pending), RevocationReport.of(RevocationResult.Outcome.PENDING));
    }

    /**
     * Records a revocation of tokens that were not saved. If the profile has other servers now than when the tokens were issued, none of these
     * servers gets the tokens.
     */
    public Started begin(OAuthProfile profile, ProfileSnapshot issuedFor, TokenSet grant) {
        return issuedFor.sameServers(profile)
                ? begin(profile, Optional.of(grant))
                : new Started(
                        Optional.empty(),
                        RevocationReport.failed(Failure.of(
                                Step.REVOCATION,
                                Failure.Kind.CONFIGURATION,
                                "Token URL or Revocation URL is at another server than the one that issued the tokens,"
                                        + " so the tokens were not revoked at the provider",
                                "End the session in that provider's console, or let the tokens expire.")));
    }

    /** Drops a recorded revocation, because the local copy of the tokens could not be deleted. */
    public void cancel(Started started) {
        started.what().ifPresent(what -> drop(what.id()));
    }

    /** Sends a recorded revocation to the provider. */
    public RevocationResult finish(Started started, Deadline deadline) {
        return started.what().map(what -> send(what.id(), what, deadline)).orElse(started.otherwise());
    }

    /** Whether a revocation of a credential's tokens is pending. */
    boolean pending(String fingerprint) {
        return kept.values().stream()
                .anyMatch(entry -> entry.what().fingerprint().equals(fingerprint));
    }

    /**
     * Takes over a revocation that an earlier process has not finished.
     *
     * @throws IllegalArgumentException if it is damaged or of a newer version
     */
    void load(String id, StoredRecord stored) {
        PendingRevocation what = PendingRevocation.read(stored.bytes());
        kept.put(id, new Kept(what, stored.generation()));
        retryAfter(Durations.max(what.pause(), AFTER_RESTART), id);
    }

    private void retryAfter(Duration wait, String id) {
        workers.workerTimer().after(wait, () -> retry(id));
    }

    private void retry(String id) {
        Kept entry = kept.get(id);
        if (entry == null) {
            return;
        }
        // The count is written first, so that only one of two processes sends it, and a process that always crashes
        // here gives up.
        PendingRevocation claimed = entry.what().triedAgain();
        if (keep(id, claimed)) {
            send(id, claimed, Deadline.after(timeout));
        }
    }

    private RevocationResult send(String id, PendingRevocation what, Deadline deadline) {
        OAuthProvider provider = providers.find(what.profile().providerType()).orElse(null);
        URI url = what.profile().revocationUrl().orElse(null);
        if (provider == null || url == null) {
            return resolve(id, what, RevocationReport.noEndpoint());
        }
        RevocationEndpoint endpoint = new RevocationEndpoint(what.profile(), url, what.secrets(), provider, channel);
        boolean all = provider.traits().revocationEndsGrant();
        boolean ended = false;
        Optional<Failure> left = Optional.empty();
        List<PendingRevocation.RevocableToken> alive = new ArrayList<>(what.tokens());
        for (PendingRevocation.RevocableToken token : what.tokens()) {
            RevocationEndpoint.Result told = endpoint.revoke(token.value(), token.hint(), deadline);
            switch (told.fate()) {
                case DEAD -> ended |= all || token.refresh() || !what.hasRefreshToken();
                case UNSUPPORTED -> left = told.failure();
                case REFUSED -> {
                    return resolve(id, what, new RevocationReport(outcome(ended), told.failure()));
                }
                case ASK_AGAIN -> {
                    return postpone(id, what, alive, told.failure());
                }
            }
            alive.remove(token);
            if (ended && all) {
                left = Optional.empty();
                break;
            }
        }
        return resolve(id, what, new RevocationReport(outcome(ended), left));
    }

    private static RevocationResult.Outcome outcome(boolean ended) {
        return ended ? RevocationResult.Outcome.REVOKED : RevocationResult.Outcome.FAILED;
    }

    private RevocationResult postpone(
            String id, PendingRevocation what, List<PendingRevocation.RevocableToken> alive, Optional<Failure> why) {
        if (!kept.containsKey(id) || what.tries() >= AGAIN.length) {
            return resolve(id, what, new RevocationReport(RevocationResult.Outcome.FAILED, why));
        }
        Duration named = why.flatMap(Failure::retryAfter).orElse(Duration.ZERO);
        Duration wait = named.compareTo(AGAIN[0]) > 0 ? named : AGAIN[what.tries()];
        if (!keep(id, what.left(alive, wait))) {
            return resolve(id, what, new RevocationReport(RevocationResult.Outcome.FAILED, why));
        }
        retryAfter(wait, id);
        return report(what, new RevocationReport(RevocationResult.Outcome.PENDING, why));
    }

    private RevocationResult resolve(String id, PendingRevocation what, RevocationResult end) {
        drop(id);
        return report(what, end);
    }

    private RevocationResult report(PendingRevocation what, RevocationResult revocation) {
        events.add(what.profile().name(), Event.Kind.REVOCATION, revocation.toString());
        return revocation;
    }

    /** Records a revocation; false if {@link #MOST} are pending, or if another process has recorded, and so taken over, the same one. */
    private synchronized boolean keep(String id, PendingRevocation what) {
        Kept entry = kept.get(id);
        if (entry == null && kept.size() >= MOST) {
            return false;
        }
        long generation = entry == null ? 0 : entry.generation();
        try {
            if (store.replace(id, generation, what.toBytes())) {
                generation++;
            } else if (generation > 0) {
                kept.remove(id);
                return false;
            }
        } catch (IOException e) { // kept in memory
            LOG.log(System.Logger.Level.WARNING, "A revocation could not be stored: {0}", e.getMessage());
        }
        kept.put(id, new Kept(what, generation));
        return true;
    }

    private synchronized void drop(String id) {
        kept.remove(id);
        try {
            store.delete(id);
        } catch (IOException e) { // sent once more after a restart, which does no harm
            LOG.log(System.Logger.Level.WARNING, "A finished revocation could not be deleted: {0}", e.getMessage());
        }
    }
}
