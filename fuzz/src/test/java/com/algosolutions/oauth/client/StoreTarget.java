package com.algosolutions.oauth.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client that starts with a record in its store. The first line of the input is the record's id, where {@code ID} stands for the id of a
 * profile; the record follows.
 */
public final class StoreTarget {
    private static final String ID = "0e1b3cbb-4f2d-4a52-9d0e-0f6f1d2c3b4a";
    private static final Map<String, byte[]> PROFILES = profiles();

    private StoreTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int line = 0;
        while (line < input.length && input[line] != '\n') {
            line++;
        }
        String id = new String(input, 0, line, ISO_8859_1).replace("ID", ID);
        if (!id.matches("[a-z0-9-]{1,100}")) {
            return;
        }
        byte[] record = Arrays.copyOfRange(input, Math.min(line + 1, input.length), input.length);
        Property.value(input, () -> started(id, record)).orElseThrow();
    }

    /** The records of two profiles. */
    private static Map<String, byte[]> profiles() {
        RecordStore store = RecordStore.inMemory();
        Map<String, byte[]> records = new LinkedHashMap<>();
        try (OAuthClient client = FuzzedDevice.client(store, () -> 0)) {
            OAuthProfile profile = FuzzedDevice.profile(client, FuzzedDevice.PROFILE, GrantType.AUTH_CODE_PKCE, 1);
            client.profiles().create(client.edit(profile).id(ID).build());
            client.profiles().create(FuzzedDevice.profile(client, "lobby", GrantType.CLIENT_CREDENTIALS, 1));
            for (String id : store.list()) {
                records.put(id, store.read(id).orElseThrow().bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    private static boolean started(String id, byte[] record) throws IOException {
        Map<String, byte[]> records = new LinkedHashMap<>(PROFILES);
        records.put(id, record);
        RecordStore store = RecordStore.inMemory();
        for (Map.Entry<String, byte[]> one : records.entrySet()) {
            store.replace(one.getKey(), 0, one.getValue());
        }
        try (OAuthClient client = FuzzedDevice.client(store, () -> 0)) {
            client.profiles().loadProblems().forEach(problem -> Property.sentence(problem.toString()));
            List<OAuthProfile> profiles = client.profiles().list();
            for (OAuthProfile profile : profiles) {
                String name = profile.name();
                Property.sentence(client.status(name).toString());
                client.signIns().current(name).ifPresent(signIn -> Property.sentence(signIn.toString()));
                client.obstacle(
                        ApiRequest.get(URI.create("https://api.example.com/")).profile(name));
                client.signIns().cancel(name);
                Property.value(new byte[0], () -> client.signIns().save(name), InvalidInputException.class);
                client.renew(name);
            }
            client.signIns().handleCallback("/?code=abc&state=" + "a".repeat(43));
            return true;
        }
    }
}
