package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Secret;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the client proves itself at the token endpoint, exactly one way for each request: RFC 6749 section 2.3. */
interface ClientAuthentication {
    /** The modes that this version can use. */
    Set<ClientAuthMode> SUPPORTED = Set.of(ClientAuthMode.HTTP_BASIC, ClientAuthMode.REQUEST_BODY, ClientAuthMode.NONE);

    /** Adds the headers and parameters of one attempt. */
    void apply(List<Header> headers, Map<String, String> form);

    static ClientAuthentication of(OAuthProfile profile) {
        String id = profile.clientId();
        return switch (profile.clientAuthMode()) {
            case HTTP_BASIC -> (headers, form) -> headers.add(basic(id, secret(profile)));
            case REQUEST_BODY ->
                (headers, form) -> {
                    form.put("client_id", id);
                    form.put("client_secret", secret(profile).reveal());
                };
            case NONE -> (headers, form) -> form.put("client_id", id);
            default -> throw new IllegalStateException("not among the supported modes: " + profile.clientAuthMode());
        };
    }

    /** Id and secret are form-encoded before Base64: RFC 6749 section 2.3.1, a step that many clients leave out. */
    private static Header basic(String id, Secret secret) {
        String pair = URLEncoder.encode(id, UTF_8) + ":" + URLEncoder.encode(secret.reveal(), UTF_8);
        return new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }

    private static Secret secret(OAuthProfile profile) {
        return profile.clientSecret().orElseThrow(() -> new IllegalStateException("the form requires a client secret"));
    }
}
