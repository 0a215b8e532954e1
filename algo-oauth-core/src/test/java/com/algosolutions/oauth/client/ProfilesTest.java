package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.post;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.CredentialFingerprint;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.ForwardingStore;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final FaultyStore store = device.store;
    private final OAuthClient client = device.withDesk();
    private final Profiles profiles = client.profiles();

    private OAuthProfile desk() {
        return profiles.find("desk").orElseThrow();
    }

    private List<String> problems(OAuthProfile profile) {
        try {
            profiles.create(profile);
            return List.of();
        } catch (InvalidInputException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    @Test
    void profiles_areCreatedListedReadAndDeleted() {
        profiles.create(draft(client, "Annex", server).build());
        assertThat(profiles.list()).extracting(OAuthProfile::name).containsExactly("Annex", "desk");
        assertThat(profiles.find("Annex")).isPresent();
        assertThat(profiles.delete("Annex")).isPresent();
        assertThat(profiles.delete("Annex")).isEmpty();
        assertThat(profiles.find("Annex")).isEmpty();
        assertThat(profiles.list()).extracting(OAuthProfile::name).containsExactly("desk");
    }

    @Test
    void name_taken_isAProblemOfTheName() {
        assertThat(problems(draft(client, "desk", server).build()))
                .containsExactly("Name is taken by another profile. Choose another name.");
        profiles.create(draft(client, "Annex", server).build());
        assertThatThrownBy(
                        () -> profiles.update(client.edit(desk()).name("Annex").build()))
                .hasMessageContaining("is taken by another profile");
        assertThat(profiles.list()).extracting(OAuthProfile::name).containsExactly("Annex", "desk");
    }

    @Test
    void update_ofAProfileThatIsNotStored_isRefused() {
        assertThatThrownBy(() -> profiles.update(draft(client, "ghost", server).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Create the profile first.");
    }

    @Test
    void rename_keepsTheToken_andTheOldNameIsGone() {
        post(client, server);
        profiles.update(client.edit(desk()).name("Lobby").build());
        assertThat(client.post("Lobby", server.http("/v1"), Body.json("{}")).delivered())
                .isTrue();
        assertThat(post(client, server).toString()).contains("no OAuth profile named desk");
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void apiHosts_changed_keepTheToken_andCountAtOnce() {
        post(client, server);
        profiles.update(client.edit(desk()).apiHosts(ApiHost.of("api.example")).build());
        assertThat(post(client, server).outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        profiles.update(client.edit(desk()).apiHosts(ApiHost.of(server.host())).build());
        post(client, server);
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void credential_changed_forgetsTheTokenAndRefreshToken() {
        server.onToken(FakeServer.issue("a", "r1"));
        post(client, server);
        profiles.update(client.edit(desk()).clientSecret(Secret.of("another")).build());
        assertThat(store.text()).doesNotContain("r1");
        post(client, server);
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(FakeServer.body(server.tokenRequests().get(1))).contains("assertion=");
        assertThat(server.bearers()).containsExactly("Bearer a", "Bearer access-1");
    }

    @Test
    void extraParams_inAnotherOrder_areTheSameCredential() {
        Map<String, String> there = new LinkedHashMap<>();
        there.put("a", "1");
        there.put("b", "2");
        Map<String, String> back = new LinkedHashMap<>();
        back.put("b", "2");
        back.put("a", "1");
        OAuthProfile one = draft(client, "x", server).extraParams(there).build();
        OAuthProfile other = draft(client, "y", server).extraParams(back).build();
        assertThat(one.toJson()).contains("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(CredentialFingerprint.of(one)).isEqualTo(CredentialFingerprint.of(other));
        assertThat(CredentialFingerprint.of(
                        client.edit(one).extraParams(Map.of("a", "1")).build()))
                .isNotEqualTo(CredentialFingerprint.of(one));
    }

    @Test
    void delete_andCreateUnderTheSameName_inheritsNothing() throws Exception {
        server.onToken(FakeServer.issue("a", "r1"));
        post(client, server);
        profiles.delete("desk");
        assertThat(store.list()).noneMatch(id -> id.startsWith("profile-"));
        profiles.create(draft(client, "desk", server).build());
        post(client, server);
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(FakeServer.body(server.tokenRequests().get(1))).contains("assertion=");
    }

    @Test
    void delete_whileARenewalIsUnderWay_isNotUndoneByIt() throws Exception {
        java.util.concurrent.CountDownLatch gate = server.holdTokenReplies();
        Thread press = new Thread(() -> post(client, server));
        press.start();
        server.awaitTokenRequest();
        try (CapturedLog log = CapturedLog.open()) {
            Thread delete = new Thread(() -> profiles.delete("desk"));
            delete.start();
            gate.countDown();
            press.join();
            delete.join();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(server.apiRequests()).hasSize(1);
        assertThat(store.list()).noneMatch(id -> id.startsWith("profile-"));
    }

    @Test
    void copy_ofAStoredProfile_underAnotherName_isNoNewProfile_andTheStoredOneStays() {
        OAuthProfile before = desk();

        assertThat(problems(client.edit(before).name("Annex").build()))
                .containsExactly(
                        "Name is not that of the stored profile desk, which has the same id. To rename that profile, use update(…). "
                                + "For another profile, begin with a new form: draft(…).");
        assertThat(device.restart().profiles().list()).containsExactly(before);
        assertThat(device.post().delivered()).isTrue();
    }

    /** The failed creation deletes what it may have written, and nothing else. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "DISK_FULL", "WRITTEN_BY_ANOTHER"})
    void profile_thatAnotherProcessHasCreated_stays_ifThisOneCannotCreateIt(FaultyStore.Fault fault) {
        OAuthProfile theirs = draft(client, "Annex", server).build();
        device.another().profiles().create(theirs);

        store.fail(fault);
        assertThatThrownBy(
                        () -> profiles.create(client.edit(theirs).name("Lobby").build()))
                .isInstanceOf(UncheckedIOException.class);
        store.fail(FaultyStore.Fault.NONE);

        assertThat(profiles.list()).extracting(OAuthProfile::name).containsExactly("desk");
        assertThat(device.restart().profiles().find("Annex")).contains(theirs);
    }

    @ParameterizedTest
    @EnumSource(names = {"DISK_FULL", "WRITTEN_BY_ANOTHER"})
    void store_thatRefuses_changesNothing(FaultyStore.Fault fault) {
        OAuthProfile before = desk();
        store.fail(fault);
        assertThatThrownBy(() -> profiles.create(draft(client, "Annex", server).build()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Check the storage");
        assertThatThrownBy(
                        () -> profiles.update(client.edit(before).name("Lobby").build()))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> profiles.update(
                        client.edit(before).clientSecret(Secret.of("x")).build()))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(profiles.list()).containsExactly(before);
        store.fail(FaultyStore.Fault.NONE);
        assertThat(post(client, server).delivered()).isTrue();
        profiles.update(client.edit(before).name("Lobby").build());
        assertThat(profiles.list()).extracting(OAuthProfile::name).containsExactly("Lobby");
    }

    @Test
    void store_thatDoesNotDelete_keepsTheProfile() {
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThatThrownBy(() -> profiles.delete("desk")).isInstanceOf(UncheckedIOException.class);
        assertThat(profiles.list()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"DISK_FULL", "BUG", "WRITTEN_BY_ANOTHER"})
    void store_thatRefusesTheToken_serviceGoesOn_andTheNextWriteTakesItAlong(FaultyStore.Fault fault) {
        server.onToken(FakeServer.issue("a", "r1"));
        store.fail(fault);
        try (CapturedLog log = CapturedLog.open()) {
            assertThat(post(client, server).delivered()).isTrue();
            assertThat(log.lines()).singleElement().asString().startsWith("WARNING");
        }
        assertThat(post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
        store.fail(FaultyStore.Fault.NONE);
        profiles.update(client.edit(desk()).name("desk 2").build());
        assertThat(store.text()).contains("r1");
    }

    @Test
    void store_thatRefusedTheToken_getsItWhenTheClientIsClosed() {
        server.onToken(FakeServer.issue("a", "r1"));
        store.fail(FaultyStore.Fault.DISK_FULL);
        post(client, server);
        store.fail(FaultyStore.Fault.NONE);
        assertThat(store.text()).doesNotContain("r1");
        client.close();
        assertThat(store.text()).contains("r1");
    }

    @Test
    void store_thatCannotBeRead_stopsTheClientFromBeingBuilt() {
        store.fail(FaultyStore.Fault.DISK_GONE);
        assertThatThrownBy(() -> client().store(store).build())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void secondClient_onTheSameStore_keepsTheToken_untilA401() {
        server.onToken(FakeServer.issue("a", "r1"));
        post(client, server);
        try (OAuthClient second = client().store(store).build()) {
            assertThat(second.profiles().find("desk")).contains(desk());
            assertThat(post(second, server).delivered()).isTrue();
            assertThat(server.tokenRequests()).hasSize(1);
            server.onApi(FakeServer.json(401, ""));
            assertThat(post(second, server).delivered()).isTrue();
            assertThat(server.tokenRequests()).hasSize(2);
            assertThat(FakeServer.body(server.tokenRequests().get(1))).contains("refresh_token=r1");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600, 10_000, 1_000_000_000L})
    void secondClient_afterTheTokensLife_obtainsANewOne(long later) {
        post(client, server);
        try (OAuthClient second = client().store(store)
                .clock(new TestValues.ManualClock(TestValues.NOW.plusSeconds(later)))
                .build()) {
            post(second, server);
            assertThat(server.tokenRequests()).hasSize(2);
        }
    }

    @Test
    void secondClient_in1970_triesTheTokenItHas() {
        post(client, server);
        try (OAuthClient second = client().store(store)
                .clock(new TestValues.ManualClock(Instant.EPOCH))
                .build()) {
            assertThat(post(second, server).delivered()).isTrue();
            assertThat(server.tokenRequests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{}",
                "{\"version\":2,\"id\":\"x\",\"profile\":{}}",
                "{\"version\":1,\"id\":\"x\",\"profile\":{\"name\":\"broken\"}}",
                "GRANT{}",
                "GRANT{\"accessToken\":\"\"}",
                "GRANT{\"accessToken\":\"a\",\"issuedAt\":9223372036854775807}",
                "GRANT{\"accessToken\":\"a\",\"issuedAt\":1,\"expiresIn\":-9223372036854775808}",
                "GRANT{\"accessToken\":\"a\",\"issuedAt\":31556889864403199,\"expiresIn\":9223372036854775807}"
            })
    void record_damaged_isToldAndDoesNotTakeTheOthersAlong(String bytes) throws Exception {
        String text = bytes;
        if (bytes.startsWith("GRANT")) {
            OAuthProfile other = draft(client, "other", server).build();
            String whole = new String(new ProfileRecord(other, CredentialState.EMPTY).toBytes(), UTF_8);
            text = whole.replace("\"grant\":null", "\"grant\":" + bytes.substring("GRANT".length()));
        }
        store.replace("profile-damaged", 0, text.getBytes(UTF_8));
        try (OAuthClient second = client().store(store).build()) {
            assertThat(second.profiles().list()).extracting(OAuthProfile::name).containsExactly("desk");
            assertThat(second.profiles().loadProblems()).singleElement().satisfies(problem -> {
                String named = bytes.startsWith("GRANT") ? "other" : bytes.contains("broken") ? "broken" : "";
                assertThat(problem.field()).isEqualTo("profile-damaged");
                assertThat(problem.label()).isEqualTo(named.isEmpty() ? "Record profile-damaged" : named);
                assertThat(problem.toString())
                        .startsWith(
                                named.isEmpty()
                                        ? "Record profile-damaged cannot be read ("
                                        : named + " cannot be read from record profile-damaged (")
                        .endsWith("). Restore the record from a backup, or delete it and create the profile again.");
            });
            assertThat(post(second, server).delivered()).isTrue();
            String missing = bytes.contains("broken") ? "broken" : "other";
            assertThat(second.post(missing, server.http("/"), Body.json("{}")).toString())
                    .contains("record profile-damaged, which cannot be read, may have it. Restore that record");
        }
    }

    @Test
    void record_thatTheStoreCannotRead_isToldAndDoesNotTakeTheOthersAlong() throws Exception {
        String profile = "profile-" + draft(client, "x", server).build().id();
        AtomicReference<String> damaged = new AtomicReference<>(profile);
        RecordStore partly = new ForwardingStore(store) {
            @Override
            public Optional<StoredRecord> read(String id) throws IOException {
                if (id.equals(damaged.get())) {
                    throw new IOException("Input/output error");
                }
                return store.read(id);
            }
        };
        store.replace(profile, 0, new byte[100]);
        try (OAuthClient second = client().store(partly).build()) {
            assertThat(second.profiles().loadProblems())
                    .singleElement()
                    .asString()
                    .isEqualTo("Record " + profile
                            + " cannot be read: Input/output error. Check the storage, and try again.");
            assertThat(post(second, server).delivered()).isTrue();
        }
        client.profiles().delete("desk");
        assertThatThrownBy(() -> client().store(partly).build()) // nothing can be read: a wrong key, say
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The only profile in the record store cannot be used. Record " + profile
                        + " cannot be read: Input/output error. Check the storage, and try again.");
        store.delete(profile);
        damaged.set("revocation-x");
        store.replace("revocation-x", 0, new byte[100]);
        try (OAuthClient third = client().store(partly).build()) { // not a profile: a device without any starts
            assertThat(third.profiles().loadProblems()).singleElement().satisfies(problem -> {
                assertThat(problem.field()).isEqualTo("revocation-x");
                assertThat(problem.advice()).contains("tokens that it was to revoke remain valid");
            });
        }
    }

    @Test
    void record_ofTheSameName_isToldInsteadOfHidingAnother() throws Exception {
        OAuthProfile first = client.profiles().find("desk").orElseThrow();
        OAuthProfile twin = draft(client, "desk", server).build();
        store.replace("profile-" + twin.id(), 0, new ProfileRecord(twin, CredentialState.EMPTY).toBytes());
        try (OAuthClient second = client().store(store).build()) {
            assertThat(second.profiles().list()).hasSize(1);
            assertThat(second.profiles().loadProblems())
                    .singleElement()
                    .asString()
                    .isIn(
                            twins("profile-" + twin.id(), "profile-" + first.id()),
                            twins("profile-" + first.id(), "profile-" + twin.id()));
            ProfileEntry served = ClientInternals.entry(second, "desk");
            assertThat(served.credential().isOnlyOf(served)).isTrue();
        }
    }

    private static String twins(String ignored, String used) {
        return "desk is the name of a second profile, in record " + ignored + "; the client uses the profile of record "
                + used + ". Delete one of the two records.";
    }

    @Test
    void record_writtenAndRead_isTheSame_withItsGrant() {
        OAuthProfile profile = draft(client, "x", server)
                .grantType(new GrantType("TOKEN_EXCHANGE"))
                .scopes("a", "b")
                .defaultExpiresIn(Duration.ofSeconds(9))
                .issuer(URI.create("https://as.example"))
                .build();
        TokenSet grant = new TokenSet(
                Secret.of("a"),
                Duration.ofSeconds(10),
                Optional.of(Secret.of("r")),
                Optional.of(Duration.ofSeconds(20)),
                "a b",
                TestValues.NOW,
                7);
        Failure refused = Failure.of(Step.TOKEN, Failure.Kind.CONFIGURATION, "no", "Correct it.")
                .withServerError(Failure.ServerError.of(400)
                        .withError("invalid_client")
                        .withCode("OAU-153")
                        .withMessage("Invalid client")
                        .withRequestId("id"));
        CredentialState state =
                CredentialState.EMPTY.issued(grant).begun("digest").refused(refused);
        ProfileRecord record = new ProfileRecord(profile, state);
        assertThat(ProfileRecord.read(record.toBytes())).isEqualTo(record);
        assertThat(record).hasToString(profile.toString());
    }

    @Test
    void grant_ofAnotherCredential_isNotRead() {
        OAuthProfile profile = draft(client, "x", server).build();
        TokenSet grant = new TokenSet(
                Secret.of("a"), Duration.ofSeconds(10), Optional.empty(), Optional.empty(), "", TestValues.NOW, 1);
        String text = new String(new ProfileRecord(profile, CredentialState.EMPTY.issued(grant)).toBytes(), UTF_8);
        assertThat(ProfileRecord.read(text.replace("\"app-1\"", "\"app-2\"").getBytes(UTF_8))
                        .state())
                .isEqualTo(CredentialState.EMPTY);
    }
}
