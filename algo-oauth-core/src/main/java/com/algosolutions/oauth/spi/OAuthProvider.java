package com.algosolutions.oauth.spi;

import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider plugin: what an operator gets by choosing its id as <em>Provider Type</em>, and what its replies mean.
 *
 * <p>An implementation is data and must be thread-safe; it needs a public constructor without parameters to be found by {@link
 * java.util.ServiceLoader}. It is never given a secret, and it sends nothing.
 */
public interface OAuthProvider {

    /**
     * The id that profiles name as their provider type, such as {@code RINGCENTRAL}: capitals, digits and underscores. Two installed
     * providers of one id are refused when a client is built.
     *
     * @return the id
     */
    String id();

    /** {@return the provider's name for people, such as {@code RingCentral}; the id, if it has no other} */
    default String displayName() {
        return id();
    }

    /** {@return what choosing this provider fills into the form} */
    Preset preset();

    /**
     * What this provider's error replies mean. Where no rule fits, the meaning of the RFCs stands.
     *
     * @return the rules
     */
    default ErrorTable errors() {
        return ErrorTable.empty();
    }

    /**
     * The provider's own error codes in a reply's body, the most telling one first.
     *
     * @param body the members of the JSON body
     * @return the codes; empty if there are none
     */
    default List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
        return List.of();
    }

    /**
     * What a reply's JSON body says of a failure although the status is in the 200s: a member and its value, such as {@code ok} and
     * {@code false}. A reply of the token endpoint or the API that has one of them is an error reply.
     *
     * @return members to values, which are texts, numbers and booleans; none by the RFCs
     */
    default Map<String, Object> failureMarks() {
        return Map.of();
    }

    /** {@return the reply header by which the provider's support finds a request, if it sends one} */
    default Optional<String> requestIdHeader() {
        return Optional.empty();
    }

    /** {@return how this provider's tokens behave} */
    default TokenTraits traits() {
        return TokenTraits.standard();
    }

    /** {@return what this provider's replies call, in {@code token_type}, a token that is sent as {@code Bearer}, besides {@code bearer} itself} */
    default Set<String> bearerTypes() {
        return Set.of();
    }

    /** {@return grants of this provider's own, which the form's Grant Type can name besides the standard ones} */
    default List<ProviderGrant> grants() {
        return List.of();
    }

    /** {@return what stands between two scopes on the wire; a space, by RFC 6749 section 3.3} */
    default String scopeSeparator() {
        return " ";
    }

    /**
     * What is wrong with a profile by this provider's own rules; the rules of the form are checked already.
     *
     * @param profile the profile, its secrets left out
     * @return all problems; empty if there are none
     */
    default List<Problem> check(OAuthProfile profile) {
        return List.of();
    }

    /**
     * Why this provider would certainly refuse a request, known before it is sent: a text over its limit, for example. Asked for each
     * request, so it must be quick, and must not throw.
     *
     * @param method the method
     * @param target the address
     * @param body the bytes; not to be changed
     * @return what is wrong and what to do; empty to let it be sent
     */
    default Optional<Problem> objection(String method, URI target, byte[] body) {
        return Optional.empty();
    }
}
