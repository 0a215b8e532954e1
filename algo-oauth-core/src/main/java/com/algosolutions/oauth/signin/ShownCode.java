package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import java.util.Optional;

/** The part of a device authorization response that is shown: not the device code, which is a secret. */
record ShownCode(String userCode, String verificationUri, Optional<String> verificationUriComplete)
        implements DeviceCode {

    static ShownCode of(DeviceAuthorizationResponse response) {
        return new ShownCode(response.userCode(), response.verificationUri(), response.verificationUriComplete());
    }

    /** {@return what the user does} */
    @Override
    public String toString() {
        return "enter " + userCode + " at " + verificationUri;
    }
}
