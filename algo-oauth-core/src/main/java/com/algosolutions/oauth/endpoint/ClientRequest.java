package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One attempt to post a form, with the client's authentication, to an endpoint of its authorization server: RFC 6749 sections 2.3 and
 * 3.2. Immutable.
 *
 * @param url the endpoint
 * @param form all parameters, those of the client's authentication included, but for the one that can stand more than once
 * @param resources the values of that one, the resources asked for: RFC 8707 section 2
 * @param by how the client proves itself, which may be by its TLS certificate
 * @param headers all headers, those of the client's authentication included
 * @param signedAt the time of whatever is signed in it
 * @param redactor knows every secret of the request
 */
public record ClientRequest(
        URI url,
        Map<String, String> form,
        List<URI> resources,
        ClientAuthMode by,
        List<Header> headers,
        Instant signedAt,
        Redactor redactor) {
    /** Parameters whose values must not be printed when a server echoes them. */
    private static final List<String> SECRET_PARAMETERS =
            List.of("assertion", "client_assertion", "refresh_token", "token", "code", "code_verifier", "device_code");

    /** Adds the client's authentication to the parameters of a request; a new attempt needs a new one. */
    static ClientRequest of(OAuthProfile profile, TrustedClock clock, URI url, Map<String, String> parameters) {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Accept", "application/json"));
        Instant signedAt = clock.now(url.getHost(), profile.tokenUrl().getHost());
        ClientAuthentication.of(profile, clock, url).apply(headers, form);
        return new ClientRequest(
                url, form, List.of(), profile.clientAuthMode(), headers, signedAt, redactor(profile, form, headers));
    }

    /** The same post for a token that is good at some resources only. */
    ClientRequest forResources(List<URI> named) {
        return new ClientRequest(url, form, named, by, headers, signedAt, redactor);
    }

    /** The same post with one more header. */
    ClientRequest with(Header more) {
        List<Header> all = new ArrayList<>(headers);
        all.add(more);
        return new ClientRequest(url, form, resources, by, all, signedAt, redactor);
    }

    HttpOutcome send(HttpTransport transport, Deadline deadline) {
        return transport.send(
                by,
                "POST",
                url,
                headers,
                Body.text("application/x-www-form-urlencoded", encode(form, resources)),
                deadline);
    }

    /**
     * Whether a reply refuses the client's signature, and has told a time by which that was made wrongly. A server authenticates the client
     * before it looks at anything else (RFC 6749 section 3.2.1), so nothing has been executed, and the same may be sent again.
     */
    boolean signedAtAWrongTime(HttpResponse reply, TrustedClock clock) {
        return refusesSignature(reply) && toldAnotherTime(clock);
    }

    private boolean refusesSignature(HttpResponse reply) {
        boolean signed = JwtAssertion.authenticates(by)
                || headers.stream().anyMatch(header -> header.name().equals("DPoP"));
        Object error = ErrorResponse.members(reply).get("error");
        return signed
                && (reply.status() == 401
                        || (reply.status() < 429
                                && ("invalid_client".equals(error) || "invalid_dpop_proof".equals(error))));
    }

    /** Whether the endpoint has told a time at odds with that of the signature. */
    boolean toldAnotherTime(TrustedClock clock) {
        return clock.serverTime(url.getHost()).isPresent() && clock.disagrees(signedAt, url.getHost());
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

    /** The parameters of a request, in a body or in a query. */
    public static String encode(Map<String, String> form, List<URI> resources) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> parameter : form.entrySet()) {
            add(text, parameter.getKey(), parameter.getValue());
        }
        for (URI resource : resources) {
            add(text, "resource", resource.toString());
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String name, String value) {
        text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, UTF_8));
    }

    /** {@return where it goes; a form has secrets in it} */
    @Override
    public String toString() {
        return "ClientPost[" + url.getHost() + "]";
    }
}
