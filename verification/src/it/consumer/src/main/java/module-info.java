module com.example.frontdesk {
    requires com.algosolutions.button;
    requires com.algosolutions.oauth.testkit;
    requires java.net.http;
}
