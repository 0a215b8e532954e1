package com.example;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.OAuthClient;
import java.net.URI;
import java.util.Map;

/** The code under test. */
final class Desk {
    private final OAuthClient client;

    Desk(OAuthClient client) {
        this.client = client;
    }

    ApiResult help(String teamId) {
        return client.post(
                "Front desk",
                URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + teamId + "/posts"),
                Body.json(Map.of("text", "Help")));
    }
}
