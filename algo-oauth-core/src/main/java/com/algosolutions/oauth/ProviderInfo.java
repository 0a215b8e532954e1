package com.algosolutions.oauth;

/**
 * An installed provider, as a form offers it under <em>Provider Type</em>. Only the library implements it; it may get more methods in a
 * minor release. Immutable and thread-safe; prints as its name.
 *
 * @since 0.1.0
 */
public interface ProviderInfo {

    /** {@return the id that profiles name as their provider type, such as {@code RINGCENTRAL}} */
    String id();

    /** {@return the provider's name for people, such as {@code RingCentral}} */
    String displayName();
}
