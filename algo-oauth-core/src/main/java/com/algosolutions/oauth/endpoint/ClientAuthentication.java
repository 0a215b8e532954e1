package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.time.TrustedClock;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Authenticates the client at an endpoint of its authorization server, by exactly one method for each request: RFC 6749 section 2.3. */
interface ClientAuthentication {
    /** RFC 7523 section 2.2. */
    String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** Adds the headers and parameters of one attempt. */
    void apply(List<Header> headers, Map<String, String> form);

    static ClientAuthentication of(OAuthProfile profile, TrustedClock clock, URI url) {
        String id = profile.clientId();
        return switch (profile.clientAuthMode()) {
            case HTTP_BASIC ->
                (headers, form) -> headers.add(
                        basic(formEncoded(id), formEncoded(secret(profile).reveal())));
            case HTTP_BASIC_RAW ->
                (headers, form) -> headers.add(basic(id, secret(profile).reveal()));
            case REQUEST_BODY ->
                (headers, form) -> {
                    form.put("client_id", id);
                    form.put("client_secret", secret(profile).reveal());
                };
            // RFC 8705 section 2: the TLS handshake presents the certificate, client_id names the client
            case NONE, TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH -> (headers, form) -> form.put("client_id", id);
            case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT ->
                (headers, form) -> {
                    form.put("client_id", id); // RFC 7521 section 4.2: must equal the assertion's subject
                    form.put("client_assertion_type", ASSERTION_TYPE);
                    form.put(
                            "client_assertion",
                            new JwtAssertion(profile, clock)
                                    .ofTheClient(ApiHost.of(url).host()));
                };
        };
    }

    /** The encoding of id and secret before Base64: RFC 6749 section 2.3.1. Many clients omit it, and some servers do not decode it. */
    private static String formEncoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** The labels of the fields that the encoding changes, so that a server that does not decode them rejects the client. */
    static List<String> changedByEncoding(OAuthProfile profile) {
        List<String> changed = new ArrayList<>();
        String id = profile.clientId();
        if (!formEncoded(id).equals(id)) {
            changed.add(ProfileField.CLIENT_ID.label());
        }
        if (profile.clientSecret()
                .map(Secret::reveal)
                .filter(secret -> !formEncoded(secret).equals(secret))
                .isPresent()) {
            changed.add(ProfileField.CLIENT_SECRET.label());
        }
        return changed;
    }

    private static Header basic(String id, String secret) {
        String pair = id + ":" + secret;
        return new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }

    private static Secret secret(OAuthProfile profile) {
        return profile.clientSecret().orElseThrow(() -> new IllegalStateException("the form requires a client secret"));
    }
}
