package com.algosolutions.oauth.profile;

/**
 * Whether scopes are requested: the form's <em>Scope Mode</em>.
 *
 * @since 0.1.0
 */
public enum ScopeMode {
    /** No {@code scope} is sent; the provider's app decides. */
    NONE,
    /** The profile's scopes are sent: RFC 6749 section 3.3. */
    SCOPES_LIST
}
