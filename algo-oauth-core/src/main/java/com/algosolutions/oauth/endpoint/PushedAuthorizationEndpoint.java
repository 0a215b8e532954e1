package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.profile.ApiHost;
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
 * The pushed authorization request (PAR) endpoint of a profile: RFC 9126. The device posts the authorization request to the authorization
 * server, so that the browser carries only a reference, and its user can neither read nor change the request.
 */
public final class PushedAuthorizationEndpoint {
    /** The lifetime if a response has no usable expires_in; servers send 5 to 600 s. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);

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

    /** The endpoint of a profile; empty if the profile has no PAR URL. */
    public static Optional<PushedAuthorizationEndpoint> of(
            BackChannel channel, OAuthProfile profile, OAuthProvider provider) {
        return profile.parUrl().map(url -> new PushedAuthorizationEndpoint(channel, profile, provider, url));
    }

    /**
     * Pushes the parameters of an authorization request and the profile's resources: once, and once more after a 429 whose wait ends within
     * the deadline. It counts in the rate limit.
     */
    public Answer<PushedAuthorizationResponse> push(Map<String, String> parameters, Deadline deadline) {
        Answer<PushedAuthorizationResponse> first = pushOnce(parameters, deadline);
        return channel.retries().awaitTurn(first, deadline) ? pushOnce(parameters, deadline) : first;
    }

    private Answer<PushedAuthorizationResponse> pushOnce(Map<String, String> parameters, Deadline deadline) {
        if (!channel.httpsOnly().allows(url)) { // the store may be older than this client's settings
            return new Answer.Failed<>(
                    HttpsOnly.failure(Step.SIGN_IN, "the profile's " + ProfileField.PAR_URL.label()));
        }
        RateLimiter limiter = channel.limiters().of(profile, provider.traits());
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("client_id", profile.clientId());
        Answer<BackChannel.Response> answer = channel.exchange(
                limiter,
                () -> ClientRequest.of(profile, channel.clock(), url, form).forResources(profile.resources()),
                Step.SIGN_IN,
                "no response to the pushed authorization request from "
                        + ApiHost.of(url).host(),
                deadline);
        if (answer instanceof Answer.Failed<BackChannel.Response> failed) {
            return new Answer.Failed<>(failed.failure());
        }
        BackChannel.Response response = ((Answer.Got<BackChannel.Response>) answer).value();
        Answer<PushedAuthorizationResponse> read = read(response.reply(), response.redactor());
        if (read instanceof Answer.Failed<PushedAuthorizationResponse> failed) {
            limiter.record(url, failed.failure());
        }
        return read;
    }

    private Answer<PushedAuthorizationResponse> read(HttpResponse reply, Redactor redactor) {
        ResponseBody whole = new ResponseBody(reply);
        Map<String, @Nullable Object> body = whole.members();
        if (!reply.successful() || TokenEndpoint.saysError(body) || ErrorResponse.marked(provider, body)) {
            return new Answer.Failed<>(rejected(reply, whole, redactor));
        }
        if (!(body.get("request_uri") instanceof String requestUri)
                || requestUri.isBlank()
                || requestUri.length() > LONGEST_URI
                || redactor.isRepeatedBy(requestUri)) { // a browser would show the secret
            String meaning =
                    ApiHost.of(url).host() + " did not answer as a PAR endpoint: the reply has no usable request_uri";
            return new Answer.Failed<>(new ErrorResponse(Endpoint.PAR, provider, whole)
                    .unusable(Step.SIGN_IN, meaning, "Check PAR URL.", redactor));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", profile.clientId());
        parameters.put("request_uri", requestUri);
        return new Answer.Got<>(new PushedAuthorizationResponse(
                parameters,
                TokenEndpoint.seconds(body.get("expires_in"), RoundingMode.DOWN).orElse(DEFAULT_LIFETIME)));
    }

    /** The codes are those of the token endpoint (RFC 9126 section 2.3). Without them and a JSON body, the URL is most likely wrong. */
    private Failure rejected(HttpResponse reply, ResponseBody body, Redactor redactor) {
        Failure failure = new ProfileAdvice(profile, channel.clock())
                .fit(
                        new ErrorResponse(Endpoint.PAR, provider, body).failure(Step.SIGN_IN, url, redactor),
                        ApiHost.of(url).host());
        boolean redirected = Redirect.isNamedBy(reply);
        return !body.members().isEmpty()
                        || redirected
                        || reply.status() == 401
                        || failure.kind().temporary()
                ? failure
                : failure.withKind(Failure.Kind.CONFIGURATION)
                        .withMessage(
                                ApiHost.of(url).host() + " does not accept pushed authorization requests at this URL")
                        .withAdvice("Correct PAR URL, or clear it.");
    }
}
