package com.algosolutions.oauth.ringcentral;

import com.algosolutions.fuzz.Message;
import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.profile.ApiHost;

/** Pages of RingCentral's list of teams. */
public final class TeamsTarget {
    private TeamsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ApiClient client = request -> ApiResult.builder(request, ApiResult.Outcome.DELIVERED)
                .response(Message.of(input))
                .build();
        TeamSearch search = Property.value(
                        input,
                        () -> TeamMessaging.of(client, "desk", ApiHost.of("platform.ringcentral.com"))
                                .findTeam("Lobby"))
                .orElseThrow();
        Property.sentence(search.toString());
    }
}
