package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One attempt to post a form, with the client's authentication, to an endpoint of its authorization server: RFC 6749 sections 2.3 and
 * 3.2. Immutable.
 *
 * @param url the endpoint
 * @param form all parameters, those of the client's authentication included
 * @param headers all headers, those of the client's authentication included
 * @param redactor knows every secret of the request
 */
record ClientPost(URI url, Map<String, String> form, List<Header> headers, Redactor redactor) {
    /** Parameters whose values must not be printed when a server echoes them. */
    private static final List<String> SECRET_PARAMETERS =
            List.of("assertion", "client_assertion", "refresh_token", "token", "code", "code_verifier", "device_code");

    /** Adds the client's authentication to the parameters of a request; a new attempt needs a new one. */
    static ClientPost of(OAuthProfile profile, DeviceClock clock, URI url, Map<String, String> parameters) {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Accept", "application/json"));
        ClientAuthentication.of(profile, clock).apply(headers, form);
        return new ClientPost(url, form, headers, redactor(profile, form, headers));
    }

    HttpOutcome send(HttpTransport transport, Deadline deadline) {
        return transport.send(
                "POST", url, headers, Body.text("application/x-www-form-urlencoded", encode(form)), deadline);
    }

    private static Redactor redactor(OAuthProfile profile, Map<String, String> form, List<Header> headers) {
        List<Secret> secrets = new ArrayList<>();
        profile.clientSecret().ifPresent(secrets::add);
        for (String name : SECRET_PARAMETERS) {
            String value = form.get(name);
            if (value != null) {
                secrets.add(Secret.of(value));
            }
        }
        for (Header header : headers) {
            if (header.name().equals("Authorization")) {
                secrets.add(Secret.of(header.value().substring("Basic ".length())));
            }
        }
        return new Redactor(secrets);
    }

    static String encode(Map<String, String> form) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> parameter : form.entrySet()) {
            text.append(text.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(parameter.getKey(), UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), UTF_8));
        }
        return text.toString();
    }

    /** {@return where it goes; a form has secrets in it} */
    @Override
    public String toString() {
        return "ClientPost[" + url.getHost() + "]";
    }
}
