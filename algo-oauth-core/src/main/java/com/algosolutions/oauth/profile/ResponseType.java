package com.algosolutions.oauth.profile;

/**
 * What the authorization endpoint returns: the form's <em>Response Type</em>. The implicit grant is not offered: RFC 9700.
 *
 * @since 0.1.0
 */
public enum ResponseType {
    /** An authorization code: RFC 6749 section 4.1.1. Written {@code code} in the form. */
    CODE
}
