package com.algosolutions.oauth;

import java.util.Optional;

/**
 * What a user needs for a sign-in on a telephone or a computer: opens {@link #verificationUri()}, enters {@link #userCode()}, and signs
 * in (RFC 8628 section 3.3). Only the library implements this interface; it may get more methods in a minor release. Immutable and
 * thread-safe; without secrets.
 *
 * <p>Always show the user code and the verification URI, also beside a QR code of {@link #verificationUriComplete()} (RFC 8628 section
 * 3.3.1). Both URIs are text for the user; do not open them on the device.
 *
 * @since 0.1.0
 */
public interface DeviceCode {

    /** {@return the user code as the server wrote it, such as {@code WDJB-MJHT}; at most 64 characters} */
    String userCode();

    /** {@return where to enter it: an http or https URL of at most 2,048 characters} */
    String verificationUri();

    /** {@return a URL that contains the user code, for a QR code; empty if the server has none} */
    Optional<String> verificationUriComplete();
}
