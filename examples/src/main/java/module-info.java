/** Examples, each one file with a main. */
@org.jspecify.annotations.NullMarked
module com.algosolutions.examples {
    requires static org.jspecify;
    requires com.algosolutions.button;
    requires com.algosolutions.oauth.ringcentral;
    requires com.algosolutions.oauth.testkit;
    requires io.nayuki.qrcodegen;
    requires java.net.http;
    requires jdk.httpserver;
    requires okhttp3;
}
