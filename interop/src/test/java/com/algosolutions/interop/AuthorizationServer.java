package com.algosolutions.interop;

import com.algosolutions.oauth.profile.GrantType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server that is running, on a loopback address, with a certificate of {@link Certificates}. A further server is one class
 * that has this: see docs/interop.md.
 */
interface AuthorizationServer extends AutoCloseable {
    /** Name and version, for the table. */
    String name();

    /** The issuer identifier, from which the endpoints are found: RFC 8414 section 3, else OpenID Connect Discovery. */
    URI issuer();

    /** Makes a client known, and whatever that takes: keys, scope {@link #SCOPE}, the redirect URI. */
    void register(Registration client);

    /** Whether the server itself calls a token good: RFC 7662, asked by the API that received it. */
    boolean active(String accessToken);

    /** Why this server cannot do a cell of the matrix that its metadata does not exclude; empty if it can. */
    default Optional<String> lacks(GrantType grant, ClientProof proof) {
        return Optional.empty();
    }

    /** What an assertion has as its audience where the server wants something else than its issuer. */
    default String assertionAudience() {
        return issuer().toString();
    }

    @Override
    void close();

    /** The scope that every client may ask for. */
    String SCOPE = "message.write";

    /** Who signs in; known to every server. */
    String USER = "lobby";

    /** The user's password. */
    String PASSWORD = "pass word+é%26";

    /** The issuer of assertions that every server with RFC 7523's grant trusts, by {@link Keys#all}. */
    String ASSERTION_ISSUER = "https://devices.example.com";

    /** The subject of those assertions, who is {@link #USER}. */
    String ASSERTION_SUBJECT = "console-8450";

    /** The server's own description. */
    default Map<String, @Nullable Object> metadata() {
        return Wire.get(URI.create(issuer() + "/.well-known/openid-configuration"))
                .json();
    }

    /** An endpoint by the name of its member in the metadata. */
    default URI endpoint(String member) {
        return URI.create((String) Objects.requireNonNull(metadata().get(member), member));
    }

    /** Whether a list of the metadata has a value; true where there is no such list. */
    default boolean offers(String member, String value) {
        return !(metadata().get(member) instanceof List<?> values) || values.contains(value);
    }
}
