package com.algosolutions.examples;

import com.algosolutions.oauth.store.RecordStore;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/**
 * The device's store: an encrypted folder. {@code OAUTH_STORE} names the folder, {@code OAUTH_STORE_KEY} has the key in hexadecimal. A device
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
                    FOLDER + " is missing. Set it to a folder that holds nothing else, such as /data/oauth; its parent must exist.");
        }
        if (!key.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(KEY + " has " + key.length() + " characters that are not 64 hex digits."
                    + " Set it to 32 random bytes: openssl rand -hex 32");
        }
        return RecordStore.directory(Path.of(folder))
                .encryptedWith(new SecretKeySpec(HexFormat.of().parseHex(key), "AES"));
    }
}
