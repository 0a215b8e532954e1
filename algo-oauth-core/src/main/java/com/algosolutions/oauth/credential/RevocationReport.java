package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.Step;
import java.util.Optional;

/** The result of a revocation. */
public record RevocationReport(Outcome outcome, Optional<Failure> failure) implements RevocationResult {

    static RevocationReport of(Outcome outcome) {
        return new RevocationReport(outcome, Optional.empty());
    }

    public static RevocationReport failed(Failure why) {
        return new RevocationReport(Outcome.FAILED, Optional.of(why));
    }

    static RevocationReport noEndpoint() {
        return failed(Failure.of(
                Step.REVOCATION,
                Failure.Kind.CONFIGURATION,
                "the profile has no Revocation URL, or its provider is not installed, so the tokens were not revoked at the provider",
                "End the session in the provider's console, or let the tokens expire."));
    }

    /** {@return the outcome, and why, in one line} */
    @Override
    public String toString() {
        return outcome + failure.map(why -> ": " + why).orElse("");
    }
}
