package com.algosolutions.oauth.client;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.store.RecordStore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Callbacks while a sign-in waits; {@code STATE} in the input stands for its state. A code is not sent, because the token endpoint refuses the
 * connection.
 */
public final class CallbackTarget {
    private static final Pattern STATE = Pattern.compile("[?&]state=([^&]+)");
    private static final OAuthClient CLIENT = FuzzedDevice.client(RecordStore.inMemory(), () -> 0);

    static {
        CLIENT.profiles().create(FuzzedDevice.profile(CLIENT, FuzzedDevice.PROFILE, GrantType.AUTH_CODE_PKCE, 1));
    }

    private CallbackTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        SignIn waiting = CLIENT.signIns()
                .current(FuzzedDevice.PROFILE)
                .filter(signIn -> signIn.state() == SignIn.State.WAITING)
                .orElseGet(() -> CLIENT.signIns().start(FuzzedDevice.PROFILE));
        Matcher state = STATE.matcher(waiting.browserUrl().orElseThrow().toString());
        Property.check(state.find(), "no state");
        String callback = Targets.text(input).replace("STATE", state.group(1));
        CallbackResult result = Property.value(input, () -> CLIENT.signIns().handleCallback(callback))
                .orElseThrow();
        result.failure().ifPresent(failure -> {
            Property.sentence(failure.toString());
            Property.check(
                    !failure.message().contains("storage") && !failure.message().contains("error in this library"),
                    failure.toString());
            Property.check(!failure.toString().contains(state.group(1)), "prints the state");
        });
    }
}
