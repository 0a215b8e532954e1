package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.ServerMetadata;
import java.util.Optional;

/**
 * An issuer's metadata, which {@code ProfileForm.fillFrom} takes, or why there is none: RFC 8414, OpenID Connect Discovery 1.0. Only the library implements it; it may get more
 * methods in a minor release. Immutable and thread-safe; prints in one line, without a secret.
 *
 * @since 0.1.0
 */
public interface DiscoveryResult {

    /** {@return the server's metadata; empty if there is none that may be used} */
    Optional<ServerMetadata> metadata();

    /** {@return why there is no metadata} */
    Optional<Failure> failure();
}
