package com.algosolutions.interop;

import com.algosolutions.oauth.profile.GrantType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running authorization server on a loopback address, with a certificate of {@link Certificates}. docs/interop.md says how to add
 * another one.
 */
abstract class AuthorizationServer implements AutoCloseable {
    /** The scope that every client may request. */
    static final String SCOPE = "message.write";

    /** The user who signs in; known to every server. */
    static final String USER = "lobby";

    /** The user's password. */
    static final String PASSWORD = "pass word+é%26";

    /** The issuer of assertions that every server with RFC 7523's grant trusts, by {@link Keys#all}. */
    static final String ASSERTION_ISSUER = "https://devices.example.com";

    /** The subject of those assertions; linked to {@link #USER}. */
    static final String ASSERTION_SUBJECT = "console-8450";

    private static final Map<GrantType, String> WIRE_NAMES = Map.of(
            GrantType.CLIENT_CREDENTIALS, "client_credentials",
            GrantType.JWT_BEARER, "urn:ietf:params:oauth:grant-type:jwt-bearer",
            GrantType.AUTH_CODE_PKCE, "authorization_code",
            GrantType.DEVICE_CODE, "urn:ietf:params:oauth:grant-type:device_code");

    static final String AUTHORIZATION = "authorization_endpoint";
    static final String DEVICE = "device_authorization_endpoint";
    static final String REVOCATION = "revocation_endpoint";
    static final String PUSHED = "pushed_authorization_request_endpoint";

    private static final String WELL_KNOWN = "/.well-known/";

    private volatile @Nullable Map<String, @Nullable Object> metadata;
    private volatile String metadataPath = "";

    /** Name and version, for docs/interop.md. */
    abstract String name();

    /** The issuer identifier, from which the metadata is found: RFC 8414 section 3, or OpenID Connect Discovery. */
    abstract URI issuer();

    /** Registers a client with its keys, {@link #SCOPE} and the redirect URI. */
    abstract void register(Registration client);

    /** The server's introspection response for a token, requested by the API that received the token: RFC 7662. */
    abstract Map<String, @Nullable Object> introspect(String accessToken);

    /** Why this server does not support a cell of the matrix that its metadata does not exclude; empty if it does. */
    Optional<String> lacks(GrantType grant, ClientProof proof) {
        return Optional.empty();
    }

    /** The audience that the server requires in an assertion. */
    String assertionAudience() {
        return issuer().toString();
    }

    @Override
    public abstract void close();

    /** Whether the server reports a token as active. */
    final boolean active(String accessToken) {
        return Boolean.TRUE.equals(introspect(accessToken).get("active"));
    }

    /** The server's metadata. */
    final Map<String, @Nullable Object> metadata() {
        Map<String, @Nullable Object> known = metadata;
        if (known == null) {
            URI address = issuer().resolve(WELL_KNOWN + "oauth-authorization-server" + issuer().getPath());
            Wire.Answer answer = Wire.get(address);
            if (answer.status() != 200) {
                address = URI.create(issuer() + WELL_KNOWN + "openid-configuration");
                answer = Wire.get(address);
            }
            known = answer.json();
            metadataPath = address.getPath();
            metadata = known;
        }
        return known;
    }

    /** The well-known path under which the metadata was found. */
    final String metadataPath() {
        metadata();
        return metadataPath;
    }

    /** A required endpoint, by the name of its member in the metadata. */
    final URI endpoint(String member) {
        return anyEndpoint(member).orElseThrow(() -> new AssertionError(member + " is not in the metadata"));
    }

    /** An optional endpoint, by the name of its member in the metadata. */
    final Optional<URI> anyEndpoint(String member) {
        return Optional.ofNullable((String) metadata().get(member)).map(URI::create);
    }

    /** Whether the server has the endpoint for a grant's first request. */
    final boolean reaches(GrantType grant) {
        String member = grant.equals(GrantType.AUTH_CODE_PKCE)
                ? AUTHORIZATION
                : grant.equals(GrantType.DEVICE_CODE) ? DEVICE : "token_endpoint";
        return anyEndpoint(member).isPresent();
    }

    /** Whether a list of the metadata contains a value; true if there is no such list. */
    final boolean offers(String member, String value) {
        return !(metadata().get(member) instanceof List<?> values) || values.contains(value);
    }

    /** Whether the metadata offers a grant. */
    final boolean offers(GrantType grant) {
        return offers("grant_types_supported", Objects.requireNonNull(WIRE_NAMES.get(grant)));
    }
}
