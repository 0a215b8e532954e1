package com.algosolutions.oauth.store;

import com.algosolutions.fuzz.Property;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypted records. The input is stored as it is, and read with the key: it is refused. Encrypted, it reads back equal, and is refused with
 * any bit changed, under another id, and in another generation.
 */
public final class EnvelopeTarget {
    private static final String ID = "profile-1";
    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

    private EnvelopeTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (boolean counted : new boolean[] {false, true}) {
            RecordStore raw = RecordStore.inMemory();
            RecordStore store = counted ? raw.encryptedWith(KEY, new Counter()) : raw.encryptedWith(KEY);
            Property.value(input, () -> {
                        raw.replace(ID, 0, input);
                        refused(store, ID);
                        store.delete(ID);
                        store.replace(ID, 0, input);
                        Property.check(
                                Arrays.equals(
                                        input, store.read(ID).orElseThrow().bytes()),
                                "another record");
                        byte[] sealed = raw.read(ID).orElseThrow().bytes();
                        raw.replace("profile-2", 0, sealed);
                        refused(store, "profile-2");
                        raw.replace(ID, 1, sealed);
                        refused(store, ID);
                        int bit = Math.floorMod(Arrays.hashCode(input), 8 * sealed.length);
                        sealed[bit / 8] ^= (byte) (1 << bit % 8);
                        raw.delete(ID);
                        raw.replace(ID, 0, sealed);
                        refused(store, ID);
                        return true;
                    })
                    .orElseThrow();
        }
    }

    private static void refused(RecordStore store, String id) throws IOException {
        try {
            store.read(id);
        } catch (UnreadableRecordException e) {
            Property.sentence(e.getMessage());
            return;
        }
        throw new AssertionError("read a record that was not encrypted so");
    }

    private static final class Counter implements RollbackCounter {
        private final Map<String, Long> values = new HashMap<>();

        @Override
        public long value(String id) {
            return Optional.ofNullable(values.get(id)).orElse(0L);
        }

        @Override
        public void advance(String id, long value) {
            values.merge(id, value, Math::max);
        }
    }
}
