/** RingCentral for algo-oauth: choose the provider type {@code RINGCENTRAL}. */
@org.jspecify.annotations.NullMarked
module com.algosolutions.oauth.ringcentral {
    requires static transitive org.jspecify;
    requires transitive com.algosolutions.oauth;

    exports com.algosolutions.oauth.ringcentral;

    provides com.algosolutions.oauth.spi.OAuthProvider with
            com.algosolutions.oauth.ringcentral.RingCentral;
}
