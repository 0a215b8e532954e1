package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.CLIENT_SECRET;
import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.draft;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.ProfileStatus.State;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A store with records that cannot be read is never taken for the store of a new device, and each such record has an id, a reason and one fix. */
class UnreadableRecordsTest {
    private static final SecretKey KEY = key(1);

    @TempDir
    private Path parent;

    private static SecretKey key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return new SecretKeySpec(key, "AES");
    }

    private Path folder() {
        return parent.resolve("oauth");
    }

    private RecordStore store() {
        return RecordStore.directory(folder()).encryptedWith(KEY);
    }

    private static OAuthClient open(RecordStore store) {
        return client().store(store).build();
    }

    private static OAuthProfile profile(OAuthClient client, String name) {
        URI token = URI.create("http://127.0.0.1:9/token");
        return draft(client, name, token, ApiHost.of(token)).build();
    }

    /** Fills the store as a device does; returns the record's id of each profile. */
    private Map<String, String> fill(String... names) {
        Map<String, String> ids = new TreeMap<>();
        try (OAuthClient client = open(store())) {
            for (String name : names) {
                client.profiles().create(profile(client, name));
                ids.put(
                        name,
                        "profile-" + client.profiles().find(name).orElseThrow().id());
            }
        }
        return ids;
    }

    /** What README's first block does after it has built the client. */
    private static void createIfAbsent(OAuthClient client, String name) {
        if (client.profiles().find(name).isEmpty()) {
            client.profiles().create(profile(client, name));
        }
    }

    /** How a record becomes unreadable, and what the problem says about it. */
    enum Damage {
        TRUNCATED("is damaged, and the generation before it is damaged or missing"),
        CUT_WITHIN_ITS_HEADER("is damaged, and the generation"),
        BIT_FLIPPED("is damaged, and the generation"),
        EMPTY("is damaged, and the generation"),
        ZEROED("is damaged, and the generation"),
        TEXT_OF_AN_EDITOR("is damaged, and the generation"),
        FOLDER("cannot be read: "),
        NEWER_FILE_FORMAT("has the file format 9, and this firmware reads format 1"),
        OTHER_KEY("cannot be decrypted: it was written with another key, or it was changed"),
        NEWER_ENCRYPTION("is encrypted in format 2, and this firmware reads format 1"),
        BYTES_WITHOUT_MEANING("is damaged: it is not an encrypted record"),
        NOT_ENCRYPTED("is not encrypted, and this store has a key"),
        NEWER_RECORD("version"),
        ANOTHER_PROFILE("(The record contains another profile.)"),
        NO_JSON("cannot be read (not JSON");

        private final String reason;

        Damage(String reason) {
            this.reason = reason;
        }

        void to(Path folder, String id) throws IOException {
            RecordStore raw = RecordStore.directory(folder);
            RecordStore store = raw.encryptedWith(KEY);
            byte[] record = store.read(id).orElseThrow().bytes();
            byte[] sealed = raw.read(id).orElseThrow().bytes();
            Path file = folder.resolve(id + ".record");
            byte[] whole = Files.readAllBytes(file);
            switch (this) {
                case TRUNCATED -> Files.write(file, Arrays.copyOf(whole, whole.length - 7));
                case CUT_WITHIN_ITS_HEADER -> Files.write(file, Arrays.copyOf(whole, 11));
                case BIT_FLIPPED -> {
                    whole[whole.length / 2] ^= 4;
                    Files.write(file, whole);
                }
                case EMPTY -> Files.write(file, new byte[0]);
                case ZEROED -> Files.write(file, new byte[whole.length]);
                case TEXT_OF_AN_EDITOR -> Files.writeString(file, "{\"name\":\"Front desk\"}\n");
                case FOLDER -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }
                case NEWER_FILE_FORMAT -> {
                    whole[7] = 9;
                    whole[20] ^= 1;
                    Files.write(file, whole);
                }
                case OTHER_KEY -> replace(raw.encryptedWith(key(2)), id, record);
                case NEWER_ENCRYPTION -> {
                    sealed[0] = 2;
                    replace(raw, id, sealed);
                }
                case BYTES_WITHOUT_MEANING ->
                    replace(raw, id, "ÿ\u0080 of another program, at least as long as a header".getBytes(UTF_8));
                case NOT_ENCRYPTED -> replace(raw, id, record);
                case NEWER_RECORD ->
                    replace(
                            store,
                            id,
                            new String(record, UTF_8)
                                    .replace("\"version\":1", "\"version\":2")
                                    .getBytes(UTF_8));
                case ANOTHER_PROFILE ->
                    replace(
                            store,
                            id,
                            new String(record, UTF_8)
                                    .replace(id.substring("profile-".length()), "another")
                                    .getBytes(UTF_8));
                case NO_JSON -> replace(store, id, "<xml/>".getBytes(UTF_8));
            }
        }

        private static void replace(RecordStore store, String id, byte[] bytes) throws IOException {
            store.delete(id);
            assertThat(store.replace(id, 0, bytes)).isTrue();
        }
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName().toString(), Files.readString(file, ISO_8859_1));
            }
        }
        return files;
    }

    @ParameterizedTest
    @EnumSource
    void onlyProfile_unreadable_isAnErrorThatNamesRecordReasonAndFix_andNothingIsWritten(Damage damage)
            throws Exception {
        String id = fill("desk").get("desk");
        damage.to(folder(), id);
        Map<String, String> before = files();

        UncheckedIOException thrown =
                catchThrowableOfType(UncheckedIOException.class, () -> createIfAbsent(open(store()), "desk"));

        assertThat(thrown.getMessage())
                .startsWith("The only profile in the record store cannot be used. ")
                .contains(id, damage.reason)
                .doesNotContain(CLIENT_SECRET);
        assertThat(thrown.getMessage()
                        .split("Restore|Install|Open the store|Check the storage|encrypt it as|Remove it", -1))
                .as("one fix: %s", thrown.getMessage())
                .hasSize(2);
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void oneOfTwoProfiles_unreadable_isListed_itsNameIsNotGivenAway_andItCanBeDiscarded(Damage damage)
            throws Exception {
        String id = fill("desk", "lobby").get("desk");
        damage.to(folder(), id);
        try (OAuthClient client = open(store())) {
            assertThat(client.profiles().list()).extracting(OAuthProfile::name).containsExactly("lobby");
            Problem problem = client.profiles().loadProblems().get(0);
            assertThat(client.profiles().loadProblems()).hasSize(1);
            assertThat(problem.field()).isEqualTo(id);
            assertThat(problem.toString()).contains(damage.reason).doesNotContain(CLIENT_SECRET);

            assertThatThrownBy(() -> createIfAbsent(client, "desk"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("may be the name of the profile in record " + id)
                    .hasMessageContaining("profiles().discard(\"" + id + "\")");
            OAuthProfile lobby = client.profiles().find("lobby").orElseThrow();
            assertThatThrownBy(() -> client.profiles()
                            .update(client.edit(lobby).name("desk").build()))
                    .as("a new name")
                    .hasMessageContaining(id);
            client.profiles().update(client.edit(lobby).clientId("app-2").build());
            assertThat(client.post("desk", URI.create("https://x.example/"), Body.json("{}"))
                            .toString())
                    .contains("record " + id + ", which cannot be read, may have it");
            assertThat(client.status("lobby").state()).isNotEqualTo(State.NOT_CONFIGURED);

            assertThat(client.profiles().discard("profile-of-another")).isFalse();
            assertThat(client.profiles().discard(id)).isTrue();
            assertThat(client.profiles().discard(id)).isFalse();
            assertThat(client.profiles().loadProblems()).isEmpty();
            createIfAbsent(client, "desk");
        }
        try (OAuthClient client = open(store())) {
            assertThat(client.profiles().loadProblems()).isEmpty();
            assertThat(client.profiles().list()).extracting(OAuthProfile::name).containsExactly("desk", "lobby");
        }
    }

    @Test
    void unreadableRecord_whoseNameIsKnown_keepsThatNameOnly() throws Exception {
        String id = fill("desk", "lobby").get("desk");
        Damage.NEWER_RECORD.to(folder(), id);
        try (OAuthClient client = open(store())) {
            assertThat(client.profiles().loadProblems())
                    .extracting(Problem::label)
                    .containsExactly("desk");
            createIfAbsent(client, "gate");
            assertThatThrownBy(() -> createIfAbsent(client, "desk")).hasMessageContaining(id);
        }
    }

    /** As on a new device that was set up without a profile: it has records all the same. */
    private void fillWithoutProfile() {
        open(store()).close();
    }

    @ParameterizedTest
    @CsvSource({
        "no key,     desk,        'is encrypted, and this store has no key. Give the store its key: RecordStore.directory(path).encryptedWith(key).'",
        "no key,     desk lobby,  'None of the 2 profiles in the record store can be used. Record profile-'",
        "no key,     '',          'The only record in the record store cannot be used. Record device is encrypted'",
        "other key,  desk,        'cannot be decrypted: it was written with another key'",
        "other key,  a b c d e,   'And 2 more.'",
        "other key,  '',          'Record device cannot be decrypted'",
    })
    void store_openedWithTheWrongKey_isAnError_andNothingIsWritten(String with, String names, String message)
            throws Exception {
        if (names.isEmpty()) {
            fillWithoutProfile();
        } else {
            fill(names.split(" "));
        }
        RecordStore raw = RecordStore.directory(folder());
        RecordStore wrong = with.equals("no key") ? raw : raw.encryptedWith(key(7));
        Map<String, String> before = files();

        assertThatThrownBy(() -> createIfAbsent(open(wrong), "desk"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(message)
                .cause()
                .isInstanceOfSatisfying(
                        UnreadableRecordException.class,
                        why -> assertThat(why.recordId()).matches("device|profile-.*"));
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"desk", "''"})
    void plainStore_openedWithAKey_isAnErrorThatSaysSo(String name) throws Exception {
        try (OAuthClient client = open(RecordStore.directory(folder()))) {
            if (!name.isEmpty()) {
                createIfAbsent(client, name);
            }
        }
        assertThatThrownBy(() -> open(store()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(
                        "is not encrypted, and this store has a key. If it was written before the store had a key, encrypt it");
    }

    @Test
    void plainStore_isEncryptedByCopyingItsRecords() throws Exception {
        RecordStore plain = RecordStore.directory(parent.resolve("plain"));
        try (OAuthClient client = open(plain)) {
            createIfAbsent(client, "desk");
        }
        RecordStore encrypted = store();
        for (String id : plain.list()) {
            encrypted.replace(id, 0, plain.read(id).orElseThrow().bytes());
        }
        try (OAuthClient client = open(store())) {
            assertThat(client.profiles().loadProblems()).isEmpty();
            assertThat(client.profiles().find("desk")).isPresent();
        }
        assertThat(files().values()).noneMatch(file -> file.contains(CLIENT_SECRET));
    }

    /** An encrypted profile beside a plain one, which an earlier version wrote when it was started without the key. */
    @Test
    void mixedStore_listsTheRecordsThatNeedTheKey() throws Exception {
        String id = fill("desk").get("desk");
        RecordStore raw = RecordStore.directory(folder());
        RecordStore other = RecordStore.inMemory();
        try (OAuthClient client = open(other)) {
            createIfAbsent(client, "lobby");
        }
        for (String copied : other.list()) {
            raw.delete(copied);
            raw.replace(copied, 0, other.read(copied).orElseThrow().bytes());
        }
        try (OAuthClient client = open(raw)) {
            assertThat(client.profiles().loadProblems())
                    .singleElement()
                    .asString()
                    .startsWith("Record " + id + " is encrypted, and this store has no key. Give the store its key");
            assertThatThrownBy(() -> createIfAbsent(client, "desk")).hasMessageContaining(id);
        }
    }

    /** The record of a sign-in lives for minutes: a new sign-in replaces one that cannot be read, and no operator is needed. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FOLDER", "ANOTHER_PROFILE"})
    void signIn_unreadable_isReplacedByTheNextStart(Damage damage) throws Exception {
        String id;
        try (OAuthClient client = open(store())) {
            client.profiles()
                    .create(client.draft("desk", "GENERIC")
                            .grantType(GrantType.AUTH_CODE_PKCE)
                            .tokenUrl(URI.create("https://login.example/token"))
                            .authUrl(URI.create("https://login.example/authorize"))
                            .redirectUri(URI.create("https://192.0.2.7/callback"))
                            .apiHosts(ApiHost.of("api.example"))
                            .clientId("app")
                            .clientSecret(Secret.of(CLIENT_SECRET))
                            .build());
            id = "authorization-" + client.profiles().find("desk").orElseThrow().id();
            assertThat(client.signIns().start("desk").state()).isEqualTo(SignIn.State.WAITING);
        }
        Files.deleteIfExists(folder().resolve(id + ".previous"));
        damage.to(folder(), id);
        try (OAuthClient client = open(store())) {
            assertThat(client.profiles().loadProblems()).isEmpty();
            assertThat(client.signIns().current("desk")).isEmpty();
            SignIn started = client.signIns().start("desk");
            assertThat(started.state()).isEqualTo(SignIn.State.WAITING);
            assertThat(started.browserUrl()).isPresent();
        }
        try (OAuthClient client = open(store())) {
            assertThat(client.signIns().current("desk")).isPresent();
        }
    }

    @Test
    void foreignFiles_areNoRecords() throws Exception {
        Files.createDirectories(folder());
        for (String name : List.of(
                "lost+found", ".DS_Store", "profile-a.record.bak", "profile-b.record~", "profile c.record", "core")) {
            Files.writeString(folder().resolve(name), "x");
        }
        Files.createDirectory(folder().resolve("backup"));
        try (OAuthClient client = open(store())) {
            assertThat(client.profiles().loadProblems()).isEmpty();
            createIfAbsent(client, "desk");
        }
        assertThat(fill()).isEmpty();
        assertThat(folder().resolve("lost+found")).exists();
    }

    @Test
    void folder_thatIsAFile_isAnErrorThatSaysSo() throws Exception {
        Files.writeString(folder(), "x");
        assertThatThrownBy(() -> open(store()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("The record store cannot be read: " + folder()
                        + " is a file, and the record store needs a folder");
    }
}
