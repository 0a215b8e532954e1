package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Proof that the client that redeems a code is the one that requested it, by method S256 only: RFC 7636.
 *
 * @param verifier the secret, which is sent to the token endpoint with the code, and nowhere else
 */
record Pkce(Secret verifier) {
    private static final int BYTES = 32;

    static Pkce fresh() {
        return new Pkce(Secret.of(random()));
    }

    /** {@return 256 random bits as 43 characters that a URL need not escape: RFC 7636 section 4.1} */
    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** {@return the challenge, which the browser sends: RFC 7636 section 4.2} */
    String challenge() {
        return Sha256.base64Url(verifier.reveal());
    }
}
