open module com.example.frontdesk {
    requires com.algosolutions.oauth;
    requires com.algosolutions.oauth.testkit;
    requires org.junit.jupiter.api;
}
