package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
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
public final class PushedAuthorizationEndpoint {
    /** Where a reply has no usable expires_in; servers give 5 to 600 s. */
    private static final Duration SHORT = Duration.ofSeconds(60);

    private static final int LONGEST_URI = 2_048;

    private final BackChannel channel;
    private final OAuthProfile profile;
    private final OAuthProvider provider;
    private final URI url;

    private PushedAuthorizationEndpoint(BackChannel channel, OAuthProfile profile, OAuthProvider provider, URI url) {
        this.channel = channel;
        this.profile = profile;
        this.provider = provider;
        this.url = url;
    }

    /** The endpoint of a profile; empty if its requests go by the browser alone. */
    public static Optional<PushedAuthorizationEndpoint> of(
            BackChannel channel, OAuthProfile profile, OAuthProvider provider) {
        return profile.parUrl().map(url -> new PushedAuthorizationEndpoint(channel, profile, provider, url));
    }

    /** Pushes the parameters of an authorization request, once; the profile's resources join them. It counts as a login. */
    public Answer<PushedAuthorizationResponse> push(Map<String, String> parameters, Deadline deadline) {
        if (!channel.httpsOnly().allows(url)) { // the store may be older than this client's settings
            return new Answer.Failed<>(
                    HttpsOnly.failure(Step.AUTHORIZATION, "the profile's " + ProfileField.PAR_URL.label()));
        }
        RateLimiter gate = channel.limiters().of(profile, provider.traits());
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("client_id", profile.clientId());
        Answer<BackChannel.Response> answer = channel.exchange(
                gate,
                () -> ClientRequest.of(profile, channel.clock(), url, form).forResources(profile.resources()),
                Step.AUTHORIZATION,
                "no authorization request kept by " + url.getHost(),
                deadline);
        if (answer instanceof Answer.Failed<BackChannel.Response> none) {
            return new Answer.Failed<>(none.failure());
        }
        BackChannel.Response replied = ((Answer.Got<BackChannel.Response>) answer).value();
        Answer<PushedAuthorizationResponse> read = read(replied.reply(), replied.redactor());
        if (read instanceof Answer.Failed<PushedAuthorizationResponse> failed) {
            gate.record(url, failed.failure());
        }
        return read;
    }

    private Answer<PushedAuthorizationResponse> read(HttpResponse reply, Redactor redactor) {
        Map<String, @Nullable Object> body = ErrorResponse.members(reply);
        if (!reply.successful() || TokenEndpoint.saysError(body) || ErrorResponse.marked(provider, body)) {
            return new Answer.Failed<>(refused(reply, body, redactor));
        }
        if (!(body.get("request_uri") instanceof String requestUri)
                || requestUri.isBlank()
                || requestUri.length() > LONGEST_URI) {
            String meaning = url.getHost() + " did not answer as a PAR endpoint: the reply has no usable request_uri";
            return new Answer.Failed<>(new ErrorResponse(Endpoint.TOKEN, provider, reply)
                    .unusable(Step.AUTHORIZATION, meaning, "Check PAR URL.", redactor));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", profile.clientId());
        parameters.put("request_uri", requestUri);
        return new Answer.Got<>(new PushedAuthorizationResponse(
                parameters,
                TokenEndpoint.seconds(body.get("expires_in"), RoundingMode.DOWN).orElse(SHORT)));
    }

    /** The codes are those of the token endpoint (RFC 9126 section 2.3); where there is none, the URL is the first suspect. */
    private Failure refused(HttpResponse reply, Map<String, @Nullable Object> body, Redactor redactor) {
        Failure failure = new ErrorResponse(Endpoint.TOKEN, provider, reply).failure(Step.AUTHORIZATION, redactor);
        boolean told = !body.isEmpty() || failure.kind().retryable();
        return told
                ? failure
                : failure.withKind(Failure.Kind.CONFIGURATION)
                        .withMeaning(url.getHost() + " does not take an authorization request at this URL")
                        .withAdvice("Correct PAR URL, or clear it.");
    }
}
