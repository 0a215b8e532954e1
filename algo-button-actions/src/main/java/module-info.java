/** The buttons of the device's form, and the requests that a press sends. Start at {@link com.algosolutions.button.ButtonActions}. */
@org.jspecify.annotations.NullMarked
module com.algosolutions.button {
    requires static transitive org.jspecify;
    requires transitive com.algosolutions.oauth;

    exports com.algosolutions.button;
}
