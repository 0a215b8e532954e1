package com.algosolutions.oauth.jose;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
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
 * A JWT that the device signs, as a grant or as the client's authentication: RFC 7523 section 3. Each has a new jti, expires after a minute
 * or the profile's assertion lifetime, and uses the time of the server to which it is sent.
 */
public final class JwtAssertion {
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    /** So that a server whose clock is a little behind does not see an assertion from the future. */
    private static final Duration BACK_DATED = Duration.ofSeconds(5);

    private final OAuthProfile profile;
    private final TrustedClock clock;

    public JwtAssertion(OAuthProfile profile, TrustedClock clock) {
        this.profile = profile;
        this.clock = clock;
    }

    /** Whether the client authenticates by a signature, and so needs the time. */
    public static boolean authenticates(ClientAuthMode mode) {
        return mode == ClientAuthMode.CLIENT_SECRET_JWT || mode == ClientAuthMode.PRIVATE_KEY_JWT;
    }

    /** Whether a profile's assertions have its issuer as their audience, because the profile names no other audience. */
    public static boolean isForTheIssuer(OAuthProfile profile) {
        boolean grant = profile.grantType().equals(GrantType.JWT_BEARER)
                && profile.jwtAssertionMode() == JwtAssertionMode.SELF_SIGNED
                && profile.assertionAudience().isEmpty();
        boolean client = authenticates(profile.clientAuthMode())
                && profile.clientAssertionAudience().isEmpty();
        return grant || client;
    }

    /** The assertion that is sent as the grant. */
    public String ofTheGrant() {
        String issuer = profile.assertionIssuer().orElse(profile.clientId());
        Map<String, @Nullable Object> claims = claims(
                issuer,
                profile.assertionSubject().orElse(issuer),
                audience(profile.assertionAudience()),
                ApiHost.of(profile.tokenUrl()).host());
        claims.putAll(profile.assertionClaims());
        return JwsSigner.sign(profile, profile.signingAlgorithm().orElse(null), Json.write(claims));
    }

    /** The assertion that authenticates the client, with the time of the host to which it is sent. */
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
        long issuedAt = clock.now(host, ApiHost.of(profile.tokenUrl()).host())
                .minus(BACK_DATED)
                .getEpochSecond();
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

    /** The issuer if it is known, as the successor of RFC 7523 requires; else the token endpoint, as RFC 7523 section 3 allows. */
    private String audience(Optional<String> chosen) {
        return chosen.orElseGet(
                () -> profile.issuer().orElse(profile.tokenUrl()).toString());
    }
}
