package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.endpoint.ErrorResponse;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a response means that the target accepted a request, and if not, why: by the request's success condition, the provider's failure
 * marks and error table, and the words of the request's signer.
 */
final class ApiResponse {
    private static final System.Logger LOG = System.getLogger(ApiResponse.class.getName());

    private final ApiRequest request;
    private final OAuthProvider provider;
    private final HttpResponse response;
    private final Redactor redactor;
    private @Nullable ErrorResponse error;

    ApiResponse(ApiRequest request, OAuthProvider provider, HttpResponse response, Redactor redactor) {
        this.request = request;
        this.provider = provider;
        this.response = response;
        this.redactor = redactor;
    }

    /** Whether a response without its whole body leaves open whether the target accepted the request. */
    boolean needsBody() {
        SuccessCondition condition = request.successCondition();
        boolean compares =
                !condition.contained().isEmpty() || !condition.notContained().isEmpty();
        return request.method().equals("GET")
                || ErrorResponse.needsBody(provider)
                || (compares && condition.accepts(response.status()));
    }

    /** Why the target did not accept the request; empty if it did. */
    Optional<Failure> failure() {
        SuccessCondition condition = request.successCondition();
        Optional<String> broken = condition.brokenBy(response);
        if ((ErrorResponse.needsBody(provider) && parsed().marked())
                || !(response.successful() || condition.accepts(response.status()))) {
            Failure failure = explained(error());
            return Optional.of(outcome(failure).mayHaveBeenDelivered() ? unconfirmed(failure) : failure);
        }
        return broken.map(this::unmet);
    }

    /** The failure of a request that the target may have acted on: its advice must not be to send the request again. */
    static Failure unconfirmed(Failure failure) {
        String advice = failure.advice();
        return failure.withAdvice("Look at the target first, because the request may have been delivered. "
                + (advice.startsWith("Try again") ? "If it was not: t" + advice.substring(1) : advice));
    }

    /** The response, parsed when that is first needed. */
    private ErrorResponse parsed() {
        if (error == null) {
            error = new ErrorResponse(Endpoint.API, provider, response);
        }
        return error;
    }

    private Failure error() {
        return parsed().failure(Step.REPLY, request.uri(), redactor);
    }

    /** The response is complete, so the result is known: the request is not sent again. */
    private Failure unmet(String required) {
        Failure.ServerError said = error().serverError().orElseGet(() -> Failure.ServerError.of(response.status()));
        return Failure.of(
                        Step.REPLY,
                        Failure.Kind.REQUEST,
                        "the server answered " + response.status() + ", but the request's success condition requires "
                                + redactor.clean(required),
                        "Correct the request by what the server said. If such a response means success, correct the success condition.")
                .withServerError(said.withMessage(redactor.clean(response.body())));
    }

    /** The failure in the words of the request's signer, which knows its targets. */
    private Failure explained(Failure failure) {
        RequestSigner signer = request.signer().orElse(null);
        return signer == null ? failure : ofSigner(failure, () -> signer.explain(response, failure));
    }

    /** What a signer says about a response. If the signer fails, the response is reported without it. */
    static <T> T ofSigner(T otherwise, Supplier<? extends @Nullable T> said) {
        try {
            return requireNonNull(said.get());
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "A signer failed: {0}", Uninterruptibly.caught(e));
            return otherwise;
        }
    }

    /**
     * The outcome of a failure. A 5xx that the provider's rules do not define as a rejection is unconfirmed, because a gateway may have sent it
     * after the server acted; so is a status in the 200s whose body reports a temporary failure.
     */
    ApiResult.Outcome outcome(Failure failure) {
        return (response.status() >= 500 || response.successful()) && failure.kind() == Failure.Kind.UNAVAILABLE
                ? ApiResult.Outcome.UNCONFIRMED
                : ApiResult.Outcome.REJECTED;
    }
}
