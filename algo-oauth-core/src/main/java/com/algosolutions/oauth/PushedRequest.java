package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands an authorization request to the authorization server beforehand, by an authenticated post, so that the browser carries a
 * reference to it only, which nobody can read or change: RFC 9126.
 */
final class PushedRequest {
    /** Where a reply has no usable expires_in; servers give 5 to 600 s. */
    private static final Duration SHORT = Duration.ofSeconds(60);

    private static final int LONGEST_URI = 2_048;

    private final Engine engine;
    private final OAuthProfile profile;
    private final OAuthProvider provider;
    private final URI url;

    private PushedRequest(Engine engine, OAuthProfile profile, OAuthProvider provider, URI url) {
        this.engine = engine;
        this.profile = profile;
        this.provider = provider;
        this.url = url;
    }

    /** The endpoint of a profile; empty if its requests go by the browser alone. */
    static Optional<PushedRequest> of(Engine engine, OAuthProfile profile, OAuthProvider provider) {
        return profile.parUrl().map(url -> new PushedRequest(engine, profile, provider, url));
    }

    /** Pushes the parameters of an authorization request, once; the profile's resources join them. It counts as a login. */
    PushReply push(Map<String, String> parameters, Deadline deadline) {
        if (!engine.allowed(url)) { // the store may be older than this client's settings
            return new PushReply.Failed(Failure.local(
                    Step.AUTHORIZATION,
                    Consequence.CONFIGURATION,
                    "the profile's " + ProfileField.PAR_URL.label() + " is not https",
                    "Use https, or build the client with allowLoopbackHttp() for a server on this machine."));
        }
        AuthGate gate = engine.gate(profile, provider.traits());
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("client_id", profile.clientId());
        ClientPost.Answer answer = ClientPost.exchange(
                engine,
                gate,
                () -> ClientPost.of(profile, engine.deviceClock(), url, form).forResources(profile.resources()),
                Step.AUTHORIZATION,
                "no authorization request kept by " + url.getHost(),
                deadline);
        if (answer instanceof ClientPost.Answer.Unanswered none) {
            return new PushReply.Failed(none.failure());
        }
        ClientPost.Answer.Replied replied = (ClientPost.Answer.Replied) answer;
        PushReply read = read(replied.reply(), replied.redactor());
        if (read instanceof PushReply.Failed failed) {
            gate.heed(url, failed.failure());
        }
        return read;
    }

    private PushReply read(Reply reply, Redactor redactor) {
        Map<String, @Nullable Object> body = ErrorReply.members(reply);
        if (!reply.successful() || TokenEndpoint.saysError(body) || ErrorReply.marked(provider, body)) {
            return new PushReply.Failed(refused(reply, body, redactor));
        }
        if (!(body.get("request_uri") instanceof String requestUri)
                || requestUri.isBlank()
                || requestUri.length() > LONGEST_URI) {
            String meaning = url.getHost() + " did not answer as a PAR endpoint: the reply has no usable request_uri";
            return new PushReply.Failed(new ErrorReply(Endpoint.TOKEN, provider, reply)
                    .unusable(Step.AUTHORIZATION, meaning, "Check PAR URL.", redactor));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", profile.clientId());
        parameters.put("request_uri", requestUri);
        return new PushReply.Accepted(
                parameters,
                TokenEndpoint.seconds(body.get("expires_in"), RoundingMode.DOWN).orElse(SHORT));
    }

    /** The codes are those of the token endpoint (RFC 9126 section 2.3); where there is none, the URL is the first suspect. */
    private Failure refused(Reply reply, Map<String, @Nullable Object> body, Redactor redactor) {
        Failure failure = new ErrorReply(Endpoint.TOKEN, provider, reply).failure(Step.AUTHORIZATION, redactor);
        boolean told = !body.isEmpty() || failure.consequence().retryable();
        return told
                ? failure
                : new Failure(
                        Step.AUTHORIZATION,
                        Consequence.CONFIGURATION,
                        url.getHost() + " does not take an authorization request at this URL",
                        "Correct PAR URL, or clear it.",
                        failure.said(),
                        Optional.empty());
    }
}
