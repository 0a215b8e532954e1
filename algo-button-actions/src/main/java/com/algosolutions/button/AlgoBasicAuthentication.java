package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.profile.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Basic authentication of an Algo device: the user {@code admin} and the RESTful API Password. Thread-safe. */
public final class AlgoBasicAuthentication implements RequestSigner {
    private final Secret password;

    /**
     * A signer.
     *
     * @param password the form's <em>Remote Device RESTful API Password</em>
     */
    public AlgoBasicAuthentication(Secret password) {
        this.password = password;
    }

    @Override
    public List<Header> sign(ApiRequest request, Instant now) {
        byte[] credentials = ("admin:" + password.reveal()).getBytes(UTF_8);
        return List.of(
                new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials)));
    }

    /** {@return the scheme; not the password} */
    @Override
    public String toString() {
        return "Algo Basic Authentication";
    }
}
