package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The two endpoints of a device authorization: RFC 8628. Makes the requests, reads the replies, judges nothing else. */
final class DeviceEndpoint {
    /** RFC 8628 section 3.4. */
    static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

    private final Engine engine;
    private final OAuthProfile profile;
    private final OAuthProvider provider;

    /** The key to which the tokens are to be bound, if they are: the same for every poll. */
    private final Optional<Secret> proofKey;

    DeviceEndpoint(Engine engine, OAuthProfile profile, OAuthProvider provider) {
        this.engine = engine;
        this.profile = profile;
        this.provider = provider;
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

    /**
     * Asks for the codes: RFC 8628 sections 3.1 and 3.2, and for what the tokens are to be good at: RFC 8707 section 2. The client id is
     * named however the client proves itself.
     */
    Answer ask(Deadline deadline) {
        URI url = profile.deviceUrl().orElseThrow(() -> new IllegalStateException("the form requires a device URL"));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", profile.clientId());
        TokenEndpoint.addScope(profile, provider, form);
        TokenEndpoint.addExtraParams(profile, provider, form);
        AuthGate gate = engine.gate(url, profile, TokenTraits.standard());
        ClientPost.Answer answer = ClientPost.exchange(
                engine,
                gate,
                () -> ClientPost.of(profile, engine.deviceClock(), url, form).forResources(profile.resources()),
                Step.AUTHORIZATION,
                "no user code from " + url.getHost(),
                deadline);
        if (answer instanceof ClientPost.Answer.Unanswered none) {
            return new Answer.Refused(none.failure());
        }
        ClientPost.Answer.Replied replied = (ClientPost.Answer.Replied) answer;
        Map<String, @Nullable Object> body = ErrorReply.members(replied.reply());
        ErrorReply error = new ErrorReply(Endpoint.DEVICE, provider, replied.reply());
        if (!replied.reply().successful() || TokenEndpoint.saysError(body) || ErrorReply.marked(provider, body)) {
            Failure failure = error.failure(Step.AUTHORIZATION, replied.redactor());
            gate.heed(failure);
            return new Answer.Refused(failure);
        }
        try {
            return new Answer.Issued(DeviceCode.read(body));
        } catch (IllegalArgumentException e) {
            String meaning = url.getHost() + " did not answer as a device authorization endpoint: " + e.getMessage();
            return new Answer.Refused(
                    error.unusable(Step.AUTHORIZATION, meaning, "Check Device URL.", replied.redactor()));
        }
    }

    /**
     * Asks whether somebody has signed in: RFC 8628 section 3.4.
     *
     * @param admission admits one more request, should the server refuse the signature of the first
     */
    TokenReply poll(DeviceCode code, Supplier<Optional<Failure>> admission, Deadline deadline) {
        TokenEndpoint endpoint =
                new TokenEndpoint(() -> profile, provider, engine.transport(), engine.deviceClock(), engine.proofs());
        Map<String, String> form = Map.of(
                "grant_type", GRANT_TYPE, "device_code", code.deviceCode().reveal());
        return endpoint.request(() -> form, proofKey, EnumSet.noneOf(TokenReply.Fate.class), admission, deadline);
    }
}
