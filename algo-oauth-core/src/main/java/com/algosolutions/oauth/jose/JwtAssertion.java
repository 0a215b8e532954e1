package com.algosolutions.oauth.jose;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A JWT that the device signs, as a grant or as the client's proof: RFC 7523 section 3. Each has a jti of its own, lives for a minute or
 * as the form says, and has the time of the server that it goes to.
 */
public final class JwtAssertion {
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    /** A server whose clock is a little behind must not find the assertion to be of the future. */
    private static final Duration BACK_DATED = Duration.ofSeconds(5);

    private final OAuthProfile profile;
    private final TrustedClock clock;

    public JwtAssertion(OAuthProfile profile, TrustedClock clock) {
        this.profile = profile;
        this.clock = clock;
    }

    /** Whether a client proves itself by a signature, and so has to know the time. */
    public static boolean authenticates(ClientAuthMode mode) {
        return mode == ClientAuthMode.CLIENT_SECRET_JWT || mode == ClientAuthMode.PRIVATE_KEY_JWT;
    }

    /** Whether something that a profile signs is addressed to its issuer, since nobody has chosen another audience. */
    public static boolean isForTheIssuer(OAuthProfile profile) {
        boolean grant = profile.grantType().equals(GrantType.JWT_BEARER)
                && profile.jwtAssertionMode() == JwtAssertionMode.SELF_SIGNED
                && profile.assertionAudience().isEmpty();
        boolean client = authenticates(profile.clientAuthMode())
                && profile.clientAssertionAudience().isEmpty();
        return grant || client;
    }

    /** The assertion that is the grant. */
    public String ofTheGrant() {
        String issuer = profile.assertionIssuer().orElse(profile.clientId());
        Map<String, @Nullable Object> claims = claims(
                issuer,
                profile.assertionSubject().orElse(issuer),
                audience(profile.assertionAudience()),
                profile.tokenUrl().getHost());
        claims.putAll(profile.assertionClaims());
        return JwsSigner.sign(profile, profile.signingAlgorithm().orElse(null), Json.write(claims));
    }

    /** The assertion that authenticates the client, with the time of the host that it goes to. */
    public String ofTheClient(String host) {
        SigningAlgorithm chosen = profile.signingAlgorithm().orElse(null);
        boolean mac = profile.clientAuthMode() == ClientAuthMode.CLIENT_SECRET_JWT;
        SigningAlgorithm macAlgorithm = chosen != null && chosen.mac() ? chosen : SigningAlgorithm.HS256;
        return JwsSigner.sign(
                profile,
                mac ? macAlgorithm : chosen,
                Json.write(claims(
                        profile.clientId(), profile.clientId(), audience(profile.clientAssertionAudience()), host)));
    }

    private Map<String, @Nullable Object> claims(String issuer, String subject, String audience, String host) {
        long issuedAt =
                clock.now(host, profile.tokenUrl().getHost()).minus(BACK_DATED).getEpochSecond();
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", subject);
        claims.put("aud", audience);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", issuedAt);
        claims.put(
                "exp", issuedAt + profile.assertionLifetime().orElse(LIFETIME).toSeconds());
        return claims;
    }

    /** The issuer where it is known, as the successor of RFC 7523 wants it; else the token endpoint, as RFC 7523 section 3 allows. */
    private String audience(Optional<String> chosen) {
        return chosen.orElseGet(
                () -> profile.issuer().orElse(profile.tokenUrl()).toString());
    }
}
