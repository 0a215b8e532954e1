package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.ProviderGrant;
import com.algosolutions.oauth.time.TrustedClock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The grant that a device presents without a person if it has no refresh token, or a rejected one. Thread-safe. */
interface UnattendedGrant {
    /** The {@code grant_type} of an assertion: RFC 7523 section 2.1. */
    String GRANT_TYPE = GrantType.JWT_BEARER.wireName().orElseThrow();

    /** The grant of RFC 6749 section 4.4. */
    Optional<UnattendedGrant> CLIENT_CREDENTIALS = Optional.of(fixed(
            Map.of("grant_type", GrantType.CLIENT_CREDENTIALS.wireName().orElseThrow()),
            "issued for the client's own credentials"));

    /** Why a request would certainly fail now; empty if it may succeed. */
    default Optional<Failure> obstacle() {
        return Optional.empty();
    }

    /** The parameters of one request; an assertion that the device signs is new in each. */
    Map<String, String> parameters();

    /** Whether the device signs it, so that a wrong clock may be the reason for a rejection. */
    default boolean signed() {
        return false;
    }

    /** How the token was obtained, for the status page. */
    String origin();

    /** A warning to add to the event of each token: the grant expires soon. Otherwise an empty text. */
    default String warning() {
        return "";
    }

    /** The grant of a profile; empty if a user must sign in, or if this version does not know the grant type. */
    static Optional<UnattendedGrant> of(OAuthProfile profile, OAuthProvider provider, TrustedClock clock) {
        GrantType type = profile.grantType();
        if (type.equals(GrantType.JWT_BEARER)) {
            return profile.jwtAssertionMode() == JwtAssertionMode.SELF_SIGNED
                    ? Optional.of(new SelfSignedAssertion(new JwtAssertion(profile, clock)))
                    : profile.jwtAssertion().map(jwt -> new PastedAssertion(jwt, clock));
        }
        if (type.equals(GrantType.CLIENT_CREDENTIALS)) {
            return CLIENT_CREDENTIALS;
        }
        return provider.grants().stream()
                .filter(grant -> grant.type().equals(type))
                .findFirst()
                .map(UnattendedGrant::contributed);
    }

    private static UnattendedGrant contributed(ProviderGrant grant) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", grant.wireName());
        parameters.putAll(grant.parameters());
        return fixed(parameters, "issued by " + grant.type());
    }

    private static UnattendedGrant fixed(Map<String, String> parameters, String origin) {
        return new UnattendedGrant() {
            @Override
            public Map<String, String> parameters() {
                return parameters;
            }

            @Override
            public String origin() {
                return origin;
            }
        };
    }
}
