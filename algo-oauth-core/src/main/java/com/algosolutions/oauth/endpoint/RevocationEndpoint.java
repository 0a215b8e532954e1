package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The revocation endpoint of one profile: RFC 7009 section 2. Sends one request within the rate limit, and reads the response. */
public final class RevocationEndpoint {
    private static final String UNSUPPORTED = "unsupported_token_type";

    private final OAuthProfile profile;
    private final URI url;
    private final OAuthProvider provider;
    private final BackChannel channel;
    private final List<Secret> tokens;

    /**
     * The revocation endpoint of a profile.
     *
     * @param tokens the tokens that are being revoked: a response may name any of them
     */
    public RevocationEndpoint(
            OAuthProfile profile, URI url, List<Secret> tokens, OAuthProvider provider, BackChannel channel) {
        this.profile = profile;
        this.url = url;
        this.tokens = tokens;
        this.provider = provider;
        this.channel = channel;
    }

    /** The state of a token after one request. */
    public enum Fate {
        /** The endpoint revoked it, or did not know it. */
        DEAD,
        /** The endpoint does not revoke tokens of this type. */
        UNSUPPORTED,
        /** It must be assumed to be valid, and the request may be repeated: RFC 7009 section 2.2.1. */
        ASK_AGAIN,
        /** The endpoint rejected the revocation. */
        REFUSED
    }

    /**
     * The result of one request.
     *
     * @param fate the state of the token
     * @param failure why the token may still be valid; empty if it is revoked
     */
    public record Result(Fate fate, Optional<Failure> failure) {
        private static Result of(Fate fate, Failure failure) {
            return new Result(fate, Optional.of(failure));
        }
    }

    /**
     * Asks the endpoint to revoke a token.
     *
     * @param hint its type, as {@code token_type_hint}
     */
    public Result revoke(Secret token, String hint, Deadline deadline) {
        if (!channel.httpsOnly().allows(url)) {
            return Result.of(
                    Fate.REFUSED,
                    Failure.of(
                            Step.REVOCATION,
                            Failure.Kind.CONFIGURATION,
                            "Revocation URL is not https, so no revocation request was sent",
                            "Correct Revocation URL, and end the session in the provider's console."));
        }
        RateLimiter limiter = channel.limiters().of(profile, provider.traits());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", token.reveal());
        form.put("token_type_hint", hint);
        Answer<BackChannel.Response> answer = channel.exchange(
                limiter,
                () -> ClientRequest.of(profile, channel.clock(), url, form),
                Step.REVOCATION,
                "no response to the revocation request from " + ApiHost.of(url).host(),
                deadline);
        if (answer instanceof Answer.Failed<BackChannel.Response> failed) {
            return Result.of(Fate.ASK_AGAIN, failed.failure());
        }
        BackChannel.Response response = ((Answer.Got<BackChannel.Response>) answer).value();
        return read(response.reply(), response.redactor().with(tokens), limiter);
    }

    /**
     * In a success only the status counts (RFC 7009 section 2.2), and the provider's own failure mark. A token that the endpoint does not
     * know counts as revoked.
     */
    private Result read(HttpResponse reply, Redactor redactor, RateLimiter limiter) {
        ErrorResponse error = new ErrorResponse(Endpoint.REVOCATION, provider, reply);
        if (reply.successful() && !error.marked()) {
            return new Result(Fate.DEAD, Optional.empty());
        }
        Failure failure = new ProfileAdvice(profile, channel.clock())
                .fit(
                        error.failure(Step.REVOCATION, url, redactor),
                        ApiHost.of(url).host());
        limiter.record(url, failure);
        return switch (failure.kind()) {
            case GRANT_INVALID, TOKEN_INVALID -> new Result(Fate.DEAD, Optional.empty());
            case THROTTLED, UNAVAILABLE -> Result.of(Fate.ASK_AGAIN, failure);
            case CONFIGURATION, REQUEST ->
                Result.of(
                        error.says(UNSUPPORTED)
                                ? Fate.UNSUPPORTED
                                : signedWithoutTime(reply, error) ? Fate.ASK_AGAIN : Fate.REFUSED,
                        failure);
        };
    }

    /** Whether the endpoint rejected a client that signed while the device did not know the time: a later attempt may succeed. */
    private boolean signedWithoutTime(HttpResponse reply, ErrorResponse error) {
        return (reply.status() == 401 || error.says("invalid_client"))
                && JwtAssertion.authenticates(profile.clientAuthMode())
                && !channel.clock().trusted()
                && channel.clock().serverTime(ApiHost.of(url).host()).isEmpty();
    }
}
