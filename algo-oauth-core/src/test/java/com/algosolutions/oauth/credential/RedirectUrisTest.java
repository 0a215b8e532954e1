package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 9700 section 4.4: the profiles of other servers at a redirect URI, by records that other processes change at the same time. */
class RedirectUrisTest {
    private static final URI HERE = URI.create("https://192.0.2.7/callback");
    private static final URI ELSEWHERE = URI.create("https://192.0.2.7/elsewhere");
    private static final OAuthProfile ASKING = profile("asking", 0, HERE);

    private final FaultyStore store = new FaultyStore();
    private final RedirectUris redirectUris = new RedirectUris(store);

    /** The profiles that were looked at. */
    private final List<String> tested = new ArrayList<>();

    private static OAuthProfile profile(String id, int server, URI redirectUri) {
        return OAuthProfile.builder(new GenericProvider().preset())
                .id(id)
                .name(id)
                .grantType(GrantType.AUTH_CODE_PKCE)
                .tokenUrl(URI.create("https://server-" + server + ".example/token"))
                .authUrl(URI.create("https://server-" + server + ".example/authorize"))
                .apiHosts(ApiHost.of("api.example"))
                .clientId("app")
                .clientSecret(Secret.of("s3cret-of-the-app"))
                .redirectUri(redirectUri)
                .build();
    }

    private static String recordId(String id) {
        return ProfileRecord.ID_PREFIX + id;
    }

    private void write(OAuthProfile profile) {
        try {
            long generation = store.read(recordId(profile.id()))
                    .map(StoredRecord::generation)
                    .orElse(0L);
            assertThat(store.replace(
                            recordId(profile.id()),
                            generation,
                            new ProfileRecord(profile, CredentialState.EMPTY).toBytes()))
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(OAuthProfile profile) {
        try {
            redirectUris.add(profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a client does it. */
    private void save(OAuthProfile profile) {
        add(profile);
        write(profile);
        add(profile);
    }

    private Optional<String> found(OAuthProfile asking) throws IOException {
        tested.clear();
        return redirectUris
                .ofAnotherServer(asking, HERE, other -> {
                    tested.add(other.id());
                    return other.redirectUri().equals(Optional.of(HERE))
                            && !other.tokenUrl().equals(asking.tokenUrl());
                })
                .map(OAuthProfile::id);
    }

    @Test
    void profile_ofAnotherServer_isFound_withoutALookAtTheOthers() throws IOException {
        save(ASKING);
        for (int i = 0; i < 20; i++) {
            save(profile("same-" + i, 0, HERE));
        }
        assertThat(found(ASKING)).isEmpty();
        assertThat(tested).isEmpty();
        save(profile("other", 1, HERE));
        assertThat(found(ASKING)).contains("other");
        assertThat(tested).containsExactly("other");
    }

    @Test
    void profile_thatHasLeft_isLookedForOnce_andOthersAreStillFound() throws IOException {
        save(ASKING);
        for (int server = 1; server <= 3; server++) {
            save(profile("first-" + server, server, HERE));
            save(profile("second-" + server, server, HERE));
        }
        for (int server = 1; server <= 3; server++) {
            write(profile("first-" + server, server, ELSEWHERE));
        }
        assertThat(found(ASKING)).get().asString().startsWith("second-");
        for (int server = 1; server <= 3; server++) { // of each server, not only of the one that was found
            OAuthProfile gone = profile("second-" + server, server, HERE);
            assertThat(found(ASKING)).get().asString().startsWith("second-");
            store.delete(recordId(gone.id()));
        }
        assertThat(found(ASKING)).isEmpty();
        assertThat(tested).as("a look at all").isNotEmpty();
        assertThat(found(ASKING)).isEmpty();
        assertThat(tested).isEmpty();
        assertThat(found(profile("asking-too", 1, HERE)))
                .as("the profile that has asked has stayed in the record")
                .contains("asking");
    }

    @Test
    void servers_moreThanARecordHas_areFound_afterTheOthersHaveLeft() throws IOException {
        save(ASKING);
        for (int server = 1; server <= 100; server++) {
            save(profile("room-" + server, server, HERE));
        }
        for (int server = 1; server <= 100; server++) {
            assertThat(found(ASKING)).isPresent();
            store.delete(recordId("room-" + server));
        }
        assertThat(found(ASKING)).isEmpty();
        assertThat(found(ASKING)).isEmpty();
        assertThat(tested).isEmpty();
    }

    /** Another process saves a profile of the server that has left, at each moment of the look at all profiles. */
    @Test
    void profile_thatIsSavedDuringTheLook_isFoundAtTheNextSignIn() throws IOException {
        for (Step step : Step.values()) {
            for (Step written : Step.values()) {
                for (Step confirmed : Step.values()) {
                    if (step.ordinal() <= written.ordinal() && written.ordinal() <= confirmed.ordinal()) {
                        lookWhile(step, written, confirmed);
                    }
                }
            }
        }
    }

    /** The moments of a look at which another process can do something. */
    private enum Step {
        BEFORE,
        BEFORE_THE_MARK,
        AFTER_THE_MARK,
        AT_A_PROFILE,
        BEFORE_THE_CORRECTION,
        AFTER
    }

    private void lookWhile(Step added, Step written, Step confirmed) throws IOException {
        for (String id : store.list()) {
            store.delete(id);
        }
        save(ASKING);
        save(profile("first", 1, HERE));
        store.delete(recordId("first"));
        OAuthProfile next = profile("next", 1, HERE);
        class Another {
            private int writes;
            private boolean busy;

            void at(Step now) {
                if (!busy) {
                    busy = true;
                    if (now == added) {
                        add(next);
                    }
                    if (now == written) {
                        write(next);
                    }
                    if (now == confirmed) {
                        add(next);
                    }
                    busy = false;
                }
            }
        }
        Another another = new Another();
        another.at(Step.BEFORE);
        store.before((id, bytes) -> {
            if (id.startsWith(RedirectUris.ID_PREFIX) && !another.busy) {
                another.at(another.writes++ == 0 ? Step.BEFORE_THE_MARK : Step.BEFORE_THE_CORRECTION);
            }
        });
        store.after((id, bytes) -> {
            if (id.startsWith(RedirectUris.ID_PREFIX) && !another.busy && another.writes == 1) {
                another.at(Step.AFTER_THE_MARK);
            }
        });
        store.reading(id -> {
            if (id.equals(recordId("asking")) && !another.busy) {
                another.at(Step.AT_A_PROFILE);
            }
        });
        found(ASKING);
        store.before((id, bytes) -> {}).after((id, bytes) -> {}).reading(id -> {});
        another.at(Step.AFTER);
        for (Step missed : Step.values()) { // moments that did not come, since the profile was found before
            if (store.read(recordId("next")).isEmpty()) {
                another.at(missed);
            }
        }
        assertThat(found(ASKING))
                .as("added %s, written %s, confirmed %s", added, written, confirmed)
                .contains("next");
    }

    @Test
    void record_thatCannotBeRead_isNotTakenForAbsent() throws IOException {
        save(ASKING);
        save(profile("other", 1, HERE));
        StoredRecord kept = store.read(recordId("other")).orElseThrow();
        store.replace(recordId("other"), kept.generation(), new byte[] {0});
        assertThat(found(ASKING)).as("no request uses it").isEmpty();
        store.replace(recordId("other"), kept.generation() + 1, kept.bytes()); // restored
        assertThat(found(ASKING)).contains("other");
    }

    @Test
    void redirectUri_whoseRecordIsDamaged_isRejected() throws IOException {
        save(ASKING);
        String id = store.list().stream()
                .filter(one -> one.startsWith(RedirectUris.ID_PREFIX))
                .findFirst()
                .orElseThrow();
        store.replace(id, 1, new byte[] {'{'});
        assertThatThrownBy(() -> found(ASKING))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(id);
    }
}
