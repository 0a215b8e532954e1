package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.endpoint.ClientRequest;
import com.algosolutions.oauth.endpoint.PushedAuthorizationResponse;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authorization request that a browser sends: RFC 6749 section 4.1.1, RFC 7636 section 4.3. Immutable.
 *
 * @param endpoint the profile's Auth URL, whose own query is kept
 * @param parameters the parameters that are added to the query
 * @param resources the requested resources, which are added too: RFC 8707 section 2.1
 */
record AuthorizationRequest(URI endpoint, Map<String, String> parameters, List<URI> resources) {

    /**
     * The request of one sign-in.
     *
     * @param proofKey the DPoP key to which the server binds the code, if the profile requires it: RFC 9449 section 10
     */
    static AuthorizationRequest of(
            OAuthProfile profile,
            OAuthProvider provider,
            URI redirectUri,
            String state,
            Pkce pkce,
            Optional<Secret> proofKey) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", profile.clientId());
        parameters.put("redirect_uri", redirectUri.toString());
        if (profile.scopeMode() == ScopeMode.SCOPES_LIST) {
            parameters.put(provider.scopeParameter(), String.join(provider.scopeSeparator(), profile.scopes()));
        }
        parameters.put("state", state);
        parameters.put("code_challenge", pkce.challenge());
        parameters.put("code_challenge_method", "S256");
        proofKey.ifPresent(key -> parameters.put("dpop_jkt", DpopProofs.thumbprint(key)));
        for (Map.Entry<String, String> extra : profile.extraParams().entrySet()) {
            if (!provider.preset().ownParams().contains(extra.getKey())) {
                parameters.putIfAbsent(extra.getKey(), extra.getValue());
            }
        }
        return new AuthorizationRequest(
                profile.authUrl().orElseThrow(() -> new IllegalStateException("the form requires an Auth URL")),
                parameters,
                profile.resources());
    }

    /** The request for the browser after a push: a reference to the pushed request: RFC 9126 section 4. */
    AuthorizationRequest pushed(PushedAuthorizationResponse accepted) {
        return new AuthorizationRequest(endpoint, accepted.parameters(), List.of());
    }

    /** All parameters, those of the endpoint's own query included. */
    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        String query = endpoint.getRawQuery();
        for (String part : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            String[] pair = part.split("=", 2);
            all.put(decoded(pair[0]), pair.length < 2 ? "" : decoded(pair[1]));
        }
        all.putAll(parameters);
        return all;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The parameters that the endpoint's own query has too: a server could not know which of the two values is meant. */
    List<String> conflicts() {
        List<String> conflicts = new ArrayList<>();
        String query = endpoint.getRawQuery();
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            String name = decoded(part.split("=", 2)[0]);
            if (parameters.containsKey(name) || (name.equals("resource") && !resources.isEmpty())) {
                conflicts.add(name);
            }
        }
        return conflicts;
    }

    /** The address to open in the browser. */
    URI url() {
        String base = endpoint.toString();
        String query = endpoint.getRawQuery();
        String joint = query == null ? "?" : query.isEmpty() || query.endsWith("&") ? "" : "&";
        return URI.create(base + joint + ClientRequest.encode(parameters, resources));
    }

    /** {@return the endpoint's host; not the state, which is a secret} */
    @Override
    public String toString() {
        return "AuthorizationRequest[" + ApiHost.of(endpoint).host() + "]";
    }
}
