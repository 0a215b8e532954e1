/**
 * OAuth for IP devices: profiles as the device's form has them, a grant engine that keeps their tokens alive, and one call that
 * sends a request with the right token to the right host.
 *
 * <p>Start at {@link com.algosolutions.oauth.client.OAuthClient}.
 */
@org.jspecify.annotations.NullMarked
module com.algosolutions.oauth {
    requires static transitive org.jspecify;
    requires com.nimbusds.jose.jwt;
    requires okhttp3;
    requires tools.jackson.core;

    exports com.algosolutions.oauth;
    exports com.algosolutions.oauth.client;
    exports com.algosolutions.oauth.input;
    exports com.algosolutions.oauth.json;
    exports com.algosolutions.oauth.profile;
    exports com.algosolutions.oauth.spi;
    exports com.algosolutions.oauth.store;

    uses com.algosolutions.oauth.spi.OAuthProvider;
}
