package com.algosolutions.oauth.credential;

import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.store.RecordStore;
import java.util.Arrays;

/** The record of a revocation to be sent, and the record of the device's random number. What is written reads back equal. */
public final class RevocationTarget {
    private RevocationTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Property.value(
                        input,
                        () -> PendingRevocation.read(input),
                        IllegalArgumentException.class,
                        InvalidInputException.class,
                        MalformedJsonException.class)
                .ifPresent(record -> {
                    byte[] written = record.toBytes();
                    Property.check(
                            Arrays.equals(
                                    written, PendingRevocation.read(written).toBytes()),
                            "another record");
                    Property.sentence(record.toString());
                    record.id();
                });
        double jitter = Property.value(input, () -> {
                    RecordStore store = RecordStore.inMemory();
                    store.replace("device", 0, input);
                    return Jitter.of(store).of("profile");
                })
                .orElseThrow();
        Property.check(jitter >= 0 && jitter < 1, "a jitter of " + jitter);
    }
}
