package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The two endpoints of a device authorization: RFC 8628. Sends the requests and reads the responses. */
public final class DeviceAuthorizationEndpoint {
    private final BackChannel channel;
    private final OAuthProfile profile;
    private final OAuthProvider provider;

    /** The key to which the tokens will be bound, if the profile requires that. All polls use the same one. */
    private final Optional<Secret> proofKey;

    public DeviceAuthorizationEndpoint(BackChannel channel, OAuthProfile profile, OAuthProvider provider) {
        this.channel = channel;
        this.profile = profile;
        this.provider = provider;
        this.proofKey = DpopProofs.key(profile, Optional.empty());
    }

    /**
     * Requests the codes (RFC 8628 sections 3.1 and 3.2) for the profile's resources (RFC 8707 section 2). The form contains
     * {@code client_id} whatever the client's authentication is. After a 429 whose wait ends within the deadline, the request is sent once
     * more.
     */
    public Answer<DeviceAuthorizationResponse> ask(Deadline deadline) {
        Answer<DeviceAuthorizationResponse> first = askOnce(deadline);
        return channel.retries().awaitTurn(first, deadline) ? askOnce(deadline) : first;
    }

    private Answer<DeviceAuthorizationResponse> askOnce(Deadline deadline) {
        URI url = profile.deviceUrl().orElseThrow(() -> new IllegalStateException("the form requires a device URL"));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", profile.clientId());
        TokenEndpoint.addScope(profile, provider, form);
        TokenEndpoint.addExtraParams(profile, provider, form);
        RateLimiter limiter = channel.limiters().of(url, profile, TokenTraits.standard());
        Answer<BackChannel.Response> answer = channel.exchange(
                limiter,
                () -> ClientRequest.of(profile, channel.clock(), url, form).forResources(profile.resources()),
                Step.SIGN_IN,
                "no user code from " + ApiHost.of(url).host(),
                deadline);
        if (answer instanceof Answer.Failed<BackChannel.Response> failed) {
            return new Answer.Failed<>(failed.failure());
        }
        BackChannel.Response response = ((Answer.Got<BackChannel.Response>) answer).value();
        ResponseBody whole = new ResponseBody(response.reply());
        Map<String, @Nullable Object> body = whole.members();
        ErrorResponse error = new ErrorResponse(Endpoint.DEVICE, provider, whole);
        if (!response.reply().successful() || TokenEndpoint.saysError(body) || ErrorResponse.marked(provider, body)) {
            Failure failure = new ProfileAdvice(profile, channel.clock())
                    .fit(
                            error.failure(Step.SIGN_IN, url, response.redactor()),
                            ApiHost.of(url).host());
            limiter.record(failure);
            return new Answer.Failed<>(failure);
        }
        try {
            DeviceAuthorizationResponse codes = DeviceAuthorizationResponse.read(body);
            if (codes.shows(response.redactor())) {
                throw new IllegalArgumentException("what the user is to see repeats a secret of the request");
            }
            return new Answer.Got<>(codes);
        } catch (DeviceAuthorizationResponse.TooShort e) {
            String meaning = ApiHost.of(url).host() + " issued a code that no user can use: " + e.getMessage();
            return new Answer.Failed<>(error.unusable(
                    Step.SIGN_IN,
                    meaning,
                    "Set a longer lifetime for device codes in the provider's console, usually 300 s or more.",
                    response.redactor()));
        } catch (IllegalArgumentException e) {
            String meaning = ApiHost.of(url).host() + " did not answer as a device authorization endpoint: "
                    + e.getMessage() + (body.get("device_code") == null ? ": " + error.kind(response.redactor()) : "");
            return new Answer.Failed<>(error.unusable(Step.SIGN_IN, meaning, "Check Device URL.", response.redactor()));
        }
    }

    /**
     * Polls for the tokens: RFC 8628 section 3.4.
     *
     * @param admission admits one more request, which is sent if the server rejects the signature of the first
     */
    public TokenResponse poll(
            DeviceAuthorizationResponse code, Supplier<Optional<Failure>> admission, Deadline deadline) {
        TokenEndpoint endpoint = new TokenEndpoint(
                () -> profile, List::of, provider, channel.transport(), channel.clock(), channel.proofs());
        Map<String, String> form = Map.of(
                "grant_type",
                profile.grantType().wireName().orElseThrow(),
                "device_code",
                code.deviceCode().reveal());
        return endpoint.request(() -> form, proofKey, EnumSet.noneOf(TokenResponse.Fate.class), admission, deadline);
    }
}
