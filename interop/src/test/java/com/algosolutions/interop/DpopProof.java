package com.algosolutions.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;

/** An API's checks of a DPoP proof (RFC 9449 section 4.3), independent of the library's code. */
final class DpopProof {
    private DpopProof() {}

    /** Whether a proof is signed by the key to which the token is bound, for this request and this token. */
    static boolean holds(String proof, String method, URI target, String token, Object boundTo) {
        try {
            SignedJWT jwt = SignedJWT.parse(proof);
            JWK key = jwt.getHeader().getJWK();
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Base64URL hash =
                    Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
            return "dpop+jwt".equals(String.valueOf(jwt.getHeader().getType()))
                    && !key.isPrivate()
                    && jwt.verify(new DefaultJWSVerifierFactory()
                            .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey()))
                    && boundTo.equals(key.computeThumbprint().toString())
                    && method.equals(claims.getStringClaim("htm"))
                    && target.toString().equals(claims.getStringClaim("htu"))
                    && hash.toString().equals(claims.getStringClaim("ath"))
                    && claims.getJWTID() != null
                    && claims.getIssueTime() != null;
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            return false;
        }
    }
}
