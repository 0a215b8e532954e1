/** Buttons as the device's form has them, and what happens when one is pressed. Start at {@link com.algosolutions.button.ButtonActions}. */
@org.jspecify.annotations.NullMarked
module com.algosolutions.button {
    requires static transitive org.jspecify;
    requires transitive com.algosolutions.oauth;

    exports com.algosolutions.button;
}
