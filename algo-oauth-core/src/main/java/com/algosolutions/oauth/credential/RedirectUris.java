package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The records by which a sign-in finds profiles of other servers whose callbacks come to its redirect URI, without reading all profiles: for
 * each redirect URI one profile of each Token URL. They may have profiles that are deleted or changed, never too few. Part of
 * {@link ProfileIndex}. Thread-safe.
 */
final class RedirectUris {
    /** The prefix of these records. */
    static final String ID_PREFIX = "redirect-";

    private static final int VERSION = 1;

    /** The Token URLs that a record keeps. With so many of them, a sign-in finds another server's profile in any case. */
    private static final int MOST = 64;

    /** How often a record is written again that other processes write. */
    private static final int MOST_ATTEMPTS = 20;

    private final RecordStore store;

    RedirectUris(RecordStore store) {
        this.store = store;
    }

    /** Records a profile, before it is written. */
    void add(OAuthProfile profile) throws IOException {
        URI redirectUri = profile.redirectUri().orElse(null);
        if (redirectUri != null && profile.grantType().equals(GrantType.AUTH_CODE_PKCE)) {
            for (String target : targets(redirectUri)) {
                change(target, known -> {
                    Map<String, String> next = new LinkedHashMap<>(known);
                    if (next.size() < MOST) {
                        next.putIfAbsent(profile.tokenUrl().toString(), profile.id());
                    }
                    return next;
                });
            }
        }
    }

    /** The ids of profiles with another Token URL whose callbacks may come to a redirect URI. */
    List<String> others(URI redirectUri, URI tokenUrl) throws IOException {
        Map<String, String> others = new LinkedHashMap<>(
                store.read(id(target(redirectUri))).map(RedirectUris::read).orElse(Map.of()));
        others.remove(tokenUrl.toString());
        return List.copyOf(others.values());
    }

    /**
     * Replaces the profiles with another Token URL of a redirect URI, none of which comes there any more.
     *
     * @param found one that does, if there is one
     */
    void correct(URI redirectUri, URI tokenUrl, Optional<OAuthProfile> found) throws IOException {
        change(target(redirectUri), known -> {
            Map<String, String> next = new LinkedHashMap<>(known);
            next.keySet().retainAll(List.of(tokenUrl.toString()));
            found.ifPresent(one -> next.put(one.tokenUrl().toString(), one.id()));
            return next;
        });
    }

    private void change(String target, UnaryOperator<Map<String, String>> change) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<StoredRecord> stored = store.read(id(target));
            Map<String, String> known = stored.map(RedirectUris::read).orElse(Map.of());
            Map<String, String> next = change.apply(known);
            long generation = stored.map(StoredRecord::generation).orElse(0L);
            if (next.equals(known) || store.replace(id(target), generation, bytes(next))) {
                return;
            }
        }
        throw new IOException("Other processes keep changing the record of a redirect URI. Try again.");
    }

    private static Map<String, String> read(StoredRecord stored) {
        Map<String, String> profiles = new LinkedHashMap<>();
        Members.parse(stored.bytes())
                .version(VERSION)
                .requiredObject("profiles")
                .asMap()
                .forEach((tokenUrl, id) -> profiles.put(tokenUrl, String.valueOf(id)));
        return profiles;
    }

    private static byte[] bytes(Map<String, String> profiles) {
        return Json.write(Map.<String, Object>of("version", VERSION, "profiles", profiles))
                .getBytes(UTF_8);
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
