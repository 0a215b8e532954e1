package com.algosolutions.oauth.spi;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider plugin: the values that the form gets when an operator chooses its id as <em>Provider Type</em>, and the meaning of the
 * provider's responses.
 *
 * <p>An implementation is data and must be thread-safe; it needs a public constructor without parameters to be found by {@link
 * java.util.ServiceLoader}. It is never given a secret, and it sends nothing.
 *
 * <p>If a method throws, an {@link Error} included, the library goes on without its part of the call or the response, and logs the exception's class.
 * Exceptions: {@link #id} prevents the client from being built, {@link #checkProfile} is a problem of the profile, and a method about tokens,
 * such as {@link #grants}, fails the renewal or the sign-in.
 *
 * @since 0.1.0
 */
public interface OAuthProvider {

    /**
     * The id that profiles name as their provider type, such as {@code RINGCENTRAL}: capitals, digits and underscores. Building a
     * client fails if two installed providers have the same id.
     *
     * @return the id
     */
    String id();

    /** {@return the provider's name for people, such as {@code RingCentral}; the id, if it has no other} */
    default String displayName() {
        return id();
    }

    /** {@return the values that choosing this provider fills into the form} */
    Preset preset();

    /**
     * The meaning of this provider's error responses. Where no rule matches, the RFCs apply.
     *
     * @return the rules
     */
    default ErrorTable errors() {
        return ErrorTable.empty();
    }

    /**
     * The provider's error codes in a response's body, the most specific first.
     *
     * @param body the members of the JSON body
     * @return the codes; empty if there are none
     */
    default List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
        return List.of();
    }

    /**
     * The members of a JSON body that mark an error although the status is in the 200s, with their values, such as {@code ok} and {@code
     * false}. A response of the token endpoint or the API that has one of them is an error response.
     *
     * @return members to values, which are texts, numbers and booleans; the RFCs have none
     */
    default Map<String, Object> failureMarks() {
        return Map.of();
    }

    /** {@return the response header with the id by which the provider's support finds a request, if there is one} */
    default Optional<String> requestIdHeader() {
        return Optional.empty();
    }

    /** {@return how this provider's tokens behave} */
    default TokenTraits traits() {
        return TokenTraits.standard();
    }

    /** {@return further values of {@code token_type}, besides {@code bearer}, for tokens that are sent as {@code Bearer}} */
    default Set<String> bearerTypes() {
        return Set.of();
    }

    /** {@return this provider's extension grants, which the form's Grant Type can have besides the standard ones} */
    default List<ProviderGrant> grants() {
        return List.of();
    }

    /** {@return the parameter that names the scopes in requests: {@code scope} in RFC 6749 section 3.3} */
    default String scopeParameter() {
        return "scope";
    }

    /** {@return the separator between two scopes in requests; a space in RFC 6749 section 3.3} */
    default String scopeSeparator() {
        return " ";
    }

    /**
     * Checks a profile by this provider's rules. The profile complies with the rules of the form already.
     *
     * @param profile the profile, without its secrets
     * @return all problems; empty if there are none
     */
    default List<Problem> checkProfile(OAuthProfile profile) {
        return List.of();
    }

    /**
     * Finds a reason for which this provider would certainly reject a request, such as text over a limit. Called before each request is
     * sent, so it must be fast, and must not throw.
     *
     * @param request the request, without its headers
     * @return the problem and its fix; empty if the request can be sent
     */
    default Optional<Problem> checkRequest(OutgoingRequest request) {
        return Optional.empty();
    }
}
