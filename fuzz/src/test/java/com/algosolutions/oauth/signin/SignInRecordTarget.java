package com.algosolutions.oauth.signin;

import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/** The records of sign-ins with a browser and on another device. What is written reads back equal. */
public final class SignInRecordTarget {
    private static final TrustedClock CLOCK =
            new TrustedClock(Clock.fixed(TrustedClock.BUILT.plusSeconds(86_400), ZoneOffset.UTC), () -> 0);

    private SignInRecordTarget() {}

    /** The codes of a record fail by subclasses, too. */
    private static DeviceSignInRecord device(byte[] input) {
        try {
            return DeviceSignInRecord.read(input);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Property.value(
                        input,
                        () -> SignInRecord.read(input),
                        IllegalArgumentException.class,
                        MalformedJsonException.class)
                .ifPresent(record -> {
                    Property.equal(record, SignInRecord.read(record.toBytes()));
                    record.waiting().ifPresent(signIn -> {
                        Property.sentence(signIn.toString());
                        Duration left = signIn.left(CLOCK);
                        Property.check(left.compareTo(BrowserSignIn.LIFE) <= 0, "lives for " + left);
                        signIn.openFor(left);
                        signIn.digest();
                    });
                    record.end(SignInOutcome.GRANTED);
                });
        Property.value(input, () -> device(input), IllegalArgumentException.class, MalformedJsonException.class)
                .ifPresent(record -> {
                    Property.equal(record, DeviceSignInRecord.read(record.toBytes()));
                    Property.sentence(record.toString());
                    record.left(CLOCK);
                });
    }
}
