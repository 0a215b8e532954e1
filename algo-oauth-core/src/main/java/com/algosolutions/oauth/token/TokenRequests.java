package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.RateLimiter;
import com.algosolutions.oauth.endpoint.RetryingTokenEndpoint;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The token requests of one credential. A rejection that the device's wrong clock explains is reported as a problem of the clock. */
final class TokenRequests {
    private static final String SIGN_IN = "Press Start Authorization, sign in, and press Update Profile.";

    private final OAuthProfile profile;
    private final Optional<UnattendedGrant> unattended;
    private final RetryingTokenEndpoint endpoint;
    private final TrustedClock clock;

    TokenRequests(
            OAuthProfile profile,
            Optional<UnattendedGrant> unattended,
            RetryingTokenEndpoint endpoint,
            TrustedClock clock) {
        this.profile = profile;
        this.unattended = unattended;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /**
     * Sends a refresh token: RFC 6749 section 6.
     *
     * @param known the token set that has it
     * @param journal called before the token is sent; returns why it must not be sent
     */
    TokenResponse refresh(TokenSet known, Secret refreshToken, Supplier<Optional<Failure>> journal, Deadline deadline) {
        Optional<Secret> key = DpopProofs.key(profile, known.proofKey());
        return forSignIn(checkClock(endpoint.refresh(refreshToken, key, journal, deadline), false));
    }

    /** Sends the unattended grant. Call only if {@link #obstacle} is empty. */
    TokenResponse present(CredentialState state, Deadline deadline) {
        UnattendedGrant grant = unattended.orElseThrow();
        Optional<Secret> key = DpopProofs.key(profile, state.grant().flatMap(TokenSet::proofKey));
        return checkClock(endpoint.present(grant::parameters, key, deadline), grant.signed());
    }

    /** Sends the unattended grant for an operator who waits: once more after a 429 whose wait ends within the deadline. */
    TokenResponse presentNow(Deadline deadline) {
        TokenResponse first = present(CredentialState.EMPTY, deadline);
        return endpoint.awaitTurn(first, deadline) ? present(CredentialState.EMPTY, deadline) : first;
    }

    /** Sends a single-use grant, for which the rate limiter has given a permit. */
    TokenResponse presentOnce(
            RateLimiter.Permit admitted, Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        return forSignIn(endpoint.presentOnce(admitted, grant, proofKey, deadline));
    }

    /** Whatever ended the grant of a profile whose user signs in, another sign-in is the cure. */
    private TokenResponse forSignIn(TokenResponse response) {
        return unattended.isEmpty()
                        && response instanceof TokenResponse.Failed failed
                        && failed.failure().kind() == Failure.Kind.GRANT_INVALID
                ? failed.withFailure(failed.failure().withAdvice(SIGN_IN))
                : response;
    }

    /** Why the device has no unattended grant that may succeed now; empty if it has one. */
    Optional<Failure> obstacle(CredentialState state) {
        return unattended.isPresent() ? unattended.get().obstacle() : Optional.of(noGrant(state));
    }

    /** Why an operator must act before there can be a token; empty if the device can request one. */
    Optional<Failure> nothingToPresent(CredentialState state) {
        return state.grant().flatMap(TokenSet::refreshToken).isPresent() ? Optional.empty() : obstacle(state);
    }

    private Failure noGrant(CredentialState state) {
        if (!profile.grantType().needsSignIn()) {
            return Failure.of(
                    Step.TOKEN,
                    Failure.Kind.CONFIGURATION,
                    "this version cannot obtain a token by " + profile.grantType(),
                    "Write Grant Type as one of " + String.join(", ", ProfileField.GRANT_TYPE.choices())
                            + ", or as a grant that Provider Type " + profile.providerType()
                            + " has; or install a newer version.");
        }
        return Failure.of(
                Step.TOKEN,
                Failure.Kind.GRANT_INVALID,
                state.grant().isPresent()
                        ? "the access token has expired, and the provider has issued no refresh token with it"
                        : "no user has signed in for this profile yet",
                SIGN_IN);
    }

    /**
     * Reports a rejected signature as a problem of the clock if the device did not know the time when it signed. Such a rejection is not
     * permanent. Only what the device signs contains its time: a pasted assertion contains its issuer's.
     *
     * @param grantSigned whether the device signed the grant
     */
    private TokenResponse checkClock(TokenResponse response, boolean grantSigned) {
        if (!(response instanceof TokenResponse.Failed failed)
                || failed.fate() != TokenResponse.Fate.ANSWERED
                || failed.failure().kind().temporary()
                || !clock.isUnknown(ApiHost.of(profile.tokenUrl()).host())) {
            return response;
        }
        boolean client = JwtAssertion.authenticates(profile.clientAuthMode()) && failed.says("invalid_client");
        boolean proof = DpopProofs.requiredBy(profile) && failed.says("invalid_dpop_proof");
        boolean grant = grantSigned && failed.failure().kind() == Failure.Kind.GRANT_INVALID;
        if (!client && !proof && !grant) {
            return response;
        }
        Failure why = failed.failure()
                .withKind(Failure.Kind.UNAVAILABLE)
                .withMessage("the device's signature was rejected, and the device's clock (" + clock.shown()
                        + ") cannot be right")
                .withAdvice(
                        "Set the device's date and time (NTP); if the signature is rejected again, check the profile.");
        return new TokenResponse.Failed(why, failed.fate(), failed.codes(), true, failed.guessed());
    }
}
