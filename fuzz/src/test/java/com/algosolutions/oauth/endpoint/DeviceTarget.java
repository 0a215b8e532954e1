package com.algosolutions.oauth.endpoint;

import com.algosolutions.fuzz.Message;
import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.HttpResponse;
import java.util.Optional;

/** Responses of a device authorization endpoint; stored codes read back equal. */
public final class DeviceTarget {
    private DeviceTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        HttpResponse reply = Message.of(input);
        Optional<DeviceAuthorizationResponse> codes = Property.value(
                input,
                () -> {
                    try {
                        return DeviceAuthorizationResponse.read(ErrorResponse.members(reply));
                    } catch (IllegalArgumentException e) {
                        Property.sentence(String.valueOf(e.getMessage()));
                        throw e;
                    }
                },
                IllegalArgumentException.class,
                DeviceAuthorizationResponse.TooShort.class);
        codes.ifPresent(read -> {
            Property.sentence(read.toString());
            Property.equal(read, DeviceAuthorizationResponse.read(read.members()));
        });
    }
}
