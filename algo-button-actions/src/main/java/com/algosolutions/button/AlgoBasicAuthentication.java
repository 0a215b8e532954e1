package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.input.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * Basic authentication (RFC 7617) at an Algo device, as user {@code admin} with the RESTful API Password. Thread-safe.
 *
 * @since 0.1.0
 */
public final class AlgoBasicAuthentication implements RequestSigner {
    private final Secret password;

    /**
     * A signer with the password of the target devices.
     *
     * @param password the form's <em>Remote Device RESTful API Password</em>
     */
    public AlgoBasicAuthentication(Secret password) {
        this.password = Objects.requireNonNull(password, "password");
    }

    @Override
    public List<Header> sign(ApiRequest request, Instant now) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(now, "now");
        byte[] credentials = ("admin:" + password.reveal()).getBytes(UTF_8);
        return List.of(
                new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials)));
    }

    /** {@return the password} */
    @Override
    public List<Secret> secrets() {
        return List.of(password);
    }

    @Override
    public Failure explain(HttpResponse response, Failure failure) {
        Objects.requireNonNull(response, "response");
        return AlgoErrors.explain("Basic", response.status(), Objects.requireNonNull(failure, "failure"));
    }

    /** {@return the name of the scheme, without the password} */
    @Override
    public String toString() {
        return "Algo Basic Authentication";
    }
}
