package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One attempt to post a form, with the client's authentication, to an endpoint of its authorization server: RFC 6749 sections 2.3 and
 * 3.2. Immutable.
 *
 * @param url the endpoint
 * @param form all parameters, those of the client's authentication included, except the resources, which may be several
 * @param resources where the token is to be used: RFC 8707 section 2
 * @param by how the client authenticates
 * @param certificate whether the device presents its TLS certificate
 * @param headers all headers, those of the client's authentication included
 * @param signedAt the time in its signatures
 * @param redactor knows every secret of the request
 */
public record ClientRequest(
        URI url,
        Map<String, String> form,
        List<URI> resources,
        ClientAuthMode by,
        boolean certificate,
        List<Header> headers,
        Instant signedAt,
        Redactor redactor) {
    /** A token response of usual size has two kilobytes. */
    private static final int LARGEST_REPLY = 64 * 1024;

    /** Parameters whose values must not be printed when a server echoes them. */
    private static final List<String> SECRET_PARAMETERS = List.of(
            "assertion", "client_assertion", "refresh_token", "token", "code", "code_verifier", "device_code", "state");

    /** Builds one attempt: the headers of every request, and the client's authentication. Each attempt needs a new one. */
    static ClientRequest of(OAuthProfile profile, TrustedClock clock, URI url, Map<String, String> parameters) {
        Map<String, String> form = new TreeMap<>(parameters); // by name, so that captures of two devices are comparable
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Accept", "application/json"));
        Instant signedAt =
                clock.now(ApiHost.of(url).host(), ApiHost.of(profile.tokenUrl()).host());
        ClientAuthentication.of(profile, clock, url).apply(headers, form);
        return new ClientRequest(
                url,
                form,
                List.of(),
                profile.clientAuthMode(),
                profile.usesCertificate(),
                headers,
                signedAt,
                redactor(profile, form, headers));
    }

    /** This request for a token that is limited to some resources: RFC 8707. */
    ClientRequest forResources(List<URI> named) {
        return new ClientRequest(url, form, named, by, certificate, headers, signedAt, redactor);
    }

    /** This request with one more header. */
    ClientRequest with(Header more) {
        List<Header> all = new ArrayList<>(headers);
        all.add(more);
        return new ClientRequest(
                url, form, resources, by, certificate, all, signedAt, redactor.with(List.of(Secret.of(more.value()))));
    }

    HttpOutcome send(HttpTransport transport, Deadline deadline) {
        HttpOutcome outcome = transport.send(
                certificate,
                "POST",
                url,
                headers,
                Body.text("application/x-www-form-urlencoded", encode(form, resources)),
                deadline);
        return outcome.limited(LARGEST_REPLY);
    }

    /**
     * Whether the server rejected the client's signature, and the {@code Date} of its response shows that the signature's time was wrong. A
     * server authenticates the client first (RFC 6749 section 3.2.1), so it has executed nothing, and the request may be sent again.
     */
    boolean signedAtWrongTime(HttpResponse reply, TrustedClock clock) {
        return timeDisagrees(clock) && rejectsSignature(reply);
    }

    private boolean rejectsSignature(HttpResponse reply) {
        boolean signed = JwtAssertion.authenticates(by)
                || headers.stream().anyMatch(header -> header.name().equals("DPoP"));
        return signed
                && (reply.status() == 401
                        || (reply.status() < 429
                                && List.of("invalid_client", "invalid_dpop_proof")
                                        .contains(String.valueOf(
                                                ErrorResponse.members(reply).get("error")))));
    }

    /** Whether the endpoint's time is known and disagrees with the time of the signature. */
    boolean timeDisagrees(TrustedClock clock) {
        return clock.serverTime(ApiHost.of(url).host()).isPresent()
                && clock.disagrees(signedAt, ApiHost.of(url).host());
    }

    private static Redactor redactor(OAuthProfile profile, Map<String, String> form, List<Header> headers) {
        List<Secret> secrets = new ArrayList<>(Redactor.of(profile));
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

    /** Encodes the parameters of a request for a body or a query. */
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

    /** {@return the host; the form contains secrets} */
    @Override
    public String toString() {
        return "ClientRequest[" + ApiHost.of(url).host() + "]";
    }
}
