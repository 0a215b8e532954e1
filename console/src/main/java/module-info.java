/** A device's touch screen and web interface in the browser, with an embedded RingCentral. */
@org.jspecify.annotations.NullMarked
module com.algosolutions.console {
    requires static org.jspecify;
    requires com.algosolutions.button;
    requires com.algosolutions.oauth.ringcentral;
    requires com.algosolutions.oauth.testkit;
    requires io.nayuki.qrcodegen;
    requires jdk.httpserver;
    requires okhttp3.tls;
    requires tools.jackson.core;
}
