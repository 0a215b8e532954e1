package com.algosolutions.oauth;

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

/**
 * What the browser takes to the authorization endpoint: RFC 6749 section 4.1.1, RFC 7636 section 4.3. Immutable.
 *
 * @param endpoint the profile's Auth URL, whose own query is kept
 * @param parameters what joins it
 */
record AuthorizationRequest(URI endpoint, Map<String, String> parameters) {

    /** The request of one sign-in. */
    static AuthorizationRequest of(
            OAuthProfile profile, OAuthProvider provider, URI redirectUri, String state, Pkce pkce) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", profile.clientId());
        parameters.put("redirect_uri", redirectUri.toString());
        if (profile.scopeMode() == ScopeMode.SCOPES_LIST) {
            parameters.put("scope", String.join(provider.scopeSeparator(), profile.scopes()));
        }
        parameters.put("state", state);
        parameters.put("code_challenge", pkce.challenge());
        parameters.put("code_challenge_method", "S256");
        for (Map.Entry<String, String> extra : profile.extraParams().entrySet()) {
            if (!provider.preset().ownParams().contains(extra.getKey())) {
                parameters.putIfAbsent(extra.getKey(), extra.getValue());
            }
        }
        return new AuthorizationRequest(
                profile.authUrl().orElseThrow(() -> new IllegalStateException("the form requires an Auth URL")),
                parameters);
    }

    /** The parameters that stand in the endpoint's own query too; no server could tell which of the two is meant. */
    List<String> conflicts() {
        List<String> conflicts = new ArrayList<>();
        String query = endpoint.getRawQuery();
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            String name = URLDecoder.decode(part.split("=", 2)[0], StandardCharsets.UTF_8);
            if (parameters.containsKey(name)) {
                conflicts.add(name);
            }
        }
        return conflicts;
    }

    /** The address to open. */
    URI url() {
        String base = endpoint.toString();
        String query = endpoint.getRawQuery();
        String joint = query == null ? "?" : query.isEmpty() || query.endsWith("&") ? "" : "&";
        return URI.create(base + joint + ClientPost.encode(parameters, List.of()));
    }

    /** {@return the endpoint; the state is for one browser alone} */
    @Override
    public String toString() {
        return "AuthorizationRequest[" + endpoint.getHost() + "]";
    }
}
