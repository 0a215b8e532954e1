package com.algosolutions.oauth;

/**
 * An authorization that failed. The profile keeps its old credentials. Immutable and thread-safe; without secrets.
 *
 * @param profile the profile's name; an empty text if a callback belongs to no profile
 * @param failure why. Its kind is {@link Failure.Kind#REQUEST} for a callback that was not expected, such as the same callback again: then
 *     nothing has been lost
 */
public record RefusedAuthorization(String profile, Failure failure)
        implements StartedAuthorization, AuthorizationResult {

    /** {@return the failure, in one line} */
    @Override
    public String toString() {
        return failure.toString();
    }
}
