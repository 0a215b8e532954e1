package com.algosolutions.oauth.credential;

import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.json.MalformedJsonException;

/** The record of a profile with its token set, journal, refusal and pending tokens. What is written reads back equal. */
public final class ProfileRecordTarget {
    private ProfileRecordTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Property.value(
                        input,
                        () -> ProfileRecord.read(input),
                        IllegalArgumentException.class,
                        InvalidInputException.class,
                        MalformedJsonException.class)
                .ifPresent(record -> {
                    ProfileRecord again = ProfileRecord.read(record.toBytes());
                    Property.equal(record, again);
                    Property.equal(record, ProfileRecord.read(again.toBytes(), again.profile()));
                    record.state().newerThan(again.state());
                });
        ProfileRecord.name(input);
    }
}
