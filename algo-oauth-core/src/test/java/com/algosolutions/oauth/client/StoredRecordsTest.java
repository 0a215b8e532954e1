package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.ProfileStatus.State;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.signin.SignInResults;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that the code of November 2026, before the first release, has written: the names of its JSON members do not change. */
class StoredRecordsTest {
    @TempDir
    Path folder;

    private OAuthClient client;

    @BeforeEach
    void open() throws Exception {
        Path recorded = Path.of(getClass().getResource("store-of-2026-11").toURI());
        try (Stream<Path> files = Files.list(recorded)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        client = open(folder);
    }

    private static OAuthClient open(Path folder) {
        return TestValues.client()
                .store(RecordStore.directory(folder))
                .ticker(new TestValues.ManualTicker())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void profiles_areAllRead() {
        assertThat(client.profiles().loadProblems()).isEmpty();
        assertThat(client.profiles().list())
                .extracting(OAuthProfile::name)
                .containsExactly("browser", "desk", "panel", "pending", "rejected", "revoked", "throttled");
    }

    @Test
    void tokenSet_isStillInUse() {
        assertThat(client.status("desk").state()).isEqualTo(State.READY);
        assertThat(client.bearerToken("desk", URI.create("http://127.0.0.1:59007/v1/posts"))
                        .headerValue()
                        .reveal())
                .isEqualTo("Bearer access-desk");
    }

    @Test
    void rejection_isStillRemembered_withItsKindAndWhatTheServerSaid() {
        ProfileStatus status = client.status("rejected");
        assertThat(status.state()).isEqualTo(State.REAUTHORIZATION_REQUIRED);
        assertThat(status.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.GRANT_INVALID);
            assertThat(failure.code()).contains("invalid_grant");
        });
        assertThat(status.retryAfter()).contains(Duration.ofMinutes(10));
    }

    @Test
    void pendingTokenSet_canStillBeSaved() {
        assertThat(client.status("pending").signIn())
                .hasValueSatisfying(signIn -> assertThat(signIn.state()).isEqualTo(SignIn.State.UNSAVED));
        assertThat(client.signIns().save("pending")).isTrue();
        assertThat(client.bearerToken("pending", URI.create("http://127.0.0.1:59007/v1/posts"))
                        .headerValue()
                        .reveal())
                .isEqualTo("Bearer access-pending");
    }

    @Test
    void signIns_areStillWaitedFor() {
        assertThat(client.signIns().current("browser")).get().is(SignInResults.WITH_BROWSER);
        assertThat(client.signIns().current("panel"))
                .hasValueSatisfying(
                        started -> assertThat(started.deviceCode().orElseThrow().userCode())
                                .isEqualTo("WDJB-MJH1"));
    }

    @Test
    void revocation_isStillPending() {
        ProfileStatus status = client.status("revoked");
        assertThat(status.state()).isEqualTo(State.REVOKED);
        assertThat(status.failure().orElseThrow().message()).contains("revocation pending");
    }

    @Test
    void rejection_isWrittenWithTheStoredNamesOfItsKind_whichOlderFirmwareReads() throws IOException {
        OAuthProfile rejected = client.profiles().find("rejected").orElseThrow();
        client.profiles().update(client.edit(rejected).name("still rejected").build());
        String record = new String(
                RecordStore.directory(folder)
                        .read("profile-" + rejected.id())
                        .orElseThrow()
                        .bytes(),
                StandardCharsets.UTF_8);
        assertThat(record).contains("still rejected", "\"consequence\":\"GRANT_DEAD\"");
    }

    @Test
    void signInRecord_whoseProfileIsGone_isDeletedAtTheStart() throws IOException {
        client.close();
        RecordStore store = RecordStore.directory(folder);
        store.replace("authorization-gone", 0, "{}".getBytes(StandardCharsets.UTF_8));
        client = open(folder);
        assertThat(store.list()).doesNotContain("authorization-gone").anyMatch(id -> id.startsWith("authorization-"));
    }

    @Test
    void profile_thatAnotherProcessHasRenamed_isDeletedUnderTheNameOfTheCaller() {
        try (OAuthClient other = open(folder)) {
            rename(other, "desk", "lobby");
            rename(other, "pending", "desk");
        }
        client.profiles().delete("desk");
        assertThat(client.profiles().list())
                .extracting(OAuthProfile::name)
                .doesNotContain("desk")
                .contains("pending");
    }

    private static void rename(OAuthClient client, String from, String to) {
        client.profiles()
                .update(client.edit(client.profiles().find(from).orElseThrow())
                        .name(to)
                        .build());
    }

    @Test
    void records_areWrittenBackInTheSameForm() throws IOException {
        assertThat(client.signIns().save("pending")).isTrue();
        client.close();
        client = open(folder);
        assertThat(client.profiles().loadProblems()).isEmpty();
        assertThat(client.status("pending").state()).isEqualTo(State.READY);
    }
}
