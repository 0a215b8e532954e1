package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The device's place in its fleet: a random number, drawn once and stored, so that devices that are powered on together do not renew
 * together, now and after the next power cut. Immutable.
 */
public final class Jitter {
    private static final String ID = "device";

    private final long seed;

    private Jitter(long seed) {
        this.seed = seed;
    }

    public static Jitter of(RecordStore store) {
        UUID random = UUID.randomUUID();
        long drawn = random.getMostSignificantBits() ^ random.getLeastSignificantBits();
        try {
            Optional<StoredRecord> stored = store.read(ID);
            if (stored.isPresent()) {
                return new Jitter(
                        Members.parse(stored.get().bytes()).number("seed").orElse(drawn));
            }
            store.replace(
                    ID,
                    0,
                    Json.write(Map.<String, Object>of("version", 1, "seed", drawn))
                            .getBytes(UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            return new Jitter(drawn); // a failing store is reported where the client needs it
        }
        return new Jitter(drawn);
    }

    /** A number from 0 to 1 for a text, always the same on this device. */
    public double of(String text) {
        return (mixed((seed ^ ((long) text.hashCode() << 32)) + 0x9e3779b97f4a7c15L) >>> 11) * 0x1.0p-53;
    }

    /** The first number of {@code java.util.SplittableRandom}, without the eight classes that it loads. */
    private static long mixed(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
