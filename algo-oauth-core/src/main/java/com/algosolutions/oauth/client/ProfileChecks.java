package com.algosolutions.oauth.client;

import com.algosolutions.oauth.credential.ProviderCatalog;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.jose.JwtExpiry;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client requires of a profile beyond the form's own rules: an installed provider that accepts it, allowed URLs, a certificate.
 *
 * @param hasCertificate whether the device has a TLS certificate
 */
record ProfileChecks(ProviderCatalog providers, HttpsOnly httpsOnly, boolean hasCertificate, TrustedClock clock) {
    private static final List<ProfileField<URI>> ENDPOINTS = List.of(
            ProfileField.TOKEN_URL,
            ProfileField.AUTH_URL,
            ProfileField.PAR_URL,
            ProfileField.DEVICE_URL,
            ProfileField.REVOCATION_URL);

    /** What this client accepts in a profile, although requests with it would fail. */
    List<Problem> warnings(OAuthProfile profile) {
        return profile
                .jwtAssertion()
                .flatMap(JwtExpiry::expiry)
                .filter(clock::isPast)
                .map(expiry -> ProfileField.JWT_ASSERTION.problem(
                        "expired on " + expiry + " (the device's clock says "
                                + clock.shown().truncatedTo(ChronoUnit.SECONDS) + ")",
                        "Create a new JWT in the provider's console and paste it here; if the clock is wrong, set it."))
                .stream()
                .toList();
    }

    /** Why this client cannot use a profile; empty if it can. */
    List<Problem> problems(OAuthProfile profile) {
        List<Problem> problems = new ArrayList<>();
        providers
                .find(profile.providerType())
                .ifPresentOrElse(
                        provider -> problems.addAll(byProvider(provider, profile)),
                        () -> problems.add(providers.missing(profile.providerType())));
        for (ProfileField<URI> field : ENDPOINTS) {
            if (profile.value(field).filter(url -> !httpsOnly.allows(url)).isPresent()) {
                problems.add(field.problem("is not https", HttpsOnly.ADVICE));
            }
        }
        if (profile.clientAuthMode().usesCertificate() && !hasCertificate) {
            problems.add(ProfileField.CLIENT_AUTH_MODE.problem(
                    "is " + profile.clientAuthMode() + ", and this device has no certificate",
                    "Build the client with clientCertificate(…), or choose another mode."));
        }
        if (profile.accessTokenType() == AccessTokenType.MTLS && !hasCertificate) {
            problems.add(ProfileField.ACCESS_TOKEN_TYPE.problem(
                    "is MTLS, and this device has no certificate",
                    "Build the client with clientCertificate(…), or choose BEARER or DPOP."));
        }
        return problems;
    }

    private static List<Problem> byProvider(OAuthProvider provider, OAuthProfile profile) {
        try {
            return List.copyOf(provider.checkProfile(profile.withoutSecrets()));
        } catch (Throwable e) {
            return List.of(ProfileField.PROVIDER_TYPE.problem(
                    "is " + profile.providerType() + ", whose check of the profile failed with "
                            + Uninterruptibly.caught(e),
                    "Correct or replace the provider's jar."));
        }
    }
}
