package com.algosolutions.oauth.endpoint;

import com.algosolutions.fuzz.Message;
import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.util.List;

/** Error responses of each endpoint, read with the table of each provider. */
public final class ErrorTarget {
    private static final URI REQUESTED = URI.create("https://api.example.com/v1/posts");
    private static final String SECRET = "access-token-of-the-device";
    private static final Redactor REDACTOR = new Redactor(List.of(Secret.of(SECRET)));

    private ErrorTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        HttpResponse reply = Message.of(input);
        OAuthProvider provider = Targets.provider(reply.header("X-Provider").orElse(""));
        for (Endpoint endpoint : Endpoint.values()) {
            Failure failure = Property.value(
                            input,
                            () -> new ErrorResponse(endpoint, provider, reply)
                                    .failure(Step.REQUEST, REQUESTED, REDACTOR))
                    .orElseThrow();
            Property.sentence(failure.toString());
            Property.check(!failure.toString().contains(SECRET), "prints a secret");
        }
    }
}
