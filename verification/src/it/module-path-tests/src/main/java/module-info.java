module com.example.frontdesk {
    requires com.algosolutions.oauth;
}
