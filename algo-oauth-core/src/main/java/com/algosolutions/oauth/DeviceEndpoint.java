package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two endpoints of a device authorization: RFC 8628. Makes the requests, reads the replies, judges nothing else. */
final class DeviceEndpoint {
    /** RFC 8628 section 3.4. */
    static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

    private final OAuthProfile profile;
    private final OAuthProvider provider;
    private final HttpTransport transport;
    private final DeviceClock clock;
    private final DpopProofs proofs;

    /** The key to which the tokens are to be bound, if they are: the same for every poll. */
    private final Optional<Secret> proofKey;

    DeviceEndpoint(
            OAuthProfile profile,
            OAuthProvider provider,
            HttpTransport transport,
            DeviceClock clock,
            DpopProofs proofs) {
        this.profile = profile;
        this.provider = provider;
        this.transport = transport;
        this.clock = clock;
        this.proofs = proofs;
        this.proofKey = DpopProofs.key(profile, Optional.empty());
    }

    /** What came of a device authorization request: {@link Issued}, or {@link Refused}. */
    sealed interface Answer {
        /**
         * The endpoint issued codes.
         *
         * @param code the codes
         */
        record Issued(DeviceCode code) implements Answer {}

        /**
         * It did not.
         *
         * @param failure why
         */
        record Refused(Failure failure) implements Answer {}
    }

    /** Asks for the codes: RFC 8628 sections 3.1 and 3.2. The client id is named however the client proves itself. */
    Answer ask(Deadline deadline) {
        URI url = profile.deviceUrl().orElseThrow(() -> new IllegalStateException("the form requires a device URL"));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", profile.clientId());
        TokenEndpoint.addScope(profile, provider, form);
        TokenEndpoint.addExtraParams(profile, provider, form);
        ClientPost post = ClientPost.of(profile, clock, url, form);
        HttpOutcome outcome = post.send(transport, deadline);
        if (outcome instanceof NoReply none) {
            return new Answer.Refused(
                    Failure.of(Step.AUTHORIZATION, "no user code from " + url.getHost(), none.trouble()));
        }
        Reply reply = (Reply) outcome;
        Map<String, @Nullable Object> body = ErrorReply.members(reply);
        if (!reply.successful() || body.get("error") != null) {
            return new Answer.Refused(
                    new ErrorReply(Endpoint.DEVICE, provider, reply).failure(Step.AUTHORIZATION, post.redactor()));
        }
        try {
            requireJson(reply);
            return new Answer.Issued(DeviceCode.read(body));
        } catch (IllegalArgumentException e) {
            return new Answer.Refused(unusable(url, reply, post.redactor(), String.valueOf(e.getMessage())));
        }
    }

    /** Asks whether somebody has signed in: RFC 8628 section 3.4. A proof without the server's nonce is made again, once. */
    TokenReply poll(DeviceCode code, Deadline deadline) {
        TokenEndpoint endpoint = new TokenEndpoint(() -> profile, provider, transport, clock, proofs);
        Map<String, String> form = Map.of(
                "grant_type", GRANT_TYPE, "device_code", code.deviceCode().reveal());
        TokenReply reply = endpoint.request(form, proofKey, deadline);
        return reply instanceof TokenReply.Failed failed && failed.fate() == TokenReply.Fate.NONCE_WANTED
                ? endpoint.request(form, proofKey, deadline)
                : reply;
    }

    /** A reply that does not name its type is judged by its content. */
    private static void requireJson(Reply reply) {
        String type = reply.header("Content-Type").orElse("application/json").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().matches("[a-z]+/([a-z0-9.-]+\\+)?json")) {
            throw new IllegalArgumentException("the reply is not JSON");
        }
    }

    private Failure unusable(URI url, Reply reply, Redactor redactor, String why) {
        return new Failure(
                Step.AUTHORIZATION,
                Consequence.CONFIGURATION,
                url.getHost() + " did not answer as a device authorization endpoint: " + why,
                "Check Device URL.",
                Optional.of(new Failure.Said(
                        reply.status(),
                        "",
                        "",
                        "",
                        ErrorReply.requestId(provider, reply)
                                .map(redactor::clean)
                                .orElse(""))),
                Optional.empty());
    }
}
