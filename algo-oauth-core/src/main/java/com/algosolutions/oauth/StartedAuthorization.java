package com.algosolutions.oauth;

/**
 * The result of <em>Start Authorization</em>: {@link CodeAuthorization}, {@link DeviceAuthorization}, {@link GrantedAuthorization} or {@link
 * RefusedAuthorization}. Thread-safe; prints without a secret. All but {@link DeviceAuthorization}, whose state changes, are immutable.
 */
public sealed interface StartedAuthorization
        permits CodeAuthorization, DeviceAuthorization, GrantedAuthorization, RefusedAuthorization {
    /** {@return the profile's name} */
    String profile();
}
