/** An in-process RingCentral for tests and examples. */
@org.jspecify.annotations.NullMarked
module com.algosolutions.oauth.testkit {
    requires static transitive org.jspecify;
    requires java.logging;
    requires mockwebserver3;
    requires okhttp3;
    requires okhttp3.tls;
    requires tools.jackson.core;

    exports com.algosolutions.oauth.testkit;
}
