package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Revocation;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.RevocationEndpoint;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.time.Deadline;
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
 * Tells providers that tokens are not to be used any more, now or later: RFC 7009. Thread-safe.
 *
 * <p>What is to be revoked is recorded before the local copy goes and before the request leaves, so that neither a power cut nor a provider
 * in trouble makes the device forget it; it is told again a few times, and then dropped, with an event. At most {@link #MOST} are kept.
 */
public final class Revocations {
    static final int MOST = 16;
    private static final System.Logger LOG = System.getLogger(Revocations.class.getName());

    /** When the provider is told again, if it does not say; as often as there are times here. */
    private static final Duration[] AGAIN = {
        Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6)
    };

    private static final Duration AFTER_A_START = Duration.ofSeconds(30);

    private final RecordStore store;
    private final ProviderCatalog providers;
    private final BackChannel channel;
    private final Workers workers;
    private final EventLog events;
    private final Duration timeout;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /** A revocation that is recorded, and the record's generation, 0 if the storage refused it. */
    private record Kept(PendingRevocation what, long generation) {}

    /**
     * A revocation that was begun.
     *
     * @param what what the provider is to be told; empty if nothing
     * @param otherwise what came of it where it is not told
     */
    public record Started(Optional<PendingRevocation> what, Revocation otherwise) {
        /** For a profile whose tokens another one uses, or whose provider is not installed. */
        public static Started nothingToDo(boolean shared) {
            return new Started(
                    Optional.empty(),
                    shared ? RevocationReport.of(Revocation.Outcome.SHARED) : RevocationReport.noEndpoint());
        }
    }

    /**
     * No revocations yet.
     *
     * @param timeout how long a repeated revocation may take
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

    /** Revokes a grant that is in use nowhere any more, by a deadline. */
    Revocation revoke(OAuthProfile profile, TokenSet grant, Deadline deadline) {
        return finish(begin(profile, Optional.of(grant)), deadline);
    }

    /** Records what is to be revoked, before the local copy goes. */
    public Started begin(OAuthProfile profile, Optional<TokenSet> grant) {
        TokenSet held = grant.orElse(null);
        if (held == null || !held.usable()) {
            return new Started(Optional.empty(), RevocationReport.of(Revocation.Outcome.NOTHING_TO_REVOKE));
        }
        if (profile.revocationUrl().isEmpty()) {
            return new Started(Optional.empty(), RevocationReport.noEndpoint());
        }
        PendingRevocation begun = PendingRevocation.of(profile, held);
        keep(begun.id(), begun);
        return new Started(Optional.of(begun), RevocationReport.of(Revocation.Outcome.PENDING));
    }

    /** The same for a grant that waits to be saved. If the profile has got other servers meanwhile, it is shown to none of them. */
    public Started begin(OAuthProfile profile, ProfileSnapshot issuedFor, TokenSet grant) {
        return issuedFor.sameServers(profile)
                ? begin(profile, Optional.of(grant))
                : new Started(
                        Optional.empty(),
                        RevocationReport.failed(Failure.local(
                                Step.REVOCATION,
                                Failure.Kind.CONFIGURATION,
                                "Token URL or Revocation URL is of another server than the one that has issued the tokens,"
                                        + " so nobody was told",
                                "End the session in that provider's console, or let the tokens expire.")));
    }

    /** Undoes a beginning, for a local copy that could not be removed. */
    public void cancel(Started begun) {
        begun.what().ifPresent(what -> drop(what.id()));
    }

    /** Tells the provider what was begun. */
    public Revocation finish(Started begun, Deadline deadline) {
        return begun.what().map(what -> tell(what.id(), what, deadline)).orElse(begun.otherwise());
    }

    /** Whether the provider of a credential has yet to be told of its revocation. */
    boolean pending(String fingerprint) {
        return kept.values().stream()
                .anyMatch(entry -> entry.what().fingerprint().equals(fingerprint));
    }

    /** Takes over what an earlier process has not finished. */
    void load(String id, StoredRecord stored) {
        try {
            PendingRevocation what = PendingRevocation.read(stored.bytes());
            kept.put(id, new Kept(what, stored.generation()));
            Duration wait = what.pause().compareTo(AFTER_A_START) > 0 ? what.pause() : AFTER_A_START;
            due(id, wait);
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "A pending revocation cannot be read: {0}", e.getMessage());
            drop(id);
        }
    }

    private void due(String id, Duration wait) {
        workers.laterOnWorker(wait, () -> again(id));
    }

    private void again(String id) {
        Kept entry = kept.get(id);
        if (entry == null) {
            return;
        }
        // The count goes first: of two processes one asks, and one that always crashes here stops.
        PendingRevocation claimed = entry.what().triedAgain();
        if (keep(id, claimed)) {
            tell(id, claimed, Deadline.after(timeout));
        }
    }

    private Revocation tell(String id, PendingRevocation what, Deadline deadline) {
        OAuthProvider provider = providers.find(what.profile().providerType()).orElse(null);
        URI url = what.profile().revocationUrl().orElse(null);
        if (provider == null || url == null) {
            return resolve(id, what, RevocationReport.noEndpoint());
        }
        RevocationEndpoint endpoint = new RevocationEndpoint(what.profile(), url, provider, channel);
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

    private static Revocation.Outcome outcome(boolean ended) {
        return ended ? Revocation.Outcome.REVOKED : Revocation.Outcome.FAILED;
    }

    private Revocation postpone(
            String id, PendingRevocation what, List<PendingRevocation.RevocableToken> alive, Optional<Failure> why) {
        if (!kept.containsKey(id) || what.tries() >= AGAIN.length) {
            return resolve(id, what, new RevocationReport(Revocation.Outcome.FAILED, why));
        }
        Duration named = why.flatMap(Failure::retryAfter).orElse(Duration.ZERO);
        Duration wait = named.compareTo(AGAIN[0]) > 0 ? named : AGAIN[what.tries()];
        if (!keep(id, what.left(alive, wait))) {
            return resolve(id, what, new RevocationReport(Revocation.Outcome.FAILED, why));
        }
        due(id, wait);
        return told(what, new RevocationReport(Revocation.Outcome.PENDING, why));
    }

    private Revocation resolve(String id, PendingRevocation what, Revocation end) {
        drop(id);
        return told(what, end);
    }

    private Revocation told(PendingRevocation what, Revocation revocation) {
        events.add(what.profile().name(), Event.Kind.REVOCATION, revocation.toString());
        return revocation;
    }

    /** Records it; false if there is no room, or if another process has recorded, and so taken over, the same. */
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
        } catch (IOException | RuntimeException e) { // kept in memory at least
            LOG.log(System.Logger.Level.WARNING, "A revocation could not be stored: {0}", e.getMessage());
        }
        kept.put(id, new Kept(what, generation));
        return true;
    }

    private synchronized void drop(String id) {
        kept.remove(id);
        try {
            store.delete(id);
        } catch (IOException | RuntimeException e) { // told once more after a restart, which does no harm
            LOG.log(System.Logger.Level.WARNING, "A revocation could not be struck off: {0}", e.getMessage());
        }
    }
}
