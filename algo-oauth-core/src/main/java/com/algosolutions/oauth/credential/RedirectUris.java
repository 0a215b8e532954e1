package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The records by which a sign-in finds a profile of another server whose callbacks come to its redirect URI, without reading all profiles: for
 * each redirect URI one profile of each Token URL. Part of {@link ProfileIndex}. Thread-safe.
 *
 * <p>A record never lacks a Token URL of which there is a profile. A profile is added before it is written, and again afterwards. One that is
 * deleted or changed stays, until a sign-in has found that no profile of its Token URL comes there. It marks the Token URL before it looks
 * through the profiles, and removes it only if the record has not changed since: a profile that is added meanwhile replaces the mark.
 */
final class RedirectUris {
    /** The prefix of these records. */
    static final String ID_PREFIX = "redirect-";

    private static final System.Logger LOG = System.getLogger(RedirectUris.class.getName());
    private static final int VERSION = 1;

    /** The Token URLs that a record has by name. */
    private static final int MOST = 64;

    /** How often a record is written again that other processes write. */
    private static final int MOST_ATTEMPTS = 20;

    private final RecordStore store;

    RedirectUris(RecordStore store) {
        this.store = store;
    }

    /**
     * A record.
     *
     * @param profiles the id of a profile of each Token URL
     * @param doubtful the Token URLs of which there may be no profile any more
     * @param more whether there may be further Token URLs
     */
    private record Comers(Map<String, String> profiles, Set<String> doubtful, boolean more) {
        static final Comers NONE = new Comers(Map.of(), Set.of(), false);

        Comers with(OAuthProfile profile) {
            String tokenUrl = profile.tokenUrl().toString();
            if (profiles.containsKey(tokenUrl) && !doubtful.contains(tokenUrl)) {
                return this;
            }
            Map<String, String> next = new LinkedHashMap<>(profiles);
            Set<String> doubts = new LinkedHashSet<>(doubtful);
            boolean full = next.size() >= MOST && !next.containsKey(tokenUrl);
            if (full) {
                String replaced = doubts.stream().findFirst().orElse(null);
                if (replaced == null) {
                    return new Comers(profiles, doubtful, true);
                }
                next.remove(replaced);
                doubts.remove(replaced);
            }
            next.put(tokenUrl, profile.id());
            doubts.remove(tokenUrl);
            return new Comers(next, doubts, more || full);
        }

        Comers doubting(Set<String> tokenUrls) {
            Set<String> doubts = new LinkedHashSet<>(doubtful);
            doubts.addAll(tokenUrls);
            return new Comers(profiles, doubts, more);
        }

        static Comers read(StoredRecord stored) {
            Members members = Members.parse(stored.bytes()).version(VERSION);
            Map<String, String> profiles = new LinkedHashMap<>();
            members.requiredObject("profiles").asMap().forEach((url, id) -> profiles.put(url, String.valueOf(id)));
            Set<String> doubtful = new LinkedHashSet<>();
            members.requiredList("doubtful").forEach(url -> doubtful.add(String.valueOf(url)));
            return new Comers(profiles, doubtful, members.flag("more"));
        }

        byte[] bytes() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("version", VERSION);
            members.put("profiles", profiles);
            members.put("doubtful", List.copyOf(doubtful));
            members.put("more", more);
            return Json.write(members).getBytes(UTF_8);
        }
    }

    /** A record with its generation; 0 if there is none. */
    private record Found(long generation, Comers comers) {}

    private Found read(String id) throws IOException {
        Optional<StoredRecord> stored = store.read(id);
        try {
            return new Found(
                    stored.map(StoredRecord::generation).orElse(0L),
                    stored.map(Comers::read).orElse(Comers.NONE));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    id, "cannot be read (" + e.getMessage() + ")", "Restore it from a backup.");
        }
    }

    /** Adds a profile: before it is written, and once more afterwards. */
    void add(OAuthProfile profile) throws IOException {
        URI redirectUri = profile.redirectUri().orElse(null);
        if (redirectUri != null && profile.grantType().equals(GrantType.AUTH_CODE_PKCE)) {
            for (String target : targets(redirectUri)) {
                change(id(target), comers -> comers.with(profile));
            }
        }
    }

    private void change(String id, UnaryOperator<Comers> change) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Found found = read(id);
            Comers next = change.apply(found.comers());
            if (next.equals(found.comers()) || store.replace(id, found.generation(), next.bytes())) {
                return;
            }
        }
        throw new IOException("Other processes keep changing the record of a redirect URI. Try again.");
    }

    /** A profile whose callbacks come to a redirect URI: see {@link ProfileTable#ofAnotherServer}. */
    Optional<OAuthProfile> ofAnotherServer(OAuthProfile profile, URI redirectUri, Predicate<OAuthProfile> comes)
            throws IOException {
        String id = id(target(redirectUri));
        Found found = read(id);
        Set<String> others = new LinkedHashSet<>(found.comers().profiles().keySet());
        others.remove(profile.tokenUrl().toString());
        if (others.isEmpty() && !found.comers().more()) {
            return Optional.empty();
        }
        for (String other : others) {
            Optional<OAuthProfile> comer =
                    listed(found.comers().profiles().get(other)).filter(comes);
            if (comer.isPresent()) {
                return comer;
            }
        }
        Comers doubted = found.comers().doubting(others);
        if (!store.replace(id, found.generation(), doubted.bytes())) {
            return inAll(comes).comer(); // another process changes the record, and corrects it
        }
        Look look = inAll(comes);
        OAuthProfile comer = look.comer().orElse(null);
        if (comer != null) {
            replaceQuietly(id, found.generation() + 1, doubted.with(comer));
        } else if (look.complete()) {
            replaceQuietly(id, found.generation() + 1, Comers.NONE.with(profile));
        }
        return look.comer();
    }

    /**
     * What a look through all profiles has found.
     *
     * @param complete false if a profile could not be read, which may be restored
     */
    private record Look(Optional<OAuthProfile> comer, boolean complete) {}

    private Look inAll(Predicate<OAuthProfile> comes) throws IOException {
        boolean complete = true;
        for (String id : store.list()) {
            if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                try {
                    OAuthProfile profile = profile(id);
                    if (profile != null && comes.test(profile)) {
                        return new Look(Optional.of(profile), true);
                    }
                } catch (UnreadableRecordException e) {
                    complete = false;
                }
            }
        }
        return new Look(Optional.empty(), complete);
    }

    /** The profile that a record lists; empty if it is gone or damaged, so that all profiles are looked at. */
    private Optional<OAuthProfile> listed(@Nullable String profileId) throws IOException {
        try {
            return Optional.ofNullable(profile(ProfileRecord.ID_PREFIX + profileId));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    /** A record that stays as it is costs the next sign-in another look through the profiles. */
    private void replaceQuietly(String id, long generation, Comers next) {
        try {
            store.replace(id, generation, next.bytes());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The record of a redirect URI stays: {0}", e.getMessage());
        }
    }

    /** The profile of a record, by the store; null if there is no such record. */
    private @Nullable OAuthProfile profile(String recordId) throws IOException {
        StoredRecord stored = store.read(recordId).orElse(null);
        try {
            return stored == null ? null : ProfileRecord.read(stored.bytes()).profile();
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    recordId, "cannot be read (" + e.getMessage() + ")", "Restore it from a backup.");
        }
    }

    private static String id(String target) {
        return ID_PREFIX + Sha256.of(target).substring(0, 32);
    }

    /** The redirect URIs, as request targets, to which the callbacks of a redirect URI come: those whose query it begins with. */
    private static List<String> targets(URI redirectUri) {
        List<String> targets = new ArrayList<>();
        String all = target(redirectUri);
        targets.add(all);
        int mark = all.indexOf('?');
        for (int and = all.lastIndexOf('&'); and > mark && mark >= 0; and = all.lastIndexOf('&', and - 1)) {
            targets.add(all.substring(0, and));
        }
        if (mark >= 0) {
            targets.add(all.substring(0, mark));
        }
        return targets;
    }

    /** Path and query. The web server is responsible for scheme and host. */
    private static String target(URI redirectUri) {
        String path = redirectUri.getRawPath().isEmpty() ? "/" : redirectUri.getRawPath();
        String query = redirectUri.getRawQuery();
        return query == null || query.isEmpty() ? path : path + "?" + query;
    }
}
