package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ServerMetadata;
import java.util.List;
import java.util.Optional;

/**
 * The result of asking an issuer for its metadata. Only the library implements it; it may get more methods in a minor release. Immutable
 * and thread-safe; prints in one line, without a secret.
 */
public interface Discovery {

    /** {@return the server's metadata; empty if none of it may be used} */
    Optional<ServerMetadata> metadata();

    /** {@return the fields that the operator has filled in with other values, and that keep them} */
    List<ProfileField<?>> overridden();

    /** {@return what the operator should know: hosts other than the issuer's, methods that the server does not offer} */
    List<String> notes();

    /** {@return why there is no metadata} */
    Optional<Failure> failure();
}
