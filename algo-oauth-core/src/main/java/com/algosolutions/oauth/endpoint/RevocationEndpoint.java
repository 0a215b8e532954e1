package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The revocation endpoint of one profile: RFC 7009 section 2. Makes one request within the provider's budget, and reads the reply. */
public final class RevocationEndpoint {
    private static final String UNSUPPORTED = "unsupported_token_type";

    private final OAuthProfile profile;
    private final URI url;
    private final OAuthProvider provider;
    private final BackChannel channel;

    public RevocationEndpoint(OAuthProfile profile, URI url, OAuthProvider provider, BackChannel channel) {
        this.profile = profile;
        this.url = url;
        this.provider = provider;
        this.channel = channel;
    }

    /** What is known of a token after one request. */
    public enum Fate {
        /** The endpoint has ended it, or did not know it. */
        DEAD,
        /** The endpoint does not end tokens of this type. */
        UNSUPPORTED,
        /** It must be assumed to live, and the endpoint may be asked again: RFC 7009 section 2.2.1. */
        ASK_AGAIN,
        /** The endpoint will not end it. */
        REFUSED
    }

    /**
     * The result of one request.
     *
     * @param fate what is known of the token
     * @param failure why it may live; empty if it is dead
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
                    Failure.local(
                            Step.REVOCATION,
                            Failure.Kind.CONFIGURATION,
                            "Revocation URL is not https, so the provider was not told",
                            "Correct Revocation URL, and end the session in the provider's console."));
        }
        RateLimiter gate = channel.limiters().of(profile, provider.traits());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", token.reveal());
        form.put("token_type_hint", hint);
        Answer<BackChannel.Response> answer = channel.exchange(
                gate,
                () -> ClientRequest.of(profile, channel.clock(), url, form),
                Step.REVOCATION,
                url.getHost() + " could not be told of the revocation",
                deadline);
        if (answer instanceof Answer.Failed<BackChannel.Response> none) {
            return Result.of(Fate.ASK_AGAIN, none.failure());
        }
        BackChannel.Response replied = ((Answer.Got<BackChannel.Response>) answer).value();
        return read(replied.reply(), replied.redactor(), gate);
    }

    /**
     * Only the status counts in a success, RFC 7009 section 2.2, but for a provider's own mark of failure; a token that the endpoint does not
     * know is as good as revoked.
     */
    private Result read(HttpResponse reply, Redactor redactor, RateLimiter gate) {
        if (reply.successful() && !ErrorResponse.marked(provider, reply)) {
            return new Result(Fate.DEAD, Optional.empty());
        }
        ErrorResponse error = new ErrorResponse(Endpoint.REVOCATION, provider, reply);
        Failure failure = error.failure(Step.REVOCATION, redactor);
        gate.record(url, failure);
        return switch (failure.kind()) {
            case GRANT_INVALID, TOKEN_INVALID -> new Result(Fate.DEAD, Optional.empty());
            case THROTTLED, UNAVAILABLE -> Result.of(Fate.ASK_AGAIN, failure);
            case CONFIGURATION, REQUEST ->
                Result.of(
                        error.says(UNSUPPORTED)
                                ? Fate.UNSUPPORTED
                                : ofNoTime(reply, error) ? Fate.ASK_AGAIN : Fate.REFUSED,
                        failure);
        };
    }

    /** Whether the client is refused that has signed by a time that cannot be right: a later attempt may know it, and the token lives until then. */
    private boolean ofNoTime(HttpResponse reply, ErrorResponse error) {
        return (reply.status() == 401 || error.says("invalid_client"))
                && JwtAssertion.authenticates(profile.clientAuthMode())
                && !channel.clock().trusted()
                && channel.clock().serverTime(url.getHost()).isEmpty();
    }
}
