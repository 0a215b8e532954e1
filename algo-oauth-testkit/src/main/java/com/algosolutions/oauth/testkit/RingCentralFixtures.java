package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * RingCentral's responses, verbatim. Tests compare the sandbox's responses and a client's parser with them, so that the two cannot agree on
 * a format that RingCentral does not use.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public enum RingCentralFixtures {
    /** A token, with a refresh token. Tokens and session id are elided as {@code ...}. */
    TOKEN_ISSUED("token-issued", 200, Provenance.DOCUMENTED),
    /** OAU-153: the client id is unknown. */
    UNKNOWN_CLIENT("unknown-client", 400, Provenance.RECORDED),
    /** OAU-146: the client secret is wrong. */
    WRONG_CLIENT_SECRET("wrong-client-secret", 401, Provenance.INFERRED),
    /** OAU-251: the app is not set up for the grant, for example without the JWT flow. */
    GRANT_NOT_ALLOWED("grant-not-allowed", 400, Provenance.RECORDED),
    /** OAU-250: no such grant type. */
    UNSUPPORTED_GRANT("unsupported-grant", 400, Provenance.DOCUMENTED),
    /** OAU-345: the JWT's signature does not match, as in a damaged copy. */
    DAMAGED_ASSERTION("damaged-assertion", 400, Provenance.INFERRED),
    /** OAU-213 at the token endpoint: the refresh token is no longer valid. */
    REFRESH_TOKEN_NOT_FOUND("refresh-token-not-found", 400, Provenance.INFERRED),
    /** OAU-210 at the token endpoint: the refresh token has expired. */
    REFRESH_TOKEN_EXPIRED("refresh-token-expired", 400, Provenance.INFERRED),
    /** CMN-301: the rate limit is exceeded, with the headers that were recorded for the group Heavy. */
    RATE_EXCEEDED("rate-exceeded", 429, Provenance.RECORDED),
    /** AGW-401: no {@code Authorization} header. */
    AUTHORIZATION_MISSING("authorization-missing", 401, Provenance.RECORDED),
    /** OAU-149 inside {@code TokenInvalid}: the access token is unknown. */
    ACCESS_TOKEN_UNKNOWN("access-token-unknown", 401, Provenance.RECORDED),
    /** OAU-129 inside {@code TokenInvalid}: a refresh replaced this access token within the last ten seconds. */
    ACCESS_TOKEN_CORRUPTED("access-token-corrupted", 401, Provenance.INFERRED),
    /** OAU-213 inside {@code TokenInvalid}: the access token expired, was replaced or revoked. */
    ACCESS_TOKEN_NOT_FOUND("access-token-not-found", 401, Provenance.INFERRED),
    /** CMN-401 inside {@code InsufficientPermissions}; the documented sample is about {@code ReadCallLog}. */
    PERMISSION_MISSING("permission-missing", 403, Provenance.DOCUMENTED),
    /** CMN-102: no such chat, or the user is not in it. */
    CHAT_NOT_FOUND("chat-not-found", 404, Provenance.INFERRED),
    /** The response for a created post. */
    POST_CREATED("post-created", 201, Provenance.DOCUMENTED);

    private final String resource;
    private final int status;
    private final Provenance provenance;

    RingCentralFixtures(String resource, int status, Provenance provenance) {
        this.resource = resource;
        this.status = status;
        this.provenance = provenance;
    }

    /**
     * The source of a fixture, and so how reliable it is.
     *
     * @since 0.1.0
     */
    public enum Provenance {
        /** A published response of a RingCentral server. */
        RECORDED,
        /** A sample or a schema in RingCentral's documentation. */
        DOCUMENTED,
        /** Code and message are known; the other members are those of a recorded response of the same kind. */
        INFERRED
    }

    /**
     * The HTTP status.
     *
     * @return the status
     */
    public int status() {
        return status;
    }

    /**
     * The response's headers, as far as they are known.
     *
     * @return the headers; often none
     */
    public Map<String, String> headers() {
        return this == RATE_EXCEEDED
                ? Map.of(
                        "X-Rate-Limit-Group", "heavy",
                        "X-Rate-Limit-Limit", "10",
                        "X-Rate-Limit-Window", "60",
                        "Retry-After", "60")
                : Map.of();
    }

    /**
     * The source of the response.
     *
     * @return the source
     */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * The body, verbatim.
     *
     * @return JSON text
     */
    public String body() {
        String name = "fixtures/" + resource + ".json";
        try (InputStream in = RingCentralFixtures.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The algo-oauth-testkit jar does not contain " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
