package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The device's place in its fleet. Drawn once and kept in the store, so that devices that are powered on together do not renew together,
 * today and after the next power cut.
 */
public final class Jitter {
    private static final String ID = "device";

    private final long seed;

    private Jitter(long seed) {
        this.seed = seed;
    }

    public static Jitter of(RecordStore store) {
        long drawn = new SplittableRandom().nextLong();
        try {
            Optional<StoredRecord> stored = store.read(ID);
            if (stored.isPresent()) {
                Object seed =
                        Json.readObject(new String(stored.get().bytes(), UTF_8)).get("seed");
                return new Jitter(seed instanceof Number kept ? kept.longValue() : drawn);
            }
            store.replace(
                    ID,
                    0,
                    Json.write(Map.<String, Object>of("version", 1, "seed", drawn))
                            .getBytes(UTF_8));
        } catch (IOException | RuntimeException e) {
            return new Jitter(drawn); // A storage in trouble says so where it matters more.
        }
        return new Jitter(drawn);
    }

    /** A number from 0 to 1 for a text, always the same on this device. */
    public double of(String text) {
        return new SplittableRandom(seed ^ ((long) text.hashCode() << 32)).nextDouble();
    }
}
