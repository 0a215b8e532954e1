package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The two endpoints of a device authorization: RFC 8628. Makes the requests, reads the replies, judges nothing else. */
public final class DeviceAuthorizationEndpoint {
    private final BackChannel channel;
    private final OAuthProfile profile;
    private final OAuthProvider provider;

    /** The key to which the tokens are to be bound, if they are: the same for every poll. */
    private final Optional<Secret> proofKey;

    public DeviceAuthorizationEndpoint(BackChannel channel, OAuthProfile profile, OAuthProvider provider) {
        this.channel = channel;
        this.profile = profile;
        this.provider = provider;
        this.proofKey = DpopProofs.key(profile, Optional.empty());
    }

    /**
     * Asks for the codes: RFC 8628 sections 3.1 and 3.2, and for what the tokens are to be good at: RFC 8707 section 2. The client id is
     * named however the client proves itself.
     */
    public Answer<DeviceAuthorizationResponse> ask(Deadline deadline) {
        URI url = profile.deviceUrl().orElseThrow(() -> new IllegalStateException("the form requires a device URL"));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", profile.clientId());
        TokenEndpoint.addScope(profile, provider, form);
        TokenEndpoint.addExtraParams(profile, provider, form);
        RateLimiter gate = channel.limiters().of(url, profile, TokenTraits.standard());
        Answer<BackChannel.Response> answer = channel.exchange(
                gate,
                () -> ClientRequest.of(profile, channel.clock(), url, form).forResources(profile.resources()),
                Step.AUTHORIZATION,
                "no user code from " + url.getHost(),
                deadline);
        if (answer instanceof Answer.Failed<BackChannel.Response> none) {
            return new Answer.Failed<>(none.failure());
        }
        BackChannel.Response replied = ((Answer.Got<BackChannel.Response>) answer).value();
        Map<String, @Nullable Object> body = ErrorResponse.members(replied.reply());
        ErrorResponse error = new ErrorResponse(Endpoint.DEVICE, provider, replied.reply());
        if (!replied.reply().successful() || TokenEndpoint.saysError(body) || ErrorResponse.marked(provider, body)) {
            Failure failure = error.failure(Step.AUTHORIZATION, replied.redactor());
            gate.record(failure);
            return new Answer.Failed<>(failure);
        }
        try {
            return new Answer.Got<>(DeviceAuthorizationResponse.read(body));
        } catch (IllegalArgumentException e) {
            String meaning = url.getHost() + " did not answer as a device authorization endpoint: " + e.getMessage();
            return new Answer.Failed<>(
                    error.unusable(Step.AUTHORIZATION, meaning, "Check Device URL.", replied.redactor()));
        }
    }

    /**
     * Asks whether somebody has signed in: RFC 8628 section 3.4.
     *
     * @param admission admits one more request, should the server refuse the signature of the first
     */
    public TokenResponse poll(
            DeviceAuthorizationResponse code, Supplier<Optional<Failure>> admission, Deadline deadline) {
        TokenEndpoint endpoint =
                new TokenEndpoint(() -> profile, provider, channel.transport(), channel.clock(), channel.proofs());
        Map<String, String> form = Map.of(
                "grant_type",
                profile.grantType().wireName().orElseThrow(),
                "device_code",
                code.deviceCode().reveal());
        return endpoint.request(() -> form, proofKey, EnumSet.noneOf(TokenResponse.Fate.class), admission, deadline);
    }
}
