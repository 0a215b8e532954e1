package com.algosolutions.examples;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/**
 * The device's store, and the profiles in it: an encrypted folder. {@code OAUTH_STORE} names the folder, {@code OAUTH_STORE_KEY} has the key in hexadecimal. A device
 * takes the key from its key storage instead.
 */
final class DeviceStore {
    static final String FOLDER = "OAUTH_STORE";
    static final String KEY = "OAUTH_STORE_KEY";

    private DeviceStore() {}

    static RecordStore of(Map<String, String> environment) {
        String folder = environment.getOrDefault(FOLDER, "").strip();
        String key = environment.getOrDefault(KEY, "").strip();
        if (folder.isEmpty()) {
            throw new IllegalArgumentException(
                    FOLDER
                            + " is missing. Set it to a folder that holds nothing else, such as /data/oauth; its parent must exist.");
        }
        if (!key.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(KEY + " has " + key.length() + " characters that are not 64 hex digits."
                    + " Set it to 32 random bytes: openssl rand -hex 32");
        }
        return RecordStore.directory(Path.of(folder))
                .encryptedWith(new SecretKeySpec(HexFormat.of().parseHex(key), "AES"));
    }

    /** The form of a profile: the stored one, or an empty one with what choosing the provider type fills in. */
    static ProfileForm form(OAuthClient client, String name, String providerType) {
        return client.profiles()
                .find(name)
                .filter(profile -> profile.providerType().equals(providerType))
                .map(client::edit)
                .orElseGet(() -> client.draft(name, providerType));
    }

    /** Creates the profile, or updates it if an earlier run has left it in the store. */
    static OAuthProfile saveProfile(OAuthClient client, ProfileForm form) {
        OAuthProfile profile = form.build();
        if (client.profiles()
                .find(profile.name())
                .filter(stored -> stored.id().equals(profile.id()))
                .isPresent()) {
            client.profiles().update(profile);
        } else {
            client.profiles().create(profile);
        }
        return profile;
    }
}
