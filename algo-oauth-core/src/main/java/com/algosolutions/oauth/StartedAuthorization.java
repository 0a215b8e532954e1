package com.algosolutions.oauth;

/**
 * What came of <em>Start Authorization</em>: {@link CodeAuthorization}, {@link DeviceAuthorization}, {@link GrantedAuthorization} or
 * {@link RefusedAuthorization}. Thread-safe, and without secrets in what they print; all but {@link DeviceAuthorization}, which goes on,
 * are values.
 */
public sealed interface StartedAuthorization
        permits CodeAuthorization, DeviceAuthorization, GrantedAuthorization, RefusedAuthorization {
    /** {@return the profile's name} */
    String profile();
}
