package com.algosolutions.oauth;

/**
 * No new credentials came of it, and why; what the profile had it still has. Immutable and thread-safe; without secrets.
 *
 * @param profile the profile's name; an empty text where a callback belongs to no profile
 * @param failure why. Its kind is {@link com.algosolutions.oauth.Failure.Kind#REQUEST} where a callback came that should not
 *     have come, such as the same one twice: then nothing has been lost
 */
public record RefusedAuthorization(String profile, Failure failure)
        implements StartedAuthorization, AuthorizationResult {

    /** {@return the failure, in one line} */
    @Override
    public String toString() {
        return failure.toString();
    }
}
