package com.algosolutions.oauth.jose;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.algosolutions.oauth.profile.SigningKey;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.text.ParseException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs with a profile's key or secret (RFC 7515), or with a DPoP key. The only class that uses Nimbus, so that Nimbus is loaded at the
 * first signature.
 */
final class JwsSigner {
    private JwsSigner() {}

    /**
     * Signs a JWT.
     *
     * @param chosen the algorithm, or null for the usual one of the key
     * @param payload JSON
     * @return the compact serialization
     */
    static String sign(OAuthProfile profile, @Nullable SigningAlgorithm chosen, String payload) {
        try {
            if (chosen != null && chosen.mac()) {
                byte[] secret = profile.clientSecret().orElseThrow().reveal().getBytes(UTF_8);
                return signed(new MACSigner(secret), jws(chosen, null, payload));
            }
            SigningKey key = profile.parsedSigningKey().orElseThrow();
            SigningAlgorithm algorithm = chosen == null ? key.usualAlgorithm() : chosen;
            String keyId = profile.signingKeyId().or(key::keyId).orElse(null);
            JWSObject jws = jws(algorithm, keyId, payload);
            PrivateKey privateKey = key.privateKey();
            if (algorithm == SigningAlgorithm.EDDSA) {
                return ed25519(privateKey, jws);
            }
            return signed(
                    privateKey instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(privateKey), jws);
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException("the profile's rules accepted a key that cannot sign", e);
        }
    }

    /** A new key pair on P-256, which every implementation of RFC 9449 can verify: a private JWK. */
    static Secret newKey() {
        try {
            return Secret.of(new ECKeyGenerator(Curve.P_256).generate().toJSONString());
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /** A DPoP proof, which contains the public key: RFC 9449 section 4.2. */
    static String proof(Secret key, String payload) {
        try {
            ECKey pair = ECKey.parse(key.reveal());
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(new JOSEObjectType("dpop+jwt"))
                    .jwk(pair.toPublicJWK())
                    .build();
            return signed(new ECDSASigner(pair), new JWSObject(header, new Payload(payload)));
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("a key pair made by this device cannot sign", e);
        }
    }

    /** The JWK thumbprint by which a server identifies a DPoP key: RFC 7638. */
    static String thumbprint(Secret key) {
        try {
            return ECKey.parse(key.reveal()).computeThumbprint().toString();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("a key pair made by this device cannot be read", e);
        }
    }

    private static JWSObject jws(SigningAlgorithm algorithm, @Nullable String keyId, String payload) {
        return new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.parse(algorithm.jose()))
                        .type(JOSEObjectType.JWT)
                        .keyID(keyId)
                        .build(),
                new Payload(payload));
    }

    private static String signed(JWSSigner signer, JWSObject jws) throws JOSEException {
        jws.sign(signer);
        return jws.serialize();
    }

    /** RFC 8037, with the JDK: Nimbus would need a further library of 4 MB. */
    private static String ed25519(PrivateKey key, JWSObject jws) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(jws.getSigningInput());
        return new String(jws.getSigningInput(), US_ASCII)
                + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }
}
