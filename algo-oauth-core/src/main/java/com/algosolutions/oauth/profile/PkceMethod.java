package com.algosolutions.oauth.profile;

/**
 * The code challenge method: the form's <em>PKCE Method</em>. {@code plain} is not offered: RFC 9700 section 2.1.1.
 *
 * @since 0.1.0
 */
public enum PkceMethod {
    /** SHA-256 of the verifier: RFC 7636 section 4.2. */
    S256
}
