package com.algosolutions.oauth.profile;

import java.util.Base64;

/** Private keys in DER: PKCS#8, also encrypted, PKCS#1, SEC 1 and PKCS#12. The input is the binary form. */
public final class DerTarget {
    private DerTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            KeyTarget.check(input, Base64.getEncoder().encodeToString(input));
        }
    }
}
