package com.algosolutions.button;

import com.algosolutions.fuzz.Targets;

/** Requests of a button: named commands of Algo devices with their parameters, and others. */
public final class CommandTarget {
    private CommandTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ButtonsTarget.check(
                input,
                "{\"buttons\":[{\"identifier\":\"help\",\"action\":\"Send API Request\",\"numberOfApiRequests\":1,\"requests\":["
                        + Targets.text(input) + "]}]}");
    }
}
